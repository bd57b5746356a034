"""Emit (送り出す): write an event into the outbox in the transaction of the change it tells of."""

from __future__ import annotations

from dataclasses import asdict

from django.db import connection

from daicho.foundation.outbox.models import Message
from daicho.kernel.events import Event


def emit(event: Event) -> None:
    """Store the event; outside a transaction it would outlive a change that was rolled back."""
    if not connection.in_atomic_block:
        raise RuntimeError("an event is emitted in the transaction of its change")
    payload = {k: v for k, v in asdict(event).items() if k != "subjects"}
    Message.objects.create(kind=event.kind, subjects=list(event.subjects), payload=payload)
