"""Comparing (突合): the rows of both sides, by the key that both know and item by item."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from daicho.foundation.reconciliation.domain.files import File, Items


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
    """One person of whom the sides do not say the same; `items` are those that differ."""

    file: File
    side: Side
    subject: UUID | None
    items: tuple[str, ...]
    ours: Items
    theirs: Items

    @property
    def who(self) -> dict[str, str]:
        """By what the person is known on the list."""
        row = self.ours or self.theirs
        return {item: row[item] for item in self.file.who if item in row}

    def values(self, row: Items) -> dict[str, str]:
        """What one side says of the items that differ."""
        return {n: row[n] for n in self.items if n in row and n not in self.file.secret}


def compare(file: File, ours: Mapping[str, Own], theirs: Mapping[str, Items]) -> Iterator[Finding]:
    """Those of whom the sides differ, in order of their keys."""
    for key in sorted({*ours, *theirs}):
        own, other = ours.get(key), theirs.get(key)
        if own is None:
            yield Finding(file, Side.THEIRS, None, (), {}, other or {})
        elif other is None:
            yield Finding(file, Side.OURS, own.subject, (), own.items, {})
        elif differing := _differing(own, other):
            items = file.in_order(differing)
            yield Finding(file, Side.BOTH, own.subject, items, own.items, other)


def _differing(own: Own, other: Items) -> list[str]:
    items = {*own.items, *other} - own.unknown
    return [item for item in items if own.items.get(item) != other.get(item)]
