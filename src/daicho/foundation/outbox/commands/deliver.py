"""Deliver (届ける): hand waiting events to their listeners, in order, at least once.

A listener that fails, in words or by a mistake of its own, leaves the message waiting with a growing pause; all others
take it, and a second try reaches only those who have not. What is told of a person keeps its order: a message waits for every earlier one
about somebody whom it is about.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta

import structlog
from django.db import OperationalError, transaction
from django.db.models import Exists, OuterRef

from daicho.foundation.outbox.models import Message
from daicho.kernel.clock import real_now
from daicho.kernel.errors import DaichoError

Listener = Callable[[Message], None]
log = structlog.get_logger(__name__)


def deliver(listeners: Mapping[str, Sequence[tuple[str, Listener]]], *, batch: int = 100) -> int:
    """Deliver up to `batch` messages; returns how many are done. Several workers may run it at once.

    Each in a transaction of its own: what a listener locks, the trail above all, is free again before the next.
    """
    done = last = 0
    for _ in range(batch):
        with transaction.atomic():
            message = _next(after=last)
            if message is None:
                break
            last = message.id
            done += _deliver_one(message, listeners.get(message.kind, ()))
    return done


def _next(*, after: int) -> Message | None:
    waiting = Message.objects.filter(delivered_at__isnull=True)
    earlier = waiting.filter(id__lt=OuterRef("id"), subjects__overlap=OuterRef("subjects"))
    return (
        waiting.select_for_update(skip_locked=True)
        .filter(~Exists(earlier), next_attempt_at__lte=real_now(), id__gt=after)
        .order_by("id")
        .first()
    )


def _deliver_one(message: Message, listeners: Sequence[tuple[str, Listener]]) -> int:
    message.attempts += 1
    message.last_error = ""
    for name, listener in listeners:
        if name in message.taken_by:
            continue
        code = _hand_over(message, name, listener)
        if code:
            message.last_error = f"{name}: {code}"
        else:
            message.taken_by = [*message.taken_by, name]
    if message.last_error:
        message.next_attempt_at = real_now() + timedelta(seconds=min(3600, 2**message.attempts))
    else:
        message.delivered_at = real_now()
    message.save(
        update_fields=["attempts", "taken_by", "delivered_at", "last_error", "next_attempt_at"]
    )
    return int(message.delivered_at is not None)


def _hand_over(message: Message, name: str, listener: Listener) -> str:
    """Blank when the listener took it, else a code; nobody's mistake keeps back what others are told."""
    try:
        with transaction.atomic():
            listener(message)
    except OperationalError:
        raise
    except DaichoError as error:
        log.warning("outbox.delayed", message=message.id, listener=name, code=error.reason_code)
        return error.reason_code
    except Exception:
        log.exception("outbox.failed", message=message.id, listener=name)
        return "unexpected"
    return ""
