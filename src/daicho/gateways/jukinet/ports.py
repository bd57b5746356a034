"""Ports (口): what the connector asks of another gateway; filled by the wiring."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class ChangeAsked:
    """A change of a 個人番号 that was asked for: of whom, why (as on the line), and how its 異動 is recorded."""

    person: UUID
    reason: str
    kind: str
    paper: Mapping[str, str]


def _nobody_asked(_thread: UUID) -> ChangeAsked | None:
    return None


change_asked: Callable[[UUID], ChangeAsked | None] = _nobody_asked
"""The change that waits in a thread; None where nobody asked for one."""
