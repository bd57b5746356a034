"""Stop (中止): a message that waits is never sent again; its place in the order is kept by an empty one."""

from __future__ import annotations

from uuid import UUID

from daicho.foundation.audit.public import recorded
from daicho.foundation.lines.audit_types import MESSAGE_STOPPED
from daicho.foundation.lines.commands.sealing import drop_volatile
from daicho.foundation.lines.commands.settle import tell_settler
from daicho.foundation.lines.commands.steps import entry_of, waiting_message
from daicho.foundation.lines.commands.write_message import write_message
from daicho.foundation.lines.domain.parties import Party
from daicho.foundation.lines.domain.replies import Outgoing
from daicho.foundation.lines.domain.states import Action, State
from daicho.foundation.lines.envelopes import receipt_body
from daicho.foundation.lines.models import SentMessage
from daicho.foundation.staff.public import check_may
from daicho.kernel.access import Access
from daicho.kernel.clock import real_now
from daicho.kernel.errors import Problem


def stop(access: Access, message: UUID) -> None:
    """Stop a message. `Conflict` when it no longer waits.

    An attempt may have reached the peer without our knowing; whoever stops one that was tried should ask the peer.
    Numbers must not have gaps, so a `line.status` takes the place of one that had a number.
    """
    check_may(access, "lines.act")
    with recorded(access, MESSAGE_STOPPED) as note:
        row = waiting_message(message, Action.STOP)
        row.stopped_by = access.staff_key
        row.stopped_by_name = access.name
        end_unsent(row)
        note.detail = entry_of(row)


def end_unsent(row: SentMessage, *problems: Problem) -> None:
    """Let a message that waits end unsent, in the transaction under way; its settler hears of it."""
    row.state = State.STOPPED.value
    row.settled_at = real_now()
    row.problems = receipt_body(State.REFUSED, problems)["problems"]
    row.save(update_fields=["state", "settled_at", "problems", "stopped_by", "stopped_by_name"])
    drop_volatile(row)
    if row.order_number is not None:
        filler = Outgoing(
            kind="line.status", receiver=Party.parse(row.receiver), body={}, thread=row.thread
        )
        empty, _ = write_message(filler, order=(row.order_key, row.order_number))
        SentMessage.objects.filter(seq=empty.seq).update(by_hand_at=row.settled_at)
    tell_settler(row, State.STOPPED, row.problems)
