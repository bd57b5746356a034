"""Ask (照会): a question stored, sent, answered and stored while somebody waits for it."""

from __future__ import annotations

from datetime import timedelta
from threading import local
from typing import Final

from django.conf import settings
from django.db import transaction

from daicho.foundation.audit.public import recorded
from daicho.foundation.lines.adapters.client import LineClient
from daicho.foundation.lines.audit_types import MESSAGE_SENT
from daicho.foundation.lines.commands.exchange import Parcel, Undelivered, exchange
from daicho.foundation.lines.commands.settle import tell_settler
from daicho.foundation.lines.commands.store_answer import note_of, store_answers, store_failure
from daicho.foundation.lines.commands.write_message import write_message
from daicho.foundation.lines.domain.parties import Party
from daicho.foundation.lines.domain.replies import Answer, Outgoing
from daicho.foundation.lines.domain.states import State
from daicho.foundation.lines.envelopes import problems_of, receipt_body
from daicho.foundation.lines.errors import Refusal, line_missing, peer_away
from daicho.foundation.lines.models import SentMessage
from daicho.foundation.lines.settings import configured, line_to
from daicho.kernel.access import Access
from daicho.kernel.clock import real_now
from daicho.kernel.errors import Problem

# After this nobody waits for an answer any more.
GIVEN_UP_AFTER: Final = timedelta(minutes=5)
_clients = local()


def ask(access: Access, outgoing: Outgoing) -> Answer:
    """The answer: of a question its body, of another message the receipt (accepted or held).

    `Unavailable` when the peer is away (the question is stopped, and never sent later), `Refusal` with the peer's problems.
    RuntimeError within a transaction, and for a `subject`: what has an order is queued.
    """
    if outgoing.subject is not None:
        raise RuntimeError("a question has no place in an order")
    line = _line_of(outgoing.receiver)
    with transaction.atomic(durable=True):
        row, raw = write_message(outgoing, asked=True)
    parcel = Parcel(row.seq, row.key, row.kind, outgoing.receiver, raw)
    found = exchange(settings.HOME, _client(line), parcel)
    with recorded(access, MESSAGE_SENT) as note:
        if isinstance(found, Undelivered):
            store_failure(row, found)
            _give_up(row, found.words)
            note.detail = note_of(row, found.outcome).detail
        else:
            if store_answers([(row, found)]):
                tell_settler(row, found.state, found.problems)
            note.detail = note_of(row, found.state.value, found=found).detail
    if isinstance(found, Undelivered):
        raise peer_away(line, found.words)
    if found.state is State.REFUSED:
        raise Refusal(problems_of(found.answer.body))
    answer = found.answer
    return Answer(kind=answer.kind, body=answer.body, id=answer.id, thread=answer.thread)


def give_up_unanswered() -> int:
    """Stop the questions whose asker died with them; returns how many."""
    late = SentMessage.objects.filter(
        asked=True, state=State.WAITING.value, made_at__lt=real_now() - GIVEN_UP_AFTER
    )
    return sum(_give_up(row, "照会の途中で処理が終わりました。") for row in late)


def _give_up(row: SentMessage, words: str) -> int:
    problem = Problem(
        "line.unanswered", "", "応答を得られませんでした。", words, "もう一度照会してください。"
    )
    return SentMessage.objects.filter(seq=row.seq, state=State.WAITING.value).update(
        state=State.STOPPED.value,
        problems=receipt_body(State.REFUSED, [problem])["problems"],
        settled_at=real_now(),
    )


def _line_of(receiver: Party) -> Party:
    known = configured()
    line = line_to(receiver)
    if line not in known.peers:
        raise line_missing(receiver)
    return line


def _client(line: Party) -> LineClient:
    """This thread's connection to a peer, kept for the next question."""
    way = configured().way_to(line)
    kept: dict[object, LineClient] = _clients.__dict__.setdefault("kept", {})
    return kept.setdefault((settings.HOME, way), LineClient(settings.HOME, way.party, way.address))
