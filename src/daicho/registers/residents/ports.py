"""Ports of the register (差込口): what a higher storey fills in (`config/wiring.py`)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from daicho.kernel.access import Access


def _none_pending(_persons: Iterable[UUID]) -> Mapping[UUID, str]:
    return {}


pending_cases: Callable[[Iterable[UUID]], Mapping[UUID, str]] = _none_pending
"""The 受付番号 of the open case of each person (異動処理中); what the draft says is never asked for."""


@dataclass(frozen=True, slots=True)
class Link:
    """Something that can be begun from a screen of the register, under a heading."""

    group: str
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Whom:
    """Of whom a screen of the register speaks: somebody, or with no person a household."""

    household: str
    person: UUID | None
    removed: bool


def _no_movements(_access: Access, _whom: Whom) -> Sequence[Link]:
    return ()


def _no_case_links(_access: Access, _case: UUID) -> Sequence[Link]:
    return ()


movements_of: Callable[[Access, Whom], Sequence[Link]] = _no_movements
"""The movements that can begin from a record or a household; none where nobody may enter one."""

links_of_case: Callable[[Access, UUID], Sequence[Link]] = _no_case_links
"""What can be done about a 異動 that stands in a history: see its case, correct it, cancel it."""
