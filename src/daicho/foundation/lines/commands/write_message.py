"""Write (電文を書く): the bytes of a message, sealed, with its place among those of the same person.

What is not as its kind says can never be sent. Whoever waits for the answer is told at once; what was queued is kept as
refused, without a place, so that it holds nobody back and a person sees it.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from django.db import connection
from django.db.models import F

from daicho.foundation.lines import envelopes
from daicho.foundation.lines.commands.sealing import (
    NOTHING,
    is_volatile,
    keep_volatile,
    seal,
)
from daicho.foundation.lines.commands.settle import tell_settler
from daicho.foundation.lines.domain.door import digest_of
from daicho.foundation.lines.domain.parties import Party
from daicho.foundation.lines.domain.replies import Outgoing
from daicho.foundation.lines.domain.states import State
from daicho.foundation.lines.envelopes import receipt_body
from daicho.foundation.lines.models import SendingOrder, SentMessage
from daicho.foundation.lines.settings import line_to, me
from daicho.kernel.clock import TOKYO, real_now
from daicho.kernel.errors import Invalid

_NUMBER = """
INSERT INTO lines_sendingorder (receiver, subject, key, last) VALUES (%s, %s, %s, 1)
ON CONFLICT (receiver, subject) DO UPDATE SET last = lines_sendingorder.last + 1 RETURNING key, last
"""


def write_message(
    outgoing: Outgoing, *, asked: bool = False, order: tuple[str, int] | None = None
) -> tuple[SentMessage, bytes]:
    """The row and its bytes. `Invalid` when the body of what is asked is not what its kind says.

    `order`: a place that was given before, which this message takes.
    """
    given = order
    if order is None and outgoing.subject is not None:
        order = _next_place(outgoing.receiver, outgoing.subject)
    body = outgoing.body_at(order[1] if order else None)
    problems = tuple(envelopes.check_body(outgoing.kind, body))
    if problems and (asked or given is not None):
        raise Invalid(problems)
    if problems and order is not None:
        _give_back(outgoing.receiver, order[0])
    key, made_at = uuid4(), real_now().astimezone(TOKYO)
    raw = envelopes.make(
        outgoing.kind,
        key=key,
        thread=outgoing.thread or key,
        sender=me(),
        receiver=outgoing.receiver,
        made_at=made_at,
        order=None if problems else order,
        answers=outgoing.answers,
        body=body,
    )
    row = _unsaved(outgoing, key, made_at, raw, keep=not problems)
    row.asked = asked
    row.order_key = order[0] if order else ""
    row.order_number = order[1] if order and not problems else None
    if problems:
        row.state, row.settled_at = State.REFUSED.value, made_at
        row.problems = receipt_body(State.REFUSED, problems)["problems"]
    row.save(force_insert=True)
    if problems:
        tell_settler(row, State.REFUSED, row.problems)
    return row, raw


def _unsaved(
    outgoing: Outgoing, key: UUID, made_at: datetime, raw: bytes, *, keep: bool
) -> SentMessage:
    """The row with its sealed bytes; those of a volatile kind are kept apart while it waits."""
    volatile = is_volatile(outgoing.kind)
    sealed = NOTHING if volatile else seal(key, raw)
    if volatile and keep:
        keep_volatile(key, raw)
    return SentMessage(
        key=key,
        kind=outgoing.kind,
        thread=outgoing.thread or key,
        receiver=str(outgoing.receiver),
        line=str(line_to(outgoing.receiver)),
        made_at=made_at,
        answers=outgoing.answers,
        matter=outgoing.matter,
        sealed=sealed.sealed,
        key_id=sealed.key_id,
        digest=digest_of(raw),
    )


def _give_back(receiver: Party, key: str) -> None:
    """Take back the number just given: its row is locked, and the next message of this person gets it."""
    SendingOrder.objects.filter(receiver=str(receiver), key=key).update(last=F("last") - 1)


def _next_place(receiver: Party, subject: UUID) -> tuple[str, int]:
    """The next number of a person on the line; whoever else writes about them waits until this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(_NUMBER, [str(receiver), subject, uuid4().hex])
        row = cursor.fetchone()
    if row is None:
        raise RuntimeError("an order was not given")
    return row[0], row[1]
