"""Cards (カードの照会): somebody's cards, and one card with all that was done, what is due, and what can be done now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from daicho.foundation.audit.public import recorded
from daicho.foundation.law_values import table
from daicho.foundation.staff.public import check_may, may
from daicho.gateways.cards.audit_types import CARD_VIEWED, CARDS_FOUND
from daicho.gateways.cards.commands.steps import CARD, WITHOUT_NUMBER, standing_of
from daicho.gateways.cards.domain.days import days_left
from daicho.gateways.cards.domain.details import (
    AGENT_REASONS,
    CERTIFICATES,
    CHANGES,
    OLD_CARDS,
    PINS,
    RECEIVERS,
)
from daicho.gateways.cards.domain.standing import Standing, why_not
from daicho.gateways.cards.domain.states import TABLE, Action, By, CardKind, Due, State
from daicho.gateways.cards.models import Appointment, Card, CardCertificate, CardEvent
from daicho.gateways.cards.selectors.people import Owner, owners_of
from daicho.kernel.access import Access
from daicho.kernel.clock import business_today
from daicho.kernel.errors import Problem
from daicho.registers.residents.public import check_shown, person_of_atena_number

BY: Final = {"desk": "窓口", "notice": "通知", "system": "自動"}


@dataclass(frozen=True, slots=True)
class CardLine:
    """One card as a list shows it."""

    key: UUID
    kind: str
    number: str
    state: State
    valid_until: date | None
    expired: bool
    due: str
    due_on: date | None
    left: str


@dataclass(frozen=True, slots=True)
class CardsOf:
    """Somebody's cards, newest first; `kinds` are those that are not over (両カードの有無)."""

    owner: Owner
    cards: tuple[CardLine, ...]
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """An act that the desk knows: whether it can be taken now, and why not."""

    action: Action
    label: str
    why: Problem | None


@dataclass(frozen=True, slots=True)
class EventLine:
    """One act as it was kept, and what became of telling the card system."""

    at: datetime
    label: str
    occurred_on: date
    by: str
    reason: str
    words: str
    facts: tuple[tuple[str, str], ...]
    actor: str
    terminal: str
    told: str
    tone: str
    problems: tuple[str, ...]
    message: UUID | None


@dataclass(frozen=True, slots=True)
class CardView:
    """One card as its page shows it."""

    owner: Owner
    line: CardLine
    edition: int
    due_reason: str
    arrived_on: date | None
    handed_on: date | None
    face_card: bool
    residence_card_number: str
    certificates: tuple[CardCertificate, ...]
    events: tuple[EventLine, ...]
    choices: tuple[Choice, ...]
    appointment: Appointment | None


def find_cards(
    access: Access, *, atena_number: str = "", person: UUID | None = None
) -> CardsOf | None:
    """The cards of a 宛名番号 or a person; None when nobody is named or known. One entry."""
    check_may(access, "cards.view")
    with recorded(access, CARDS_FOUND) as note:
        key = person or (person_of_atena_number(atena_number) if atena_number else None)
        if key is None:
            note.say(count=0)
            return None
        note.about(key)
        check_shown(access, [key])
        owner = owners_of(access, [key])[key]
        rows = Card.objects.filter(person=key).order_by("-made_at")
        lines = tuple(line_of(row) for row in rows)
        note.say(count=len(lines))
        kinds = tuple(dict.fromkeys(line.kind for line in lines if not line.state.is_over))
        return CardsOf(owner, lines, kinds)


def view_card(access: Access, *, card: UUID) -> CardView:
    """One card; one entry."""
    check_may(access, "cards.view")
    with recorded(access, CARD_VIEWED) as note:
        row = Card.objects.filter(key=card).first()
        if row is None:
            raise CARD.missing()
        note.about(row.person)
        note.say(state=row.state)
        check_shown(access, [row.person])
        events = CardEvent.objects.filter(card=row).order_by("-id")
        owner = owners_of(access, [row.person])[row.person]
        return CardView(
            owner=owner,
            line=line_of(row),
            edition=row.edition,
            due_reason=row.due_reason,
            arrived_on=row.arrived_on,
            handed_on=row.handed_on,
            face_card=row.face_card,
            residence_card_number=row.residence_card_number,
            certificates=tuple(CardCertificate.objects.filter(card=row).order_by("kind", "-id")),
            events=tuple(_event(event, row) for event in events),
            choices=_choices(row, owner) if may(access, "cards.handle") else (),
            appointment=Appointment.objects.select_related("opening")
            .filter(card=row, state="booked")
            .first(),
        )


