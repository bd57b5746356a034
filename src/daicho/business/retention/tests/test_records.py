"""Records (除票・改製原・メモ): 150 years counted to the day, none erased by us; memos of those who left, five years."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from daicho.business.retention.selectors.forecast import view_forecast
from daicho.business.retention.tests.scene import approved, carried_out, planned
from daicho.kernel import clock
from daicho.kernel.access import Access
from daicho.registers.residents.commands.write_memo import write_memo
from daicho.registers.residents.domain.particulars import Status
from daicho.registers.residents.domain.segments import Segment
from daicho.registers.residents.models import MemoLine, Version
from daicho.registers.residents.public import records_closed, records_over
from daicho.registers.residents.selectors.verify_digests import verify_digests
from daicho.registers.residents.tests.factories import make_resident, record_change, remove

pytestmark = pytest.mark.django_db


@pytest.mark.proves("RET-001")
def test_a_removed_record_is_over_after_a_hundred_and_fifty_years_and_no_day_before() -> None:
    gone = remove(make_resident(since=date(2020, 1, 1)), on=date(2026, 4, 1))
    make_resident(since=date(2020, 1, 1))
    assert records_over(date(2176, 3, 31)) == ()
    assert records_over(date(2176, 4, 1)) == ()
    assert records_over(date(2176, 4, 2)) == (gone.record,)


@pytest.mark.proves("RET-002")
def test_a_rewritten_record_counts_from_the_day_of_rewriting_and_cannot_be_erased() -> None:
    who = make_resident(since=date(2020, 1, 1))
    record_change(
        who.person,
        (Segment(date(2026, 4, 1), Status.REWRITTEN, replace(who.items)),),
        reason="other_rewriting",
        since=date(2026, 4, 1),
        record=who.record,
    )
    assert records_over(date(2176, 4, 1)) == ()
    assert records_over(date(2176, 4, 2)) == (who.record,)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM residents_version WHERE record_id = %s", [who.record])
    assert Version.objects.filter(record=who.record).exists()


@pytest.mark.usefixtures("today")
def test_the_forecast_says_in_which_year_the_first_of_them_is_over(planner: Access) -> None:
    remove(make_resident(since=date(2000, 1, 1)), on=date(2014, 7, 1))
    remove(make_resident(since=date(2000, 1, 1)), on=date(2020, 7, 1))
    assert records_closed(date(2026, 11, 20)) == {2014: 1, 2020: 1}
    lines = [line for line in view_forecast(planner) if line.title.startswith("除票")]
    assert [(line.ended, line.goes_from.year, line.over) for line in lines] == [
        ("2014年", 2164, False),
        ("2020年", 2170, False),
    ]


@pytest.mark.usefixtures("today", "home")
def test_memos_go_five_years_after_their_person_left_and_the_register_still_agrees(
    clerk: Access, planner: Access, chief: Access
) -> None:
    left = remove(make_resident(since=date(2010, 1, 1)), on=date(2019, 5, 1))
    lately = remove(make_resident(since=date(2010, 1, 1)), on=date(2024, 5, 1))
    stays = make_resident(since=date(2010, 1, 1))
    with clock.set_to(date(2018, 6, 1)):
        for who in (left, lately, stays):
            write_memo(clerk, record=who.record, memo=uuid4(), edition=0, text="架空のメモ")
    before = verify_digests()
    carried_out(chief, approved(chief, planned(planner, "memos")))
    assert set(MemoLine.objects.values_list("person", flat=True)) == {lately.person, stays.person}
    # The residents of this test were written without a trail: what is said of them is what was said before.
    assert verify_digests() == before
    assert before.versions == Version.objects.count()
