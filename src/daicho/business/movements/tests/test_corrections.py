"""誤記修正 at any depth, and 異動の取消し: what came before stands again, what came after stays."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest

from daicho.business.movements.domain.kinds import KINDS
from daicho.business.movements.selectors.lists import open_list
from daicho.business.movements.tests.correcting import (
    MOVED_IN,
    cancelling,
    case_of,
    correcting,
    leaving,
    on,
    problems_of,
    renewing,
)
from daicho.business.movements.tests.family import NEXT_DOOR, Staff, moving, now
from daicho.business.movements.tests.paper import NOTIFIED, carry_through
from daicho.kernel.uncertain_dates import LegalDate
from daicho.registers.residents.domain.particulars import Status
from daicho.registers.residents.models import Change, ResidentRecord, Version
from daicho.registers.residents.selectors.verify_digests import verify_digests
from daicho.registers.residents.writes import holdings

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


@pytest.mark.proves("STD-4.2.3.3/m1", "STD-4.2.3.3/m2", "STD-4.2.3.3/n1")
def test_an_error_of_the_first_day_is_put_right_and_what_came_after_stays(
    staff: Staff, family: list[UUID]
) -> None:
    head, wife, son, _ = family
    first = case_of("entry_domestic_move_in")
    carry_through(*staff, "move_within", moving(family, **NEXT_DOOR))
    before = Version.objects.filter(person=son).count()
    paper = correcting(first, {son: {"name": "見本　一朗"}, head: {"name": "見本　太朗"}})
    carry_through(*staff, "error_amend", paper)
    for day in (MOVED_IN, date(2026, 10, 31), date(2026, 11, 1), date(2026, 11, 20)):
        assert on(son, day).name == "見本　一朗"
        assert {on(p, day).head_name for p in family} == {"見本　太朗"}
    assert on(son, date(2026, 10, 31)).banchi != "9-9"
    assert on(son, date(2026, 11, 1)).banchi == "9-9"
    assert on(wife, MOVED_IN).name == "見本　花子"
    # The wrong versions stay; what is true now has later 履歴番号, all of the one 誤記修正.
    rows = Version.objects.filter(person=son)
    assert rows.filter(name="見本　一郎").count() == before + 2
    newest = [h for h in holdings.of_persons([son]) if not h.valid.empty]
    assert [h.history_number for h in newest] == [3, 4]
    change = Change.objects.get(key=newest[0].change)
    assert (change.reason, change.basis, change.kind) == ("correction_error", "職権", "error_amend")
    assert verify_digests().intact


def test_a_correction_stops_where_the_register_says_something_of_its_own(
    staff: Staff, family: list[UUID]
) -> None:
    son = family[2]
    first = case_of("entry_domestic_move_in")
    second = correcting(first, {son: {"domicile": "東京都架空区見本町2番地"}})
    carry_through(*staff, "error_amend", second)
    carry_through(*staff, "move_within", moving(family, **NEXT_DOOR))
    moved = case_of("correction_move_within")
    own = correcting(moved, {son: {"domicile": "東京都架空区別町3番地"}})
    carry_through(*staff, "error_amend", own)
    again = correcting(first, {son: {"domicile": "東京都架空区見本町4番地"}})
    carry_through(*staff, "error_amend", again)
    assert on(son, date(2026, 10, 31)).domicile == "東京都架空区見本町4番地"
    assert on(son, date(2026, 11, 1)).domicile == "東京都架空区別町3番地"


def test_a_wrong_day_moves_for_everybody_and_its_neighbours_give_way(
    staff: Staff, family: list[UUID]
) -> None:
    carry_through(*staff, "move_within", moving(family, **NEXT_DOOR))
    moved = case_of("correction_move_within")
    for right in (date(2026, 10, 20), date(2026, 11, 10)):
        paper = correcting(moved, {}, right_day=right.isoformat())
        moved = carry_through(*staff, "error_amend", paper)
        for person in family:
            assert on(person, right).banchi == "9-9"
            assert on(person, right - timedelta(days=1)).banchi == "3-1"
            since = on(person, right).address_since
            assert since == LegalDate.of_day(right)


def test_the_day_of_a_corrected_movement_is_corrected_where_it_now_stands(
    staff: Staff, family: list[UUID]
) -> None:
    carry_through(*staff, "move_within", moving(family, **NEXT_DOOR))
    moved = case_of("correction_move_within")
    carry_through(*staff, "error_amend", correcting(moved, {}, right_day="2026-10-20"))
    again = correcting(moved, {}, right_day="2026-10-10")
    assert "day_corrected_since" in problems_of("error_amend", again)


def test_a_household_that_came_later_than_was_said_was_not_here_before(
    staff: Staff, family: list[UUID]
) -> None:
    first = case_of("entry_domestic_move_in")
    carry_through(*staff, "error_amend", correcting(first, {}, right_day="2026-04-20"))
    assert holdings.on_day(family, date(2026, 4, 19)) == ()
    for person in family:
        came = date(2026, 4, 20)
        assert on(person, came).resident_since == LegalDate.of_day(came)


@pytest.mark.parametrize(
    ("edits", "fields", "code"),
    [
        ({}, {}, "nothing_changed"),
        ({}, {"right_day": "2026-11-15"}, "order_of_days"),
        ({"relationship_to_head": "世帯主"}, {}, "head_by_correction"),
        ({"relationship_to_head": "孫"}, {}, None),
        ({"birth_date": ""}, {}, "blank"),
        ({"name": "A" * 500}, {}, None),
        ({}, {"ground": ""}, "blank"),
        ({}, {"of_case": "6b1f6f6e-6d0c-4d3a-9d54-6d6f76656d74"}, "no_case"),
    ],
)
def test_a_wrong_correction_is_told(
    staff: Staff,
    family: list[UUID],
    edits: dict[str, str],
    fields: dict[str, str],
    code: str | None,
) -> None:
    first = case_of("entry_domestic_move_in")
    carry_through(*staff, "move_within", moving(family, **NEXT_DOOR))
    paper = correcting(first, {family[2]: edits}) | fields
    found = problems_of("error_amend", paper)
    assert found if code is None else code in found


@pytest.mark.proves("STD-4.6.0.1/m1", "STD-4.6.0.1/m2", "STD-4.6.0.1/m4", "STD-4.6.0.1/m9")
def test_a_move_within_taken_back_leaves_everything_as_it_was(
    staff: Staff, family: list[UUID]
) -> None:
    before = [on(p, date(2026, 11, 20)) for p in family]
    case = carry_through(*staff, "move_within", moving(family, **NEXT_DOOR))
    carry_through(*staff, "reversal", cancelling(case, family))
    assert [on(p, date(2026, 11, 20)) for p in family] == before
    assert [on(p, date(2026, 11, 1)) for p in family] == before
    reasons = [Change.objects.get(key=h.change).reason for h in holdings.of_persons([family[0]])]
    assert reasons == ["entry_domestic_move_in", "correction_move_within", "correction_reversal"]
    assert verify_digests().intact


@pytest.mark.proves("STD-4.6.0.1/m5", "STD-4.6.0.1/m6", "STD-4.6.0.1/m7")
def test_some_who_left_come_back_to_the_household_that_stayed(
    staff: Staff, family: list[UUID]
) -> None:
    before = [on(p, date(2026, 11, 20)) for p in family]
    wife, son = family[1], family[2]
    case = carry_through(*staff, "move_out", leaving([wife, son]))
    carry_through(*staff, "reversal", cancelling(case, [wife, son]))
    assert [on(p, date(2026, 11, 20)) for p in family] == before
    reasons = set(Change.objects.filter(kind="reversal").values_list("reason", flat=True))
    assert reasons == {"entry_reversal", "correction_reversal"}


@pytest.mark.proves("STD-4.6.0.1/m8", "STD-4.6.0.1/n2")
def test_a_whole_household_that_left_comes_back_under_a_new_number(
    staff: Staff, family: list[UUID]
) -> None:
    before = [on(p, date(2026, 10, 1)) for p in family]
    case = carry_through(*staff, "move_out", leaving(family))
    paper = cancelling(case, family)
    assert problems_of("reversal", paper) == set()
    carry_through(*staff, "reversal", paper, confirmed=set())
    after = [on(p, date(2026, 11, 20)) for p in family]
    numbers = {items.household_number for items in after}
    assert len(numbers) == 1
    assert before[0].household_number not in numbers
    for old, new in zip(before, after, strict=True):
        assert (new.relationship_to_head, new.member_order, new.address, new.address_since) == (
            old.relationship_to_head,
            old.member_order,
            old.address,
            old.address_since,
        )


def test_some_of_those_who_left_come_back(staff: Staff, family: list[UUID]) -> None:
    wife, son = family[1], family[2]
    case = carry_through(*staff, "move_out", leaving([wife, son]))
    carry_through(*staff, "reversal", cancelling(case, [son]))
    assert (
        on(son, date(2026, 11, 20)).household_number == now(family[0]).particulars.household_number
    )
    assert now(wife).status is Status.REMOVED
    orders = [now(p).particulars.member_order for p in (family[0], son, family[3])]
    assert sorted(order or 0 for order in orders) == [1, 2, 3]


def test_a_head_who_did_not_die_comes_back_under_the_head_who_followed(
    staff: Staff, family: list[UUID]
) -> None:
    head, wife, son, daughter = family
    case = carry_through(
        *staff,
        "death",
        {f"selected.{head}": "on", "event_date": "2026-10-10", "noticed_on": "2026-10-12"},
    )
    household = on(wife, date(2026, 11, 20)).household_number
    changed = {
        "household": household,
        "new_head": str(wife),
        "event_date": "2026-10-20",
        "notified_on": "2026-10-21",
        f"relationship.{son}": "子",
        f"relationship.{daughter}": "子",
        **NOTIFIED,
    }
    carry_through(*staff, "household_head_change", changed)
    carry_through(*staff, "reversal", cancelling(case, [head], **{f"relationship.{head}": "夫"}))
    between, later = on(head, date(2026, 10, 15)), on(head, date(2026, 11, 20))
    assert (between.relationship_to_head, between.household_number) == ("世帯主", household)
    assert (later.relationship_to_head, later.head_name) == ("夫", "見本　花子")
    assert on(wife, date(2026, 11, 20)).relationship_to_head == "世帯主"
    assert on(son, date(2026, 10, 15)).head_name == "見本　太郎"


@pytest.mark.proves("STD-4.6.0.1/n1")
def test_an_entry_taken_back_removes_the_record(staff: Staff, family: list[UUID]) -> None:
    first = case_of("entry_domestic_move_in")
    carry_through(*staff, "reversal", cancelling(first, family))
    for person in family:
        held = now(person)
        assert held.status is Status.REMOVED
        assert held.particulars.removal_reason == "異動の取消し（減）"
        assert not [h for h in holdings.on_day([person], MOVED_IN) if h.status is Status.PRESENT]
    (change,) = Change.objects.filter(reason="removal_reversal")
    assert change.attention == ""
    assert not Change.objects.filter(reason__endswith="reformat").exists()
    assert ResidentRecord.objects.filter(person__in=family).count() == len(family)


def test_some_who_never_came_are_removed_and_the_others_stay(
    staff: Staff, family: list[UUID]
) -> None:
    first = case_of("entry_domestic_move_in")
    son = family[2]
    carry_through(*staff, "reversal", cancelling(first, [son]))
    assert now(son).status is Status.REMOVED
    assert [on(p, MOVED_IN).member_order for p in (family[0], family[1], family[3])] == [1, 2, 3]


def test_what_others_built_upon_is_not_taken_from_under_them(
    staff: Staff, family: list[UUID]
) -> None:
    first = case_of("entry_domestic_move_in")
    carry_through(*staff, "move_within", moving(family, **NEXT_DOOR))
    assert "later_changes" in problems_of("reversal", cancelling(first, family))


def test_a_whole_cancellation_can_itself_be_cancelled(staff: Staff, family: list[UUID]) -> None:
    case = carry_through(*staff, "move_within", moving(family, **NEXT_DOOR))
    moved = [on(p, date(2026, 11, 20)) for p in family]
    back = carry_through(*staff, "reversal", cancelling(case, family))
    carry_through(*staff, "reversal", cancelling(back, family))
    assert [on(p, date(2026, 11, 20)) for p in family] == moved


@pytest.mark.proves("STD-4.6.1.1/m1")
def test_a_cancellation_on_petition_keeps_its_day(staff: Staff, family: list[UUID]) -> None:
    case = carry_through(*staff, "move_within", moving(family, **NEXT_DOOR))
    assert KINDS["reversal"].sheet.sections[1].fields[1].initial == "today"
    paper = cancelling(case, family, basis="申出", petitioned_on="2026-11-19")
    done = carry_through(*staff, "reversal", paper)
    change = Change.objects.get(key=done)
    assert (change.basis, change.petitioned_on) == ("申出", date(2026, 11, 19))


@pytest.mark.proves("STD-1.1.4/m2", "STD-1.1.4/m3", "REG-081")
def test_a_record_is_drawn_up_anew_and_the_old_one_is_kept(
    staff: Staff, family: list[UUID]
) -> None:
    carry_through(*staff, "move_within", moving(family, **NEXT_DOOR))
    before = [on(p, date(2026, 11, 20)) for p in family]
    case = carry_through(*staff, "reformat", renewing(family))
    assert [on(p, date(2026, 11, 20)) for p in family] == before
    for person in family:
        records = {h.record: h for h in holdings.of_persons([person]) if h.valid.end is None}
        assert sorted(h.status for h in records.values()) == [Status.PRESENT, Status.REWRITTEN]
        old = next(h for h in records.values() if h.status is Status.REWRITTEN)
        assert old.particulars.removal_event_date == LegalDate.of_day(date(2026, 11, 20))
        new = next(h for h in records.values() if h.status is Status.PRESENT)
        own = [h for h in holdings.of_persons([person]) if h.record == new.record]
        assert len(own) == 1
    reasons = Change.objects.filter(case=case).values_list("reason", flat=True)
    assert set(reasons) == {"removal_reformat", "entry_reformat"}
    assert ResidentRecord.objects.filter(person=family[0]).count() == 2
    assert verify_digests().intact


def test_a_correction_of_the_original_reaches_the_record_drawn_up_since(
    staff: Staff, family: list[UUID]
) -> None:
    first = case_of("entry_domestic_move_in")
    carry_through(*staff, "reformat", renewing(family))
    head, _, son, _ = family
    paper = correcting(first, {son: {"name": "見本　一朗"}, head: {"name": "見本　太朗"}})
    carry_through(*staff, "error_amend", paper)
    for day in (MOVED_IN, date(2026, 11, 20)):
        assert on(son, day).name == "見本　一朗"
        assert {on(p, day).head_name for p in family} == {"見本　太朗"}


def test_the_original_stands_again_when_the_renewal_is_taken_back(
    staff: Staff, family: list[UUID]
) -> None:
    records = {h.record for h in holdings.on_day(family, date(2026, 11, 20))}
    case = carry_through(*staff, "recreation", renewing(family))
    carry_through(*staff, "reversal", cancelling(case, family))
    present = [h for h in holdings.on_day(family, date(2026, 11, 20)) if h.status is Status.PRESENT]
    assert {h.record for h in present} == records


@pytest.mark.proves("STD-1.1.4/m1")
def test_no_number_of_changes_renews_a_record_by_itself(staff: Staff, family: list[UUID]) -> None:
    case = case_of("entry_domestic_move_in")
    for number in range(30):
        paper = correcting(case, {family[2]: {"remarks": f"備考{number}"}})
        case = carry_through(*staff, "error_amend", paper)
    held = holdings.of_persons([family[2]])
    assert {h.record for h in held} == {held[0].record}
    assert [h.history_number for h in held] == list(range(1, 32))


@pytest.mark.proves("REG-040")
def test_the_correction_book_says_what_was_put_right_by_whom_and_who_allowed_it(
    staff: Staff, family: list[UUID]
) -> None:
    clerk, _, approver = staff
    first = case_of("entry_domestic_move_in")
    son = family[2]
    carry_through(*staff, "error_amend", correcting(first, {son: {"name": "見本　一朗"}}))
    view = open_list(clerk, code="corrections")
    (line,) = view.lines
    assert line.persons == (son,)
    assert "見本　一郎 → 見本　一朗" in line.cells[3]
    assert line.cells[5:7] == (clerk.name, approver.name)
