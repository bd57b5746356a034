"""Settle what goes to the agency (市町村通知の送付): taken by the gateway, and told. Within the gateway's own act."""

from __future__ import annotations

from uuid import UUID

from daicho.business.movements.models import ImmigrationMessage
from daicho.kernel.clock import business_now


def take_message(message: UUID) -> bool:
    """Take a message for sending; False where it was taken, sent or withdrawn meanwhile, and is nothing of the caller's."""
    waiting = ImmigrationMessage.objects.filter(
        key=message, taken_at__isnull=True, sent_at__isnull=True, withdrawn_at__isnull=True
    )
    return bool(waiting.update(taken_at=business_now()))


def message_told(message: UUID) -> None:
    """The agency has it (通知済); the first time counts."""
    ImmigrationMessage.objects.filter(key=message, sent_at__isnull=True).update(
        sent_at=business_now()
    )
