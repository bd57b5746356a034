"""Printing (印刷): the one printer of this process, with the font that was found."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.conf import settings

from daicho.foundation.documents.compose import singles
from daicho.foundation.documents.fonts import find_font
from daicho.foundation.documents.labels import LabelPrinter
from daicho.foundation.documents.render import Printer
from daicho.foundation.documents.rolls import RollPrinter
from daicho.foundation.documents.sheets import KeptSheet
from daicho.foundation.documents.strips import StripPrinter


@cache
def printer() -> Printer:
    """Made once a process; `Unavailable` in words when the font is not there."""
    return Printer(font())


def roll_printer() -> RollPrinter:
    """A printer of long lists; one for each use, for its compiler belongs to one thread."""
    return RollPrinter(font())


def label_printer() -> LabelPrinter:
    """A printer of address labels, likewise."""
    return LabelPrinter(font())


def strip_printer() -> StripPrinter:
    """A printer of what is written on cards, likewise."""
    return StripPrinter(font())


@cache
def font() -> Path:
    """The font file of this installation; `Unavailable` likewise."""
    return find_font(settings.HOME)


def drawn_digest(sheet: KeptSheet) -> str:
    """The digest of what is drawn of a single sheet."""
    (single,) = singles(sheet)
    return printer().draw(single).sha256
