"""Conversions (住基ネット統一文字との変換): what a town says of one character instead of the common tables; filled by the wiring."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Conversion:
    """The 住基ネット統一文字コード of a character, and what stands for it on a card; empty parts leave the common word."""

    code: str
    substitute: str


def _common(_points: str) -> Conversion | None:
    return None


conversion_of: Callable[[str], Conversion | None] = _common
"""What the town says of a character, named by its code points (`U+845B_U+E0100`); None: nothing."""
