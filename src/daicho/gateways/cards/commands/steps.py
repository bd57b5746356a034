"""Steps (カードの一歩): what every act on a card shares: the lock, its effect, the event kept, the message and the word to the register."""

from __future__ import annotations

from datetime import date
from typing import Any, Final
from uuid import UUID

from daicho.foundation.audit.public import Note
from daicho.foundation.lines.public import Outgoing, has_lines, own_node, queue
from daicho.foundation.outbox.public import emit
from daicho.foundation.vault.public import reveal_many
from daicho.gateways.cards.domain.details import Details, content_of, facts_of
from daicho.gateways.cards.domain.standing import Standing, due_after
from daicho.gateways.cards.domain.states import TABLE, Action, By, CardKind, Due, State
from daicho.gateways.cards.events import CardChanged
from daicho.gateways.cards.models import Card, CardCertificate, CardEvent
from daicho.kernel.access import Access
from daicho.kernel.clock import business_now
from daicho.kernel.errors import Conflict, Invalid, Problem
from daicho.kernel.matters import Matter

CARD: Final = Matter("カード", found_in="カードの窓口", code="card")
WITHOUT_NUMBER: Final = ("express_application", "special_residence_card")
_WITH_VALIDITY: Final = ("preparation", "handover")
_OVER: Final = (State.ABOLISHED, State.EXPIRED, State.RETURNED)


def lock_card(key: UUID) -> Card:
    """The card, locked until the transaction ends."""
    found = Card.objects.select_for_update().filter(key=key).first()
    if found is None:
        raise CARD.missing()
    return found


def standing_of(card: Card, *, japanese: bool = False) -> Standing:
    """The facts that rules look at; `japanese` where the register was asked."""
    return Standing(
        kind=CardKind(card.kind),
        state=State(card.state),
        number=card.number,
        valid_until=card.valid_until,
        face_card=card.face_card,
        due=Due(card.due),
        due_on=card.due_on,
        japanese=japanese,
    )


def refuse_if(problem: Problem | None) -> None:
    """`Conflict` in the words of what stands in the way."""
    if problem is not None:
        raise Conflict(problem.what, why=problem.why, remedy=problem.remedy, code=problem.code)


def take(access: Access, card: Card, action: Action, told: Details, *, by: By) -> CardEvent:
    """Let an act have its effect, keep it, queue what the card system is told, and say that the card changed.

    The caller has checked that it may be taken, and runs inside its own entry.
    """
    rule = TABLE[action]
    serials = _serials(card)
    _check_known(told, serials)
    before = standing_of(card)
    _effect(card, action, told)
    card.edition += 1
    card.changed_at = business_now()
    due, ends = due_after(action, before, told.reason)
    card.due = due.value
    if ends:
        card.due_on, card.due_case = None, None
        card.due_reason = "" if due is Due.NOTHING else card.due_reason
    card.save()
    _certificates(card, action, told)
    event = CardEvent.objects.create(
        card=card,
        at=card.changed_at,
        action=action.value,
        state_after=card.state,
        by=by.value,
        occurred_on=told.occurred_on,
        reason=told.reason,
        words=told.words.strip(),
        facts=facts_of(rule, told),
        event="" if by is By.NOTICE else rule.event,
        content=content_of(rule, told, serials) if rule.event and by is not By.NOTICE else {},
        actor=access.staff_key,
        actor_name=access.name,
        terminal=access.terminal,
    )
    tell(event, card)
    # Of no person: it may have to wait for a case, and nothing else of that person is to wait with it.
    emit(CardChanged(subjects=(), card=str(card.key), edition=card.edition))
    return event


def tell(event: CardEvent, card: Card) -> UUID | None:
    """Queue the message of an event, once; None where it cannot be told: no lines, or no number yet."""
    if not event.event or not has_lines() or card.code_ref is None:
        return None
    if not card.number and event.event not in WITHOUT_NUMBER:
        return None
    event.message = queue(
        Outgoing(
            kind="card.event",
            receiver=own_node("municipal_cs"),
            body=_body(event, card, reveal_many([card.code_ref])[card.code_ref]),
            subject=card.person,
            matter=str(card.due_case or card.key),
        )
    )
    event.outcome, event.problems, event.settled_at = "", [], None
    event.save(update_fields=["message", "outcome", "problems", "settled_at"])
    return event.message


