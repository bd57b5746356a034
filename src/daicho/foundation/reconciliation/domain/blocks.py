"""Blocks (区画): everybody whose 住民票コード begins with the same digits; a run names every block of its width once, in order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final, TypeVar
from uuid import UUID

T = TypeVar("T")

COMFORTABLE: Final = 400
"""How many people a block should have at most, if codes are spread evenly."""
AT_ONCE: Final = 20_000
"""How many people the blocks of one message should have, so that the peer answers within its time."""
MOST_BLOCKS: Final = 500
WIDEST: Final = 5
_DIGITS: Final = 11
_CODE_BYTES: Final = 5
_ENTRY: Final = _CODE_BYTES + 16


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
    """Who stands in which block, in order of 住民票コード: 21 bytes a person, so that it fits whatever the town's size."""

    def __init__(self, width: int) -> None:
        self.width = width
        self.people = 0
        self._blocks = [bytearray() for _ in range(count_of(width))]

    def add(self, code: str, subject: UUID) -> None:
        """Put somebody into their block."""
        entry = int(code).to_bytes(_CODE_BYTES) + subject.bytes
        self._blocks[int(code[: self.width])] += entry
        self.people += 1

    def block(self, number: int) -> Iterator[tuple[str, UUID]]:
        """Those of one block, in order of their codes."""
        held = self._blocks[number]
        for entry in sorted(bytes(held[at : at + _ENTRY]) for at in range(0, len(held), _ENTRY)):
            code = int.from_bytes(entry[:_CODE_BYTES])
            yield f"{code:0{_DIGITS}}", UUID(bytes=entry[_CODE_BYTES:])


def pieces(everything: Iterable[T], size: int) -> Iterator[list[T]]:
    """As many at once as fit a statement; nothing else is held."""
    rest = iter(everything)
    while piece := list(islice(rest, size)):
        yield piece
