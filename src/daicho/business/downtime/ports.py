"""Ports of downtime (差込口): what was entered later under a number of the system; filled by the wiring."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from daicho.kernel.access import Access


@dataclass(frozen=True, slots=True)
class Entered:
    """What stands in the system: where, and whether it was marked as entered later (後日入力)."""

    url: str
    later: bool


def _nothing(_access: Access, _number: str) -> Entered | None:
    return None


entered_case: Callable[[Access, str], Entered | None] = _nothing
"""The movement of a 受付番号."""

issued_sheet: Callable[[Access, str], Entered | None] = _nothing
"""The issue of a 発行番号."""
