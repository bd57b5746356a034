"""Record, household and history: what held, as known when, and what changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from psycopg.types.range import Range

from daicho.foundation.audit.models import Entry
from daicho.foundation.vault.public import NumberKind
from daicho.kernel import clock
from daicho.kernel.access import Access, Duty, Purpose
from daicho.kernel.errors import Missing, Refused
from daicho.registers.residents.domain.particulars import Particulars, Removal, Status
from daicho.registers.residents.models import Version
from daicho.registers.residents.selectors.history import view_history
from daicho.registers.residents.selectors.household import view_household
from daicho.registers.residents.selectors.known import AsOf
from daicho.registers.residents.selectors.person import show_number, view_person
from daicho.registers.residents.tests.factories import (
    Resident,
    change,
    individual_number,
    make_resident,
    remove,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

NOW = AsOf()


def family() -> list[Resident]:
    """Father, mother and two children in one household."""
    head = make_resident()
    number = head.items.household_number
    rest = [
        make_resident(
            name=f"見本　{name}",
            name_kana=f"ミホン　{kana}",
            household_number=number,
            relationship_to_head=relationship,
            member_order=order,
            head_name=head.items.name,
        )
        for order, (name, kana, relationship) in enumerate(
            (("二郎", "ジロウ", "子"), ("花", "ハナ", "妻"), ("三郎", "サブロウ", "子")), start=2
        )
    ]
    return [head, *rest]


@pytest.mark.proves("REG-001", "REG-004")
def test_a_household_in_its_order_each_with_a_record_of_their_own(clerk: Access) -> None:
    people = family()
    view = view_household(clerk, record=people[2].record, as_of=NOW)
    assert [m.name for m in view.members] == [
        "見本　太郎",
        "見本　二郎",
        "見本　花",
        "見本　三郎",
    ]
    assert len({m.record for m in view.members}) == 4
    assert view.has_head
    entry = Entry.objects.get()
    assert set(entry.subjects) == {p.person for p in people}


@pytest.mark.proves("STD-3.3/m1")
def test_a_removed_member_is_shown_apart(clerk: Access) -> None:
    people = family()
    remove(people[3], on=date(2026, 11, 1))
    view = view_household(clerk, record=people[0].record, as_of=NOW)
    assert [m.name for m in view.members] == ["見本　太郎", "見本　二郎", "見本　花"]
    assert [(m.name, m.removed, m.removed_from) for m in view.removed] == [
        ("見本　三郎", "国内転出", date(2026, 11, 1))
    ]
    assert view.changes[0].reason == "国内転出"
    before = view_household(clerk, record=people[0].record, as_of=AsOf(on=date(2026, 10, 31)))
    assert len(before.members) == 4
    assert before.removed == ()


def test_a_planned_move_out_on_the_day_before_and_the_day(clerk: Access) -> None:
    day = date(2027, 4, 1)
    who = make_resident()
    remove(who, on=day)
    with clock.set_to(date(2027, 3, 31)):
        head = view_person(clerk, record=who.record, as_of=NOW).head
        assert head is not None
        assert (head.removed, head.planned_on) == ("", day)
        assert len(view_household(clerk, record=who.record, as_of=NOW).members) == 1
    with clock.set_to(day):
        view = view_person(clerk, record=who.record, as_of=NOW)
        assert view.head is not None
        assert (view.head.removed, view.head.removed_from) == ("国内転出", day)
        lines = dict(view.groups[0].lines)
        assert lines["転出先住所（予定）"] == "東京都架空区見本町9番地"
        assert view_household(clerk, record=who.record, as_of=NOW).members == ()


def known_once(who: Resident, items: Particulars, *, recorded: Range[datetime]) -> UUID:
    """A version that the register held true for a while and then closed, as a correction leaves it."""
    row = Version.objects.get(person=who.person, recorded__endswith__isnull=True)
    key = uuid4()
    fields = {name: getattr(items, name) for name in Version.item_fields}
    Version.objects.create(
        key=key,
        record_id=row.record_id,
        person_id=row.person_id,
        history_number=row.history_number,
        change_id=row.change_id,
        valid=row.valid,
        recorded=recorded,
        status=Status.PRESENT.value,
        birth_on=items.birth_date.sort_on,
        **fields,
    )
    return key


def test_as_of_a_day_as_known_on_another(clerk: Access) -> None:
    who = make_resident(address="正しい住所")
    year = datetime(2025, 1, 1, tzinfo=UTC), datetime(2025, 7, 1, 14, 59, tzinfo=UTC)
    known_once(who, replace(who.items, address="誤った住所"), recorded=Range(*year))

    def address(**days: date) -> str:
        view = view_person(clerk, record=who.record, as_of=AsOf(**days))
        return next(
            (text for g in view.groups for label, text in g.lines if label == "住所"), "なし"
        )

    assert address() == "正しい住所"
    assert address(known_on=date(2025, 6, 30)) == "誤った住所"
    assert address(known_on=date(2025, 7, 1)) == "なし"
    assert address(known_on=date(2024, 12, 31)) == "なし"
    assert address(on=date(2020, 3, 31)) == "なし"
    assert address(on=date(2020, 4, 1)) == "正しい住所"


@pytest.mark.proves("STD-2.2.1/m1")
def test_history_says_what_changed_and_keeps_former_surnames_apart(clerk: Access) -> None:
    who = make_resident()
    who = change(who, on=date(2022, 5, 1), banchi="9番", address="福島市五老内町9番")
    change(
        who,
        on=date(2023, 6, 1),
        reason="former_surname_entry",
        former_surname="旧川",
        former_surname_kana="キュウカワ",
    )
    view = view_history(clerk, record=who.record)
    third, second, first = view.lines
    assert [line.history_number for line in view.lines] == [3, 2, 1]
    assert (first.reason, first.opening, first.differences) == ("国内転入", True, ())
    assert (second.reason, second.event) == ("転居", "令和4年5月1日")
    assert second.differences == (
        ("番地・号", "3番1号", "9番"),
        ("住所", "福島市五老内町3番1号", "福島市五老内町9番"),
    )
    assert (second.place, second.terminal) == ("本庁", "本庁1")
    assert ("届出日", date(2022, 5, 1)) in second.dates
    assert view.names == (third,)
    assert ("旧氏", "", "旧川") in third.names


@pytest.mark.proves("STD-2.2.1/n1")
def test_the_records_of_one_person_are_never_joined(clerk: Access) -> None:
    first = make_resident(since=date(2010, 4, 1))
    remove(first, on=date(2015, 4, 1))
    second = make_resident(since=date(2024, 4, 1), person=first.person)
    view = view_history(clerk, record=second.record)
    assert [line.event for line in view.lines] == ["令和6年4月1日"]
    assert len(view_history(clerk, record=first.record).lines) == 2
    person = view_person(clerk, record=second.record, as_of=NOW)
    assert [(o.record, o.status) for o in person.others] == [(first.record, "除票")]


def test_a_change_in_the_middle_is_compared_with_what_held_before_it(clerk: Access) -> None:
    who = make_resident(katagaki="")
    change(who, on=date(2024, 1, 1), katagaki="後の方書")
    change(who, on=date(2022, 1, 1), katagaki="間の方書")
    lines = {line.history_number: line for line in view_history(clerk, record=who.record).lines}
    assert lines[3].differences == (("方書", "", "間の方書"),)
    assert lines[2].restated


def test_every_item_that_is_filled_is_read_back(clerk: Access) -> None:
    _, ref = individual_number()
    filled: dict[str, Any] = {  # Any: any item of a record
        "adult_ward": True,
        "previous_address": "東京都架空区前町1番地",
        "voter_registered": True,
        "nhi_insured": True,
        "nhi_acquired_on": date(2020, 4, 1),
        "basic_pension_number": "0000-000001",
        "pension_type": "第1号",
        "child_allowance_start_month": "令和6年10月",
        "remarks": "備考の記載",
        "individual_number_ref": ref,
    }
    who = make_resident(**filled)
    view = view_person(clerk, record=who.record, as_of=NOW)
    lines = {label: text for group in view.groups for label, text in group.lines}
    assert lines["氏名"] == "見本　太郎"
    assert lines["生年月日"] == "昭和60年4月1日"
    assert lines["性別"] == "男"
    assert lines["本籍"] == "東京都架空区見本町1番地"
    assert lines["成年被後見人"] == "該当"
    assert lines["転入前住所"] == "東京都架空区前町1番地"
    assert lines["国民健康保険の資格取得年月日"] == "令和2年4月1日"
    assert lines["基礎年金番号"] == "0000-000001"
    assert lines["児童手当の受給開始年月"] == "令和6年10月"
    assert lines["備考"] == "備考の記載"
    assert [n.present for n in view.numbers] == [True, False]


def test_a_number_of_the_dead_is_kept_and_shown_to_whoever_may(clerk: Access) -> None:
    number, ref = individual_number()
    who = make_resident(individual_number_ref=ref)
    remove(who, on=date(2026, 11, 1), removal=Removal.DEAD)
    view = view_person(clerk, record=who.record, as_of=NOW)
    shown = show_number(clerk, version=view.numbers[0].version, kind=NumberKind.INDIVIDUAL)
    assert shown == number
    assert Entry.objects.order_by("-seq").first().number_shown  # type: ignore[union-attr]  # just made


def test_a_number_that_is_not_there(clerk: Access) -> None:
    who = make_resident()
    version = Version.objects.get(person=who.person).key
    with pytest.raises(Missing):
        show_number(clerk, version=version, kind=NumberKind.INDIVIDUAL)
    entry = Entry.objects.get()
    assert (entry.outcome, entry.number_shown) == ("refused", False)


def test_a_selector_itself_refuses_and_leaves_one_entry(clerk: Access) -> None:
    who = make_resident()
    nobody = replace(clerk, duties=frozenset({Duty.ADMINISTER}))
    for view in (
        lambda: view_person(nobody, record=who.record, as_of=NOW),
        lambda: view_household(nobody, record=who.record, as_of=NOW),
        lambda: view_history(nobody, record=who.record),
        lambda: show_number(
            clerk.serving(Purpose.INQUIRY), version=who.record, kind=NumberKind.INDIVIDUAL
        ),
    ):
        before = Entry.objects.count()
        with pytest.raises(Refused):
            view()
        assert Entry.objects.count() == before + 1
        last = Entry.objects.order_by("-seq").first()
        assert last is not None
        assert (last.outcome, last.subjects) == ("refused", [])


@pytest.mark.parametrize("years", [100, 149])
def test_a_removed_record_is_read_as_it_was_for_as_long_as_it_is_kept(
    clerk: Access, years: int
) -> None:
    """令34条1項: 150 years; nothing here erases it (specs/conflicts.yaml erasing-after-150-years)."""
    who = remove(make_resident(name="見本　太郎"), on=date(2026, 11, 10))
    before = view_person(clerk, record=who.record, as_of=NOW)
    assert before.head is not None
    with clock.set_to(date(2026 + years, 11, 20)):
        after = view_person(clerk, record=who.record, as_of=NOW)
    assert after.groups == before.groups
    assert after.head == before.head