def line_of(row: Card) -> CardLine:
    """A card as a list shows it."""
    today = business_today()
    return CardLine(
        key=row.key,
        kind=CardKind(row.kind).label,
        number=row.number,
        state=State(row.state),
        valid_until=row.valid_until,
        expired=row.valid_until is not None and row.valid_until < today,
        due=Due(row.due).label,
        due_on=row.due_on,
        left=days_left(row.due_on, today) if row.due_on else "",
    )


def openings_of_desk(owner: Owner) -> tuple[Choice, ...]:
    """What makes a card of theirs, at the desk, today."""
    found, today = [], business_today()
    for action, rule in TABLE.items():
        if State.NONE in rule.before and By.DESK in rule.by and action is not Action.ARRIVE:
            kind = next(iter(rule.kinds), CardKind.INDIVIDUAL)
            card = Standing(kind, State.NONE, japanese=owner.japanese)
            found.append(Choice(action, rule.label, why_not(card, action, by=By.DESK, today=today)))
    return tuple(found)


def _choices(row: Card, owner: Owner) -> tuple[Choice, ...]:
    today, standing = business_today(), standing_of(row, japanese=owner.japanese)
    return tuple(
        Choice(action, rule.label, why_not(standing, action, by=By.DESK, today=today))
        for action, rule in TABLE.items()
        if By.DESK in rule.by and rule.before != frozenset({State.NONE})
    )


_TONES: Final = {"accepted": "good", "refused": "error", "held": "warning", "stopped": "off"}
_TOLD: Final = {"accepted": "提供済", "refused": "拒否", "held": "保留", "stopped": "中止"}


def told_words(event: CardEvent, *, number: str) -> tuple[str, str]:
    """What became of telling the card system, in a word, and its tone."""
    if not event.event:
        return "", ""
    if event.message is None:
        waits = not number and event.event not in WITHOUT_NUMBER
        return ("番号待ち", "warning") if waits else ("回線なし", "off")
    return _TOLD.get(event.outcome, "未達"), _TONES.get(event.outcome, "warning")


def _event(event: CardEvent, card: Card) -> EventLine:
    rule = TABLE[Action(event.action)]
    told, tone = told_words(event, number=card.number)
    return EventLine(
        at=event.at,
        label=rule.label,
        occurred_on=event.occurred_on,
        by=BY[event.by],
        reason=dict(rule.reasons).get(event.reason, event.reason),
        words=event.words,
        facts=_facts(event),
        actor=event.actor_name,
        terminal=event.terminal,
        told=told,
        tone=tone,
        problems=tuple(f"{p['what']}{p['remedy']}" for p in event.problems),
        message=event.message,
    )


def _facts(event: CardEvent) -> tuple[tuple[str, str], ...]:
    """What was checked and changed, in words."""
    facts, content = event.facts, event.content
    documents = {row.code: row.title for row in table("identity_documents")}

    def papers(name: str) -> str:
        return "、".join(documents.get(code, code) for code in facts.get(name, ()))

    def chosen(choices: tuple[tuple[str, str], ...], codes: Any) -> str:  # Any: JSON
        return "、".join(dict(choices).get(str(code), str(code)) for code in codes)

    certificates = [c["kind"] for c in content.get("certificates", ())]
    pairs = (
        ("来た人", dict(RECEIVERS).get(facts.get("receiver", ""), "")),
        ("本人確認", papers("documents")),
        ("代理人", facts.get("agent_name", "")),
        ("代理の理由", dict(AGENT_REASONS).get(facts.get("agent_reason", ""), "")),
        ("代理人の確認", papers("agent_documents")),
        ("古いカード", dict(OLD_CARDS).get(facts.get("old_card", ""), "")),
        ("変わった事項", chosen(CHANGES, content.get("changes", ()))),
        ("暗証番号", chosen(PINS, content.get("pins", ()))),
        ("電子証明書", chosen(CERTIFICATES, certificates)),
    )
    return tuple((label, str(value)) for label, value in pairs if value)
