"""転入通知: taken by hand, and received by the system: clean ones recorded, the others listed for a clerk."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID, uuid4

import pytest

from daicho.business.movements.commands.record_by_notice import record_by_notice
from daicho.business.movements.commands.submit import submit
from daicho.business.movements.domain.arrival_file import KIND
from daicho.business.movements.domain.system_approved import GROUNDS
from daicho.business.movements.models import Case, CaseStep
from daicho.business.movements.public import ArrivalRow, receive_arrivals
from daicho.business.movements.selectors.list_rows import Line
from daicho.business.movements.selectors.lists import open_list
from daicho.business.movements.tests.family import Staff, moving, now
from daicho.business.movements.tests.paper import (
    CHILD,
    HEAD,
    alerts_of,
    carry_through,
    codes,
    move_in_paper,
    pool,
)
from daicho.foundation.audit.models import Entry
from daicho.foundation.staff.public import system_access
from daicho.kernel.access import Access, Purpose
from daicho.kernel.addresses import towns_of
from daicho.kernel.errors import Invalid, Refused
from daicho.registers.residents.domain.particulars import Status
from daicho.registers.residents.models import Change

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

CODES = codes(70_000, 4)


@pytest.fixture
def system() -> Access:
    return system_access(Purpose.BATCH, job="arrivals")


@pytest.fixture
def leavers(staff: Staff) -> list[UUID]:
    """A father and a son with known 住民票コード; both will move out on 2026-12-01."""
    pool()
    father = {**HEAD, "resident_record_code": CODES[0]}
    son = {**CHILD, "resident_record_code": CODES[1]}
    paper = move_in_paper(father, son, event_date="2026-04-01", notified_on="2026-04-02")
    people: list[UUID] = Case.objects.get(key=carry_through(*staff, "move_in", paper)).persons
    people.sort(key=lambda p: now(p).particulars.member_order or 0)
    leaving = moving(
        people,
        event_date="2026-12-01",
        notified_on="2026-11-19",
        abroad="domestic",
        destination_address="大阪府架空市",
    )
    carry_through(*staff, "move_out", leaving)
    return people


def row(at: int = 0, **fields: str) -> ArrivalRow:
    """A notice that the father, or with `at` the son, has arrived in Osaka."""
    name, birth = (("見本　太郎", "S60.4.1"), ("見本　一郎", "H27.6.3"))[at]
    told = ArrivalRow(
        notice=f"N-{at}",
        sent_at="2026-11-19T09:00:00",
        resident_record_code=CODES[at],
        name=name,
        birth_date=birth,
        arrived_on="2026-11-18",
        noticed_on="2026-11-19",
        municipality="271004",
        address="大阪府大阪市北区見本町1番1号",
    )
    return replace(told, **fields)


@pytest.mark.proves("STD-4.1.3.1.2/m1", "REG-034")
def test_clean_notices_are_recorded_without_anybody(leavers: list[UUID], system: Access) -> None:
    entries = Entry.objects.count()
    found = receive_arrivals(system, rows=[row(0), row(1)])
    assert (len(found.recorded), found.waiting, found.replaced, found.known) == (2, (), (), ())
    for person in leavers:
        held = now(person)
        assert held.status is Status.REMOVED
        assert held.particulars.destination_planned == "大阪府架空市"
        assert held.particulars.destination_confirmed == "大阪府大阪市北区見本町1番1号"
        assert held.particulars.move_out_date == date(2026, 11, 18)
        assert held.valid.start == date(2026, 11, 18)
    case = Case.objects.get(number=found.recorded[0][1])
    assert case.approved_by == system.staff_key
    assert Change.objects.get(key=case.key).basis == "通知"
    assert CaseStep.objects.get(case=case, action="approve").remark == GROUNDS[KIND]
    # One act, one entry: two cases, and the batch.
    assert Entry.objects.count() == entries + 3


@pytest.mark.proves("STD-4.1.3.1.2/m3")
def test_of_several_the_newest_counts(leavers: list[UUID], system: Access) -> None:
    old = row(0, notice="N-9", sent_at="2026-11-18T09:00:00", arrived_on="2026-11-12")
    found = receive_arrivals(system, rows=[row(0), old])
    assert found.replaced == ("N-9",)
    assert now(leavers[0]).particulars.move_out_date == date(2026, 11, 18)
    assert Case.objects.filter(kind="arrival_notice").count() == 1


@pytest.mark.proves("STD-4.1.3.1.2/m2", "STD-4.1.3.1.2/m5")
@pytest.mark.parametrize(
    ("fields", "why"),
    [
        (
            {"address": "大阪府大阪市北区〓町1-1"},
            "転出先住所に、読めない文字か長すぎる文字があります。",
        ),
        ({"address": "北" * 301}, "転出先住所に、読めない文字か長すぎる文字があります。"),
        ({"name": "別名　太郎"}, "氏名が、台帳の氏名と違います。"),
        ({"resident_record_code": "12345678901"}, "住民票コードが正しくありません。"),
        ({"resident_record_code": CODES[3]}, "住民票コードの人が、台帳に見つかりません。"),
        ({"arrived_on": "2026-12-24"}, ""),
    ],
)
def test_what_cannot_go_on_waits_for_a_clerk_who_can_put_it_right(
    staff: Staff, leavers: list[UUID], system: Access, fields: dict[str, str], why: str
) -> None:
    found = receive_arrivals(system, rows=[row(0, **fields), row(1)])
    assert [n for n, _ in found.recorded] == ["N-1"]
    ((notice, number, reason),) = found.waiting
    assert notice == "N-0"
    assert why in reason
    assert reason
    listed = open_list(staff[0], code="arrival_errors")
    assert [line.cells[:2] for line in listed.lines] == [(number, "N-0")]
    assert listed.lines[0].cells[5] == reason
    draft = Case.objects.get(number=number)
    assert CODES[0] not in str(draft.payload), "the 住民票コード is not kept in plain"
    right = {
        f"selected.{leavers[0]}": "on",
        "event_date": "2026-11-18",
        "noticed_on": "2026-11-19",
        "confirmed_municipality": "271004",
        "confirmed_address": "大阪府大阪市北区見本町1番1号",
    }
    edition = submit(
        staff[0],
        case=draft.key,
        kind="arrival_notice",
        payload=right,
        edition=draft.edition,
        confirmed=alerts_of("arrival_notice", right),
    )
    assert edition > draft.edition
    assert open_list(staff[0], code="arrival_errors").lines == ()


@pytest.mark.proves("STD-4.1.3.1.2/m4", "STD-4.1.3.1.2/m6")
def test_a_notice_sent_again_is_known_or_corrects(
    staff: Staff, leavers: list[UUID], system: Access
) -> None:
    receive_arrivals(system, rows=[row(0)])
    assert receive_arrivals(system, rows=[row(0)]).known == ("N-0",)
    again = row(0, sent_at="2026-11-20T09:00:00", address="大阪府大阪市北区見本町2番2号")
    assert len(receive_arrivals(system, rows=[again]).recorded) == 1
    assert now(leavers[0]).particulars.destination_confirmed == "大阪府大阪市北区見本町2番2号"
    by_hand = {
        f"selected.{leavers[0]}": "on",
        "event_date": "2026-11-18",
        "noticed_on": "2026-11-20",
        "confirmed_municipality": "271004",
        "confirmed_address": "大阪府大阪市北区見本町3番3号",
    }
    carry_through(*staff, "arrival_notice", by_hand)
    assert now(leavers[0]).particulars.destination_confirmed == "大阪府大阪市北区見本町3番3号"


def test_a_good_notice_closes_the_draft_of_a_bad_one(leavers: list[UUID], system: Access) -> None:
    bad = receive_arrivals(system, rows=[row(0, address="大阪府大阪市〓区1-1")])
    good = receive_arrivals(system, rows=[row(0, sent_at="2026-11-20T09:00:00")])
    assert len(good.recorded) == 1
    assert Case.objects.get(number=bad.waiting[0][1]).state == "discarded"
    assert now(leavers[0]).particulars.destination_confirmed


def test_only_the_system_and_only_listed_kinds(
    staff: Staff, leavers: list[UUID], system: Access
) -> None:
    paper = {f"selected.{leavers[0]}": "on"}
    with pytest.raises(Refused):
        record_by_notice(staff[2], kind="arrival_notice", notice="1", payload=paper)
    with pytest.raises(Refused):
        record_by_notice(system, kind="move_out", notice="2", payload=paper)
    assert not Case.objects.filter(kind="arrival_notice").exists()


@pytest.mark.proves("STD-4.1.3.1.1/m3", "STD-4.1.3.1.3/m1")
def test_a_paper_notice_for_somebody_removed_ex_officio(staff: Staff, family: list[UUID]) -> None:
    removal = {
        f"selected.{family[1]}": "on",
        "event_date": "2026-11-10",
        "removal_cause": "absent",
        "basis": "職権",
        "ground": "実態調査",
        "survey": "1",
    }
    carry_through(*staff, "ex_officio_removal", removal)
    notice = {
        f"selected.{family[1]}": "on",
        "event_date": "2026-11-01",
        "noticed_on": "2026-11-19",
        "confirmed_municipality": "271004",
        "confirmed_address": "大阪府大阪市北区見本町1番1号",
    }
    carry_through(*staff, "arrival_notice", notice)
    held = now(family[1])
    assert held.valid.start == date(2026, 11, 10), "a 職権消除 stays on its day"
    assert held.particulars.destination_confirmed == "大阪府大阪市北区見本町1番1号"
    assert held.particulars.move_out_date == date(2026, 11, 1)
    dead = {f"selected.{family[2]}": "on", "event_date": "2026-11-15", "noticed_on": "2026-11-19"}
    carry_through(*staff, "death", dead)
    paper = {**notice, f"selected.{family[1]}": "", f"selected.{family[2]}": "on"}
    with pytest.raises(Invalid) as caught:
        submit(
            staff[0], case=uuid4(), kind="arrival_notice", payload=paper, edition=0, confirmed=()
        )
    assert "not_moving_out" in {p.code for p in caught.value.problems}


@pytest.mark.proves("REG-034")
def test_the_household_is_without_its_head_that_much_earlier(
    staff: Staff, family: list[UUID]
) -> None:
    """H-404; and who has arrived is off the list of those whose notice has not come (転入通知未着者)."""

    def awaiting() -> tuple[Line, ...]:
        return open_list(staff[0], code="awaiting_arrival", days=0).lines

    leaving = moving(
        [family[0]],
        event_date="2026-11-18",
        notified_on="2026-11-10",
        abroad="domestic",
        destination_address="大阪府架空市",
    )
    carry_through(*staff, "move_out", leaving)
    assert now(family[1], date(2026, 11, 16)).particulars.head_name == "見本　太郎"
    notice = {
        f"selected.{family[0]}": "on",
        "event_date": "2026-11-15",
        "noticed_on": "2026-11-19",
        "confirmed_address": "大阪府架空市見本町1-1",
    }
    waiting = {p for line in awaiting() for p in line.persons}
    assert family[0] in waiting
    carry_through(*staff, "arrival_notice", notice)
    assert family[0] not in {p for line in awaiting() for p in line.persons}
    assert now(family[1], date(2026, 11, 16)).particulars.head_name == ""
    assert now(family[1], date(2026, 11, 14)).particulars.head_name == "見本　太郎"
    assert now(family[1]).particulars.member_order == 1


@pytest.mark.proves("STD-4.1.3.1.2/m7")
def test_the_postal_code_comes_from_the_dictionary(staff: Staff, family: list[UUID]) -> None:
    leaving = moving(
        family[2:],
        event_date="2026-11-18",
        notified_on="2026-11-10",
        abroad="domestic",
        destination_municipality="072010",
    )
    carry_through(*staff, "move_out", leaving)
    notice = {
        f"selected.{family[2]}": "on",
        "event_date": "2026-11-18",
        "noticed_on": "2026-11-19",
        "confirmed_municipality": "072010",
        "confirmed_address": "福島県福島市五老内町3番1号",
    }
    carry_through(*staff, "arrival_notice", notice)
    (town,) = {t.postal_code for t in towns_of("072010") if t.name == "五老内町"}
    assert now(family[2]).particulars.destination_confirmed_postal == town
    typed = {**notice, f"selected.{family[2]}": "", f"selected.{family[3]}": "on"}
    carry_through(*staff, "arrival_notice", typed | {"confirmed_postal": "530-0001"})
    assert now(family[3]).particulars.destination_confirmed_postal == "5300001"
