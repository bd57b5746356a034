"""Handlers (届いた電文): what the card system tells by way of the 市町村CS (JUK-024)."""

from __future__ import annotations

from daicho.foundation.lines.public import Accepted, Held, Received, Refused, Reply
from daicho.foundation.staff.public import system_access
from daicho.gateways.cards.commands.take_notice import take_notice
from daicho.gateways.cards.domain.notices import Standing
from daicho.kernel.access import Purpose
from daicho.kernel.errors import DaichoError, Problem

WAITS = Problem(
    "card_notice.held",
    "",
    "市区町村の職員が確かめます。",
    "通知のとおりのカードか住民が、すぐには分かりません。",
    "結果を待ってください。",
)


def card_notice(received: Received) -> Reply:
    """A card follows what is told of it; what fits nobody waits for a clerk."""
    try:
        standing = take_notice(system_access(Purpose.MOVEMENT, job="cards"), received)
    except DaichoError as error:
        return Refused.because(error)
    return Held((WAITS,)) if standing is Standing.HELD else Accepted()
