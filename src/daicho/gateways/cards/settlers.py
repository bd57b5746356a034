"""Settlers (送った電文の結果): what became of a card's event stands beside it (未達・提供済・拒否; JUK-058)."""

from __future__ import annotations

from daicho.foundation.lines.public import Settled
from daicho.gateways.cards.models import CardEvent
from daicho.kernel.clock import real_now


def card_event_settled(settled: Settled) -> None:
    """Keep the outcome and the reasons; once a message is made anew, what is said of the old one is not heard."""
    CardEvent.objects.filter(message=settled.id).update(
        outcome=settled.outcome,
        problems=[
            {"code": p.code, "what": p.what, "why": p.why, "remedy": p.remedy}
            for p in settled.problems
        ],
        settled_at=real_now(),
    )
