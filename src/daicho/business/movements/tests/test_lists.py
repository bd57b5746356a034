"""The lists (確認用の一覧): who is on each, from which day, and what takes them off again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID, uuid4

import pytest

from daicho.business.movements.commands.submit import submit
from daicho.business.movements.selectors import lists
from daicho.business.movements.selectors.lists import LISTS, ListView, open_list
from daicho.business.movements.tests.family import NEXT_DOOR, Staff, moving
from daicho.business.movements.tests.paper import (
    FOREIGNER,
    HEAD,
    NOTIFIED,
    alerts_of,
    carry_through,
    move_in_paper,
    pool,
)
from daicho.foundation.audit.models import Entry
from daicho.foundation.law_values import value_on
from daicho.kernel import clock
from daicho.kernel.access import Access
from daicho.kernel.errors import Invalid, Missing, Refused
from daicho.registers.residents.models import Person
from daicho.registers.residents.tests.factories import (
    Resident,
    change,
    enter,
    foreigner,
    particulars,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
OUT = {
    "abroad": "domestic",
    "destination_address": "大阪府架空市",
    "event_date": "2026-10-10",
    "notified_on": "2026-10-10",
    **NOTIFIED,
}


def column(view: ListView, title: str) -> list[str]:
    at = view.spec.columns.index(title)
    return [line.cells[at] for line in view.lines]


def leave(staff: Staff, people: list[UUID], **fields: str) -> None:
    carry_through(*staff, "move_out", {f"selected.{p}": "on" for p in people} | OUT | fields)


def test_every_list_opens_empty_and_leaves_one_entry(clerk: Access) -> None:
    for code, spec in LISTS.items():
        view = open_list(clerk, code=code)
        assert view.lines == ()
        assert view.spec is spec
    entries = Entry.objects.filter(kind="movements.list_opened", outcome="done")
    assert entries.count() == len(LISTS)
    with pytest.raises(Missing):
        open_list(clerk, code="nothing")


def test_who_may_not_and_a_period_that_runs_backwards(clerk: Access, auditor: Access) -> None:
    with pytest.raises(Refused):
        open_list(auditor, code="removed")
    with pytest.raises(Invalid):
        open_list(clerk, code="removed", as_of=date(2026, 11, 1), since=date(2026, 11, 2))


@pytest.mark.proves("REG-078", "STD-4.1.3.1.4/m2")
def test_those_of_whom_no_notice_of_arrival_has_come(staff: Staff, family: list[UUID]) -> None:
    father, mother, son, daughter = family
    leave(staff, [son])
    leave(staff, [daughter])
    leave(staff, [mother], abroad="overseas", destination_address="架空国")
    view = open_list(staff[0], code="awaiting_arrival")
    assert sorted(column(view, "氏名")) == ["見本　一郎", "見本　二葉"]
    notice = {"noticed_on": "2026-11-19", "event_date": "2026-10-10"}
    notice |= {"confirmed_address": "大阪府架空市1番", f"selected.{son}": "on"}
    carry_through(*staff, "arrival_notice", notice)
    view = open_list(staff[0], code="awaiting_arrival")
    assert column(view, "氏名") == ["見本　二葉"]
    assert column(view, "過ぎた日数") == ["41日"]
    assert open_list(staff[0], code="awaiting_arrival", days=42).lines == ()
    removed = {
        "basis": "職権",
        "event_date": "2026-10-11",
        "removal_cause": "absent",
        "survey": "調2026-00001",
        "ground": "実態調査",
        f"selected.{father}": "on",
    }
    carry_through(*staff, "ex_officio_removal", removed)
    view = open_list(staff[0], code="awaiting_arrival")
    assert sorted(column(view, "氏名")) == ["見本　二葉", "見本　太郎"]


def test_the_days_of_the_wait_are_the_towns_own(
    staff: Staff, family: list[UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    """laws/notices.yaml says how long a town waits for 転入通知, for the list as for the letters."""
    leave(staff, [family[2]])
    assert open_list(staff[0], code="awaiting_arrival").asked.days == 30
    longer = replace(value_on("notices", "arrival_wait", date(2026, 11, 20)), facts={"days": 60})
    monkeypatch.setattr(lists, "value_on", lambda *_asked: longer)
    view = open_list(staff[0], code="awaiting_arrival")
    assert (view.asked.days, view.lines) == (60, ())
    assert len(open_list(staff[0], code="awaiting_arrival", days=30).lines) == 1


@pytest.mark.proves("REG-079")
def test_those_removed_in_a_period_by_reason(staff: Staff, family: list[UUID]) -> None:
    _, mother, son, daughter = family
    leave(staff, [son], event_date="2026-11-01", notified_on="2026-11-01")
    death = {"event_date": "2026-11-03", "noticed_on": "2026-11-04", f"selected.{mother}": "on"}
    carry_through(*staff, "death", death)
    leave(staff, [daughter], event_date="2026-11-05", notified_on="2026-11-05")

    def names(since: date, as_of: date) -> list[tuple[str, str]]:
        view = open_list(staff[0], code="removed", since=since, as_of=as_of)
        return list(zip(column(view, "異動事由"), column(view, "氏名"), strict=True))

    whole = names(date(2026, 11, 1), date(2026, 11, 20))
    assert whole == [
        ("国内転出", "見本　一郎"),
        ("国内転出", "見本　二葉"),
        ("死亡", "見本　花子"),
    ]
    assert names(date(2026, 11, 2), date(2026, 11, 4)) == [("死亡", "見本　花子")]
    assert names(date(2026, 11, 6), date(2026, 11, 20)) == []
    notice = {"noticed_on": "2026-11-19", "event_date": "2026-11-02"}
    notice |= {"confirmed_address": "大阪府架空市1番", f"selected.{son}": "on"}
    carry_through(*staff, "arrival_notice", notice)
    assert names(date(2026, 11, 1), date(2026, 11, 20)) == whole


@pytest.mark.proves("IMM-010")
def test_whose_period_of_stay_ends_soon(clerk: Access) -> None:
    def reside(name: str, **items: object) -> Resident:
        return enter(foreigner(**{"name_alphabet": name, "residence_status": "留学", **items}))

    soon = reside("SOON", residence_until=date(2026, 12, 20))
    reside("LATER", residence_until=date(2026, 12, 21))
    reside("OVER", residence_until=date(2026, 11, 19))
    reside("PERMANENT", residence_status="永住者", residence_until=date(2026, 12, 1))
    reside("SKILLED", residence_status="高度専門職2号", residence_until=None)
    reside(
        "SPECIAL",
        residence_category="special_permanent",
        residence_status="",
        residence_until=date(2026, 12, 1),
    )
    view = open_list(clerk, code="residence_ending")
    assert column(view, "氏名") == ["OVER", "SOON"]
    assert column(view, "残り日数") == ["1日経過", "30日"]
    assert [line.warning for line in view.lines] == ["満了", ""]
    change(soon, on=date(2026, 11, 20), residence_until=date(2028, 12, 20))
    with clock.set_to(date(2026, 11, 21)):
        assert column(open_list(clerk, code="residence_ending"), "氏名") == ["OVER", "LATER"]


def test_households_without_a_head(staff: Staff, family: list[UUID]) -> None:
    assert open_list(staff[0], code="headless").lines == ()
    death = {"event_date": "2026-11-03", "noticed_on": "2026-11-04", f"selected.{family[0]}": "on"}
    carry_through(*staff, "death", death)
    view = open_list(staff[0], code="headless")
    assert column(view, "世帯員") == ["見本　花子、見本　一郎、見本　二葉"]
    assert column(view, "世帯主がいなくなった日") == ["令和8年11月3日"]
    assert open_list(staff[0], code="headless", as_of=date(2026, 11, 2)).lines == ()


def test_characters_that_no_sheet_can_show(clerk: Access) -> None:
    enter(particulars(name="見本　太郎", family_register_head="見本　太郎"))
    enter(particulars(name="葛\U000e0102城　太郎", family_register_head="葛\U000e0102城　太郎"))
    enter(particulars(name="見本　\U00030000", family_register_head="見本"))
    view = open_list(clerk, code="unprintable")
    assert set(column(view, "文字")) == {"\U00030000"}
    assert set(column(view, "符号")) == {"U+30000"}
    assert "氏名" in column(view, "項目")
    assert set(column(view, "わけ")) == {"帳票の文字に字形がない"}


def test_cases_under_way(staff: Staff, family: list[UUID]) -> None:
    pool()
    paper = moving(family) | NEXT_DOOR
    submit(
        staff[0],
        case=uuid4(),
        kind="move_within",
        payload=paper,
        edition=0,
        confirmed=alerts_of("move_within", paper),
    )
    view = open_list(staff[0], code="provisional")
    assert column(view, "異動者") == ["見本　太郎、見本　花子、見本　一郎 ほか1人"]
    assert column(view, "状態") == ["仮登録（審査待ち）"]
    assert set(view.lines[0].persons) == set(family)


def test_a_long_list_has_pages_and_is_whole_on_paper(staff: Staff) -> None:
    pool(200)
    digits = "一二三四五六七八九十"
    people = [
        {
            **HEAD,
            "name": f"見本　{digits[n // 10]}{digits[n % 10]}",
            "relationship": "同居人" if n else "世帯主",
        }
        for n in range(60)
    ]
    paper = move_in_paper(*people, event_date="2026-11-16")
    carry_through(*staff, "move_in", paper)
    everybody = list(Person.objects.values_list("key", flat=True))
    leave(staff, everybody, event_date="2026-11-18", notified_on="2026-11-18")
    first = open_list(staff[0], code="removed")
    assert (len(first.lines), first.count) == (50, 60)
    assert len(open_list(staff[0], code="removed", page=2).lines) == 10
    assert len(open_list(staff[0], code="removed", whole=True).lines) == 60
    entry = Entry.objects.filter(kind="movements.list_opened").order_by("-seq")[0]
    assert len(set(entry.subjects)) == 60


def test_from_a_screen_no_more_is_printed_than_a_page_can_hold(
    clerk: Access, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(3):
        enter(foreigner(residence_status="留学", residence_until=date(2026, 12, n + 1)))
    monkeypatch.setattr(lists, "MOST_PRINTED", 2)
    with pytest.raises(Invalid) as caught:
        open_list(clerk, code="residence_ending", whole=True)
    (problem,) = caught.value.problems
    assert problem.what == "3件あり、画面からは印刷できません。"
    assert "確認用の一覧のファイル" in problem.remedy
    monkeypatch.setattr(lists, "PIECE", 2)
    assert len(open_list(clerk, code="residence_ending").lines) == 3


def test_a_foreigner_entered_at_the_counter_is_on_the_list(staff: Staff) -> None:
    pool()
    person = {**FOREIGNER, "relationship": "世帯主", "residence_until": "2026-12-01"}
    carry_through(*staff, "move_in", move_in_paper(person))
    assert column(open_list(staff[0], code="residence_ending"), "氏名") == ["SAMPLE MARIA"]
