"""Ports of cash (差込口): what another part of the business fills in (`config/wiring.py`)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True, slots=True)
class HeldOrder:
    """A 定額小為替証書 that came by post and lies at the mail desk; its day of issue is None where nobody noted it."""

    number: str
    yen: int
    issued_on: date | None


def _none_held(_request_key: UUID) -> tuple[HeldOrder, ...]:
    return ()


orders_held: Callable[[UUID], tuple[HeldOrder, ...]] = _none_held
"""What came with the request of this key and is kept for its fee; what goes back as it came is not among it."""
