"""Blocks (区画): everybody whose 住民票コード begins with the same digits; a run names every block of its width once, in order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final, TypeVar
from uuid import UUID

T = TypeVar("T")

COMFORTABLE: Final = 400
"""How many people a block should have at most, if codes are spread evenly."""
AT_ONCE: Final = 5_000
"""How many people the blocks of one message should have, so that the peer answers within its time."""
MOST_BLOCKS: Final = 500
WIDEST: Final = 5
_SUBJECT: Final = 16


def width_for(people: int) -> int:
    """How many digits name a block, so that its rows are one small message."""
    return next((w for w in range(1, WIDEST) if people <= COMFORTABLE * 10**w), WIDEST)


def count_of(width: int) -> int:
    """How many blocks there are."""
    return int(10**width)


def name_of(number: int, width: int) -> str:
    """The digits of a block, counted from 0."""
    return f"{number:0{width}}"


def blocks_at_once(people: int, width: int) -> int:
    """How many blocks one message hands over."""
    return max(1, min(MOST_BLOCKS, AT_ONCE * count_of(width) // max(1, people)))


class BlockIndex:
    """Who stands in which block, in order of their keys: some dozen bytes a person, so that it fits whatever the town's size.

    `longest`: how many letters a key has at most.
    """

    def __init__(self, width: int, *, longest: int) -> None:
        self.width = width
        self.people = 0
        self._longest = longest
        self._blocks = [bytearray() for _ in range(count_of(width))]

    def add(self, code: str, key: str, subject: UUID) -> None:
        """Put somebody into the block of their 住民票コード; whoever has none into that of zeros."""
        entry = key.encode().ljust(self._longest, b"\0") + subject.bytes
        self._blocks[int(code[: self.width] or "0")] += entry
        self.people += 1

    def block(self, number: int) -> Iterator[tuple[str, UUID]]:
        """Those of one block, in order of their keys."""
        held, size = self._blocks[number], self._longest + _SUBJECT
        for entry in sorted(bytes(held[at : at + size]) for at in range(0, len(held), size)):
            key, subject = entry[: self._longest], entry[self._longest :]
            yield key.rstrip(b"\0").decode(), UUID(bytes=subject)


def pieces(everything: Iterable[T], size: int) -> Iterator[list[T]]:
    """As many at once as fit a statement; nothing else is held."""
    rest = iter(everything)
    while piece := list(islice(rest, size)):
        yield piece
