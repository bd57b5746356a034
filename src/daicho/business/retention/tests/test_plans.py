"""Plans (廃棄の計画): a dry run erases nothing, is exactly what is erased afterwards, and wants a second person."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from daicho.business.movements.models import Case, CaseStep
from daicho.business.retention import ports
from daicho.business.retention.commands.decide_plan import (
    approve_plan,
    resume_plan,
    withdraw_plan,
)
from daicho.business.retention.commands.draft_plan import draft_plan
from daicho.business.retention.commands.holds import HoldWish, end_hold, holds_back, set_hold
from daicho.business.retention.models import Hold, Plan, PlanFile, PlanItem
from daicho.business.retention.selectors.erased import disposed_note, look_up_erased
from daicho.business.retention.selectors.plans import list_items, view_plan
from daicho.business.retention.tests.old_books import SCENES
from daicho.business.retention.tests.scene import (
    NUMBER,
    approved,
    carried_out,
    old_case,
    planned,
)
from daicho.foundation.audit.models import Entry
from daicho.foundation.jobs.models import Job
from daicho.foundation.jobs.public import work_once
from daicho.kernel.access import Access
from daicho.kernel.errors import Conflict, Invalid, Refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today", "home")]
LONG_AGO = date(2018, 5, 7)


def test_a_dry_run_erases_nothing_and_says_years_and_who_is_kept_back(planner: Access) -> None:
    old_case(date(2024, 6, 1))
    old_case(date(2025, 3, 31))
    old_case(date(2025, 4, 1))
    old_case(date(2023, 2, 1), state="held")
    plan = planned(planner, "cases")
    assert Case.objects.count() == 4
    view = view_plan(planner, plan=plan.key)
    (file,) = view.files
    assert (file.due, file.kept_back, file.before) == (2, 1, date(2025, 4, 1))
    assert [(y.year, y.goes, y.stays) for y in file.years] == [(2022, 0, 1), (2024, 2, 0)]
    assert file.reasons == (("手続が終わっていない", 1),)
    assert view.actions == ("withdraw",)


@pytest.mark.proves("RET-033")
def test_what_was_approved_goes_and_leaves_receipts_without_personal_data(
    planner: Access, chief: Access, home: Path
) -> None:
    case = old_case(date(2024, 6, 1), persons=[uuid4()])
    stays = old_case(date(2025, 4, 1))
    plan = approved(chief, planned(planner, "cases"))
    desk = carried_out(chief, plan)
    assert list(Case.objects.values_list("key", flat=True)) == [stays.key]
    assert not CaseStep.objects.filter(case=case.key).exists()
    assert plan.state == "done"
    entry = Entry.objects.get(kind="retention.erased")
    for said in ('"count":1', '"file":"cases"', plan.number, "データベースからの消去", chief.login):
        assert said in entry.body
    assert '"subjects":[]' in entry.body
    receipt = (home / "receipts" / f"{plan.number}.jsonl").read_text(encoding="utf-8")
    assert str(case.key) in receipt
    for personal in (str(case.persons[0]), NUMBER):
        assert personal not in receipt + entry.body
    assert "1件を廃棄" in desk.said[0]


def test_a_look_up_of_what_is_gone_says_so_with_day_and_receipt(
    planner: Access, chief: Access
) -> None:
    case = old_case(date(2024, 6, 1))
    plan = planned(planner, "cases")
    assert look_up_erased(planner, number=case.number) == ()
    assert disposed_note([case.key]) == ""
    carried_out(chief, approved(chief, plan))
    (found,) = look_up_erased(planner, number=case.number)
    assert (found.receipt, found.ended_on) == (plan.number, date(2024, 6, 1))
    assert "令和8年11月20日に廃棄" in disposed_note([uuid4(), case.key])
    assert plan.number in found.sentence


def test_whoever_counted_does_not_approve(planner: Access) -> None:
    old_case(date(2024, 6, 1))
    plan = planned(planner, "cases")
    both = Access(
        planner.staff_key,
        planner.login,
        planner.name,
        frozenset({*planner.duties, "decide"}),  # type: ignore[arg-type]  # a duty by its value
        planner.purpose,
        planner.terminal,
        planner.office,
    )
    with pytest.raises(Refused):
        approve_plan(both, plan=plan.key, edition=1)
    with pytest.raises(Refused):
        approve_plan(planner, plan=plan.key, edition=1)
    assert Case.objects.count() == 1
    assert Job.objects.count() == 0


def test_a_plan_is_approved_once(planner: Access, chief: Access) -> None:
    old_case(date(2024, 6, 1))
    plan = approved(chief, planned(planner, "cases"))
    for edition in (1, plan.edition):
        with pytest.raises(Conflict):
            approve_plan(chief, plan=plan.key, edition=edition)
    assert Job.objects.filter(kind="retention.erase").count() == 1


def test_a_draft_that_was_set_aside_erases_nothing(planner: Access, chief: Access) -> None:
    old_case(date(2024, 6, 1))
    plan = planned(planner, "cases")
    withdraw_plan(planner, plan=plan.key, edition=1)
    with pytest.raises(Conflict):
        approve_plan(chief, plan=plan.key, edition=2)
    plan.refresh_from_db()
    with pytest.raises(Conflict):
        carried_out(chief, plan)
    assert Case.objects.count() == 1


def test_the_worker_carries_it_out_in_the_name_of_whoever_approved(
    planner: Access, chief: Access
) -> None:
    old_case(date(2024, 6, 1))
    plan = approved(chief, planned(planner, "cases"))
    while work_once(watched=False):
        pass
    assert plan.job is not None
    job = Job.objects.get(key=plan.job)
    assert (job.state, Case.objects.count()) == ("done", 0)
    plan.refresh_from_db()
    assert plan.state == "done"
    with pytest.raises(Conflict):
        resume_plan(chief, plan=plan.key, edition=plan.edition)


def test_the_same_form_twice_makes_one_plan(planner: Access, chief: Access) -> None:
    old_case(date(2024, 6, 1))
    key = uuid4()
    for _ in range(2):
        draft_plan(planner, plan=key, files=["cases"])
    assert Plan.objects.count() == 1
    with pytest.raises(Refused):
        draft_plan(chief, plan=key, files=["cases"])


def test_nothing_chosen_and_nothing_due_are_said(planner: Access) -> None:
    old_case(date(2025, 4, 1))
    for files in ([], ["removed_record"], ["cases"]):
        with pytest.raises(Invalid):
            draft_plan(planner, plan=uuid4(), files=files)
    assert Plan.objects.count() == 0


def test_what_begins_to_be_kept_after_the_dry_run_stays(planner: Access, chief: Access) -> None:
    first, second = old_case(date(2024, 6, 1)), old_case(date(2024, 6, 2))
    plan = approved(chief, planned(planner, "cases"))
    wish = HoldWish("cases", second.number, "", "審査請求", None)
    hold = set_hold(planner, hold=uuid4(), wish=wish)
    desk = carried_out(chief, plan)
    assert list(Case.objects.values_list("key", flat=True)) == [second.key]
    assert "試算の後に残すことになったもの1件" in desk.said[0]
    _, _, _, lines = list_items(planner, plan=plan.key, file="cases", page=1)
    assert [line.fate for line in lines] == ["廃棄済", "残す（保留にしている）"]
    assert disposed_note([first.key])
    end_hold(planner, hold=hold, reason="裁決")
    carried_out(chief, approved(chief, planned(planner, "cases")))
    assert not Case.objects.exists()


def test_a_hold_says_why_and_on_what(planner: Access) -> None:
    for wish in (
        HoldWish("cases", "", "", "", None),
        HoldWish("", "1", "", "争訟", None),
        HoldWish("calls", "1", "", "争訟", None),
        HoldWish("nothing", "", "", "争訟", None),
        HoldWish("", "", "999999990", "争訟", None),
    ):
        with pytest.raises(Invalid):
            set_hold(planner, hold=uuid4(), wish=wish)
    assert not Hold.objects.exists()
    hold = set_hold(planner, hold=uuid4(), wish=HoldWish("", "", "", "争訟", None))
    assert holds_back("issue_history")
    with pytest.raises(Invalid):
        end_hold(planner, hold=hold, reason=" ")
    end_hold(planner, hold=hold, reason="終わり")
    assert not holds_back("issue_history")
    with pytest.raises(Conflict):
        end_hold(planner, hold=hold, reason="終わり")


def _left(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return int(cursor.fetchone()[0])


TABLES = (
    *("movements_case", "movements_casestep", "movements_bulkcase", "movements_bulkstep"),
    *("movements_bulkrow", "movements_bulkline", "movements_immigrationnotice"),
    *("movements_immigrationmessage", "requests_request", "requests_requestact", "requests_call"),
    *("requests_inquiry", "requests_inquiryact", "inspection_application", "inspection_visit"),
    *("inspection_applicationact", "inspection_listing", "inspection_optout", "surveys_survey"),
    *("surveys_surveyact", "surveys_mismatch", "cash_account", "cash_accountline", "cash_entry"),
    *("cash_posting", "cash_drawer", "cash_officeday", "protection_suppression"),
    *("protection_measureedition", "protection_noticewish", "protection_temporarylift"),
    *("outbox_message", "jobs_plan", "downtime_paperset", "downtime_slip", "retention_hold"),
)


def test_every_file_goes_whole_with_all_that_hangs_on_it(planner: Access, chief: Access) -> None:
    assert set(SCENES) | {"memos"} == set(ports.files)
    for make in SCENES.values():
        make(LONG_AGO)
    before = {table: _left(table) for table in TABLES}
    assert [table for table, count in before.items() if not count] == []
    plan = planned(planner, *ports.files)
    assert set(PlanFile.objects.filter(due__gt=0).values_list("file", flat=True)) == set(SCENES)
    assert {table: _left(table) for table in TABLES} == before
    carried_out(chief, approved(chief, plan))
    assert [table for table in TABLES if _left(table)] == []
    # The job that carries it out is itself a job.
    assert _left("jobs_job") == 1
    assert _left("jobs_jobfile") == 0


AGES = st.lists(
    st.tuples(
        st.integers(0, 2600),
        st.sampled_from(["approved", "discarded", "submitted", "held"]),
        st.sampled_from([None, "number", "person", "file"]),
    ),
    min_size=1,
    max_size=12,
)


@settings(
    max_examples=25,
)
@given(ages=AGES, piece=st.integers(1, 4))
def test_the_dry_run_is_what_is_then_erased(
    planner: Access, chief: Access, ages: list[tuple[int, str, str | None]], piece: int
) -> None:
    # Whatever an earlier example left is out of the way: it is held by nobody and belongs to no expectation.
    earlier = set(Case.objects.values_list("key", flat=True))
    for hold in Hold.objects.filter(ended_at__isnull=True):
        end_hold(planner, hold=hold.key, reason="次の例")
    made: dict[UUID, bool] = {}
    for age, state, held in ages:
        person = uuid4()
        case = old_case(date(2026, 11, 20) - timedelta(days=age), state=state, persons=[person])
        _hold(planner, case, held, person)
        ended = date(2026, 11, 20) - timedelta(days=age)
        over = ended < date(2025, 4, 1) and state in ("approved", "discarded")
        made[case.key] = over and held is None
    everything = any(held == "file" for _, _, held in ages)
    expected = set() if everything else {key for key, goes in made.items() if goes}
    try:
        plan = planned(planner, "cases")
    except Invalid:
        assert not expected
        return
    named = PlanItem.objects.filter(plan=plan, kept_for="").values_list("item", flat=True)
    assert {UUID(item) for item in named} - earlier == expected
    carried_out(chief, approved(chief, plan), piece=piece)
    left = set(Case.objects.values_list("key", flat=True))
    assert set(made) - left == expected


def _hold(access: Access, case: Case, held: str | None, person: UUID) -> None:
    if held == "number":
        wish = HoldWish("cases", case.number, "", "争訟", None)
        set_hold(access, hold=uuid4(), wish=wish)
    elif held == "file":
        set_hold(access, hold=uuid4(), wish=HoldWish("cases", "", "", "争訟", None))
    elif held == "person":
        hold = set_hold(access, hold=uuid4(), wish=HoldWish("outbox", "", "", "開示請求", None))
        end_hold(access, hold=hold, reason="人に付け替える")
        row = Hold.objects.get(key=hold)
        Hold.objects.create(
            file="",
            person=person,
            reason=row.reason,
            set_at=row.set_at,
            set_by=row.set_by,
            set_by_name=row.set_by_name,
        )
