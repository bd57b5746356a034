"""Printing (印刷): the seal in use, and which template drew a sheet."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib import resources

from daicho.foundation.documents.ground import specimen_seal
from daicho.foundation.documents.printing import font
from daicho.foundation.documents.sheets import Seal


@cache
def seal() -> Seal:
    """The electronic seal (電子公印). A town puts its own SVG in its place; the sample town's says 見本."""
    return specimen_seal(font())


@cache
def template_version() -> str:
    """Which template drew a sheet: the head of its digest."""
    template = resources.files("daicho.foundation.documents").joinpath("templates/sheet.typ")
    return hashlib.sha256(template.read_bytes()).hexdigest()[:12]
