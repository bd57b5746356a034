"""Open a card (カードの登録・申請): one that is there already, or one that is applied for (特急発行, 特定在留カード)."""

from __future__ import annotations

from uuid import UUID

from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.public import check_may
from daicho.gateways.cards.audit_types import CARD_OPENED
from daicho.gateways.cards.commands.steps import check_number_free, describe, refuse_if, take
from daicho.gateways.cards.domain.details import Details, problems_of
from daicho.gateways.cards.domain.standing import Standing, why_not
from daicho.gateways.cards.domain.states import Action, By, CardKind, State
from daicho.gateways.cards.models import Card
from daicho.gateways.cards.selectors.people import is_japanese
from daicho.kernel.access import Access
from daicho.kernel.clock import business_now, business_today
from daicho.kernel.errors import Conflict, Invalid
from daicho.registers.residents.domain.particulars import Status
from daicho.registers.residents.domain.segments import Holding
from daicho.registers.residents.public import check_shown, records_on


def open_card(
    access: Access, *, card: UUID, person: UUID, action: Action, kind: CardKind, told: Details
) -> None:
    """Make a card under the key that the form was given. `Invalid` for what was entered, `Conflict` for a form sent twice."""
    check_may(access, "cards.handle")
    with recorded(access, CARD_OPENED) as note:
        today = business_today()
        note.about(person)
        check_shown(access, [person])
        held = _resident(person)
        standing = Standing(kind, State.NONE, japanese=is_japanese(held))
        refuse_if(why_not(standing, action, by=By.DESK, today=today))
        if problems := problems_of(action, told, today=today):
            raise Invalid(problems)
        if Card.objects.filter(key=card).exists():
            raise Conflict(
                "このカードは、もう登録されています。",
                why="同じ画面から二度送られました。",
                remedy="登録されたカードを開いて確かめてください。",
                code="card.sent_twice",
            )
        check_number_free(told.card_number, but=card)
        row = new_card(card, person, kind, held)
        event = take(access, row, action, told, by=By.DESK)
        if action is Action.REGISTER and row.valid_until and row.valid_until < today:
            row.state = State.EXPIRED.value
            row.save(update_fields=["state"])
        describe(note, row, event)


def new_card(key: UUID, person: UUID, kind: CardKind, held: Holding | None) -> Card:
    """A card of which nothing is known yet but whose it is."""
    row = Card(
        key=key,
        person=person,
        code_ref=held.particulars.resident_record_code_ref if held else None,
        kind=kind.value,
        state=State.NONE.value,
        edition=0,
        changed_at=business_now(),
    )
    row.save(force_insert=True)
    return row


def _resident(person: UUID) -> Holding:
    held = [h for h in records_on([person], business_today()) if h.status is Status.PRESENT]
    if not held:
        raise Conflict(
            "この人は今の住民ではありません。",
            why="カードの登録と申請は、今の住民について行います。",
            remedy="住民票を確かめてください。",
            code="card.not_resident",
        )
    return held[0]
