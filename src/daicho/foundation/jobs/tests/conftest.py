"""Kinds of jobs that exist in tests alone, and people who may ask for them."""

from __future__ import annotations

import pytest

from daicho.foundation.jobs import ports
from daicho.foundation.jobs.public import JobField, JobKind, JobRun
from daicho.foundation.jobs.tests.running import employed
from daicho.kernel.access import Access
from daicho.kernel.errors import Conflict

FIELDS = (
    JobField("as_of", "基準日", "date"),
    JobField("district", "地区", "choice", choices=(("1", "東"), ("2", "西"))),
    JobField("least", "最小の数", "number", required=False),
    JobField("with_names", "氏名をのせる", "check", required=False),
)


def _report(run: JobRun) -> None:
    run.progress(1, 2)
    run.keep("表.csv", (part.encode() for part in ("日付\n", run.parameters["as_of"])), "text/csv")
    run.keep("一覧.xlsx", [b"PK" + bytes(200_000)], "application/octet-stream")
    run.say(f"{run.parameters['as_of']} 現在で作りました。")
    run.progress(2, 2)


def _breaks(_run: JobRun) -> None:
    raise OSError(28, "No space left on device", "/home/some/name")


def _refuses(_run: JobRun) -> None:
    raise Conflict("できません。", why="先に締めてください。", code="test.closed")


def _heeds(run: JobRun) -> None:
    run.say("stopped" if run.stopped else "went on")


def _short(run: JobRun) -> None:
    run.counted(int(run.parameters["wanted"]), int(run.parameters["made"]))


REPORT = JobKind("test.report", "試験の帳票", "movements.lists", _report, FIELDS)
BREAKS = JobKind("test.breaks", "壊れる処理", "movements.lists", _breaks)
REFUSES = JobKind("test.refuses", "断る処理", "movements.lists", _refuses)
HEEDS = JobKind("test.heeds", "中止を聞く処理", "movements.lists", _heeds)
COUNTS = (JobField("wanted", "対象", "number"), JobField("made", "出力", "number"))
SHORT = JobKind("test.short", "数える処理", "movements.lists", _short, COUNTS, by_hand=False)
AUDITORS = JobKind("test.auditors", "監査の処理", "audit.search", lambda _run: None)

REPORT_OF = {"as_of": "2026-10-31", "district": "1"}


@pytest.fixture(autouse=True)
def kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    found = ports.by_code((REPORT, BREAKS, REFUSES, HEEDS, SHORT, AUDITORS))
    monkeypatch.setattr(ports, "kinds", found)


@pytest.fixture
def asker(clerk: Access) -> Access:
    """窓口1, with an account."""
    return employed(clerk)
