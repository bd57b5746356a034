"""Ports of the staff (差込口): what a higher storey fills in (`config/wiring.py`)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from daicho.kernel.access import Access


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that waits for this person: how many, and where; never who."""

    label: str
    count: int
    url: str


def _nothing(_access: Access) -> tuple[Waiting, ...]:
    return ()


waiting_for: Callable[[Access], tuple[Waiting, ...]] = _nothing
"""What waits for a person today; filled by movements."""


def _never(_keys: Sequence[UUID]) -> str:
    return ""


disposed_note: Callable[[Sequence[UUID]], str] = _never
"""Words on something that was disposed of (廃棄済), asked where nothing is found; blank for what never was."""
