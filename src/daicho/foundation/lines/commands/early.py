"""Early messages (先に届いた電文): handled in order when the one before them has come; the sender hears by `outcome`."""

from __future__ import annotations

import structlog
from django.db import DatabaseError, transaction

from daicho.foundation.audit.public import Note, enter
from daicho.foundation.lines import envelopes
from daicho.foundation.lines.audit_types import MESSAGE_SETTLED
from daicho.foundation.lines.commands.admit import received_of
from daicho.foundation.lines.commands.queue import queue
from daicho.foundation.lines.commands.saying import Said, listen_to, receipt, said_of
from daicho.foundation.lines.commands.sealing import bytes_of, drop_volatile
from daicho.foundation.lines.domain.parties import Party
from daicho.foundation.lines.domain.replies import Outgoing
from daicho.foundation.lines.domain.states import State
from daicho.foundation.lines.models import ArrivalOrder, ReceivedMessage
from daicho.foundation.lines.settings import machine
from daicho.kernel.clock import real_now
from daicho.kernel.errors import DaichoError, Problem

log = structlog.get_logger(__name__)


def handle_early(sender: Party, key: str) -> int:
    """Handle what is due now of one sender's key, each in a transaction of its own; returns how many.

    One that cannot be handled now stays, with those after it, for `handle_all_early`.
    """
    done = 0
    try:
        while _handle_next(sender, key):
            done += 1
    except (DaichoError, DatabaseError):
        # The message that came was stored and answered; this is beside it.
        log.exception("lines.early_left", sender=str(sender))
    return done


def handle_all_early() -> int:
    """Handle everything that is due and was left; the process of the lines asks for it now and then."""
    waiting = ArrivalOrder.objects.filter(early__gt=0).values_list("sender", "key")
    return sum(handle_early(Party.parse(sender), key) for sender, key in list(waiting))


@transaction.atomic
def _handle_next(sender: Party, key: str) -> bool:
    counter = ArrivalOrder.objects.select_for_update(no_key=True).get(sender=str(sender), key=key)
    row = ReceivedMessage.objects.filter(
        early=True, sender=str(sender), order_key=key, order_number=counter.next
    ).first()
    if row is None:
        return False
    said = _say(row)
    row.early = False
    row.state = said.state.value
    row.problems = said.problems
    row.settled_at = None if said.state is State.HELD else real_now()
    row.save(update_fields=["early", "state", "problems", "settled_at"])
    counter.next += 1
    counter.early -= 1
    counter.save(update_fields=["next", "early"])
    if said.state is not State.HELD:
        tell_outcome(row, said)
    note = Note()
    note.say(
        message=str(row.key),
        kind=row.kind,
        thread=str(row.thread),
        party=row.sender,
        outcome=row.state,
    )
    enter(machine(), MESSAGE_SETTLED, [note])
    return True


def _say(row: ReceivedMessage) -> Said:
    raw = bytes_of(row)
    if raw is None:
        return receipt(State.REFUSED, (_lost(),))
    drop_volatile(row)
    received = received_of(envelopes.from_bytes(raw))
    return said_of(received, listen_to(received))


def _lost() -> Problem:
    return Problem(
        "receiver.body_lost",
        "",
        "処理する前に、電文の本文が失われました。",
        "記録に残さない種類の電文なので、装置が止まると本文は残りません。",
        "もう一度作って、送り直してください。",
    )


def tell_outcome(row: ReceivedMessage, said: Said) -> None:
    """Queue the `outcome` of a message that was held."""
    queue(
        Outgoing(
            kind="outcome",
            receiver=Party.parse(row.sender),
            body={"outcome": said.state.value, "problems": said.problems},
            thread=row.thread,
            answers=row.key,
        )
    )
