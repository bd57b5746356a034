"""Follow a movement (異動に伴うカードの処理): who comes with a card, leaves, dies, or gets another number (住基法24条の2, 番号法17条)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final
from uuid import UUID, uuid4

from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.public import system_access
from daicho.foundation.vault.public import hashes_of
from daicho.gateways.cards import ports
from daicho.gateways.cards.audit_types import MOVEMENT_FOLLOWED
from daicho.gateways.cards.commands.steps import set_due, standing_of, take
from daicho.gateways.cards.domain.days import (
    Arrival,
    Outlook,
    after_arrival,
    after_departure,
    after_departure_overseas,
)
from daicho.gateways.cards.domain.details import Certificate, Details
from daicho.gateways.cards.domain.standing import why_not
from daicho.gateways.cards.domain.states import Action, By, CardKind, Due, State
from daicho.gateways.cards.models import Card, CardCheck
from daicho.kernel.access import Access, Purpose
from daicho.kernel.clock import business_now, business_today
from daicho.registers.code_tables.public import closing_days
from daicho.registers.residents.domain.case_acts import CaseAct, Effect
from daicho.registers.residents.domain.particulars import Particulars
from daicho.registers.residents.public import acts_of

COMES: Final = "entry_domestic_move_in"
LEAVES: Final = "removal_domestic_move_out"
LEAVES_JAPAN: Final = "removal_overseas_move_out"
DIES: Final = "removal_death"
REMOVED: Final = ("removal_ex_officio", "removal_ex_officio_nationality_loss")
IN_USE: Final = "個人番号カード交付済"
SUSPENDED: Final = "個人番号カード一時停止"
_LIVE: Final = (State.IN_USE, State.SUSPENDED)
_WAITING: Final = (State.APPLIED, State.ISSUED, State.ARRIVED, State.PREPARED)
AGAIN_AWAY: Final = "継続利用の手続をしないまま転出しました。"


def follow_movement(case: UUID, *, corrects: UUID | None = None) -> None:
    """Let the cards of everybody in an approved case follow it, in the transaction that delivers its event, once."""
    acts = acts_of(case)
    concerned = [(act, effect) for act in acts for effect in act.effects if _concerns(act, effect)]
    undone = Card.objects.filter(due_case=corrects) if corrects else Card.objects.none()
    if not concerned and not undone.exists():
        return
    access = system_access(Purpose.MOVEMENT, job="cards").on_case(case)
    with recorded(access, MOVEMENT_FOLLOWED) as note:
        cards = _undo(access, undone)
        for act, effect in concerned:
            note.about(effect.person)
            cards += _follow(access, case, act, effect)
        note.say(cards=cards)


def _concerns(act: CaseAct, effect: Effect) -> bool:
    if act.reason == COMES:
        return effect.before is None and bool(effect.after.card_status)
    if effect.removes:
        return True
    return _number_changed(effect) is not None


def _follow(access: Access, case: UUID, act: CaseAct, effect: Effect) -> int:
    if act.reason == COMES and not effect.removes:
        return _arrive(access, case, act, effect)
    if changed := _number_changed(effect):
        return _due(
            case, _of(effect.person, (*_LIVE, State.PREPARED)), Due.ABOLITION, None, changed
        )
    if act.kind == "arrival_notice" or effect.after.destination_confirmed:
        return _pass_on(access, effect.person, act)
    return _leave(access, case, act, effect)


def _leave(access: Access, case: UUID, act: CaseAct, effect: Effect) -> int:
    live = _of(effect.person, _LIVE)
    waiting = _due(
        case, _of(effect.person, _WAITING), Due.ABOLITION, None, "住民でなくなりました。"
    )
    if act.reason == LEAVES:
        pending = [card for card in live if card.due == Due.CONTINUATION]
        for card in pending:
            expire(access, card, reason="expired", words=AGAIN_AWAY, on=business_today())
        rest = [card for card in live if card.due != Due.CONTINUATION]
        outlook = after_departure(act.event_on, closing_days())
        return waiting + len(pending) + _outlook(case, rest, outlook, "転出しました。")
    if act.reason == LEAVES_JAPAN:
        outlook = after_departure_overseas(act.event_on, act.notified_on or business_today())
        return waiting + _outlook(case, live, outlook, "国外へ転出しました。")
    if act.reason == DIES:
        return waiting + _due(case, live, Due.ABOLITION, None, "亡くなりました。")
    if act.reason in REMOVED:
        return waiting + _due(case, live, Due.ABOLITION, None, "職権で消除されました。")
    return waiting


def _arrive(access: Access, case: UUID, act: CaseAct, effect: Effect) -> int:
    """A card that came along: 継続利用 is due, or it has lapsed already."""
    if effect.after.card_status not in (IN_USE, SUSPENDED):
        return 0
    card = _card_of_arrival(access, case, act, effect)
    outlook = after_arrival(
        Arrival(
            moved_on=act.event_on,
            planned_on=ports.planned_departure(case),
            notified_on=act.notified_on or business_today(),
        ),
        closing_days(),
    )
    if outlook.why:
        expire(access, card, reason="expired", words=outlook.why, on=business_today())
        return 1
    return _outlook(case, [card], outlook, "転入しました。")


def _card_of_arrival(access: Access, case: UUID, act: CaseAct, effect: Effect) -> Card:
    """The card with which somebody came: one that we gave them before, or one that is new to us."""
    items = effect.after
    number = _number_read(case, items)
    known = Card.objects.select_for_update().filter(person=effect.person)
    kept = known.filter(state__in=[s.value for s in (*_LIVE, State.MOVED)])
    back = (kept.filter(number=number) if number else kept).order_by("-made_at").first()
    if back is not None:
        if back.state == State.MOVED:
            take(access, back, Action.TAKE_BACK, Details(occurred_on=act.event_on), by=By.SYSTEM)
        return back
    if Card.objects.filter(number=number).exists():
        number = ""  # a clerk looks at the card again
    suspended = items.card_status == SUSPENDED
    card = Card(
        key=uuid4(),
        person=effect.person,
        code_ref=items.resident_record_code_ref,
        kind=CardKind.INDIVIDUAL.value,
        state=State.NONE.value,
        edition=0,
        changed_at=business_now(),
    )
    card.save(force_insert=True)
    told = Details(
        occurred_on=act.event_on,
        words="転入した人のカードを登録しました。",
        card_number=number,
        certificates=_certificates(items),
    )
    take(access, card, Action.REGISTER, told, by=By.SYSTEM)
    if suspended:
        card.state = State.SUSPENDED.value
        card.save(update_fields=["state"])
    return card


def _certificates(items: Particulars) -> tuple[Certificate, ...]:
    pairs = (("signature", items.sign_cert_serial), ("authentication", items.auth_cert_serial))
    return tuple(Certificate(kind, serial) for kind, serial in pairs if serial)


def _number_read(case: UUID, items: Particulars) -> str:
    """The number of the card that was read for the case, if it was this person's."""
    ref = items.resident_record_code_ref
    if ref is None:
        return ""
    code = hashes_of([ref]).get(ref, "")
    check = CardCheck.objects.filter(case=case, code_hash=code, result="verified").last()
    return check.card_number if check else ""


