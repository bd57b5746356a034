"""Rosters (名簿): recruits without those who asked to be left out, 学齢簿 with what changed since, 安否名簿 that betrays nobody."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import ProgrammingError, transaction

from daicho.business.inspection.commands.opt_outs import OptOutPaper, cancel_opt_out, opt_out
from daicho.business.inspection.domain.born import reaching
from daicho.business.inspection.domain.listings import ListKind
from daicho.business.inspection.domain.rows import age_band, age_on
from daicho.business.inspection.models import Listing, ListingMember, OptOut
from daicho.business.inspection.selectors.listings import view_listing, view_withheld
from daicho.business.inspection.selectors.opt_outs import list_opt_outs, opt_out_receipt
from daicho.business.inspection.selectors.outputs import Form
from daicho.business.inspection.selectors.school_changes import CAME, LEFT, changes_since
from daicho.business.inspection.tests.conftest import Make, content, people, printed, resident
from daicho.foundation.staff.public import system_access
from daicho.kernel.access import Access, Purpose
from daicho.kernel.errors import Conflict, Invalid, Missing, Refused
from daicho.kernel.periods import Period
from daicho.registers.code_tables.commands.keep_row import keep_row
from daicho.registers.protection.tests.scene import SUPPORTER, support
from daicho.registers.residents.domain.particulars import Sex
from daicho.registers.residents.tests.factories import (
    Resident,
    change,
    enter,
    foreigner,
    remove,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
LICENCE = ("driving_licence",)


def cells_of(access: Access, listing: UUID) -> list[list[str]]:
    data = content(access, listing, Form.CSV).decode("utf-8-sig")
    return [row[1:] for row in list(csv.reader(io.StringIO(data)))[1:-1]]


def left_out(desk: Access, who: Resident, **changes: object) -> UUID:
    key = uuid4()
    settled: dict[str, object] = {
        "atena_number": who.atena_number,
        "filed_on": date(2026, 11, 20),
        "filed_by": "self",
        "identity_documents": LICENCE,
        **changes,
    }
    opt_out(desk, key=key, paper=OptOutPaper(**settled))  # type: ignore[arg-type]  # by name
    return key


@pytest.mark.parametrize(
    ("age", "year", "first", "last"),
    [
        (18, 2026, date(2008, 4, 2), date(2009, 4, 1)),
        (6, 2026, date(2020, 4, 2), date(2021, 4, 1)),
        (22, 2024, date(2002, 4, 2), date(2003, 4, 1)),
    ],
)
def test_an_age_is_reached_on_the_day_before_the_birthday(
    age: int, year: int, first: date, last: date
) -> None:
    assert reaching(age, year=year) == (first, last)


@pytest.mark.parametrize(
    ("age", "band"),
    [
        (0, "0–5歳"),
        (5, "0–5歳"),
        (6, "6–9歳"),
        (10, "10代"),
        (75, "70代"),
        (90, "90歳以上"),
        (104, "90歳以上"),
    ],
)
def test_an_age_is_told_by_its_band(age: int, band: str) -> None:
    assert age_band(age) == band


def test_age_is_counted_in_whole_years() -> None:
    born = date(2020, 11, 20)
    assert [age_on(born, date(2026, 11, d)) for d in (19, 20)] == [5, 6]


def test_recruits_are_japanese_of_the_age_and_nobody_who_asked_or_is_protected(
    make: Make, desk: Access, second: Access
) -> None:
    young = {
        n: resident(f"例示　{n}", born=born)
        for n, born in {
            "前": date(2008, 4, 1),
            "初": date(2008, 4, 2),
            "終": date(2009, 4, 1),
            "後": date(2009, 4, 2),
            "外": date(2008, 10, 1),
            "守": date(2008, 10, 1),
        }.items()
    }
    enter(foreigner(birth_date=young["外"].items.birth_date))
    key = left_out(desk, young["外"])
    support(young["守"].person)
    made = make(ListKind.RECRUITS, year=2026, about="recruit")
    assert set(people(made)) == {young["初"].person, young["終"].person}
    row = Listing.objects.get(key=made)
    assert (row.left_out, row.opted_out) == (1, 1)
    assert row.basis == "自衛隊法97条1項・自衛隊法施行令120条"
    assert len(cells_of(second, made)[0]) == 4
    cancel_opt_out(desk, key=key, words="本人の申出")
    again = make(ListKind.RECRUITS, year=2026, about="recruit")
    assert set(people(again)) == {young[n].person for n in ("初", "終", "外")}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"atena_number": "999999999"}, "atena_number"),
        ({"filed_by": "x"}, "filed_by"),
        ({"filed_by": "agent"}, "filer_name"),
        ({"identity_documents": ()}, "identity_documents"),
        ({"filed_on": date(2026, 11, 21)}, "filed_on"),
    ],
)
def test_who_asks_to_be_left_out_is_identified(
    desk: Access, changes: dict[str, object], field: str
) -> None:
    with pytest.raises(Invalid) as caught:
        left_out(desk, resident("例示　花"), **changes)
    assert [p.field for p in caught.value.problems] == [field]


def test_a_request_to_be_left_out_counts_once_has_a_receipt_and_is_taken_back_once(
    desk: Access,
) -> None:
    who = resident("例示　花")
    key = left_out(desk, who)
    with pytest.raises(Conflict):
        left_out(desk, who)
    receipt = opt_out_receipt(desk, key=key)
    assert (receipt.name, receipt.filed_by) == ("例示　花", "本人")
    with pytest.raises(Invalid):
        cancel_opt_out(desk, key=key, words="")
    cancel_opt_out(desk, key=key, words="本人の申出")
    with pytest.raises(Conflict):
        cancel_opt_out(desk, key=key, words="本人の申出")
    left_out(desk, who)
    assert [line.cancelled_on is None for line in list_opt_outs(desk).lines] == [True, False]
    with pytest.raises(Missing):
        opt_out_receipt(desk, key=uuid4())
    with pytest.raises(ProgrammingError), transaction.atomic():
        OptOut.objects.filter(key=key).update(filed_on=date(2020, 1, 1))


def child(name: str, born: date, parent: Resident | None = None, **items: Any) -> Resident:
    own: dict[str, Any] = {}
    if parent is not None:
        own = {
            "household_number": parent.items.household_number,
            "head_name": parent.items.name,
            "relationship_to_head": "子",
            "member_order": 2,
        }
    return resident(name, born=born, **{**own, **items})


def test_a_school_register_is_of_the_children_of_the_year_with_district_and_guardian(
    make: Make, second: Access
) -> None:
    keep_row(
        system_access(Purpose.ADMINISTRATION, job="test"),
        table="elementary_districts",
        code="01",
        values={"name": "見本小学校", "town_code": "066000", "first": "", "last": ""},
        period=Period(date(2020, 4, 1)),
    )
    parent = resident("例示　親")
    first = child("例示　初", date(2020, 4, 2), parent)
    last = child(
        "例示　終", date(2021, 4, 1), parent, relationship_to_head="子の子", member_order=3
    )
    child("例示　後", date(2021, 4, 2), parent, member_order=4)
    support(first.person)
    late = child("例示　遅", date(2020, 8, 1), parent, member_order=5)
    remove(late, on=date(2026, 9, 1))
    made = make(ListKind.SCHOOL, year=2027, about="elementary")
    row = Listing.objects.get(key=made)
    assert row.day == date(2026, 10, 1)
    assert set(people(made)) == {first.person, last.person}
    found = {cells[1]: cells for cells in cells_of(second, made)}
    assert found["例示　初"][0] == "見本小学校"
    assert found["例示　初"][5] == "例示　親"
    assert found["例示　初"][6] == "抑止（取扱注意）"
    assert found["例示　終"][5] == "例示　親（世帯主、続柄 子の子。要確認）"
    labels = printed(content(second, made, Form.LABELS_12))
    assert sum(page.count("様の保護者") for page in labels) == 2


def test_what_changed_since_a_school_register_was_made_is_told(make: Make, desk: Access) -> None:
    born = date(2020, 8, 1)
    stays, moves, goes = (child(f"例示　{n}", born) for n in "残転出")
    made = make(ListKind.SCHOOL, year=2027, about="elementary")
    assert changes_since(desk, listing=made) == ()
    change(moves, on=date(2026, 11, 10), address="福島市本町1番1号")
    remove(goes, on=date(2026, 11, 12))
    comes = child("例示　来", born)
    change(stays, on=date(2026, 11, 15), remarks="x")
    told = {(line.what, line.name) for line in changes_since(desk, listing=made)}
    assert told == {("転居", "例示　転"), (LEFT, "例示　出"), (CAME, comes.items.name)}
    with pytest.raises(Missing):
        changes_since(desk, listing=make())


def test_a_safety_roster_goes_household_by_household_with_what_is_to_be_minded(
    make: Make, second: Access
) -> None:
    alone = resident("例示　老", born=date(1940, 1, 1), address="福島市五老内町1番")
    parent = resident("例示　親", born=date(1990, 1, 1), address="福島市五老内町2番")
    baby = child("例示　子", date(2024, 1, 1), parent, address="福島市五老内町2番")
    old = resident("例示　翁", born=date(1945, 1, 1), address="福島市五老内町3番")
    child("例示　媼", date(1946, 1, 1), old, address="福島市五老内町3番", sex=Sex.FEMALE)
    enter(foreigner(address="福島市五老内町4番"))
    made = make(ListKind.SAFETY)
    rows = {cells[1]: cells for cells in cells_of(second, made)}
    assert rows[alone.items.name][4] == "高齢、一人暮らし"
    assert rows[baby.items.name][4] == "乳幼児"
    assert rows[parent.items.name][4] == ""
    assert rows["例示　媼"][4] == "高齢、高齢者だけの世帯"
    assert rows["SAMPLE MARIA（通称 見本　真理）"][4] == "外国人住民"
    assert rows[baby.items.name][0] == rows[parent.items.name][0]
    assert rows[alone.items.name][0] != rows[parent.items.name][0]
    assert rows[baby.items.name][2] == "0–5歳"


def test_a_safety_roster_does_not_tell_where_a_protected_person_is(
    make: Make, second: Access, desk: Access
) -> None:
    shown = resident("例示　花", address="福島市五老内町2番")
    hidden = resident("例示　隠", address="福島市五老内町1番9号")
    support(hidden.person)
    made = make(ListKind.SAFETY)
    whole = content(second, made, Form.CSV).decode()
    assert "隠" not in whole
    assert "1番9号" not in whole
    assert cells_of(second, made)[-1] == [
        "",
        "（別に確認）照合 1",
        "",
        "（表示しません）",
        "抑止",
        "",
    ]
    (page,) = printed(content(desk, made, Form.PDF))
    assert "隠" not in page
    assert "1番9号" not in page
    assert "2番" in page
    assert [cells[1] for _, cells in view_listing(desk, listing=made).rows] == [
        shown.items.name,
        "（別に確認）照合 1",
    ]
    with pytest.raises(Refused):
        view_withheld(desk, listing=made)
    ((reference, line),) = view_withheld(SUPPORTER.serving(Purpose.PROTECTION), listing=made)
    assert (reference, line.name, line.person) == ("照合 1", "例示　隠", hidden.person)
    assert ListingMember.objects.filter(listing=made, withheld=True).count() == 1


def test_kinds_of_rosters_ask_for_their_year_and_level(make: Make) -> None:
    for kind, wrong in (
        (ListKind.RECRUITS, {"year": 0, "about": "x"}),
        (ListKind.SCHOOL, {"year": 2090, "about": ""}),
    ):
        with pytest.raises(Invalid) as caught:
            make(kind, **wrong)
        assert {p.field for p in caught.value.problems} == {"year", "about"}