def describe(note: Note, card: Card, event: CardEvent) -> None:
    """What the trail says of an act."""
    note.about(card.person)
    note.say(
        action=event.action,
        state=card.state,
        reason=event.reason,
        by=event.by,
        edition=card.edition,
    )


def check_number_free(number: str, *, but: UUID) -> None:
    """`Invalid` when another card has the number."""
    if number and Card.objects.filter(number=number).exclude(key=but).exists():
        raise Invalid(
            [
                Problem(
                    "card.number_taken",
                    "card_number",
                    "この番号のカードは、既に登録されています。",
                    "一枚のカードは一度だけ登録します。",
                    "番号を確かめ、登録済みのカードを開いてください。",
                )
            ]
        )


def _body(event: CardEvent, card: Card, code: str) -> dict[str, Any]:
    """The message of an event. Any: JSON."""
    body = {
        "code": code,
        "event": event.event,
        "occurred_on": f"{event.occurred_on:%Y%m%d}",
        **event.content,
    }
    if card.number:
        body["card_number"] = card.number
    if event.event in _WITH_VALIDITY and card.valid_until is not None:
        body["valid_until"] = f"{card.valid_until:%Y%m%d}"
    return body


def _effect(card: Card, action: Action, told: Details) -> None:
    after = TABLE[action].after
    if after is not None:
        card.state = after.value
    card.number = told.card_number or card.number
    card.valid_until = told.valid_until or card.valid_until
    match action:
        case Action.ARRIVE:
            card.arrived_on = told.occurred_on
        case Action.HAND_OVER | Action.HANDED:
            card.handed_on = told.occurred_on
        case Action.TO_FACE_CARD | Action.TO_PIN_CARD:
            card.face_card = action is Action.TO_FACE_CARD
        case Action.JOIN_RESIDENCE | Action.APPLY_RESIDENCE:
            card.kind = CardKind.RESIDENCE.value
            card.residence_card_number = told.residence_card_number
        case Action.PART_RESIDENCE:
            card.kind, card.residence_card_number = CardKind.INDIVIDUAL.value, ""
        case _:
            pass


def _certificates(card: Card, action: Action, told: Details) -> None:
    held = CardCertificate.objects.filter(card=card, revoked_on=None)
    if State(card.state) in _OVER:
        held.update(revoked_on=told.occurred_on)
        return
    if action is Action.REVOKE_CERTIFICATES:
        held.filter(kind__in=told.which or [c.kind for c in told.certificates]).update(
            revoked_on=told.occurred_on
        )
        return
    for certificate in told.certificates:
        held.filter(kind=certificate.kind).update(revoked_on=told.occurred_on)
        CardCertificate.objects.create(
            card=card,
            kind=certificate.kind,
            serial=certificate.serial,
            valid_until=certificate.valid_until,
        )


def _serials(card: Card) -> dict[str, str]:
    """The certificates in force, by kind."""
    rows = CardCertificate.objects.filter(card=card, revoked_on=None)
    return dict(rows.values_list("kind", "serial"))


def _check_known(told: Details, serials: dict[str, str]) -> None:
    if set(told.which) <= set(serials):
        return
    raise Invalid(
        [
            Problem(
                "card.no_certificate",
                "which",
                "有効な電子証明書が登録されていません。",
                "失効させる電子証明書は、シリアル番号で伝えます。",
                "電子証明書の種類を確かめてください。",
            )
        ]
    )


def set_due(card: Card, *, due: Due, on: date | None, reason: str, case: UUID | None) -> None:
    """Say what the register asks for; kept with the card, and seen on its page."""
    card.due, card.due_on, card.due_reason, card.due_case = due.value, on, reason, case
    card.edition += 1
    card.changed_at = business_now()
    card.save()
