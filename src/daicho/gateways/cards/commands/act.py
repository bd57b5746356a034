"""Act (カードの処理): one act of the table on a card, at the desk (番号法17条; JUK-024, 061)."""

from __future__ import annotations

from uuid import UUID

from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.public import check_may
from daicho.gateways.cards.audit_types import CARD_ACTED
from daicho.gateways.cards.commands.steps import (
    CARD,
    check_number_free,
    describe,
    lock_card,
    refuse_if,
    standing_of,
    take,
    tell,
)
from daicho.gateways.cards.domain.details import Details, problems_of
from daicho.gateways.cards.domain.standing import why_not
from daicho.gateways.cards.domain.states import Action, By, State
from daicho.gateways.cards.models import Appointment, Card, CardEvent
from daicho.gateways.cards.selectors.people import is_japanese, newest_of
from daicho.kernel.access import Access
from daicho.kernel.clock import business_now, business_today
from daicho.kernel.errors import Conflict, Invalid
from daicho.registers.residents.domain.particulars import Status
from daicho.registers.residents.public import records_on


def act(access: Access, *, card: UUID, action: Action, edition: int, told: Details) -> int:
    """Take an act on a card. Returns the new edition.

    `Invalid` for what was entered, `Conflict` for a stale page and for what the card's state or the register forbids.
    """
    check_may(access, "cards.handle")
    with recorded(access, CARD_ACTED) as note:
        row = lock_card(card)
        today = business_today()
        note.about(row.person)
        CARD.check_page(edition, edition=row.edition)
        japanese = is_japanese(newest_of([row.person]).get(row.person))
        refuse_if(why_not(standing_of(row, japanese=japanese), action, by=By.DESK, today=today))
        if problems := problems_of(action, told, today=today):
            raise Invalid(problems)
        _check_handover(row, action)
        check_number_free(told.card_number, but=row.key)
        event = take(access, row, action, told, by=By.DESK)
        if action is Action.IDENTIFY:
            _tell_what_waited(row)
        if action is Action.HAND_OVER:
            Appointment.objects.filter(card=row, state="booked").update(
                state="came", ended_at=business_now(), ended_by=access.staff_key
            )
        describe(note, row, event)
    return row.edition


def _check_handover(card: Card, action: Action) -> None:
    """交付 is to somebody who lives here, and nobody has two cards at once."""
    if action not in (Action.PREPARE, Action.HAND_OVER):
        return
    held = records_on([card.person], business_today())
    if not any(h.status is Status.PRESENT for h in held):
        raise Conflict(
            "この人は今の住民ではありません。",
            why="住民でなくなった人のカードは交付できません。",
            remedy="住民票を確かめ、カードを廃止してください。",
            code="card.not_resident",
        )
    if action is not Action.HAND_OVER:
        return
    used = (State.IN_USE.value, State.SUSPENDED.value)
    if Card.objects.filter(person=card.person, state__in=used).exclude(key=card.key).exists():
        raise Conflict(
            "この人には、使っているカードがあります。",
            why="カードは重ねて交付できません。",
            remedy="先に古いカードを廃止し、回収してください。",
            code="card.second_card",
        )


def _tell_what_waited(card: Card) -> None:
    waiting = CardEvent.objects.filter(card=card, message=None).exclude(event="")
    for event in waiting.order_by("id"):
        tell(event, card)
