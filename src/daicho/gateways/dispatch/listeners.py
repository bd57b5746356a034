"""Listeners (台帳の出来事を聞く): an approved movement may make somebody due to be told, in the transaction that delivers it."""

from __future__ import annotations

from uuid import UUID

from daicho.foundation.lines.public import has_lines
from daicho.foundation.outbox.models import Message
from daicho.gateways.dispatch.commands.note_designations import note_designations


def note_movement(message: Message) -> None:
    """送付先情報 for whoever was given a number; a register without lines has nobody to tell."""
    if has_lines():
        note_designations(UUID(str(message.payload["case"])))
