"""Told (伝えた人): of whom a receiver has been told anything, within the caller's own act."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from daicho.foundation.lines.domain.parties import Party
from daicho.foundation.lines.domain.states import State
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
