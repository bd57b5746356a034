"""Kinds of jobs as they are wired: each can be asked for, by hand or by a schedule; nothing else keeps the calendar."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import time
from pathlib import Path

import pytest

from daicho.config import wiring
from daicho.foundation.jobs import ports
from daicho.foundation.jobs.domain.kinds import JobKind
from daicho.foundation.jobs.models import Plan
from daicho.foundation.jobs.public import Rule, Schedule, ask_job
from daicho.foundation.staff.public import OPERATIONS
from daicho.kernel.access import Access, Duty
from daicho.kernel.errors import Refused

ROOT = Path(__file__).resolve().parents[1]
NIGHTLY = Schedule(Rule.DAILY, time(2, 0))
SAMPLES = {"date": "R8.10.31", "number": "1", "check": "on", "text": "x"}
# The processes of chapter 9 of the standard that a person sets off, and the kind that does each.
CHAPTER_9 = {
    "STD-9.2 抑止対象者": "protection.suppressed_file",
    "STD-9.5 閲覧用": "rosters.output",
    "STD-9.6 無作為抽出・条件指定抽出": "rosters.output",
}
SCHEDULERS = r"^(procrastinate|celery|apscheduler|django-q2?|huey|rq|dramatiq|schedule|croniter)\b"


@pytest.fixture(autouse=True)
def wired(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ports, "kinds", ports.by_code(wiring.JOB_KINDS))


def filled_in(kind: JobKind) -> dict[str, str]:
    """A form of the kind with something acceptable in every field."""
    return {
        field.name: field.choices[0][0] if field.input == "choice" else SAMPLES[field.input]
        for field in kind.fields
    }


def holder(clerk: Access, kind: JobKind, duties: frozenset[Duty]) -> Access:
    operation = OPERATIONS[kind.operation]
    return replace(clerk, duties=duties, purpose=operation.purposes[0])


@pytest.mark.django_db
@pytest.mark.usefixtures("today")
@pytest.mark.parametrize("kind", wiring.JOB_KINDS, ids=lambda kind: kind.code)
def test_each_kind_is_for_those_who_hold_its_operation(clerk: Access, kind: JobKind) -> None:
    duties = OPERATIONS[kind.operation].duties
    given = filled_in(kind)
    key = ask_job(holder(clerk, kind, duties), kind=kind.code, parameters=given, schedule=NIGHTLY)
    assert Plan.objects.get(key=key).is_live
    others = frozenset(Duty) - duties - {Duty.SYSTEM}
    with pytest.raises(Refused):
        ask_job(holder(clerk, kind, others), kind=kind.code, parameters=given)


@pytest.mark.django_db
@pytest.mark.usefixtures("today")
@pytest.mark.proves("STD-9.1/m8")
@pytest.mark.parametrize("process", CHAPTER_9)
def test_the_processes_of_chapter_9_can_be_run_by_a_schedule(clerk: Access, process: str) -> None:
    kind = ports.kind_of(CHAPTER_9[process])
    access = holder(clerk, kind, OPERATIONS[kind.operation].duties)
    key = ask_job(access, kind=kind.code, parameters=filled_in(kind), schedule=NIGHTLY)
    assert Plan.objects.get(key=key).next_at is not None


def test_no_kind_touches_residents_without_an_enrolled_terminal() -> None:
    assert all(OPERATIONS[kind.operation].personal for kind in wiring.JOB_KINDS)


@pytest.mark.proves("STD-9.1/m2")
def test_no_other_product_keeps_the_schedule() -> None:
    """The name, maker and version of a scheduling product are to be told; there is none, and the screen says so."""
    wanted = [*(ROOT / "requirements").glob("*.in"), *(ROOT / "requirements").glob("*.txt")]
    assert wanted
    for path in wanted:
        found = re.findall(SCHEDULERS, path.read_text(encoding="utf-8").lower(), re.MULTILINE)
        assert found == [], path.name
