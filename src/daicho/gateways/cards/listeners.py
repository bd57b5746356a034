"""Listeners (出来事を聞く): cards follow the register, and the register's card items follow the cards."""

from __future__ import annotations

from uuid import UUID

from daicho.foundation.outbox.models import Message
from daicho.gateways.cards.commands.follow_card import follow_card
from daicho.gateways.cards.commands.follow_movement import follow_movement


def follow_case(message: Message) -> None:
    """An approved movement: 転入, 転出, 死亡, 国外転出, 職権消除, another number; or one that takes these back."""
    corrects = str(message.payload.get("corrects", ""))
    follow_movement(
        UUID(str(message.payload["case"])), corrects=UUID(corrects) if corrects else None
    )


def follow_change(message: Message) -> None:
    """A card changed: the 住民票 says so."""
    follow_card(UUID(str(message.payload["card"])), edition=int(message.payload["edition"]))
