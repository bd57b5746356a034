"""Bulk address change (住所一括変更): extracted, looked at, decided by another, and written."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

import pytest

from daicho.business.movements.commands.bulk_prepare import prepare_bulk
from daicho.business.movements.commands.bulk_undo import undo_bulk
from daicho.business.movements.commands.submit import submit
from daicho.business.movements.models import BulkCase, ImmigrationMessage
from daicho.business.movements.public import letters_of
from daicho.business.movements.selectors.bulk import bulk_people, list_bulk, view_bulk
from daicho.business.movements.selectors.immigration import list_messages
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
from daicho.business.movements.tests.family import NEXT_DOOR, Staff, moving, now
from daicho.business.movements.tests.paper import alerts_of
from daicho.foundation.audit.models import Entry
from daicho.foundation.outbox.models import Message
from daicho.kernel.errors import Invalid
from daicho.registers.residents.domain.particulars import Removal
from daicho.registers.residents.models import Change, Version
from daicho.registers.residents.tests.factories import (
    change,
    enter,
    foreigner,
    make_resident,
    remove,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
USE = "bulk_address_change"
TODAY = date(2026, 11, 20)


@pytest.mark.proves("STD-9.7/m1", "STD-9.7/m5", "STD-4.2.3.2/m3")
def test_a_renamed_town_changes_how_addresses_are_written_and_nothing_else(staff: Staff) -> None:
    head, wife = couple(katagaki="見本荘")
    elsewhere = make_resident(town_code="010000", town="架空本町", address="福島市架空本町1番")
    before = {p: now(p).particulars for p in (head.person, wife.person)}
    case = prepared(staff, USE, RENAMED)
    assert Version.objects.count() == 3
    assert {state for state, _ in outcome(case).values()} == {"planned"}
    decided(staff, case)
    work()
    for person, items in before.items():
        held = now(person)
        after = held.particulars
        assert after.address == "福島市架空町3番1号"
        assert (after.town, after.town_code, after.postal_code) == ("架空町", "999000", "9600001")
        assert after.address_code == "07201999000"
        same = {"town", "town_code", "postal_code", "address", "address_code"}
        changed = {n for n in items.__slots__ if getattr(items, n) != getattr(after, n)}
        assert changed == same
        assert after.address_since == items.address_since
        assert after.katagaki == "見本荘"
    assert now(elsewhere.person).particulars.town == "架空本町"
    made = Change.objects.get(case=case)
    assert (made.reason, made.basis, made.event_on) == ("correction_minor", "職権", TODAY)
    assert made.entered_by == staff[0].staff_key
    assert made.approved_by == staff[2].staff_key
    assert Message.objects.get(payload__case=str(case)).payload["movement"] == USE
    assert BulkCase.objects.get(key=case).state == "done"


@pytest.mark.proves("STD-9.7/m6")
def test_whoever_changed_since_the_extraction_is_left_whole_and_listed(staff: Staff) -> None:
    moved, joined, leaving, fine = (couple(n) for n in range(4))
    case = prepared(staff, USE, RENAMED)
    decided(staff, case)
    change(moved[0], on=date(2026, 11, 19), banchi="9番9号", address="福島市五老内町9番9号")
    make_resident(
        name="見本　一郎",
        relationship_to_head="子",
        member_order=3,
        head_name=joined[0].items.name,
        household_number=joined[0].items.household_number,
    )
    remove(leaving[1], on=date(2026, 12, 1), removal=Removal.MOVED_OUT)
    work()
    found = outcome(case)
    assert found[moved[0].person] == ("left_out", "changed_since")
    assert found[moved[1].person] == ("left_out", "household_mate")
    assert {found[p.person] for p in joined} == {("left_out", "members_changed")}
    assert found[leaving[0].person] == ("left_out", "household_mate")
    assert found[leaving[1].person] == ("left_out", "changed_since")
    assert {found[p.person] for p in fine} == {("written", "")}
    assert now(moved[1].person).particulars.town == "五老内町"
    assert now(fine[0].person).particulars.town == "架空町"
    assert Change.objects.filter(case=case).count() == 1


@pytest.mark.proves("STD-9.7/m5")
def test_exceptions_are_told_before_anybody_decides(staff: Staff, family: list[UUID]) -> None:
    leaving, later = couple(1), couple(2)
    remove(leaving[0], on=date(2026, 12, 1))
    change(later[0], on=TODAY, banchi="8番", address="福島市五老内町8番")
    paper = moving(family[1:2], **NEXT_DOOR) | {f"relationship.{family[1]}": "世帯主"}
    submit(
        staff[0],
        case=uuid4(),
        kind="move_within",
        payload=paper,
        edition=0,
        confirmed=alerts_of("move_within", paper),
    )
    case = prepared(staff, USE, RENAMED | {"event_date": "2026-11-10"})
    found = outcome(case)
    assert found[family[1]] == ("excluded", "busy")
    assert found[family[0]] == ("excluded", "household_mate")
    assert found[leaving[0].person] == ("excluded", "planned_removal")
    assert found[later[0].person] == ("excluded", "later_history")
    assert found[later[1].person] == ("excluded", "household_mate")
    with pytest.raises(Invalid, match="更新する人がいません"):
        decided(staff, case)


@pytest.mark.proves("STD-9.7/m5")
def test_everybody_is_listed_with_before_and_after(staff: Staff) -> None:
    head, wife = couple()
    case = carried_out(staff, USE, RENAMED)
    people = bulk_people(staff[1], case=case, state="written", page=1)
    assert [line.name for line in people.lines] == [head.items.name, wife.items.name]
    assert ("住所", "福島市五老内町3番1号", "福島市架空町3番1号") in people.lines[0].edits
    assert not bulk_people(staff[1], case=case, state="excluded", page=1).lines
    entry = Entry.objects.filter(kind="movements.bulk_viewed").order_by("seq").first()
    assert entry is not None
    assert set(entry.subjects) == {head.person, wife.person}
    view = view_bulk(staff[1], case=case)
    assert (view.done, view.total) == (2, 2)
    assert [t.count for t in view.tallies] == [2]
    assert list_bulk(staff[1], page=1).lines[0].number == view.number


@pytest.mark.proves("STD-9.7/m3")
def test_households_are_named_one_by_one_in_a_file(staff: Staff) -> None:
    one, two, three = couple(1), couple(2), couple(3)
    header = (
        "世帯番号",
        "変更前住所",
        "変更後町字コード",
        "変更後町字",
        "変更後番地",
        "変更後方書",
        "変更後郵便番号",
    )
    numbers = [people[0].items.household_number for people in (one, two)]
    settings = RENAMED | {"method": "households", "ground": "residence_indication"}
    file = upload(
        header,
        (numbers[0], "福島市五老内町3番1号", "999001", "架空町一丁目", "1番2号", "新館", "9600002"),
        (numbers[1], "福島市五老内町7番", "999001", "架空町一丁目", "1番3号", "", ""),
    )
    case = carried_out(staff, USE, settings, file)
    assert now(one[0].person).particulars.address == "福島市架空町一丁目1番2号"
    assert now(one[1].person).particulars.katagaki == "新館"
    assert outcome(case)[two[0].person] == ("excluded", "differs")
    assert now(two[0].person).particulars.town == "五老内町"
    assert three[0].person not in outcome(case)


@pytest.mark.proves("STD-4.2.3.2/m5", "STD-4.2.3.2/m4")
def test_lots_become_other_lots_by_a_list(staff: Staff) -> None:
    listed = couple(1)
    unlisted = couple(2, banchi="77番地", address="福島市五老内町77番地")
    header = ("変更前番地", "変更後町字コード", "変更後町字", "変更後番地", "変更後郵便番号")
    file = upload(header, ("3-1", "999002", "架空町二丁目", "5番6号", ""))
    settings = RENAMED | {"method": "lots", "ground": "residence_indication"}
    case = carried_out(staff, USE, settings, file)
    assert now(listed[1].person).particulars.address == "福島市架空町二丁目5番6号"
    assert outcome(case)[unlisted[0].person] == ("excluded", "not_listed")
    wrong = upload(header, ("3-1", "99", "架空町", "", ""), ("3番1号", "999002", "架空町", "1", ""))
    with pytest.raises(Invalid) as refusal:
        prepare_bulk(staff[0], case=uuid4(), use=USE, settings=settings, upload=wrong)
    assert [p.what for p in refusal.value.problems] == [
        "2行目の変更後町字コード: 町字コードとして読めません。",
        "2行目の変更後番地: 空欄です。",
        "3行目の変更前番地: 2行目と同じ変更前番地です。",
    ]
    assert BulkCase.objects.count() == 1


def test_only_a_range_of_lots(staff: Staff) -> None:
    inside = couple(1, banchi="5番地の2", address="福島市五老内町5番地の2")
    outside = couple(2, banchi="12番地", address="福島市五老内町12番地")
    carried_out(staff, USE, RENAMED | {"banchi_from": "3", "banchi_to": "5"})
    assert now(inside[0].person).particulars.town == "架空町"
    assert now(outside[0].person).particulars.town == "五老内町"


@pytest.mark.proves("STD-9.7/m4")
def test_domiciles_are_changed_by_a_file_of_people(staff: Staff) -> None:
    one, two = couple(1), couple(2)
    header = ("宛名番号", "変更前本籍", "変更後本籍")
    file = upload(
        header,
        (one[0].atena_number, "東京都架空区見本町1番地", "東京都架空区新見本町1番地"),
        (two[0].atena_number, "東京都架空区見本町9番地", "東京都架空区新見本町9番地"),
    )
    settings = {"event_date": "2026-11-20", "method": "list"}
    case = carried_out(staff, "bulk_domicile_change", settings, file)
    assert now(one[0].person).particulars.domicile == "東京都架空区新見本町1番地"
    assert now(one[1].person).particulars.domicile == "東京都架空区見本町1番地"
    assert outcome(case)[two[0].person] == ("excluded", "differs")
    assert Change.objects.get(case=case).reason == "correction_ex_officio"


def test_domiciles_are_changed_by_how_they_begin(staff: Staff) -> None:
    (one, _), (other, _) = couple(1), couple(2, domicile="大阪府架空市1番地")
    settings = {
        "event_date": "2026-11-20",
        "method": "place",
        "place_before": "東京都架空区見本町",
        "place_after": "東京都架空区新町",
    }
    carried_out(staff, "bulk_domicile_change", settings)
    assert now(one.person).particulars.domicile == "東京都架空区新町1番地"
    assert now(other.person).particulars.domicile == "大阪府架空市1番地"


@pytest.mark.proves("STD-4.2.3.1/m3")
def test_the_clerk_says_whether_it_is_a_minor_correction(staff: Staff) -> None:
    couple()
    case = carried_out(staff, USE, RENAMED | {"reason": "correction_ex_officio"})
    assert Change.objects.get(case=case).reason == "correction_ex_officio"


def test_letters_have_one_row_a_household(staff: Staff) -> None:
    head, wife = couple(katagaki="見本荘")
    case = prepared(staff, USE, RENAMED)
    (before,) = letters_of(case, afterwards=False)
    assert before.addressee == head.items.name
    assert before.persons == (head.person, wife.person)
    assert (before.address_before, before.address_after) == (
        "福島市五老内町3番1号",
        "福島市架空町3番1号",
    )
    assert (before.katagaki_after, before.postal_code) == ("見本荘", "9600001")
    assert list(letters_of(case, afterwards=True)) == []
    decided(staff, case)
    work()
    (after,) = letters_of(case, afterwards=True)
    assert (after.address_before, after.address_after) == (
        before.address_before,
        before.address_after,
    )


def test_foreigners_whose_address_is_written_otherwise_are_told_of(staff: Staff) -> None:
    who = enter(foreigner())
    case = carried_out(staff, USE, RENAMED)
    told = ImmigrationMessage.objects.get(case=case)
    assert (told.person, told.movement, told.message_class) == (who.person, USE, "resident")
    (line,) = list_messages(staff[0], everything=True, page=1).lines
    assert (line.movement, line.is_bulk) == ("住所一括変更", True)
    key = undo_bulk(staff[0], case=case, edition=BulkCase.objects.get(key=case).edition)
    work()
    decided(staff, key)
    work()
    told.refresh_from_db()
    assert told.withdrawn_at is not None
    assert not ImmigrationMessage.objects.filter(case=key).exists()
