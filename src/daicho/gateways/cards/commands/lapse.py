"""Lapse (期限によるカードの処理): whose days are over is 失効; one act for each card, every hour and once for each."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import Q

from daicho.foundation.audit.public import recorded
from daicho.gateways.cards.audit_types import CARD_LAPSED
from daicho.gateways.cards.commands.follow_movement import expire
from daicho.gateways.cards.commands.steps import lock_card, set_due
from daicho.gateways.cards.domain.states import Due, State
from daicho.gateways.cards.models import Card
from daicho.kernel.access import Access
from daicho.kernel.clock import business_today

_LIVE = (State.IN_USE.value, State.SUSPENDED.value)
_OVER = {
    Due.CONTINUATION: ("expired", "継続利用の期限（転入届から90日）を過ぎました。"),
    Due.OVERSEAS: ("moved_out_overseas", "国外継続利用の手続をしないまま、国外へ転出しました。"),
}


def lapse(access: Access) -> int:
    """Let every card lapse whose days are over. Returns how many; nothing is entered where there are none."""
    today = business_today()
    over = Q(due__in=[Due.CONTINUATION, Due.OVERSEAS, Due.DEPARTURE], due_on__lt=today)
    rows = Card.objects.filter(over | Q(valid_until__lt=today), state__in=_LIVE)
    keys = list(rows.order_by("key").values_list("key", flat=True))
    return sum(_one(access, key, today) for key in keys)


def _one(access: Access, key: UUID, today: date) -> bool:
    with recorded(access, CARD_LAPSED) as note:
        card = lock_card(key)
        note.about(card.person)
        due = Due(card.due)
        late = card.due_on is not None and card.due_on < today
        if card.state not in _LIVE:
            done = False  # somebody was faster
        elif card.valid_until is not None and card.valid_until < today:
            expire(access, card, reason="expired", words="有効期間が満了しました。", on=today)
            done = True
        elif late and due in _OVER:
            reason, words = _OVER[due]
            expire(access, card, reason=reason, words=words, on=today)
            done = True
        elif late and due is Due.DEPARTURE:
            # Only the other town knows; a clerk asks it, and abolishes the card.
            why = "転出先での転入の届出の期限を過ぎても、転入通知が届いていません。"
            set_due(card, due=Due.ABOLITION, on=None, reason=why, case=card.due_case)
            done = True
        else:
            done = False
        note.say(
            action="lapse",
            state=card.state,
            reason=card.due_reason,
            by="system",
            edition=card.edition,
        )
    return done
