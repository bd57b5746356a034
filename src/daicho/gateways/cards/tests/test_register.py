"""Cards and the register: who comes with a card, leaves, dies, gets another number; the days that run out."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from daicho.business.movements.models import Case
from daicho.business.movements.public import ArrivalRow, receive_arrivals
from daicho.business.movements.tests.family import Staff, moving, now
from daicho.business.movements.tests.paper import carry_through, move_in_paper, pool
from daicho.foundation.audit.models import Entry
from daicho.foundation.staff.public import system_access
from daicho.gateways.cards import ports
from daicho.gateways.cards.commands.follow_movement import follow_movement
from daicho.gateways.cards.commands.lapse import lapse
from daicho.gateways.cards.domain.states import Action, Due, State
from daicho.gateways.cards.models import Card, CardEvent
from daicho.gateways.cards.selectors.lists import list_cards
from daicho.gateways.cards.tests.conftest import Desk, Sent, bodies, code_of
from daicho.kernel import clock
from daicho.kernel.access import Access, Purpose
from daicho.kernel.errors import Conflict
from daicho.registers.residents.domain.particulars import Status

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
AWAY = {
    "event_date": "2026-11-25",
    "notified_on": "2026-11-20",
    "destination_municipality": "112291",
    "destination_municipality_text": "埼玉県和光市",
    "destination_address": "埼玉県和光市広沢1-5",
}
NEWCOMER = {
    "kind": "japanese",
    "name": "架空　来",
    "name_kana": "カクウ　ライ",
    "birth_date": "H1.5.6",
    "sex": "female",
    "relationship": "世帯主",
    "domicile": "東京都架空区見本町2番地",
    "family_register_head": "架空　来",
    "card_status": "個人番号カード交付済",
}


@pytest.fixture
def system() -> Access:
    return system_access(Purpose.BATCH, job="test")


def arrive(staff: Staff, sent: Sent, **fields: str) -> Card:
    """Somebody comes from another town with a card."""
    pool()
    given = {"event_date": "2026-11-16", "notified_on": "2026-11-19", **fields}
    paper = move_in_paper(
        NEWCOMER,
        previous_municipality="131016",
        previous_municipality_text="東京都千代田区",
        **given,
    )
    case = carry_through(*staff, "move_in", paper)
    sent()
    return Card.objects.get(person=Case.objects.get(key=case).persons[0])


def leave(
    staff: Staff, sent: Sent, people: list[UUID], kind: str = "move_out", **more: str
) -> UUID:
    fields = AWAY | {"abroad": "domestic"} | more
    case = carry_through(*staff, kind, moving(people, **fields))
    sent()
    return case


def test_who_comes_with_a_card_has_ninety_days(staff: Staff, sent: Sent, desk: Desk) -> None:
    card = arrive(staff, sent)
    assert (card.state, card.due, card.number) == (State.IN_USE, Due.CONTINUATION, "")
    assert card.due_on == date(2027, 2, 17)
    with pytest.raises(Conflict) as caught:
        desk.do(card, Action.CONTINUE)
    assert caught.value.reason_code == "card.no_number"
    desk.do(card, Action.IDENTIFY, card_number="MOVED00001", valid_until=date(2034, 5, 6))
    desk.do(card, Action.CONTINUE)
    kept = Card.objects.get(key=card.key)
    assert (kept.due, kept.due_on) == ("", None)
    (body,) = bodies(sent())
    assert (body["event"], body["place"]) == ("continuation", "domestic")
    with pytest.raises(Conflict):
        desk.do(card, Action.CONTINUE)


def test_who_comes_too_late_has_lost_the_card(staff: Staff, sent: Sent) -> None:
    card = arrive(staff, sent, event_date="2026-11-02", notified_on="2026-11-17")
    assert (card.state, card.due) == (State.EXPIRED, Due.RETURN)
    event = CardEvent.objects.get(card=card, action="expire")
    assert "14日以内" in event.words
    sent()
    assert now(card.person).particulars.card_status == "個人番号カード廃止"


def test_the_planned_day_counts_as_well(
    staff: Staff, sent: Sent, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ports, "planned_departure", lambda _case: date(2026, 10, 19))
    card = arrive(staff, sent)
    assert card.state == State.EXPIRED
    assert "30日以内" in CardEvent.objects.get(card=card, action="expire").words


@pytest.mark.parametrize(
    ("day", "state"), [(date(2027, 2, 17), State.IN_USE), (date(2027, 2, 18), State.EXPIRED)]
)
def test_the_ninety_days_run_out(
    staff: Staff, sent: Sent, system: Access, desk: Desk, day: date, state: State
) -> None:
    card = arrive(staff, sent)
    desk.do(card, Action.IDENTIFY, card_number="MOVED00001")
    told = len(sent())
    before = Entry.objects.count()
    with clock.set_to(day):
        ended = lapse(system)
        card.refresh_from_db()
        assert (ended, card.state) == (int(state is State.EXPIRED), state)
        assert lapse(system) == 0
        assert Entry.objects.count() == before + ended
        said = bodies(sent())[told:]
    assert [(b["event"], b["reason"]) for b in said] == [("abolition", "expired")] * ended


def test_who_goes_on_without_the_procedure_has_lost_the_card(staff: Staff, sent: Sent) -> None:
    card = arrive(staff, sent)
    leave(staff, sent, [card.person])
    card.refresh_from_db()
    assert card.state == State.EXPIRED
    assert "継続利用の手続をしないまま" in CardEvent.objects.get(card=card, action="expire").words


def test_a_departure_waits_for_the_word_of_the_other_town(
    family: list[UUID], staff: Staff, sent: Sent, desk: Desk, system: Access
) -> None:
    card = desk.card(family[0])
    leave(staff, sent, family[:1])
    card.refresh_from_db()
    assert (card.state, card.due, card.due_on) == (State.IN_USE, Due.DEPARTURE, date(2026, 12, 25))
    with clock.set_to(date(2026, 12, 25)):
        assert lapse(system) == 0
    with clock.set_to(date(2026, 12, 26)):
        assert lapse(system) == 1
        card.refresh_from_db()
        assert (card.state, card.due) == (State.IN_USE, Due.ABOLITION)
        assert "転入通知が届いていません" in card.due_reason
        rows = list_cards(desk.access, code="abolish", page=1).rows
        assert [row.card.key for row in rows] == [card.key]


def test_a_confirmed_departure_hands_the_card_over_and_a_withdrawn_one_keeps_it(
    family: list[UUID], staff: Staff, sent: Sent, desk: Desk
) -> None:
    card = desk.card(family[0])
    case = leave(staff, sent, family[:1])
    follow_movement(uuid4(), corrects=case)
    card.refresh_from_db()
    assert (card.state, card.due) == (State.IN_USE, "")
    receive_arrivals(
        system_access(Purpose.MOVEMENT, job="test"),
        rows=[
            ArrivalRow(
                notice="1",
                sent_at="2026-11-20",
                resident_record_code=code_of(family[0]),
                name="見本　太郎",
                birth_date=now(family[0]).particulars.birth_date.display(),
                arrived_on="2026-11-20",
                noticed_on="2026-11-20",
                municipality="112291",
                address="埼玉県和光市広沢1-5",
                postal_code="",
            )
        ],
    )
    sent()
    card.refresh_from_db()
    assert card.state == State.MOVED


@pytest.mark.parametrize("lost", [False, True])
def test_who_leaves_japan_may_keep_the_card_until_the_day(
    family: list[UUID], staff: Staff, sent: Sent, desk: Desk, system: Access, lost: bool
) -> None:
    card = desk.card(family[0])
    abroad = {"abroad": "overseas", "destination_address": "架空国"}
    fields = {"event_date": "2026-11-25", "notified_on": "2026-11-20"} | abroad
    carry_through(*staff, "move_out", moving(family[:1], **fields))
    sent()
    card.refresh_from_db()
    assert (card.due, card.due_on) == (Due.OVERSEAS, date(2026, 11, 25))
    if not lost:
        desk.do(card, Action.CONTINUE_OVERSEAS)
        assert bodies(sent())[-1]["place"] == "overseas"
    with clock.set_to(date(2026, 11, 26)):
        assert lapse(system) == int(lost)
    card.refresh_from_db()
    assert card.state == (State.EXPIRED if lost else State.IN_USE)
    if lost:
        assert bodies(sent())[-1]["reason"] == "moved_out_overseas"


def test_a_death_asks_for_the_abolition_and_then_the_return(
    family: list[UUID], staff: Staff, sent: Sent, desk: Desk
) -> None:
    card = desk.card(family[0])
    paper = {
        "event_date": "2026-11-18",
        "notified_on": "2026-11-19",
        "noticed_on": "2026-11-19",
    }
    carry_through(*staff, "death", moving(family[:1], **paper))
    sent()
    card.refresh_from_db()
    assert (card.state, card.due, card.due_reason) == (
        State.IN_USE,
        Due.ABOLITION,
        "亡くなりました。",
    )
    # The 除票 stays as it was.
    status = now(family[0]).particulars.card_status
    desk.do(card, Action.ABOLISH, reason="death")
    assert card.due == Due.RETURN
    rows = list_cards(desk.access, code="return", page=1).rows
    assert [row.card.key for row in rows] == [card.key]
    desk.do(card, Action.SURRENDER, reason="death")
    assert card.due == ""
    sent()
    assert now(family[0]).status is Status.REMOVED
    assert now(family[0]).particulars.card_status == status
    assert list_cards(desk.access, code="return", page=1).rows == ()


def test_a_card_that_is_past_its_validity_lapses_once(
    family: list[UUID], desk: Desk, system: Access
) -> None:
    card = desk.card(family[0], valid_until=date(2026, 11, 20))
    assert lapse(system) == 0
    with clock.set_to(date(2026, 11, 20) + timedelta(days=1)):
        assert lapse(system) == 1
        assert lapse(system) == 0
    card.refresh_from_db()
    assert (card.state, card.due) == (State.EXPIRED, Due.RETURN)


def test_nobody_with_a_card_is_touched_by_what_does_not_concern_cards(
    family: list[UUID], staff: Staff, sent: Sent, desk: Desk
) -> None:
    card = desk.card(family[0])
    sent()
    entries = Entry.objects.filter(kind="cards.movement_followed").count()
    carry_through(
        *staff,
        "move_within",
        moving(
            family, destination="new", town_code="066000", town_code_text="五老内町", banchi="9-9"
        ),
    )
    sent()
    card.refresh_from_db()
    assert card.due == ""
    # The card was noted on a later day than that of the 転居: neither is in the other's way.
    assert now(family[0]).particulars.banchi == "9-9"
    assert now(family[0]).particulars.card_status == "個人番号カード交付済"
    assert Entry.objects.filter(kind="cards.movement_followed").count() == entries
