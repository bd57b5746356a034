"""Told (伝えた人): of whom a receiver has been told anything, within the caller's own act."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from daicho.foundation.lines.commands.sealing import bytes_of
from daicho.foundation.lines.domain.parties import Party
from daicho.foundation.lines.domain.replies import Body
from daicho.foundation.lines.domain.states import State
from daicho.foundation.lines.models import SendingOrder, SentMessage


def subjects_told(receiver: Party, subjects: Collection[UUID]) -> frozenset[UUID]:
    """Those of the subjects about whom at least one message to the receiver was made."""
    rows = SendingOrder.objects.filter(receiver=str(receiver), subject__in=list(subjects))
    return frozenset(rows.values_list("subject", flat=True))


def first_told(receiver: Party, *, kind: str) -> datetime | None:
    """When the receiver was first told of somebody by messages of a kind; None as long as it was not."""
    rows = SentMessage.objects.filter(receiver=str(receiver), kind=kind).exclude(order_key="")
    return rows.order_by("seq").values_list("made_at", flat=True).first()


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


_COLUMNS: Final = (
    "key",
    "state",
    "order_key",
    "order_number",
    "made_at",
    "answered_at",
    "settled_at",
)


def last_told(
    receiver: Party, subjects: Collection[UUID], *, kind: str, bodies: bool = False
) -> Mapping[UUID, LastTold]:
    """The last one about each of the subjects; whoever was never told of is left out."""
    orders = SendingOrder.objects.filter(receiver=str(receiver), subject__in=list(subjects))
    keys = dict(orders.values_list("key", "subject"))
    rows = SentMessage.objects.filter(receiver=str(receiver), kind=kind, order_key__in=list(keys))
    last = rows.order_by("order_key", "-order_number", "-seq").distinct("order_key")
    last = last.only(*_COLUMNS, *(("sealed", "key_id") if bodies else ()))
    return {keys[row.order_key]: _last(row, with_body=bodies) for row in last}


def _last(row: SentMessage, *, with_body: bool) -> LastTold:
    raw = bytes_of(row) if with_body else None
    return LastTold(
        message=row.key,
        state=row.state,
        changed_at=max(t for t in (row.made_at, row.answered_at, row.settled_at) if t),
        place=row.order_number or 0,
        # Sealed by ourselves: it is read, and not judged again.
        body=json.loads(raw)["body"] if raw else None,
    )
