"""Relay (照会の取次ぎ): a question that somebody else answers, asked at once, its answer handed back as it is.

It is asked in a thread of its own, hence outside the transaction that receives: that it was asked stays on record
whatever becomes of the message. Whoever is away makes the message come again; nothing of it is stored meanwhile.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from django.db import connection

from daicho.foundation.lines.public import Answer, Answering, Outgoing, Party, Received, ask
from daicho.foundation.staff.public import system_access
from daicho.kernel.access import Purpose


def relay(received: Received, receiver: Party) -> Answering:
    """The receiver's answer. `Refusal` in its own words; `Unavailable` when it does not answer."""
    answer = ask_apart(
        Outgoing(kind=received.kind, receiver=receiver, body=received.body, thread=received.thread)
    )
    return Answering(answer.body)


def ask_apart(outgoing: Outgoing) -> Answer:
    """A question that is asked while a message is received."""
    with ThreadPoolExecutor(max_workers=1) as apart:
        return apart.submit(_ask, outgoing).result()


def _ask(outgoing: Outgoing) -> Answer:
    try:
        return ask(system_access(Purpose.INQUIRY, job="lines"), outgoing)
    finally:
        connection.close()
