"""What other apps may use of documents."""

from daicho.foundation.documents.fitting import Overflow, Resort
from daicho.foundation.documents.fonts import find_font, install_font
from daicho.foundation.documents.glyphs import Glyphs, Unprintable, glyphs_of
from daicho.foundation.documents.ground import specimen_seal
from daicho.foundation.documents.render import Document, Printer
from daicho.foundation.documents.sheets import (
    NOT_APPLICABLE,
    Certifier,
    ConfirmationSheet,
    Entry,
    EntryKind,
    Foreign,
    HouseholdSheet,
    IndividualSheet,
    Issue,
    Pair,
    Person,
    Removal,
    Seal,
    Section,
    Sheet,
    Verification,
)

__all__ = [
    "NOT_APPLICABLE",
    "Certifier",
    "ConfirmationSheet",
    "Document",
    "Entry",
    "EntryKind",
    "Foreign",
    "Glyphs",
    "HouseholdSheet",
    "IndividualSheet",
    "Issue",
    "Overflow",
    "Pair",
    "Person",
    "Printer",
    "Removal",
    "Resort",
    "Seal",
    "Section",
    "Sheet",
    "Unprintable",
    "Verification",
    "find_font",
    "glyphs_of",
    "install_font",
    "specimen_seal",
]
