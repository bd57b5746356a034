"""Household screens (世帯の画面): what is being done stands on the screen, and what should follow is one press away."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse

from daicho.business.movements.commands.save_draft import NEW
from daicho.business.movements.commands.submit import submit
from daicho.business.movements.tests.conftest import family, staff
from daicho.business.movements.tests.family import NEXT_DOOR, Staff, moving, now
from daicho.business.movements.tests.paper import alerts_of, carry_through
from daicho.config import wiring
from daicho.foundation.outbox.models import Message
from daicho.foundation.outbox.public import deliver
from daicho.registers.residents.public import household_on
from tests.test_screens import SignIn, sign_in
from tests.town import DUTIES

__all__ = ["family", "sign_in", "staff"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
COUNTER = next(iter(DUTIES))


@pytest.fixture
def counter(sign_in: SignIn) -> Client:
    """The clerk at the counter."""
    return sign_in(COUNTER)


def death_of(person: UUID, **fields: str) -> dict[str, str]:
    return {
        f"selected.{person}": "on",
        "event_date": "2026-11-17",
        "noticed_on": "2026-11-19",
        **fields,
    }


def heading(page: str) -> str:
    return page.split("<h1", 1)[1].split("</h1>", 1)[0]


@pytest.mark.proves("STD-2.3.1/m1")
def test_the_name_of_the_processing_stands_on_the_form_and_on_the_case(
    counter: Client, staff: Staff, family: list[UUID]
) -> None:
    paper = moving([family[3]], **NEXT_DOOR) | {f"relationship.{family[3]}": "世帯主"}
    url = reverse("movements_edit", args=[uuid4(), "move_within"])
    answer = counter.post(url, {**paper, "edition": "0", "act": "check"})
    assert "一全転居" in heading(answer.content.decode())
    case = uuid4()
    submit(
        staff[0],
        case=case,
        kind="move_within",
        payload=paper,
        edition=NEW,
        confirmed=alerts_of("move_within", paper),
    )
    page = counter.get(reverse("movements_case", args=[case])).content.decode()
    assert "一全転居" in heading(page)


@pytest.mark.proves("STD-4.0.4/m2", "STD-4.0.4/m4", "STD-4.0.5/m1")
def test_after_the_approval_the_case_and_the_household_offer_the_next_step(
    counter: Client, staff: Staff, family: list[UUID]
) -> None:
    case = carry_through(*staff, "death", death_of(family[0]))
    page = counter.get(reverse("movements_case", args=[case])).content.decode()
    number = now(family[1]).particulars.household_number
    for kind in ("household_head_change", "household_head_ex_officio"):
        start = reverse("movements_new", args=[kind])
        assert f"{start}?household={number}&amp;event_date=R8.11.17" in page
    form = counter.get(
        reverse("movements_new", args=["household_head_ex_officio"]),
        {"household": number, "event_date": "R8.11.17"},
    ).content.decode()
    assert 'value="R8.11.17"' in form
    assert "見本　花子" in form
    household = counter.get(reverse("residents_household", args=[now(family[1]).record]))
    assert "世帯主が未設定の世帯です。" in household.content.decode()


def test_one_who_remains_alone_is_asked_about(counter: Client, family: list[UUID]) -> None:
    url = reverse("movements_new", args=["death"])
    page = counter.get(url, {"household": now(family[0]).particulars.household_number})
    words = page.content.decode()
    assert 'name="sole_remaining"' in words
    assert "職権で世帯主にする" in words
    assert "決めない（世帯主未設定のまま）" in words
    carried = counter.post(
        reverse("movements_edit", args=[uuid4(), "death"]),
        {**death_of(family[0], sole_remaining="leave"), "edition": "0", "act": "load"},
    ).content.decode()
    chosen = carried.split('value="leave"', 1)[1].split(">", 1)[0]
    assert "checked" in chosen


@pytest.mark.proves("STD-4.1.4.2/m1")
def test_the_proposed_words_stand_in_the_form_and_can_be_typed_over(
    counter: Client, family: list[UUID]
) -> None:
    father, mother, son, daughter = family
    paper = moving([mother, son, daughter]) | {f"relationship.{mother}": "世帯主"}
    url = reverse("movements_edit", args=[uuid4(), "household_split"])
    page = counter.post(url, {**paper, "edition": "0", "act": "check"}).content.decode()
    for person in (son, daughter):
        tag = page.split(f'name="relationship.{person}"', 1)[1].split(">", 1)[0]
        assert 'value="子"' in tag
    assert f'name="relationship.{father}"' in page
    assert 'name="relationship_reason"' in page


@pytest.mark.proves("STD-1.1.10/m2")
def test_a_household_without_a_head_is_told_to_the_others_as_it_is(
    staff: Staff, family: list[UUID]
) -> None:
    """Approved and delivered like any other; whoever reads the household for it sees that no head is set."""
    wiring.connect()
    carry_through(*staff, "death", death_of(family[0]))
    deliver(wiring.LISTENERS)
    told = Message.objects.get(payload__movement="death")
    assert told.delivered_at is not None
    assert set(family) <= {UUID(str(subject)) for subject in told.subjects}
    found = household_on(now(family[1]).particulars.household_number, date(2026, 11, 20))
    assert len(found) == 3
    assert {r.particulars.head_name for r in found} == {""}
    assert not any(r.particulars.is_head for r in found)
