"""Listeners (台帳の出来事を聞く): an approved movement becomes its messages, in the transaction that delivers the event.

A register without lines has nobody to tell. When it gets them, it first tells of everybody (`tell_everybody`).
"""

from __future__ import annotations

from typing import Final
from uuid import UUID

from daicho.foundation.lines.public import has_lines
from daicho.foundation.outbox.models import Message
from daicho.gateways.jukinet.commands.tell_arrival import tell_arrival
from daicho.gateways.jukinet.commands.tell_cancellation import tell_cancellation
from daicho.gateways.jukinet.commands.tell_departure import tell_departure
from daicho.gateways.jukinet.commands.tell_identity import tell_identity

REVERSAL: Final = "reversal"


def tell_movement(message: Message) -> None:
    """本人確認情報 of everybody concerned (JUK-001), 転入通知 where somebody came from another municipality, and a 転出 that was cancelled."""
    if not has_lines():
        return
    case = UUID(str(message.payload["case"]))
    tell_identity(case)
    tell_arrival(case)
    corrected = str(message.payload.get("corrects") or "")
    if corrected and message.payload.get("movement") == REVERSAL:
        tell_cancellation(case, of_case=UUID(corrected))


def tell_move_out(message: Message) -> None:
    """転出証明書情報 of a 特例転出."""
    if has_lines():
        tell_departure(UUID(str(message.payload["case"])))
