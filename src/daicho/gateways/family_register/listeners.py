"""Listeners (台帳の出来事を聞く): an approved movement is entered in our own 附票, or told to the 本籍地."""

from __future__ import annotations

from uuid import UUID

from daicho.foundation.outbox.models import Message
from daicho.gateways.family_register.commands.tell_annex import tell_annex


def tell_movement(message: Message) -> None:
    """附票の記載 and 附票記載事項通知 of an approved movement (FAM-001, 002)."""
    tell_annex(UUID(str(message.payload["case"])))