def _number_changed(effect: Effect) -> str | None:
    before, after = effect.before, effect.after
    if before is None:
        return None
    was, now = before.individual_number_ref, after.individual_number_ref
    if was is not None and now is not None and was != now:
        return "個人番号が変わりました。"
    was, now = before.resident_record_code_ref, after.resident_record_code_ref
    return "住民票コードが変わりました。" if was and now and was != now else None


def _of(person: UUID, states: Iterable[State]) -> list[Card]:
    rows = Card.objects.select_for_update().filter(person=person)
    return list(rows.filter(state__in=[s.value for s in states]))


def _outlook(case: UUID, cards: list[Card], outlook: Outlook, reason: str) -> int:
    return _due(case, cards, outlook.due, outlook.due_on, reason)


def _due(case: UUID, cards: list[Card], due: Due, on: date | None, reason: str) -> int:
    for card in cards:
        set_due(card, due=due, on=on, reason=reason, case=case)
    return len(cards)


def _pass_on(access: Access, person: UUID, act: CaseAct) -> int:
    """The 転入通知 has come: from now on the card is the other town's."""
    leaving = [card for card in _of(person, _LIVE) if card.due in (Due.DEPARTURE, Due.NOTHING)]
    for card in leaving:
        take(access, card, Action.PASS_ON, Details(occurred_on=act.event_on), by=By.SYSTEM)
    return len(leaving)


def _undo(access: Access, undone: Iterable[Card]) -> int:
    """What a case asked for is not due any more when the case is taken back (転出取消)."""
    count = 0
    for card in undone:
        if card.state == State.MOVED:
            told = Details(occurred_on=business_today())
            take(access, card, Action.TAKE_BACK, told, by=By.SYSTEM)
        set_due(card, due=Due.NOTHING, on=None, reason="", case=None)
        count += 1
    return count


def expire(access: Access, card: Card, *, reason: str, words: str, on: date) -> None:
    """失効, if the card is still one that can lapse; the card system hears it as an abolition. Within the caller's entry."""
    standing = standing_of(card)
    if why_not(standing, Action.EXPIRE, by=By.SYSTEM, today=on) is None:
        told = Details(occurred_on=on, reason=reason, words=words)
        take(access, card, Action.EXPIRE, told, by=By.SYSTEM)
