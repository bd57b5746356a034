"""Listeners (台帳の出来事を聞く): an approved movement becomes its messages, in the transaction that delivers the event."""

from __future__ import annotations

from uuid import UUID

from daicho.foundation.outbox.models import Message
from daicho.gateways.jukinet.commands.tell_arrival import tell_arrival
from daicho.gateways.jukinet.commands.tell_departure import tell_departure
from daicho.gateways.jukinet.commands.tell_identity import tell_identity


def tell_movement(message: Message) -> None:
    """本人確認情報 of everybody concerned (JUK-001), and 転入通知 where somebody came from another municipality."""
    case = UUID(str(message.payload["case"]))
    tell_identity(case)
    tell_arrival(case)


def tell_move_out(message: Message) -> None:
    """転出証明書情報 of a 特例転出."""
    tell_departure(UUID(str(message.payload["case"])))
