"""Plans: each time makes one job; what was missed while the system was off runs once and says so."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from daicho.foundation.audit.models import Entry
from daicho.foundation.jobs.commands.end_plan import end_plan
from daicho.foundation.jobs.domain.states import State
from daicho.foundation.jobs.models import Job, JobFile, Plan
from daicho.foundation.jobs.public import Rule, Schedule, ask_job, start_plans, work_once
from daicho.foundation.jobs.tests.conftest import REPORT_OF
from daicho.foundation.staff.models import DutyGrant
from daicho.kernel import clock
from daicho.kernel.access import Access
from daicho.kernel.clock import TOKYO
from daicho.kernel.errors import Conflict, Invalid, Missing

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
AT_EIGHT = time(20, 0)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=TOKYO)


def go_on(moment: str) -> int:
    """Start what is due at a moment, and run it; returns how many jobs there were."""
    with clock.set_to(at(moment)):
        started = start_plans()
        while work_once(watched=False):
            pass
    return started


def due_times() -> list[str]:
    rows = Job.objects.order_by("due_at").values_list("due_at", flat=True)
    return [f"{due.astimezone(TOKYO):%m-%d %H:%M}" for due in rows]


@pytest.mark.proves("STD-9.1/m1")
def test_a_time_once(asker: Access) -> None:
    schedule = Schedule(Rule.ONCE, AT_EIGHT, day=date(2026, 11, 20))
    key = ask_job(asker, kind="test.report", parameters=REPORT_OF, schedule=schedule)
    assert go_on("2026-11-20T19:59") == 0
    assert go_on("2026-11-20T20:00") == 1
    assert go_on("2026-11-21T20:00") == 0
    job = Job.objects.get()
    assert (job.plan_id, job.state, job.missed) == (key, State.DONE, 0)
    assert not Plan.objects.get(key=key).is_live


@pytest.mark.proves("STD-9.1/m1")
def test_at_the_end_of_every_month(asker: Access) -> None:
    """毎月末の予約で2月末と4月末に動く (verify of STD-9.1)."""
    schedule = Schedule(Rule.MONTH_END, AT_EIGHT)
    parameters = {**REPORT_OF, "as_of": "実行日"}
    ask_job(asker, kind="test.report", parameters=parameters, schedule=schedule)
    for day in ("2026-11-30", "2026-12-31", "2027-01-31", "2027-02-28", "2027-03-31", "2027-04-30"):
        assert go_on(f"{day}T19:59") == 0
        assert go_on(f"{day}T20:00") == 1
    assert due_times() == [
        "11-30 20:00",
        "12-31 20:00",
        "01-31 20:00",
        "02-28 20:00",
        "03-31 20:00",
        "04-30 20:00",
    ]
    said = [job.said for job in Job.objects.order_by("due_at")]
    assert said[3] == ["2027-02-28 現在で作りました。"]
    assert said[5] == ["2027-04-30 現在で作りました。"]


@pytest.mark.proves("STD-9.1/m7")
def test_a_plan_makes_the_papers_to_be_handed_in_by_itself(asker: Access) -> None:
    schedule = Schedule(Rule.MONTHLY, AT_EIGHT, of_month=1)
    parameters = {**REPORT_OF, "as_of": "前月末"}
    ask_job(asker, kind="test.report", parameters=parameters, schedule=schedule)
    go_on("2026-12-01T20:00")
    job = Job.objects.get()
    assert job.said == ["2026-11-30 現在で作りました。"]
    names = JobFile.objects.filter(job=job).order_by("name").values_list("name", flat=True)
    assert list(names) == ["一覧.xlsx", "表.csv"]


def test_what_was_missed_runs_once_for_the_day_it_was_planned_for_and_says_so(
    asker: Access,
) -> None:
    schedule = Schedule(Rule.DAILY, AT_EIGHT)
    parameters = {**REPORT_OF, "as_of": "実行日"}
    ask_job(asker, kind="test.report", parameters=parameters, schedule=schedule)
    assert go_on("2026-11-23T09:00") == 1
    job = Job.objects.get()
    assert (due_times(), job.missed) == (["11-20 20:00"], 2)
    assert "予定の時刻（11月20日 20:00）にシステムが止まっていたため" in job.said[0]
    assert "ほかの予定2回分" in job.said[0]
    assert job.said[1] == "2026-11-20 現在で作りました。"
    assert go_on("2026-11-23T09:01") == 0
    assert go_on("2026-11-23T20:00") == 1
    assert Job.objects.latest("due_at").said == ["2026-11-23 現在で作りました。"]


def test_a_minute_late_is_not_missed(asker: Access) -> None:
    ask_job(asker, kind="test.heeds", parameters={}, schedule=Schedule(Rule.DAILY, AT_EIGHT))
    assert go_on("2026-11-20T20:04") == 1
    assert Job.objects.get().said == ["went on"]


def test_a_plan_whose_asker_lost_the_duty_is_refused_when_it_runs(asker: Access) -> None:
    ask_job(
        asker, kind="test.report", parameters=REPORT_OF, schedule=Schedule(Rule.DAILY, AT_EIGHT)
    )
    DutyGrant.objects.update(valid_until=date(2026, 11, 21))
    go_on("2026-11-20T20:00")
    go_on("2026-11-21T20:00")
    states = Job.objects.order_by("due_at").values_list("state", flat=True)
    assert list(states) == [State.DONE, State.REFUSED]


def test_a_time_that_is_over_cannot_be_planned(asker: Access) -> None:
    schedule = Schedule(Rule.ONCE, time(8, 59), day=date(2026, 11, 20))
    with pytest.raises(Invalid) as wrong:
        ask_job(asker, kind="test.report", parameters=REPORT_OF, schedule=schedule)
    assert [p.code for p in wrong.value.problems] == ["jobs.schedule_past"]
    assert not Plan.objects.exists()


def test_a_plan_is_taken_back_once_by_whoever_sees_it(asker: Access, auditor: Access) -> None:
    schedule = Schedule(Rule.DAILY, AT_EIGHT)
    key = ask_job(asker, kind="test.report", parameters=REPORT_OF, schedule=schedule)
    with pytest.raises(Missing):
        end_plan(auditor, plan=key)
    end_plan(asker, plan=key)
    assert go_on("2026-11-20T20:00") == 0
    with pytest.raises(Conflict):
        end_plan(asker, plan=key)
    kinds = Entry.objects.order_by("seq").values_list("kind", "outcome")
    assert list(kinds) == [
        ("jobs.asked", "done"),
        ("jobs.plan_ended", "refused"),
        ("jobs.plan_ended", "done"),
        ("jobs.plan_ended", "refused"),
    ]
