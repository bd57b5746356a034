"""The line to the 市町村CS (試験の回線): what the register's events put on it, and what comes along it, for all gateways."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from daicho.config import wiring
from daicho.foundation.lines.commands.sealing import bytes_of
from daicho.foundation.lines.domain.states import State
from daicho.foundation.lines.models import SentMessage
from daicho.foundation.lines.public import Party, Received
from daicho.foundation.messages.public import Envelope, check_body, from_bytes
from daicho.foundation.outbox.models import Message
from daicho.foundation.outbox.public import deliver
from daicho.kernel.clock import real_now

OWN_CS, OWN_CORE = Party("072010", "municipal_cs"), Party("072010", "core")


def heard() -> None:
    """The register's events reach all who listen, and what these tell in turn; nobody fails at it."""
    while deliver(wiring.LISTENERS):
        pass
    assert not Message.objects.exclude(last_error="").values_list("last_error", flat=True)


def put_on(kind: str = "") -> list[Envelope]:
    """What is queued of a kind, or of all, in order, after the events are heard; what is to go is as its definition says."""
    heard()
    rows = SentMessage.objects.order_by("seq")
    if kind:
        rows = rows.filter(kind=kind)
    found = [(row.state, from_bytes(raw)) for row in rows if (raw := bytes_of(row))]
    going = [each for state, each in found if state != State.REFUSED.value]
    assert [p for each in going for p in check_body(each.kind, each.body)] == []
    return [each for _, each in found]


def came(
    kind: str,
    body: Mapping[str, Any],  # Any: what JSON holds
    *,
    thread: UUID | None = None,
    sender: Party = OWN_CS,
) -> Received:
    """A message that has come along the line, in a conversation of its own unless told."""
    key = uuid4()
    return Received(
        id=key,
        kind=kind,
        thread=thread or key,
        sender=sender,
        receiver=OWN_CORE,
        made_at=real_now(),
        order_number=None,
        answers=None,
        body=body,
    )
