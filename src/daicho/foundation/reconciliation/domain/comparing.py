"""Comparing (突合): the rows of both sides, by 住民票コード and item by item."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from uuid import UUID

Items = Mapping[str, str]

CODE, NAME, BIRTH, ADDRESS, NUMBER, FORMER_CODE, SEQUENCE = "1", "2", "6", "11", "13", "24", "29"
SECRET: Final = frozenset({CODE, NUMBER, FORMER_CODE})
"""Items of which only that they differ is kept, never what they are."""
WHO: Final = (NAME, BIRTH, ADDRESS)


class Side(StrEnum):
    """Who has a row of the person."""

    BOTH = "both"
    OURS = "ours"
    THEIRS = "theirs"


@dataclass(frozen=True, slots=True)
class Own:
    """Our row of one person; `unknown`: items that this side cannot tell, which are not compared."""

    subject: UUID
    items: Items
    unknown: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Finding:
    """One person of whom the sides do not say the same; `items` are the numbers that differ."""

    side: Side
    subject: UUID | None
    items: tuple[str, ...]
    ours: Items
    theirs: Items

    @property
    def who(self) -> dict[str, str]:
        """By what the person is known on the list."""
        row = self.ours or self.theirs
        return {number: row[number] for number in WHO if number in row}

    def values(self, row: Items) -> dict[str, str]:
        """What one side says of the items that differ."""
        return {n: row[n] for n in self.items if n in row and n not in SECRET}


def compare(ours: Mapping[str, Own], theirs: Mapping[str, Items]) -> Iterator[Finding]:
    """Those of whom the sides differ, in order of their codes."""
    for code in sorted({*ours, *theirs}):
        own, other = ours.get(code), theirs.get(code)
        if own is None:
            yield Finding(Side.THEIRS, None, (), {}, other or {})
        elif other is None:
            yield Finding(Side.OURS, own.subject, (), own.items, {})
        elif differing := _differing(own, other):
            yield Finding(Side.BOTH, own.subject, differing, own.items, other)


def _differing(own: Own, other: Items) -> tuple[str, ...]:
    numbers = {*own.items, *other} - own.unknown
    return tuple(sorted((n for n in numbers if own.items.get(n) != other.get(n)), key=int))
