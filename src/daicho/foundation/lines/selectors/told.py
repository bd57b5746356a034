"""Told (伝えた人): of whom a receiver has been told anything, within the caller's own act."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from daicho.foundation.lines.commands.sealing import bytes_of
from daicho.foundation.lines.domain.parties import Party
from daicho.foundation.lines.domain.replies import Body
from daicho.foundation.lines.domain.states import State
from daicho.foundation.lines.envelopes import from_bytes
from daicho.foundation.lines.models import SendingOrder, SentMessage


def subjects_told(receiver: Party, subjects: Collection[UUID]) -> frozenset[UUID]:
    """Those of the subjects about whom at least one message to the receiver was made."""
    rows = SendingOrder.objects.filter(receiver=str(receiver), subject__in=list(subjects))
    return frozenset(rows.values_list("subject", flat=True))


def subjects_unsettled(receiver: Party, subjects: Collection[UUID]) -> frozenset[UUID]:
    """Those of whom a message to the receiver still waits, or is held there."""
    orders = SendingOrder.objects.filter(receiver=str(receiver), subject__in=list(subjects))
    keys = dict(orders.values_list("key", "subject"))
    under_way = (State.WAITING.value, State.HELD.value)
    rows = SentMessage.objects.filter(
        receiver=str(receiver), order_key__in=list(keys), state__in=under_way
    )
    return frozenset(keys[key] for key in rows.values_list("order_key", flat=True))


@dataclass(frozen=True, slots=True)
class LastTold:
    """The last message of a kind about somebody: where it stands, since when, and its place among theirs.

    `body` is None when it was not asked for, or is no longer kept.
    """

    message: UUID
    state: str
    changed_at: datetime
    place: int
    body: Body | None


def last_told(
    receiver: Party, subjects: Collection[UUID], *, kind: str, bodies: bool = False
) -> Mapping[UUID, LastTold]:
    """The last one about each of the subjects; whoever was never told of is left out."""
    orders = SendingOrder.objects.filter(receiver=str(receiver), subject__in=list(subjects))
    keys = dict(orders.values_list("key", "subject"))
    rows = SentMessage.objects.filter(receiver=str(receiver), kind=kind, order_key__in=list(keys))
    last = rows.order_by("order_key", "-order_number", "-seq").distinct("order_key")
    if not bodies:
        last = last.defer("sealed", "answer_sealed")
    return {keys[row.order_key]: _last(row, with_body=bodies) for row in last}


def _last(row: SentMessage, *, with_body: bool) -> LastTold:
    raw = bytes_of(row) if with_body else None
    return LastTold(
        message=row.key,
        state=row.state,
        changed_at=max(t for t in (row.made_at, row.answered_at, row.settled_at) if t),
        place=row.order_number or 0,
        body=from_bytes(raw).body if raw else None,
    )
