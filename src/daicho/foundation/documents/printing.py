"""Printing (印刷): the one printer of this process, with the font that was found."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.conf import settings

from daicho.foundation.documents.fonts import find_font
from daicho.foundation.documents.render import Printer


@cache
def printer() -> Printer:
    """Made once a process; `Unavailable` in words when the font is not there."""
    return Printer(font())


@cache
def font() -> Path:
    """The font file of this installation; `Unavailable` likewise."""
    return find_font(settings.HOME)
