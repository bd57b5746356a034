"""Appointments: places are counted, a booking moves, and whoever does not come is seen."""

from __future__ import annotations

from datetime import date, time
from typing import Any
from uuid import UUID

import pytest

from daicho.gateways.cards.commands.appointments import book, end_booking, set_openings
from daicho.gateways.cards.domain.opening import Booking, cut_day
from daicho.gateways.cards.domain.states import Action
from daicho.gateways.cards.models import Appointment, Opening
from daicho.gateways.cards.selectors.appointments import view_day
from daicho.gateways.cards.selectors.lists import list_cards
from daicho.gateways.cards.tests.conftest import Desk
from daicho.kernel import clock
from daicho.kernel.access import Access
from daicho.kernel.errors import Conflict, Invalid

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
MONDAY = date(2026, 11, 24)


def openings(access: Access, **changed: Any) -> list[Opening]:
    given: dict[str, Any] = {
        "office": "市民課",
        "day": MONDAY,
        "from_time": time(9),
        "until_time": time(10),
        "minutes": 30,
        "capacity": 1,
    }
    set_openings(access, **given | changed)
    return list(Opening.objects.order_by("from_time"))


def test_a_day_is_cut_into_whole_openings() -> None:
    assert cut_day(time(9), time(10, 20), 30) == (
        (time(9), time(9, 30)),
        (time(9, 30), time(10)),
    )


def test_places_run_out_and_a_booking_moves(desk: Desk, family: list[UUID]) -> None:
    first, second = openings(desk.access)
    mine, hers = desk.arrived(family[0]), desk.arrived(family[1], number="BBBB222222")
    booking = book(desk.access, card=mine.key, opening=first.key)
    assert book(desk.access, card=mine.key, opening=first.key) == booking
    with pytest.raises(Conflict) as caught:
        book(desk.access, card=hers.key, opening=first.key)
    assert caught.value.reason_code == "appointment.full"
    book(desk.access, card=mine.key, opening=second.key)
    book(desk.access, card=hers.key, opening=first.key)
    day = view_day(desk.access, office="市民課", day=MONDAY)
    assert [[b.owner.person for b in line.bookings] for line in day.openings] == [
        [family[1]],
        [family[0]],
    ]
    assert [line.left for line in day.openings] == [0, 0]
    assert Appointment.objects.get(key=booking).state == Booking.MOVED


def test_who_comes_and_who_does_not(desk: Desk, family: list[UUID]) -> None:
    first, second = openings(desk.access)
    mine, hers = desk.arrived(family[0]), desk.arrived(family[1], number="BBBB222222")
    book(desk.access, card=mine.key, opening=first.key)
    missed = book(desk.access, card=hers.key, opening=second.key)
    with clock.set_to(MONDAY):
        desk.do(mine, Action.PREPARE, valid_until=date(2036, 4, 1))
        desk.do(mine, Action.HAND_OVER)
        end_booking(desk.access, appointment=missed)
        with pytest.raises(Conflict):
            end_booking(desk.access, appointment=missed)
        day = view_day(desk.access, office="市民課", day=MONDAY)
    states = {b.owner.person: b.state for line in day.openings for b in line.bookings}
    assert states == {family[0]: Booking.CAME, family[1]: Booking.MISSED}
    assert (day.booked, day.missed) == (0, 1)
    # Nobody who has a card in use is booked for one.
    with pytest.raises(Conflict):
        book(desk.access, card=mine.key, opening=second.key)


def test_before_its_day_a_booking_is_called_off(desk: Desk, family: list[UUID]) -> None:
    (first, _) = openings(desk.access)
    card = desk.arrived(family[0])
    booking = book(desk.access, card=card.key, opening=first.key)
    end_booking(desk.access, appointment=booking)
    assert Appointment.objects.get(key=booking).state == Booking.CANCELLED
    assert view_day(desk.access, office="市民課", day=MONDAY).openings[0].left == 1


def test_an_opening_keeps_room_for_whoever_is_booked(desk: Desk, family: list[UUID]) -> None:
    (first, _) = openings(desk.access, capacity=2)
    book(desk.access, card=desk.arrived(family[0]).key, opening=first.key)
    with pytest.raises(Conflict) as caught:
        openings(desk.access, capacity=0)
    assert caught.value.reason_code == "appointment.too_small"
    assert [o.capacity for o in openings(desk.access, capacity=3)] == [3, 3]
    with clock.set_to(date(2026, 11, 25)), pytest.raises(Conflict):
        book(desk.access, card=desk.arrived(family[1], number="CCCC333333").key, opening=first.key)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"office": ""}, "office"),
        ({"day": date(2026, 11, 19)}, "day"),
        ({"until_time": time(8)}, "from_time"),
        ({"from_time": None}, "from_time"),
        ({"minutes": 0}, "minutes"),
        ({"minutes": 90}, "minutes"),
        ({"capacity": 101}, "capacity"),
    ],
)
def test_what_is_no_opening(desk: Desk, changed: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as caught:
        openings(desk.access, **changed)
    assert field in {p.field for p in caught.value.problems}
    assert not Opening.objects.exists()


def test_what_waits_and_what_has_waited_too_long(desk: Desk, family: list[UUID]) -> None:
    card = desk.arrived(family[0])
    kept_until = date(2027, 2, 18)
    assert [r.card.key for r in list_cards(desk.access, code="waiting", page=1).rows] == [card.key]
    with clock.set_to(kept_until):
        assert list_cards(desk.access, code="overdue", page=1).rows == ()
    with clock.set_to(date(2027, 2, 19)):
        rows = list_cards(desk.access, code="overdue", page=1).rows
    assert [r.card.key for r in rows] == [card.key]
