"""A 特例転入 and the check of the card: what failed stops it, and what was verified names the card."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from daicho.business.movements.commands.approve import approve
from daicho.business.movements.commands.examine import examine
from daicho.business.movements.commands.submit import submit
from daicho.business.movements.models import Case
from daicho.business.movements.public import case_numbered, open_special_move_in
from daicho.business.movements.tests.certificates import at_the_counter, document
from daicho.business.movements.tests.family import Staff
from daicho.business.movements.tests.paper import alerts_of, pool
from daicho.config import wiring
from daicho.gateways.cards.commands.check_card import check_card
from daicho.gateways.cards.domain.check import Result, faults
from daicho.gateways.cards.domain.states import Due
from daicho.gateways.cards.models import Card, CardCheck
from daicho.gateways.cards.selectors.checks import checks_of
from daicho.gateways.cards.tests.conftest import Sent
from daicho.kernel.errors import Invalid, Missing

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


@pytest.fixture
def case(staff: Staff, settings: Any) -> UUID:
    """The draft of a 特例転入 whose people have cards, in a town that wants every check recorded."""
    wiring.connect()
    settings.PROFILE = settings.PROFILE.model_copy(
        update={"cards": settings.PROFILE.cards.model_copy(update={"check_required": True})}
    )
    pool()
    found = document()
    found["people"] = [p | {"card_status": "個人番号カード交付済"} for p in found["people"]]
    return open_special_move_in(staff[0], document=found)


def hand_in(staff: Staff, case: UUID) -> int:
    paper = Case.objects.get(key=case).payload | at_the_counter()
    return submit(
        staff[0],
        case=case,
        kind="special_move_in",
        payload=paper,
        edition=1,
        confirmed=alerts_of("special_move_in", paper),
    )


def check(staff: Staff, case: UUID, result: str) -> None:
    code = document()["people"][0]["resident_record_code"]
    check_card(staff[0], case=case, card_number="a1b2c3d4e5", code=code, result=result)


@pytest.mark.proves("JUK-007")
@pytest.mark.parametrize("result", ["", "failed", "locked"])
def test_without_a_verified_card_it_does_not_go_on(staff: Staff, case: UUID, result: str) -> None:
    if result:
        check(staff, case, result)
    with pytest.raises(Invalid) as caught:
        hand_in(staff, case)
    (problem,) = caught.value.problems
    assert problem.field == "card_shown"
    assert problem.code == ("card_check_failed" if result else "card_not_checked")
    row = Case.objects.get(key=case)
    assert (row.state, row.edition) == ("draft", 1)


@pytest.mark.proves("JUK-007")
def test_with_a_verified_card_it_is_approved_without_a_paper_certificate(
    staff: Staff, case: UUID, sent: Sent
) -> None:
    check(staff, case, "failed")
    check(staff, case, "verified")
    edition = examine(staff[1], case=case, edition=hand_in(staff, case))
    approve(staff[2], case=case, edition=edition)
    sent()
    row = Case.objects.get(key=case)
    assert row.state == "approved"
    cards = Card.objects.filter(person__in=row.persons)
    assert cards.count() == len(row.persons)
    assert set(cards.values_list("due", flat=True)) == {Due.CONTINUATION.value}
    # The card that was read is known by its number, and belongs to the one whose code was in it.
    (read,) = cards.exclude(number="")
    assert read.number == "A1B2C3D4E5"


def test_a_check_that_failed_after_a_good_one_counts(staff: Staff, case: UUID) -> None:
    check(staff, case, "verified")
    check(staff, case, "locked")
    with pytest.raises(Invalid):
        hand_in(staff, case)
    found = checks_of(staff[0], case=case)
    assert found is not None
    assert [label for _, label in found.checks] == ["ロックされている", "一致した"]
    assert case_numbered(found.number) == case


def test_where_there_is_no_line_the_desk_has_no_say(
    staff: Staff, case: UUID, settings: Any
) -> None:
    settings.LINES = None
    assert hand_in(staff, case) == 2


@pytest.mark.parametrize(
    ("latest", "required", "code"),
    [
        ("", False, ""),
        ("", True, "card_not_checked"),
        ("verified", False, ""),
        ("verified", True, ""),
        ("failed", False, "card_check_failed"),
        ("locked", False, "card_check_failed"),
    ],
)
def test_what_a_town_may_leave_to_the_clerks_mark(latest: str, required: bool, code: str) -> None:
    found = faults(latest, required=required)
    assert [p.code for p in found] == ([code] if code else [])


def test_a_check_is_of_a_special_move_in_and_keeps_no_code(staff: Staff, case: UUID) -> None:
    with pytest.raises(Missing):
        check_card(
            staff[0], case=UUID(int=1), card_number="A1B2C3D4", code="", result=Result.VERIFIED
        )
    with pytest.raises(Invalid) as caught:
        check_card(staff[0], case=case, card_number="x", code="12345678901", result="maybe")
    assert {p.field for p in caught.value.problems} == {"card_number", "code", "result"}
    assert not CardCheck.objects.exists()
    check(staff, case, "verified")
    kept = CardCheck.objects.get()
    code = document()["people"][0]["resident_record_code"]
    assert kept.code_hash
    assert kept.code_hash != code
    assert {f.name for f in CardCheck._meta.get_fields()}.isdisjoint({"code", "pin"})
