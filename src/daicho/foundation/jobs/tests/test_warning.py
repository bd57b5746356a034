"""The warning of an abnormal end: another program hears it, until it has; nobody hears of a job that went well."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db.models import F

from daicho.foundation.jobs.models import Job
from daicho.foundation.jobs.public import JobEndedBadly, ask_job, send_warning, work_once
from daicho.foundation.jobs.tests.conftest import REPORT_OF
from daicho.foundation.outbox.models import Message
from daicho.foundation.outbox.public import deliver
from daicho.kernel.access import Access

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
LISTENERS = {JobEndedBadly.kind: (("jobs.warning", send_warning),)}


@pytest.fixture
def program(tmp_path: Path, settings: Any) -> Path:  # Any: pytest-django's wrapper
    """The town's own program: it appends what it hears to a log, and fails while a file says so."""
    script = tmp_path / "warn"
    script.write_text(
        f"#!/bin/sh\n[ -e {tmp_path}/broken ] && exit 3\ncat >> {tmp_path}/log\nenv > {tmp_path}/env\n"
    )
    script.chmod(0o700)
    settings.JOBS_ALARM_PROGRAM = str(script)
    return script


def heard(program: Path) -> list[dict[str, str]]:
    log = program.parent / "log"
    return [json.loads(line) for line in log.read_text().splitlines()] if log.exists() else []


def fail(asker: Access) -> Job:
    key = ask_job(asker, kind="test.breaks", parameters={})
    work_once(watched=False)
    return Job.objects.get(key=key)


@pytest.mark.proves("STD-9.1/m6")
def test_an_abnormal_end_is_told_to_another_system(asker: Access, program: Path) -> None:
    ask_job(asker, kind="test.report", parameters=REPORT_OF)
    work_once(watched=False)
    job = fail(asker)
    deliver(LISTENERS)
    (warning,) = heard(program)
    assert warning["job"] == str(job.key)
    assert warning["title"] == "壊れる処理"
    assert warning["reference"] == job.reference
    assert "OS errno 28" in warning["system"]
    assert warning["state"] == "failed"
    told = (program.parent / "env").read_text()
    assert "DAICHO" not in told


@pytest.mark.proves("STD-9.1/m6")
def test_a_warning_that_was_not_taken_is_told_again(asker: Access, program: Path) -> None:
    (program.parent / "broken").touch()
    fail(asker)
    assert deliver(LISTENERS) == 0
    assert Message.objects.get().last_error == "jobs.warning: jobs.alarm_failed"
    (program.parent / "broken").unlink()
    Message.objects.update(next_attempt_at=F("next_attempt_at") - timedelta(hours=1))
    assert deliver(LISTENERS) == 1
    assert len(heard(program)) == 1


def test_a_program_that_is_not_there_is_asked_again(asker: Access, settings: Any) -> None:
    settings.JOBS_ALARM_PROGRAM = "/nowhere/warn"
    fail(asker)
    assert deliver(LISTENERS) == 0


def test_a_town_without_such_a_program_needs_none(asker: Access, settings: Any) -> None:
    settings.JOBS_ALARM_PROGRAM = ""
    fail(asker)
    assert deliver(LISTENERS) == 1
