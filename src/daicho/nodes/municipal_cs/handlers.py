"""Handlers (受ける電文): which command takes which kind, and which hears what became of what was sent. One table each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Final

from daicho.foundation.lines.public import (
    Handler,
    Received,
    Refused,
    Reply,
    Settler,
    Unheard,
)
from daicho.kernel.errors import Problem
from daicho.nodes.municipal_cs import parties
from daicho.nodes.municipal_cs.commands.answer_query import answer_query
from daicho.nodes.municipal_cs.commands.answer_reconcile import answer_digests, answer_rows
from daicho.nodes.municipal_cs.commands.carry_certificate import (
    answer_request,
    carry_arrival,
    carry_cancelled,
    carry_certificate,
)
from daicho.nodes.municipal_cs.commands.number_requests import (
    settle_request,
    take_assigned,
    take_number_request,
)
from daicho.nodes.municipal_cs.commands.pass_on import pass_on, settle_passage
from daicho.nodes.municipal_cs.commands.provide import settle_dispatch
from daicho.nodes.municipal_cs.commands.settle_update import settle_update
from daicho.nodes.municipal_cs.commands.take_dispatch import take_dispatch
from daicho.nodes.municipal_cs.commands.take_update import list_unheard, take_update
from daicho.nodes.municipal_cs.domain.passing import PASSINGS


def of_the_register(handler: Callable[[Received], Reply]) -> Handler:
    """A handler of messages that come from this town's own register alone (JUK-036, 040)."""

    @wraps(handler)
    def guarded(received: Received) -> Reply:
        if parties.from_register(received.sender):
            return handler(received)
        return Refused(
            (
                Problem(
                    "sender.register_only",
                    "",
                    "既存住基以外からは受け付けません。",
                    "本人確認情報と送付先情報の入手元は、この市区町村の既存住基に限られます。",
                    "既存住基から送ってください。",
                ),
            )
        )

    return guarded


HANDLERS: Final[Mapping[str, Handler]] = {
    **dict.fromkeys(PASSINGS, pass_on),
    "identity.update": of_the_register(take_update),
    "identity.query": of_the_register(answer_query),
    "reconcile.digests": of_the_register(answer_digests),
    "reconcile.rows": of_the_register(answer_rows),
    "number.request": of_the_register(take_number_request),
    "number.assigned": take_assigned,
    "dispatch.information": of_the_register(take_dispatch),
    "departure.certificate": carry_certificate,
    "departure.request": answer_request,
    "departure.cancelled": carry_cancelled,
    "arrival.notice": carry_arrival,
}

SETTLERS: Final[Mapping[str, Settler]] = {
    **dict.fromkeys(PASSINGS, settle_passage),
    "identity.update": settle_update,
    "number.request": settle_request,
    "dispatch.information": settle_dispatch,
}

UNHEARD: Final[Mapping[str, Unheard]] = {"identity.update": list_unheard}
