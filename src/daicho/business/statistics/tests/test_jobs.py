"""Jobs of statistics: every table of a month as Excel files, at once and by a schedule; the reports that are handed in."""

from __future__ import annotations

from datetime import datetime, time
from uuid import uuid4

import pytest

from daicho.business.statistics.jobs import MONTH_SET, REPORT_SET
from daicho.business.statistics.selectors.reports import REPORTS
from daicho.foundation.audit.models import Entry
from daicho.foundation.jobs import ports
from daicho.foundation.jobs.domain.states import State
from daicho.foundation.jobs.models import Job
from daicho.foundation.jobs.public import JobRun, Rule, Schedule, ask_job, start_plans, work_once
from daicho.foundation.jobs.tests.running import (
    Listening,
    asked_and_run,
    employed,
    files_of,
    listened,
)
from daicho.kernel.access import Access
from daicho.kernel.clock import TOKYO, set_to
from daicho.kernel.errors import Refused
from daicho.registers.residents.tests.factories import make_resident

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
OCTOBER = {"since": "2026-10-01", "until": "2026-10-31", "level": "oaza"}
MONTHLY = {"since": "前月初", "until": "前月末", "level": "oaza"}
PLAIN = [spec for spec in REPORTS.values() if not spec.whole]


def test_a_month_is_one_file_for_each_report(counting: Access) -> None:
    make_resident()
    job = asked_and_run(counting, MONTH_SET, OCTOBER)
    assert job.state == State.DONE, job.said
    files = files_of(job)
    assert len(files) == len(PLAIN)
    assert "異動集計-20261001-20261031.xlsx" in files
    assert all(content.startswith(b"PK") for content in files.values())
    assert [line for line in job.said if "整合しない" in line] == []
    assert Entry.objects.filter(kind="statistics.made").count() == len(PLAIN)


@pytest.mark.proves("STD-9.1/m7")
def test_by_a_schedule_the_month_makes_itself(
    counting: Access, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_resident()
    monkeypatch.setattr(ports, "kinds", ports.by_code((MONTH_SET,)))
    schedule = Schedule(Rule.MONTHLY, time(20, 0), of_month=1)
    ask_job(employed(counting), kind=MONTH_SET.code, parameters=MONTHLY, schedule=schedule)
    with set_to(datetime(2026, 12, 1, 20, 0, tzinfo=TOKYO)):
        assert start_plans() == 1
        while work_once(watched=False):
            pass
    job = Job.objects.get()
    assert job.state == State.DONE, job.said
    assert "地区別人口・世帯数-20261130.xlsx" in files_of(job)


def test_what_is_handed_in_is_for_those_who_may_see_it(counting: Access, reporting: Access) -> None:
    year = {"since": "2025-01-01", "until": "2025-12-31"}
    with pytest.raises(Refused):
        asked_and_run(counting, REPORT_SET, year)
    desk = listened(reporting, REPORT_SET, year)
    assert set(desk.files) == {
        "住民基本台帳関係年報-20260101.xlsx",
        "中長期在留者住居地届出等事務の定期報告-20250101-20251231.xlsx",
    }
    assert desk.counts == (2, 2)
    part_of_year = listened(reporting, REPORT_SET, {"since": "2026-10-01", "until": "2026-10-31"})
    assert "住民基本台帳関係年報-20260101.xlsx" in part_of_year.files


def test_a_run_that_is_stopped_ends_cleanly(counting: Access) -> None:
    desk = Listening(stopped=True)
    MONTH_SET.run(JobRun(counting, uuid4(), OCTOBER, desk))
    assert not desk.files
    assert desk.said == ["0件で止めました。"]
