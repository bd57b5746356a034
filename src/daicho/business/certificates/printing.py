"""Printing (印刷): the seal in use, and which template drew a sheet."""

from __future__ import annotations

import hashlib
from datetime import date
from functools import cache
from importlib import resources

from daicho.foundation.documents.ground import specimen_seal
from daicho.foundation.documents.printing import font
from daicho.foundation.documents.sheets import Seal
from daicho.registers.code_tables.public import seal_on


def seal(day: date, *, acting: bool) -> Seal:
    """The electronic seal (電子公印) in use on a day, of the mayor or of whoever acts for them (STD-1.3.7).

    Until the town registers its own in the code tables, one that says 見本.
    """
    return seal_on(day, acting=acting) or specimen_seal(font())


@cache
def template_version() -> str:
    """Which template drew a sheet: the head of its digest."""
    template = resources.files("daicho.foundation.documents").joinpath("templates/sheet.typ")
    return hashlib.sha256(template.read_bytes()).hexdigest()[:12]
