"""Steps (電文への操作): what sending by hand and stopping have in common."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from daicho.foundation.lines.domain.states import ACTIONS, Action, State
from daicho.foundation.lines.errors import message_missing, moved_on
from daicho.foundation.lines.models import SentMessage


def waiting_message(message: UUID, action: Action) -> SentMessage:
    """The message, locked, if the action is open to it. `Missing`, `Conflict`."""
    row = SentMessage.objects.select_for_update(no_key=True).filter(key=message).first()
    if row is None:
        raise message_missing()
    if action not in ACTIONS[State(row.state)] or row.asked:
        raise moved_on()
    return row


def lost_message(message: UUID) -> SentMessage:
    """The message, locked, if it was refused or stopped and not made anew yet. `Missing`, `Conflict`."""
    row = SentMessage.objects.select_for_update(no_key=True).filter(key=message).first()
    if row is None:
        raise message_missing()
    if Action.MAKE_ANEW not in ACTIONS[State(row.state)] or row.asked or row.made_anew:
        raise moved_on()
    return row


def earlier_ones(row: SentMessage) -> QuerySet[SentMessage]:
    """Those of the same person that wait before it."""
    if not row.order_key:
        return SentMessage.objects.none()
    return SentMessage.objects.filter(
        line=row.line,
        order_key=row.order_key,
        order_number__lt=row.order_number,
        state=State.WAITING.value,
    )


def entry_of(row: SentMessage) -> dict[str, object]:
    return {
        "message": str(row.key),
        "kind": row.kind,
        "thread": str(row.thread),
        "party": row.receiver,
    }
