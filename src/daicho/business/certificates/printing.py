"""Printing (印刷): the one printer of this process, with the font that was found, and the seal in use."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib import resources
from pathlib import Path

from django.conf import settings

from daicho.foundation.documents.fonts import find_font
from daicho.foundation.documents.ground import specimen_seal
from daicho.foundation.documents.render import Printer
from daicho.foundation.documents.sheets import Seal


@cache
def printer() -> Printer:
    """Made once a process; `Unavailable` in words when the font is not there."""
    return Printer(_font())


@cache
def seal() -> Seal:
    """The electronic seal (電子公印). A town puts its own SVG in its place; the sample town's says 見本."""
    return specimen_seal(_font())


@cache
def template_version() -> str:
    """Which template drew a sheet: the head of its digest."""
    template = resources.files("daicho.foundation.documents").joinpath("templates/sheet.typ")
    return hashlib.sha256(template.read_bytes()).hexdigest()[:12]


@cache
def _font() -> Path:
    return find_font(settings.HOME)
