"""Makers (作り直し): a refused event of a card, told again with what is known of the card today."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from daicho.foundation.lines.public import Lost, Maker
from daicho.gateways.cards.commands.steps import tell
from daicho.gateways.cards.models import CardEvent
from daicho.kernel.errors import Conflict


def event_anew(lost: Lost) -> UUID:
    """The same event, with the number and the validity that the card has now."""
    event = CardEvent.objects.select_for_update(of=("self",)).filter(message=lost.id).first()
    made = tell(event, event.card) if event else None
    if made is None:
        raise Conflict(
            "知らせる内容がありません。",
            why="この電文の元になったカードの処理が見つからないか、番号がありません。",
            remedy="カードの画面で、処理と番号を確かめてください。",
            code="card.nothing_to_tell",
        )
    return made


MAKERS: Final[Mapping[str, Maker]] = {"card.event": event_anew}
