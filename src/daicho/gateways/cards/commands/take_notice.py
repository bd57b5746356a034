"""Take a notice (カード管理システムの通知の受領, JUK-024): the card follows it; what fits nobody waits for a clerk."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID, uuid4

from daicho.foundation.audit.public import recorded
from daicho.foundation.lines.public import Received
from daicho.foundation.vault.public import NumberKind, find, ring
from daicho.gateways.cards.audit_types import NOTICE_TAKEN
from daicho.gateways.cards.commands.open_card import new_card
from daicho.gateways.cards.commands.steps import lock_card, standing_of, take
from daicho.gateways.cards.domain.notices import ACTS, Standing, day_of, details_of, is_done
from daicho.gateways.cards.domain.standing import why_not
from daicho.gateways.cards.domain.states import TABLE, Action, By, CardKind, State
from daicho.gateways.cards.models import Card, CardNotice
from daicho.kernel.access import Access
from daicho.kernel.clock import business_today
from daicho.registers.residents.public import person_of_code, records_on

USE: Final = "cards.notice"
Body = Mapping[str, Any]  # Any: the message's JSON


def take_notice(access: Access, received: Received) -> Standing:
    """Keep a notice and let it have its effect, once for each of its numbers. Returns what became of it."""
    body = received.body
    with recorded(access, NOTICE_TAKEN) as note:
        known = CardNotice.objects.filter(notice_number=body["notice_number"]).first()
        if known is not None:
            note.say(notice=body["notice"], state=Standing.UNCHANGED.value)
            return Standing.UNCHANGED
        standing, why, card = apply_notice(access, body)
        held = standing is Standing.HELD
        key = uuid4()
        CardNotice.objects.create(
            key=key,
            notice_number=body["notice_number"],
            message=received.id,
            notice=body["notice"],
            card_number=body.get("card_number", ""),
            occurred_on=day_of(body["occurred_on"]),
            state=standing.value,
            why=why,
            sealed=ring().seal_text(f"{USE}:{key}", json.dumps(dict(body))) if held else None,
            data_key=ring().active_data if held else "",
            card=card.key if card else None,
        )
        if card is not None:
            note.about(card.person)
        note.say(notice=body["notice"], state=standing.value)
    return standing


def body_of(notice: CardNotice) -> Body:
    """What a held notice said."""
    assert notice.sealed is not None
    body: Body = json.loads(
        ring().open_text(f"{USE}:{notice.key}", bytes(notice.sealed), key_id=notice.data_key)
    )
    return body


def apply_notice(access: Access, body: Body) -> tuple[Standing, str, Card | None]:
    """Let a notice have its effect: what became of it, why it could have none, and the card. Within the caller's entry."""
    action = ACTS[body["notice"]]
    person = person_of_code(body["code"])
    if person is None:
        return Standing.HELD, "この住民票コードの人が台帳にいません。", None
    number = str(body.get("card_number", ""))
    card = _card_of(person, number, action)
    if card is not None and card.person != person:
        return Standing.HELD, "カードの番号が、別の人のカードのものです。", None
    if card is None and State.NONE not in TABLE[action].before:
        return Standing.HELD, "この人の、この番号のカードが登録されていません。", None
    if card is None:
        held = records_on([person], business_today())
        card = new_card(uuid4(), person, CardKind.INDIVIDUAL, next(iter(held), None))
        card.code_ref = find(NumberKind.RESIDENT_CODE, body["code"])
    problem = why_not(standing_of(card), action, by=By.NOTICE, today=business_today())
    if problem is not None and is_done(action, State(card.state)):
        return Standing.UNCHANGED, "", card
    if problem is not None:
        return Standing.HELD, f"{problem.what}{problem.why}", card
    take(access, card, action, details_of(body), by=By.NOTICE)
    return Standing.APPLIED, "", card


def _card_of(person: UUID, number: str, action: Action) -> Card | None:
    """The card of a number; else the person's newest one whose number is not known and whose state fits."""
    rows = Card.objects.select_for_update()
    if number and (found := rows.filter(number=number).first()) is not None:
        return found
    fitting = [state.value for state in TABLE[action].before]
    own = rows.filter(person=person, state__in=fitting)
    own = own.filter(number="") if number else own
    newest = own.order_by("-made_at").first()
    return lock_card(newest.key) if newest else None
