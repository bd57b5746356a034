"""Settle what was held (保留した電文の処理): a person has looked; the sender hears by `outcome`."""

from __future__ import annotations

from uuid import UUID

from django.db import connection

from daicho.foundation.lines.commands.early import tell_outcome
from daicho.foundation.lines.commands.saying import receipt
from daicho.foundation.lines.domain.replies import Accepted, Refused
from daicho.foundation.lines.domain.states import State
from daicho.foundation.lines.errors import message_missing, moved_on
from daicho.foundation.lines.models import ReceivedMessage
from daicho.kernel.clock import real_now


def settle_held(received_id: UUID, reply: Accepted | Refused) -> None:
    """Store the word and queue it, in the caller's transaction, whose entry tells of it.

    `Conflict` when the message is not held by a person (any more).
    """
    if not connection.in_atomic_block:
        raise RuntimeError("a held message is settled in the transaction of what settles it")
    row = ReceivedMessage.objects.select_for_update(no_key=True).filter(key=received_id).first()
    if row is None:
        raise message_missing()
    if row.state != State.HELD.value or row.early:
        raise moved_on()
    said = (
        receipt(State.REFUSED, reply.problems)
        if isinstance(reply, Refused)
        else receipt(State.ACCEPTED, reply.remarks)
    )
    row.state = said.state.value
    row.problems = said.problems
    row.settled_at = real_now()
    row.save(update_fields=["state", "problems", "settled_at"])
    tell_outcome(row, said)
