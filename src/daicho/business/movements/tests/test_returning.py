"""Returning residents (再転入): the last record is taken over into the form, but for what the law leaves behind."""

from __future__ import annotations

from uuid import UUID

import pytest

from daicho.business.movements.domain.kinds import KINDS
from daicho.business.movements.models import Case
from daicho.business.movements.selectors.forms import open_form
from daicho.business.movements.tests.family import Staff, moving, now
from daicho.business.movements.tests.paper import (
    FOREIGNER,
    HEAD,
    carry_through,
    move_in_paper,
    pool,
)
from daicho.foundation.staff.operations import OPERATIONS
from daicho.kernel.access import Access
from daicho.registers.residents.domain.particulars import Status
from daicho.registers.residents.writes import holdings

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

SHE = HEAD | {
    "former_surname": "例示",
    "former_surname_kana": "レイジ",
    "domicile": "福島県福島市五老内町3番",
    "remarks": "以前の備考",
    "nhi_insured": "yes",
}
HE = FOREIGNER | {"relationship": "世帯主", "alias": "例示　まり", "alias_kana": "レイジ　マリ"}


def gone(staff: Staff, person: dict[str, str], *, abroad: str) -> UUID:
    """Somebody who lived here from April until November."""
    pool()
    paper = move_in_paper(person, event_date="2026-04-01", notified_on="2026-04-02")
    (key,) = Case.objects.get(key=carry_through(*staff, "move_in", paper)).persons
    leaving = moving([key], abroad=abroad, destination_address="架空の地")
    carry_through(*staff, "move_out", leaving)
    return UUID(str(key))


def taken_over(clerk: Access, person: UUID, block: dict[str, str], **fields: str) -> dict[str, str]:
    """The paper after the button 「再転入にして、転出時の情報を取り込む」."""
    paper = move_in_paper(block, previous_address="架空の地", **fields)
    aid = f"take_over:persons.0:{person}"
    return dict(open_form(clerk, kind="move_in", payload=paper, aid=aid).payload)


def known(person: dict[str, str]) -> dict[str, str]:
    """What is typed before the candidate is found: name, birth date, sex."""
    names = ("kind", "name", "name_alphabet", "birth_date", "sex")
    return {k: v for k, v in person.items() if k in names} | {"relationship": "世帯主"}


@pytest.mark.proves("STD-4.1.1.2/m3", "STD-4.1.1.2/m4")
def test_the_last_record_is_taken_over_and_can_be_corrected(staff: Staff) -> None:
    person = gone(staff, SHE, abroad="domestic")
    paper = taken_over(staff[0], person, known(SHE) | {"remarks": "新しい備考"})
    assert paper["persons.0.returning"] == str(person)
    assert paper["persons.0.domicile"] == "福島県福島市五老内町3番"
    assert paper["persons.0.nhi_insured"] == "yes"
    assert paper["persons.0.remarks"] == "新しい備考"
    paper["persons.0.family_register_head"] = "見本　次郎"
    carry_through(*staff, "move_in", paper)
    held = now(person)
    assert held.status is Status.PRESENT
    assert held.particulars.family_register_head == "見本　次郎"
    assert held.particulars.domicile == "福島県福島市五老内町3番"
    assert len({h.atena_number for h in holdings.of_persons([person])}) == 1


@pytest.mark.proves("STD-1.1.7/m3")
@pytest.mark.parametrize(
    ("left", "origin", "carried"),
    [
        ("overseas", "overseas", True),
        ("overseas", "domestic_certificate", False),
        ("domestic", "overseas", False),
        ("domestic", "domestic_certificate", False),
    ],
)
@pytest.mark.parametrize(("who", "item"), [(SHE, "former_surname"), (HE, "alias")])
def test_former_surname_and_alias_come_back_from_abroad_alone(
    staff: Staff, who: dict[str, str], item: str, left: str, origin: str, carried: bool
) -> None:
    person = gone(staff, who, abroad=left)
    paper = taken_over(staff[0], person, known(who), origin=origin)
    assert (paper.get(f"persons.0.{item}") == who[item]) is carried
    assert (f"persons.0.{item}_kana" in paper) is carried
    if carried:
        carry_through(*staff, "move_in", paper)
        assert getattr(now(person).particulars, item) == who[item]


@pytest.mark.proves("STD-4.0.6/m4")
@pytest.mark.parametrize(
    ("domicile", "proposed"),
    [
        ("福島県福島市五老内町3番", True),
        ("埼玉県浦和市高砂三丁目15番", False),
        ("東京都架空区見本町1番地", False),
        ("不明", True),
    ],
)
def test_a_register_place_that_a_merger_ended_is_not_proposed(
    staff: Staff, domicile: str, proposed: bool
) -> None:
    person = gone(staff, SHE | {"domicile": domicile}, abroad="domestic")
    paper = taken_over(staff[0], person, known(SHE))
    assert (paper.get("persons.0.domicile") == domicile) is proposed


def test_nobody_but_the_candidate_can_be_taken_over(staff: Staff, family: list[UUID]) -> None:
    person = gone(staff, SHE | {"name": "例示　春子", "birth_date": "S50.1.1"}, abroad="domestic")
    for other in (person, family[0]):
        paper = move_in_paper(known(SHE))
        aid = f"take_over:persons.0:{other}"
        view = open_form(staff[0], kind="move_in", payload=paper, aid=aid)
        assert dict(view.payload) == paper


@pytest.mark.proves("STD-4.1.1.2/n1")
def test_there_is_no_list_of_those_who_returned() -> None:
    words = [op.title for op in OPERATIONS.values()] + [k.title for k in KINDS.values()]
    assert not [word for word in words if "再転入" in word]
