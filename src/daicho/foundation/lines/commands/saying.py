"""Saying (応じる): what is said to a message: its handler's word, or ours where no handler is asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID, uuid4

from django.db import transaction

from daicho.foundation.lines import envelopes
from daicho.foundation.lines.commands.take_outcome import take_outcome
from daicho.foundation.lines.domain.replies import (
    Accepted,
    Answering,
    Handler,
    Held,
    Received,
    Refused,
    Reply,
)
from daicho.foundation.lines.domain.states import State
from daicho.foundation.lines.settings import handlers, unheard
from daicho.kernel.clock import TOKYO, real_now
from daicho.kernel.errors import DaichoError, Problem, Unavailable


def _status(_received: Received) -> Reply:
    """稼働状況: whoever gets this answer knows that the line, the process and the database work."""
    return Answering({"state": "running"})


_OWN: Final[Mapping[str, Handler]] = {"outcome": take_outcome, "line.status": _status}


@dataclass(frozen=True, slots=True)
class Said:
    """What is said: the state of the message, and the kind and body of the answer."""

    state: State
    kind: str
    body: Mapping[str, Any]  # Any: what JSON holds

    @property
    def problems(self) -> list[dict[str, str]]:
        found: list[dict[str, str]] = self.body.get("problems", [])
        return found if self.kind == "receipt" else []


def listen_to(received: Received, *, apart: bool = True) -> Reply:
    """What its handler says, in a savepoint; an error of the domain is a refusal in its words.

    `Unavailable` and database errors go on: the message must come again, and nothing of it is stored. Not `apart`: others
    share the transaction, there is no savepoint, and any error goes on, so that each is heard again apart.
    """
    problems = tuple(envelopes.check_body(received.kind, received.body))
    if problems:
        return refuse_unheard(received, problems)
    handler = _OWN.get(received.kind) or handlers().get(received.kind)
    if handler is None:
        return Refused((_not_here(received.kind),))
    if not apart:
        return handler(received)
    try:
        with transaction.atomic():
            return handler(received)
    except Unavailable:
        raise
    except DaichoError as error:
        return refuse_unheard(received, Refused.because(error).problems)


def refuse_unheard(received: Received, problems: tuple[Problem, ...]) -> Refused:
    """A refusal in which the handler has no part, or of which nothing that it did remains: whoever keeps count is told."""
    told = unheard().get(received.kind)
    if told is not None:
        told(received, problems)
    return Refused(problems)


def said_of(received: Received, reply: Reply) -> Said:
    """A reply as it is stored and sent."""
    match reply:
        case Accepted(remarks):
            return receipt(State.ACCEPTED, remarks)
        case Refused(problems):
            return receipt(State.REFUSED, problems)
        case Held(problems):
            return receipt(State.HELD, problems)
        case Answering(body):
            return Said(State.ACCEPTED, f"{received.kind}.answer", body)


def receipt(state: State, problems: tuple[Problem, ...] = ()) -> Said:
    return Said(state, "receipt", envelopes.receipt_body(state.value, problems))


def answer_of(received: Received, said: Said) -> tuple[UUID, bytes]:
    """The id and the bytes of the answer."""
    key = uuid4()
    raw = envelopes.make(
        said.kind,
        key=key,
        thread=received.thread,
        sender=received.receiver,
        receiver=received.sender,
        made_at=real_now().astimezone(TOKYO),
        answers=received.id,
        body=said.body,
    )
    return key, raw


def _not_here(kind: str) -> Problem:
    return Problem(
        "kind.not_here",
        "",
        f"この電文（{kind}）は、ここでは受け取れません。",
        "あて先のシステムが扱わない種類の電文です。",
        "あて先と種類を確かめてください。",
    )
