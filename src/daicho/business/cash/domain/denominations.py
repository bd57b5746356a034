"""Denominations (金種): what lies in the drawer, counted by kind of note and coin."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

DENOMINATIONS: Final = (10_000, 5_000, 2_000, 1_000, 500, 100, 50, 10, 5, 1)
MOST_PIECES: Final = 99_999


def total_of(counts: Mapping[int, int]) -> int:
    """What the counted notes and coins come to."""
    return sum(face * pieces for face, pieces in counts.items() if face in DENOMINATIONS)


def known(counts: Mapping[int, int]) -> bool:
    """Whether every kind is one of ours and every number of pieces can be."""
    return all(
        face in DENOMINATIONS and 0 <= pieces <= MOST_PIECES for face, pieces in counts.items()
    )
