"""Envelopes (封筒): the one place where lines meet the codec of messages."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from daicho.foundation.lines.domain.parties import Party
from daicho.foundation.messages.public import (
    KINDS,
    MOST_BYTES,
    Endpoint,
    Envelope,
    Order,
    check_body,
    from_bytes,
    problems_of,
    receipt_body,
    to_bytes,
)

__all__ = [
    "KINDS",
    "MOST_BYTES",
    "Envelope",
    "Order",
    "check_body",
    "from_bytes",
    "make",
    "party",
    "problems_of",
    "receipt_body",
    "to_bytes",
]


def make(
    kind: str,
    *,
    key: UUID,
    thread: UUID,
    sender: Party,
    receiver: Party,
    made_at: datetime,
    body: Mapping[str, Any],  # Any: what JSON holds
    order: tuple[str, int] | None = None,
    answers: UUID | None = None,
) -> bytes:
    """The bytes of an envelope, as they are signed. `Invalid` for what no envelope can carry."""
    return to_bytes(
        Envelope(
            kind=kind,
            id=key,
            thread=thread,
            sender=Endpoint(sender.municipality, sender.node),
            receiver=Endpoint(receiver.municipality, receiver.node),
            made_at=made_at,
            order=Order(*order) if order else None,
            answers=answers,
            body=body,
        )
    )


def party(endpoint: Endpoint) -> Party:
    return Party(endpoint.municipality, endpoint.node)
