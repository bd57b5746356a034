"""The desk: a card from its issue to its return, what the card system is told of it, and what the register says."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from daicho.business.movements.models import Case
from daicho.business.movements.tests.amending import foreigner
from daicho.business.movements.tests.family import Staff, now
from daicho.foundation.audit.models import Entry
from daicho.foundation.lines.models import SentMessage
from daicho.foundation.lines.public import Lost, Party, Settled
from daicho.gateways.cards.commands.act import act
from daicho.gateways.cards.commands.open_card import open_card
from daicho.gateways.cards.domain.details import Certificate
from daicho.gateways.cards.domain.states import Action, CardKind, State
from daicho.gateways.cards.makers import event_anew
from daicho.gateways.cards.models import Card, CardCertificate, CardEvent
from daicho.gateways.cards.selectors.cards import find_cards, view_card
from daicho.gateways.cards.selectors.lists import list_cards
from daicho.gateways.cards.settlers import card_event_settled
from daicho.gateways.cards.tests.conftest import (
    CERTIFICATES,
    NUMBER,
    Desk,
    Sent,
    bodies,
    code_of,
    told,
)
from daicho.kernel.access import Access
from daicho.kernel.errors import Conflict, DaichoError, Invalid, Problem, Refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


def settle(event: CardEvent, outcome: str, *problems: Problem) -> None:
    """What the card system said of an event."""
    assert event.message is not None
    card_event_settled(
        Settled(
            id=event.message,
            kind="card.event",
            thread=event.message,
            matter="",
            receiver=Party("072010", "municipal_cs"),
            outcome=outcome,
            problems=problems,
        )
    )


@pytest.mark.proves("JUK-024", "REG-052", "STD-7.1.1.3/m1")
def test_a_card_from_its_issue_to_its_return(desk: Desk, family: list[UUID], sent: Sent) -> None:
    card = desk.arrived(family[0])
    sent()
    assert now(family[0]).particulars.card_status == "個人番号カード発行済"
    desk.do(card, Action.PREPARE, valid_until=date(2036, 4, 1))
    desk.do(card, Action.HAND_OVER, certificates=CERTIFICATES)
    sent()
    items = now(family[0]).particulars
    assert items.card_status == "個人番号カード交付済"
    assert (items.sign_cert_serial, items.auth_cert_serial) == ("1A2B", "3C4D")
    desk.do(card, Action.SUSPEND, reason="lost")
    desk.do(card, Action.RELEASE)
    desk.do(card, Action.ABOLISH, reason="requested")
    desk.do(card, Action.COLLECT, reason="abolished")
    second = desk.card(family[1], card_number="ZZ99887766")
    desk.do(second, Action.SURRENDER, reason="requested")
    said = bodies(sent())
    assert [b["event"] for b in said] == [
        "preparation",
        "handover",
        "suspension",
        "release",
        "abolition",
        "collection",
        "surrender",
    ]
    assert {b["code"] for b in said[:6]} == {code_of(family[0])}
    assert said[1]["certificates"][0] == {
        "kind": "signature",
        "serial": "1A2B",
        "valid_until": "20310401",
    }
    items = now(family[0]).particulars
    assert (items.card_status, items.sign_cert_serial) == ("個人番号カード返納", "")
    # The register's own word is recorded by the system, each change once.
    kinds = list(Case.objects.exclude(kind="move_in").values_list("kind", "state"))
    assert {state for _, state in kinds} == {"approved"}
    assert {kind for kind, _ in kinds} == {"card_status", "certificate_serials"}


@pytest.mark.proves("JUK-061", "REG-054")
def test_a_lost_card_is_stopped_and_one_that_is_found_is_used_again(
    desk: Desk, family: list[UUID], sent: Sent
) -> None:
    card = desk.card(family[0])
    sent()
    with pytest.raises(Conflict) as caught:
        desk.do(card, Action.RELEASE)
    assert "運用中" in caught.value.what
    assert bodies(sent()) == []
    desk.do(card, Action.SUSPEND, reason="lost")
    sent()
    assert now(family[0]).particulars.card_status == "個人番号カード一時停止"
    with pytest.raises(Conflict):
        desk.do(card, Action.CHANGE_FACE, changes=("address",))
    desk.do(card, Action.RELEASE)
    assert [b["event"] for b in bodies(sent())] == ["suspension", "release"]
    assert now(family[0]).particulars.card_status == "個人番号カード交付済"
    desk.do(card, Action.CHANGE_FACE, changes=("address",))
    assert card.state == State.IN_USE


@pytest.mark.proves("JUK-029")
@pytest.mark.parametrize(
    ("action", "entered", "said"),
    [
        (Action.CHANGE_FACE, {"changes": ("name", "kana")}, {"changes": ["name", "kana"]}),
        (
            Action.RENEW_CERTIFICATES,
            {"certificates": (Certificate("signature", "77AA", date(2031, 11, 20)),)},
            {"certificates": [{"kind": "signature", "serial": "77AA", "valid_until": "20311120"}]},
        ),
        (
            Action.REVOKE_CERTIFICATES,
            {"which": ("signature",), "reason": "requested"},
            {"certificates": [{"kind": "signature", "serial": "1A2B"}], "reason": "requested"},
        ),
        (Action.RESET_PINS, {"pins": ("profile",)}, {"pins": ["profile"]}),
        (Action.TO_FACE_CARD, {}, {"direction": "to_face_card"}),
    ],
)
def test_what_is_done_with_a_card_in_use_is_told(
    desk: Desk,
    family: list[UUID],
    sent: Sent,
    action: Action,
    entered: dict[str, Any],
    said: dict[str, Any],
) -> None:
    card = desk.card(family[0])
    desk.do(card, action, **entered)
    (body,) = bodies(sent())
    fixed = {"code", "card_number", "event", "occurred_on"}
    assert {k: v for k, v in body.items() if k not in fixed} == said
    assert body["card_number"] == NUMBER


def test_a_residence_card_is_a_foreigners(
    desk: Desk, family: list[UUID], staff: Staff, sent: Sent
) -> None:
    own = desk.card(family[0])
    with pytest.raises(Conflict) as caught:
        desk.do(own, Action.JOIN_RESIDENCE, residence_card_number="ZZ00000001ZZ")
    assert caught.value.reason_code == "card.foreigners"
    shown = {choice.action: choice.why for choice in view_card(desk.access, card=own.key).choices}
    assert shown[Action.JOIN_RESIDENCE] is not None
    assert shown[Action.SUSPEND] is None
    card = desk.card(foreigner(staff), card_number="F1B2C3D4E5")
    card = desk.do(card, Action.JOIN_RESIDENCE, residence_card_number="ZZ00000001ZZ")
    body = bodies(sent())[-1]
    assert (body["residence_card_number"], body["action"]) == ("ZZ00000001ZZ", "handover")
    assert card.kind == CardKind.RESIDENCE


def test_a_renewed_certificate_takes_the_place_of_the_former_one(
    desk: Desk, family: list[UUID], sent: Sent
) -> None:
    card = desk.card(family[0])
    new = Certificate("signature", "77AA", date(2031, 11, 20))
    desk.do(card, Action.RENEW_CERTIFICATES, certificates=(new,))
    rows = CardCertificate.objects.filter(card=card, kind="signature").order_by("id")
    assert [(r.serial, r.revoked_on) for r in rows] == [
        ("1A2B", date(2026, 11, 20)),
        ("77AA", None),
    ]
    sent()
    assert now(family[0]).particulars.sign_cert_serial == "77AA"
    desk.do(card, Action.REVOKE_CERTIFICATES, which=("signature",), reason="requested")
    sent()
    assert now(family[0]).particulars.sign_cert_serial == ""
    assert now(family[0]).particulars.auth_cert_serial == "3C4D"
    with pytest.raises(Invalid) as caught:
        desk.do(card, Action.REVOKE_CERTIFICATES, which=("signature",), reason="requested")
    assert caught.value.problems[0].field == "which"


def test_applications_stand_beside_a_card_and_become_one(
    desk: Desk, family: list[UUID], sent: Sent
) -> None:
    key = uuid4()
    wish = told(reason="newborn", application_number="R8-1", delivery="home")

    def apply() -> None:
        open_card(
            desk.access,
            card=key,
            person=family[3],
            action=Action.APPLY_EXPRESS,
            kind=CardKind.INDIVIDUAL,
            told=wish,
        )

    apply()
    with pytest.raises(Conflict) as caught:
        apply()
    assert caught.value.reason_code == "card.sent_twice"
    (body,) = bodies(sent())
    assert body["event"] == "express_application"
    assert "card_number" not in body
    card = desk.arrived(family[3])
    assert card.key == key
    assert card.state == State.ARRIVED


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"documents": ()}, "documents"),
        ({"documents": ("pension_book",)}, "documents"),
        ({"documents": ("health_insurance", "pension_book")}, "documents"),
        ({"old_card": ""}, "old_card"),
        ({"pins_set": False}, "pins_set"),
        ({"occurred_on": date(2026, 11, 21)}, "occurred_on"),
        ({"receiver": "agent"}, "agent_name"),
        ({"certificates": (Certificate("signature", "xyz", None),)}, "certificates"),
    ],
)
def test_a_handover_wants_the_person_known_and_everything_done(
    desk: Desk, family: list[UUID], sent: Sent, changed: dict[str, Any], field: str
) -> None:
    card = desk.arrived(family[0])
    desk.do(card, Action.PREPARE, valid_until=date(2036, 4, 1))
    before = len(sent())
    with pytest.raises(Invalid) as caught:
        desk.do(card, Action.HAND_OVER, **changed)
    assert field in {p.field for p in caught.value.problems}
    card.refresh_from_db()
    assert card.state == State.PREPARED
    assert len(sent()) == before


def test_a_representative_is_known_with_a_reason(desk: Desk, family: list[UUID]) -> None:
    card = desk.arrived(family[0])
    desk.do(card, Action.PREPARE, valid_until=date(2036, 4, 1))
    agent = {
        "receiver": "agent",
        "agent_name": "代理　一",
        "agent_reason": "illness",
        "agent_documents": ("passport",),
    }
    desk.do(card, Action.HAND_OVER, **agent)
    facts = CardEvent.objects.get(card=card, action="hand_over").facts
    assert facts["agent_name"] == "代理　一"
    assert facts["agent_documents"] == ["passport"]
    shown = dict(view_card(desk.access, card=card.key).events[0].facts)
    assert shown["来た人"] == "代理人"
    assert shown["代理の理由"] == "病気・身体の障害"


def test_nobody_gets_a_second_card_while_the_first_is_in_use(
    desk: Desk, family: list[UUID]
) -> None:
    first = desk.card(family[0], card_number="OLD0000001")
    card = desk.arrived(family[0])
    desk.do(card, Action.PREPARE, valid_until=date(2036, 4, 1))
    with pytest.raises(Conflict) as caught:
        desk.do(card, Action.HAND_OVER)
    assert caught.value.reason_code == "card.second_card"
    desk.do(first, Action.ABOLISH, reason="reissue")
    desk.do(card, Action.HAND_OVER)
    assert card.state == State.IN_USE


def test_a_stale_page_and_a_second_post_change_nothing(desk: Desk, family: list[UUID]) -> None:
    card = desk.card(family[0])
    edition = card.edition
    desk.do(card, Action.SUSPEND, reason="lost")
    with pytest.raises(Conflict) as caught:
        act(
            desk.access,
            card=card.key,
            action=Action.SUSPEND,
            edition=edition,
            told=told(reason="lost"),
        )
    assert caught.value.reason_code == "card.stale"
    assert CardEvent.objects.filter(card=card, action="suspend").count() == 1


def test_who_may_not_handle_cards_changes_none(
    desk: Desk, family: list[UUID], approver: Access
) -> None:
    card = desk.card(family[0])
    with pytest.raises(Refused):
        act(
            approver,
            card=card.key,
            action=Action.SUSPEND,
            edition=card.edition,
            told=told(reason="lost"),
        )
    card.refresh_from_db()
    assert card.state == State.IN_USE


def test_a_refusal_stands_beside_the_act_and_it_is_told_again(
    desk: Desk, family: list[UUID], sent: Sent
) -> None:
    card = desk.card(family[0])
    desk.do(card, Action.SUSPEND, reason="lost")
    sent()
    event = CardEvent.objects.get(card=card, action="suspend")
    assert view_card(desk.access, card=card.key).events[0].told == "未達"
    assert [r.card.key for r in list_cards(desk.access, code="untold", page=1).rows] == [card.key]
    settle(
        event,
        "refused",
        Problem("card.wrong_state", "event", "今はできません。", "", "確かめてください。"),
    )
    line = view_card(desk.access, card=card.key).events[0]
    assert (line.told, line.problems) == ("拒否", ("今はできません。確かめてください。",))
    assert event.message is not None
    lost = Lost(
        id=event.message, kind="card.event", thread=uuid4(), matter="", subject=None, body=None
    )
    again = event_anew(lost)
    event.refresh_from_db()
    assert event.message == again
    settle(event, "accepted")
    assert view_card(desk.access, card=card.key).events[0].told == "提供済"
    assert list_cards(desk.access, code="untold", page=1).rows == ()
    with pytest.raises(Conflict):
        event_anew(lost)


def test_without_lines_nothing_is_told_and_the_register_follows(
    desk: Desk, family: list[UUID], sent: Sent, settings: Any
) -> None:
    settings.LINES = None
    card = desk.card(family[0])
    desk.do(card, Action.SUSPEND, reason="stolen")
    sent()
    assert not SentMessage.objects.filter(kind="card.event").exists()
    assert view_card(desk.access, card=card.key).events[0].told == "回線なし"
    assert now(family[0]).particulars.card_status == "個人番号カード一時停止"


@pytest.mark.proves("STD-7.1.1.3/m2")
def test_both_kinds_of_card_are_seen_of_one_person(desk: Desk, family: list[UUID]) -> None:
    desk.card(family[0])
    open_card(
        desk.access,
        card=uuid4(),
        person=family[0],
        action=Action.REGISTER,
        kind=CardKind.BASIC,
        told=told(card_number="BASIC00001", valid_until=date(2025, 12, 31)),
    )
    found = find_cards(desk.access, person=family[0])
    assert found is not None
    assert {(c.kind, c.state) for c in found.cards} == {
        ("個人番号カード", State.IN_USE),
        ("住民基本台帳カード", State.EXPIRED),
    }
    assert found.kinds == ("個人番号カード",)
    assert find_cards(desk.access, atena_number="000000000") is None


def test_a_number_is_no_other_cards(desk: Desk, family: list[UUID]) -> None:
    desk.card(family[0])
    with pytest.raises(Invalid) as caught:
        desk.card(family[1])
    assert caught.value.problems[0].code == "card.number_taken"
    assert not Card.objects.filter(person=family[1]).exists()


def test_every_act_leaves_one_entry_and_no_number(
    desk: Desk, family: list[UUID], staff: Staff
) -> None:
    card = desk.card(family[0])
    before = Entry.objects.count()
    desk.do(card, Action.SUSPEND, reason="lost")
    with pytest.raises(DaichoError):
        desk.do(card, Action.SUSPEND, reason="lost")
    entries = list(Entry.objects.order_by("seq")[before:])
    assert [(e.kind, e.outcome) for e in entries] == [
        ("cards.acted", "done"),
        ("cards.acted", "refused"),
    ]
    assert {f.name for f in Card._meta.get_fields()}.isdisjoint({"individual_number", "code"})
    columns = {f.name for f in CardEvent._meta.get_fields()}
    assert columns.isdisjoint({"pin", "pins", "password"})
    assert staff[0] == desk.access
