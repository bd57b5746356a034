"""Delayed (滞った出来事): events that some listener could not take yet, the oldest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from daicho.foundation.outbox.models import Message

MOST: Final = 100


@dataclass(frozen=True, slots=True)
class Delayed:
    """One event: since when, how often it was tried, when again, and who could not take it for which reason."""

    number: int
    kind: str
    emitted_at: datetime
    attempts: int
    next_attempt_at: datetime
    error: str


def count_delayed() -> int:
    """How many there are."""
    return Message.objects.filter(delivered_at__isnull=True, attempts__gt=0).count()


def delayed() -> Sequence[Delayed]:
    """The oldest of them; whom they are about is not said."""
    rows = Message.objects.filter(delivered_at__isnull=True, attempts__gt=0).order_by("id")
    return [
        Delayed(r.pk, r.kind, r.emitted_at, r.attempts, r.next_attempt_at, r.last_error)
        for r in rows[:MOST]
    ]
