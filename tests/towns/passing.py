"""Passing (通った電文): what an installation has sent and received, as plain rows for a comparison; run in its host (host.py)."""

from __future__ import annotations

from typing import Any, Final

from django.db import connection

from daicho.foundation.lines.models import Line, ReceivedMessage, SentMessage
from daicho.foundation.outbox.models import Message

# What waits for a person of the 戸籍 desk, however long that takes.
FOR_A_PERSON: Final = ("annex.notice", "annex.mismatch", "register.notice", "domicile.moved")
Rows = list[dict[str, Any]]  # Any: JSON


def waiting() -> dict[str, int]:
    """What is not over yet: events and messages, each way."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM lines_arrivalorder WHERE early > 0")
        (early,) = cursor.fetchone()
    held, came = (m.objects.filter(state="held") for m in (SentMessage, ReceivedMessage))
    return {
        "events": Message.objects.filter(delivered_at=None).count(),
        "waiting": SentMessage.objects.filter(state="waiting").count(),
        "sent": held.exclude(kind__in=FOR_A_PERSON).count(),
        "received": came.exclude(kind__in=FOR_A_PERSON).count(),
        "early": early,
    }


def troubles() -> list[str]:
    """Why events were not taken and messages not sent, for whoever reads a failed test."""
    events = Message.objects.filter(delivered_at=None).exclude(last_error="")
    lines = Line.objects.exclude(last_error="")
    return [
        *events.values_list("last_error", flat=True).distinct(),
        *(f"{line.peer}: {line.last_error}" for line in lines),
    ]


def sent() -> Rows:
    """Every message that was queued, with what became of it."""
    names = ("kind", "receiver", "line", "order_key", "order_number", "state", "problems")
    rows = SentMessage.objects.order_by("seq").values("key", *names)
    return [{**row, "key": str(row["key"])} for row in rows]


def received() -> Rows:
    """Every message that came in, with what became of it."""
    names = ("kind", "sender", "order_key", "order_number", "state", "problems")
    rows = ReceivedMessage.objects.order_by("received_at").values("key", *names)
    return [{**row, "key": str(row["key"])} for row in rows]
