"""Steps of a bulk case (一括処理の手続): who may do what when; stopped, resumed, ended, undone; what the trail says."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import uuid4

import pytest
from django.db import DataError

from daicho.business.movements.commands.bulk_approve import approve_bulk
from daicho.business.movements.commands.bulk_close import close_bulk
from daicho.business.movements.commands.bulk_discard import discard_bulk
from daicho.business.movements.commands.bulk_examine import examine_bulk
from daicho.business.movements.commands.bulk_prepare import prepare_bulk
from daicho.business.movements.commands.bulk_resume import resume_bulk
from daicho.business.movements.commands.bulk_return import return_bulk
from daicho.business.movements.commands.bulk_stop import stop_bulk
from daicho.business.movements.commands.bulk_submit import submit_bulk
from daicho.business.movements.commands.bulk_undo import undo_bulk
from daicho.business.movements.jobs import work_once
from daicho.business.movements.models import BulkCase, BulkLine
from daicho.business.movements.tests.bulk_paper import (
    RENAMED,
    carried_out,
    couple,
    decided,
    outcome,
    prepared,
    upload,
    work,
)
from daicho.business.movements.tests.family import Staff, now
from daicho.foundation.audit.models import Entry
from daicho.kernel import clock
from daicho.kernel.errors import Conflict, Invalid, Refused
from daicho.registers.residents.models import Change, Version
from daicho.registers.residents.tests.factories import change, make_resident
from daicho.registers.residents.writes import ChangeFacts, RecordChange, Written, apply_changes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
USE = "bulk_address_change"
TODAY = date(2026, 11, 20)
HOUSEHOLDS_FILE = (
    "世帯番号",
    "変更前住所",
    "変更後町字コード",
    "変更後町字",
    "変更後番地",
    "変更後方書",
    "変更後郵便番号",
)
NEW_PLACE = ("999001", "架空町一丁目", "1番2号", "", "")


def test_nothing_is_written_before_the_day(staff: Staff) -> None:
    head, _ = couple()
    case = prepared(staff, USE, RENAMED | {"event_date": "2026-12-01"})
    decided(staff, case)
    assert work() == 0
    assert now(head.person).particulars.town == "五老内町"
    with clock.set_to(date(2026, 12, 1)):
        work()
        assert now(head.person, date(2026, 12, 1)).particulars.town == "架空町"
    assert now(head.person, date(2026, 11, 30)).particulars.town == "五老内町"


def test_it_is_undone_as_one_but_for_those_who_changed_since(staff: Staff) -> None:
    back, changed = couple(1), couple(2)
    case = carried_out(staff, USE, RENAMED)
    before = now(changed[0].person)
    change(
        type(changed[0])(before.person, before.record, "", before.particulars),
        on=TODAY,
        katagaki="別館",
    )
    key = undo_bulk(staff[0], case=case, edition=BulkCase.objects.get(key=case).edition)
    work()
    found = outcome(key)
    assert found[changed[0].person] == ("excluded", "changed_since")
    assert found[changed[1].person] == ("excluded", "household_mate")
    decided(staff, key)
    work()
    for each in back:
        assert now(each.person).particulars == each.items
        rows = Version.objects.filter(person=each.person)
        assert rows.count() == 5
        assert rows.filter(change__reason="correction_reversal").count() == 1
    assert now(changed[0].person).particulars.town == "架空町"
    assert BulkCase.objects.get(key=case).state == "undone"
    with pytest.raises(Conflict):
        undo_bulk(staff[0], case=case, edition=BulkCase.objects.get(key=case).edition)
    again = BulkCase.objects.get(key=key)
    with pytest.raises(Conflict, match="この一括処理の取消しは"):
        undo_bulk(staff[0], case=key, edition=again.edition)


def test_each_step_wants_its_own_person_state_and_page(staff: Staff) -> None:
    clerk, examiner, approver = staff
    couple()
    case = prepared(staff, USE, RENAMED)
    edition = BulkCase.objects.get(key=case).edition
    with pytest.raises(Refused):
        submit_bulk(examiner, case=case, edition=edition)
    with pytest.raises(Conflict, match="画面の後に"):
        submit_bulk(clerk, case=case, edition=edition - 1)
    edition = submit_bulk(clerk, case=case, edition=edition)
    with pytest.raises(Conflict, match="審査待ち"):
        approve_bulk(approver, case=case, edition=edition)
    with pytest.raises(Invalid, match="差し戻す理由"):
        return_bulk(examiner, case=case, edition=edition)
    edition = return_bulk(examiner, case=case, edition=edition, remark="実施日を確かめてください")
    edition = submit_bulk(clerk, case=case, edition=edition)
    edition = examine_bulk(examiner, case=case, edition=edition)
    both = type(approver)(
        **{n: getattr(approver, n) for n in approver.__slots__} | {"staff_key": clerk.staff_key}
    )
    with pytest.raises(Refused, match="自分が用意した"):
        approve_bulk(both, case=case, edition=edition)
    assert Change.objects.filter(case=case).count() == 0
    assert Entry.objects.filter(kind="movements.bulk_approved", outcome="refused").count() == 2
    other = prepared(staff, USE, RENAMED)
    discard_bulk(clerk, case=other, edition=BulkCase.objects.get(key=other).edition)
    assert BulkCase.objects.get(key=other).state == "discarded"


def test_it_is_stopped_resumed_and_ended_where_it_stands(
    staff: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("daicho.business.movements.commands.bulk_apply.PIECE", 1)
    for number in range(3):
        couple(number)
    approver = staff[2]
    case = prepared(staff, USE, RENAMED)
    decided(staff, case)
    from_work(1)
    edition = stop_bulk(approver, case=case, edition=BulkCase.objects.get(key=case).edition)
    assert work() == 0
    edition = resume_bulk(approver, case=case, edition=edition)
    from_work(1)
    edition = stop_bulk(approver, case=case, edition=edition)
    close_bulk(approver, case=case, edition=edition)
    states = list(BulkLine.objects.filter(case=case).order_by("id").values_list("state", "reason"))
    assert states == [("written", "")] * 4 + [("left_out", "closed")] * 2
    assert Change.objects.filter(case=case).count() == 2
    assert BulkCase.objects.get(key=case).state == "done"


def from_work(pieces: int) -> None:
    """Exactly so many pieces of work."""
    from_here = [work_once() for _ in range(pieces)]
    assert all(from_here)


def test_wrong_settings_are_told_beside_their_fields(staff: Staff) -> None:
    with pytest.raises(Invalid) as refusal:
        prepare_bulk(staff[0], case=uuid4(), use=USE, settings={"method": "town"})
    assert {p.field for p in refusal.value.problems} >= {
        "event_date",
        "ground",
        "from_town_code",
        "to_town",
        "to_town_code",
    }
    with pytest.raises(Invalid, match="ファイルが選ばれていません"):
        prepare_bulk(staff[0], case=uuid4(), use=USE, settings=RENAMED | {"method": "lots"})
    assert not BulkCase.objects.exists()


def test_the_same_form_twice_is_one_case(staff: Staff) -> None:
    case = uuid4()
    prepare_bulk(staff[0], case=case, use=USE, settings=RENAMED)
    with pytest.raises(Conflict, match="既に作られています"):
        prepare_bulk(staff[0], case=case, use=USE, settings=RENAMED)
    assert BulkCase.objects.count() == 1


def test_a_case_that_cannot_go_on_is_stopped_and_keeps_nobody_waiting(
    staff: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    couple()
    broken = prepared(staff, USE, RENAMED)
    decided(staff, broken)

    def fail(_batch: object) -> None:
        raise DataError("value out of range")

    with monkeypatch.context() as patched:
        patched.setattr("daicho.business.movements.commands.bulk_apply.apply_changes", fail)
        assert work() == 1
    row = BulkCase.objects.get(key=broken)
    assert (row.state, row.failure) == ("stopped", "DataError")
    assert Change.objects.filter(case=broken).count() == 0
    assert Entry.objects.filter(kind="movements.bulk_stopped", case_ref=broken).exists()
    resume_bulk(staff[2], case=broken, edition=row.edition)
    work()
    assert Change.objects.filter(case=broken).count() == 1


def test_a_unit_that_the_register_refuses_is_left_and_the_others_are_written(
    staff: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad, good = couple(1), couple(2)
    case = prepared(staff, USE, RENAMED)
    decided(staff, case)

    def picky(batch: Sequence[tuple[ChangeFacts, Sequence[RecordChange]]]) -> Written:
        if any(change.person == bad[0].person for _, changes in batch for change in changes):
            raise Conflict("別の内容が先に記録されました。")
        return apply_changes(batch)

    monkeypatch.setattr("daicho.business.movements.commands.bulk_apply.apply_changes", picky)
    work()
    found = outcome(case)
    assert {found[p.person] for p in bad} == {("left_out", "refused")}
    assert {found[p.person] for p in good} == {("written", "")}
    assert now(bad[0].person).particulars.town == "五老内町"
    assert BulkCase.objects.get(key=case).state == "done"


def test_a_household_that_somebody_joined_since_is_not_undone(staff: Staff) -> None:
    joined, partly = couple(1), couple(2)
    file = upload(
        HOUSEHOLDS_FILE,
        (joined[0].items.household_number, "福島市五老内町3番1号", *NEW_PLACE),
        (partly[0].items.household_number, "福島市五老内町3番1号", *NEW_PLACE),
    )
    case = carried_out(staff, USE, RENAMED | {"method": "households"}, file)
    child = make_resident(
        name="見本　一郎",
        relationship_to_head="子",
        member_order=3,
        head_name=joined[0].items.name,
        household_number=joined[0].items.household_number,
    )
    key = undo_bulk(staff[0], case=case, edition=BulkCase.objects.get(key=case).edition)
    work()
    found = outcome(key)
    assert found[child.person] == ("excluded", "members_changed")
    assert {found[p.person] for p in joined} == {("excluded", "household_mate")}
    assert {found[p.person] for p in partly} == {("planned", "")}


def test_who_was_the_same_already_stays_so_when_a_case_is_undone(staff: Staff) -> None:
    head = make_resident(address_code="07201066000")
    mate = make_resident(
        name="見本　花子",
        relationship_to_head="妻",
        member_order=2,
        household_number=head.items.household_number,
        katagaki="新館",
        address_code="07201066000",
    )
    same_place = ("066000", "五老内町", "3番1号", "新館", "")
    file = upload(
        HOUSEHOLDS_FILE,
        (head.items.household_number, "福島市五老内町3番1号", *same_place),
    )
    settings = RENAMED | {"method": "households", "ground": "building"}
    case = carried_out(staff, USE, settings, file)
    assert outcome(case) == {head.person: ("written", ""), mate.person: ("same", "")}
    assert now(mate.person).change != now(head.person).change
    key = undo_bulk(staff[0], case=case, edition=BulkCase.objects.get(key=case).edition)
    work()
    decided(staff, key)
    work()
    assert now(head.person).particulars == head.items
    assert now(mate.person).particulars == mate.items
