"""Steps of specs/features/jobs.feature (バッチ処理, STD-9.1)."""

from __future__ import annotations

import errno
import json
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from pytest_bdd import given, parsers, scenarios, then, when

from daicho.config import wiring
from daicho.foundation.jobs import ports
from daicho.foundation.jobs.domain.kinds import JobKind
from daicho.foundation.jobs.domain.states import State
from daicho.foundation.jobs.models import Job
from daicho.foundation.jobs.public import Rule, Schedule, ask_job, start_plans, work_once
from daicho.foundation.jobs.selectors.jobs import view_job
from daicho.foundation.jobs.tests.running import employed
from daicho.foundation.outbox.public import deliver
from daicho.kernel import clock
from daicho.kernel.access import Access
from daicho.kernel.clock import TOKYO, business_now
from daicho.kernel.wareki import parse_date

scenarios(str(Path(__file__).parents[2] / "specs/features/jobs.feature"))

RULES = {"毎月末": Rule.MONTH_END, "毎日": Rule.DAILY}
EIGHT = time(20, 0)


@pytest.fixture(autouse=True)
def started(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The kinds of the wiring, on the morning of the day."""
    del db
    monkeypatch.setattr(ports, "kinds", ports.by_code(wiring.JOB_KINDS))
    with clock.set_to(datetime(2026, 11, 20, 9, tzinfo=TOKYO)):
        yield


@pytest.fixture
def heard(tmp_path: Path, settings: Any) -> Path:  # Any: pytest-django's wrapper
    """What the town's own program was told."""
    program, log = tmp_path / "warn", tmp_path / "log"
    program.write_text(f"#!/bin/sh\ncat >> {log}\n")
    program.chmod(0o700)
    settings.JOBS_ALARM_PROGRAM = str(program)
    return log


def kind_titled(title: str) -> JobKind:
    return next(kind for kind in ports.kinds.values() if kind.title == title)


def parameters(kind: JobKind, table: list[list[str]]) -> dict[str, str]:
    typed = dict(table[1:])
    found = {}
    for field in kind.fields:
        words = typed.get(field.label, "")
        labels = {label: value for value, label in field.choices}
        found[field.name] = labels.get(words, words)
    return found


def ask(access: Access, title: str, table: list[list[str]], schedule: Schedule | None) -> None:
    kind = kind_titled(title)
    given_ = parameters(kind, table)
    ask_job(employed(access), kind=kind.code, parameters=given_, schedule=schedule)


def go_on_to(moment: datetime, *, step: timedelta | None = None) -> None:
    """Let the time pass with the system running (by steps), or off."""
    now = business_now() + step if step else moment
    while now < moment:
        _run_at(now)
        now += step or timedelta()
    _run_at(moment)


def _run_at(moment: datetime) -> None:
    with clock.set_to(moment):
        start_plans()
        while work_once(watched=False):
            pass
        deliver(wiring.LISTENERS)


def moment_of(day: str, at: str) -> datetime:
    hour, minute = (int(part) for part in at.split(":"))
    return datetime.combine(parse_date(day, field=""), time(hour, minute), tzinfo=TOKYO)


def last() -> Job:
    return Job.objects.latest("due_at")


@given(parsers.re("窓口1が「(?P<title>.+)」を(?P<rule>毎月末|毎日)の20:00に予約している"))
def planned(clerk: Access, title: str, rule: str, datatable: list[list[str]]) -> None:
    ask(clerk, title, datatable, Schedule(RULES[rule], EIGHT))


@given(parsers.parse("窓口1が「{title}」を直接頼む"))
def asked(clerk: Access, title: str, datatable: list[list[str]]) -> None:
    ask(clerk, title, datatable, None)


@given("結果を書くディスクがいっぱいである")
def disk_full(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("os.fsync", full)


@when(parsers.re(r"(?P<day>令和\d+年\d+月\d+日)の(?P<at>\d+:\d\d)になる"))
def time_passes(heard: Path, day: str, at: str) -> None:
    assert not heard.exists()
    go_on_to(moment_of(day, at), step=timedelta(hours=12))


@when(parsers.re(r"システムが止まったまま、(?P<day>令和\d+年\d+月\d+日)の(?P<at>\d+:\d\d)になる"))
def time_passes_while_off(day: str, at: str) -> None:
    go_on_to(moment_of(day, at))


@when("処理が動く")
def run(heard: Path) -> None:
    assert not heard.exists()
    _run_at(business_now())


@then(parsers.parse("処理は{count:d}件終わっている"))
def so_many(count: int) -> None:
    states = Job.objects.values_list("state", flat=True)
    assert list(states) == [State.DONE.value] * count


@then(parsers.parse("最後の処理の結果は「{words}」"))
def said(words: str) -> None:
    assert any(words in line for line in last().said), last().said


@then(parsers.parse("処理は「{state}」で終わり、エラーコードは「{code}」"))
def ended(state: str, code: str) -> None:
    assert (State(last().state).label, last().failure_code) == (state, code)


@then(parsers.parse("処理は「{state}」で終わり、OSのエラーコードは「{code}」"))
def ended_by_the_system(state: str, code: str) -> None:
    assert State(last().state).label == state
    assert f"OS {code}（" in last().failure_system


@then(parsers.parse("処理時間と端末「{terminal}」が結果にある"))
def where_and_how_long(clerk: Access, terminal: str) -> None:
    view = view_job(clerk, job=last().key)
    assert view.job.terminal == terminal
    assert view.took_words.endswith("秒")


@then(parsers.parse("エラーコード「{code}」がほかのシステムに通報されている"))
def warned(heard: Path, code: str) -> None:
    (told,) = [json.loads(line) for line in heard.read_text().splitlines()]
    assert (told["code"], told["job"]) == (code, str(last().key))
