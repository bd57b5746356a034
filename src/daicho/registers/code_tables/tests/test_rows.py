"""Rows: prepared ahead and switched by the calendar, corrected without losing anything, undone, guarded."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from daicho.foundation.audit.models import Entry
from daicho.kernel import clock
from daicho.kernel.access import Access
from daicho.kernel.errors import Conflict, Invalid, Refused
from daicho.kernel.periods import Period
from daicho.registers.code_tables.commands.end_row import end_row
from daicho.registers.code_tables.commands.keep_row import keep_row
from daicho.registers.code_tables.commands.undo_row import undo_row
from daicho.registers.code_tables.commands.writing import edition_of
from daicho.registers.code_tables.models import CodeRow
from daicho.registers.code_tables.public import rows_on, value_on
from daicho.registers.code_tables.selectors.rows import history_of
from daicho.registers.code_tables.tests.keeping import START, keep, refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

APRIL = date(2027, 4, 1)
EVE = APRIL - timedelta(days=1)
OLD = {"name": "市民課", "kind": "main"}
NEW = {"name": "総合窓口課", "kind": "main"}


def name_on(day: date) -> str:
    values = value_on("offices", "001", day)
    return values["name"] if values else ""


def test_a_row_prepared_ahead_switches_by_itself(keeper: Access) -> None:
    keep(keeper, "offices", "001", OLD)
    keep(keeper, "offices", "001", NEW, from_on=APRIL, reason="機構改革")
    assert [name_on(day) for day in (START - timedelta(days=1), START, EVE, APRIL)] == [
        "",
        "市民課",
        "市民課",
        "総合窓口課",
    ]
    assert CodeRow.objects.count() == 3


def test_a_correction_within_a_period_leaves_the_days_on_both_sides(keeper: Access) -> None:
    keep(keeper, "offices", "001", OLD)
    keep(keeper, "offices", "001", NEW, from_on=date(2022, 4, 1), until=date(2023, 4, 1))
    days = (date(2022, 3, 31), date(2022, 4, 1), date(2023, 3, 31), date(2023, 4, 1))
    assert [name_on(day) for day in days] == ["市民課", "総合窓口課", "総合窓口課", "市民課"]


def test_what_was_said_before_stays_in_the_history(keeper: Access) -> None:
    keep(keeper, "offices", "001", OLD)
    keep(keeper, "offices", "001", NEW, reason="名称の誤り")
    [newest, oldest] = history_of("offices", "001")
    assert (newest.standing, oldest.standing) == ("効力あり", "取消し・置換え")
    assert oldest.row.values["name"] == "市民課"
    assert oldest.closed_reason == "名称の誤り"
    assert oldest.closed_by == keeper.name


def test_a_change_of_what_is_registered_needs_a_reason(keeper: Access) -> None:
    keep(keeper, "offices", "001", OLD, reason="")
    with pytest.raises(Invalid) as caught:
        keep(keeper, "offices", "001", NEW, reason="")
    assert [p.field for p in caught.value.problems] == ["reason"]
    assert name_on(START) == "市民課"


def test_saying_the_same_again_is_refused(keeper: Access) -> None:
    keep(keeper, "offices", "001", OLD)
    with refused("何も変わっていません"):
        keep(keeper, "offices", "001", OLD)


def test_an_end_and_its_undoing(keeper: Access) -> None:
    keep(keeper, "offices", "001", OLD)
    end_row(
        keeper,
        table="offices",
        code="001",
        from_on=APRIL,
        reason="廃止",
        edition=edition_of("offices", "001"),
    )
    assert (name_on(EVE), name_on(APRIL)) == ("市民課", "")
    undo_row(
        keeper,
        table="offices",
        code="001",
        reason="誤り",
        edition=edition_of("offices", "001"),
    )
    assert (name_on(EVE), name_on(APRIL)) == ("市民課", "市民課")
    assert len(history_of("offices", "001")) == 3


def test_undoing_a_change_brings_back_what_was_before(keeper: Access) -> None:
    keep(keeper, "offices", "001", OLD)
    keep(keeper, "offices", "001", NEW, from_on=APRIL)
    undo_row(
        keeper,
        table="offices",
        code="001",
        reason="議案が否決された",
        edition=edition_of("offices", "001"),
    )
    assert name_on(APRIL) == "市民課"
    assert len(CodeRow.objects.filter(closed_at__isnull=True)) == 1


def test_nothing_is_undone_or_ended_without_a_reason(keeper: Access) -> None:
    keep(keeper, "offices", "001", OLD)
    edition = edition_of("offices", "001")
    with refused("理由"):
        undo_row(keeper, table="offices", code="001", reason=" ", edition=edition)
    with refused("理由"):
        end_row(keeper, table="offices", code="001", from_on=APRIL, reason="", edition=edition)
    assert name_on(APRIL) == "市民課"


def test_a_stale_page_and_a_form_sent_twice_change_nothing(keeper: Access) -> None:
    keep(keeper, "offices", "001", OLD)
    seen = edition_of("offices", "001")
    keep(keeper, "offices", "001", NEW, from_on=APRIL)
    with pytest.raises(Conflict):
        keep_row(
            keeper,
            table="offices",
            code="001",
            values=NEW,
            period=Period(APRIL),
            reason="二度",
            edition=seen,
        )
    assert CodeRow.objects.count() == 3


def test_every_problem_of_a_row_is_told_at_once(keeper: Access) -> None:
    with pytest.raises(Invalid) as caught:
        keep(keeper, "offices", "本庁", {"name": "", "kind": "宮殿"})
    assert {p.field for p in caught.value.problems} == {"code", "name", "kind"}
    assert all(p.what and p.why and p.remedy for p in caught.value.problems)


def test_each_act_is_one_entry_with_who_and_why(keeper: Access) -> None:
    keep(keeper, "offices", "001", OLD)
    keep(keeper, "offices", "001", NEW, from_on=APRIL, reason="機構改革")
    first, second = Entry.objects.filter(kind="code_tables.row_kept").order_by("seq")
    assert json.loads(first.body)["detail"]["code"] == "001"
    assert json.loads(second.body)["detail"]["reason"] == "機構改革"
    assert json.loads(second.body)["detail"]["from"] == "2027-04-01"


def test_without_the_duty_nothing_is_kept(clerk: Access) -> None:
    with pytest.raises(Refused):
        keep(clerk, "offices", "001", OLD)
    assert not CodeRow.objects.exists()


def test_the_database_keeps_rows_as_they_are(keeper: Access) -> None:
    keep(keeper, "offices", "001", OLD)
    keep(keeper, "offices", "001", NEW, from_on=APRIL)
    row = CodeRow.objects.filter(closed_at__isnull=True).earliest("seq")
    with pytest.raises(DatabaseError), transaction.atomic():
        CodeRow.objects.filter(key=row.key).update(code="002")
    with pytest.raises(DatabaseError), transaction.atomic():
        CodeRow.objects.filter(key=row.key).delete()
    closed = CodeRow.objects.filter(closed_at__isnull=False).earliest("seq")
    with pytest.raises(DatabaseError), transaction.atomic():
        CodeRow.objects.filter(key=closed.key).update(closed_reason="別の理由")
    with pytest.raises(IntegrityError), transaction.atomic():
        CodeRow.objects.create(
            seq=99,
            table="offices",
            code="001",
            valid=row.valid,
            values=OLD,
            act=row.act,
            recorded_at=row.recorded_at,
            recorded_by=row.recorded_by,
        )


def test_a_table_is_read_as_of_any_day(keeper: Access) -> None:
    keep(keeper, "offices", "002", OLD | {"name": "支所"}, until=date(2024, 4, 1))
    keep(keeper, "offices", "001", OLD)
    with clock.set_to(date(2027, 1, 1)):
        assert [row.code for row in rows_on("offices", date(2024, 3, 31))] == ["001", "002"]
        assert [row.code for row in rows_on("offices", date(2024, 4, 1))] == ["001"]
