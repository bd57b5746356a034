"""Lines of the system log: what is said stands there, what could name a resident does not."""

from __future__ import annotations

import json
import logging
import sys
from datetime import date, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
import structlog
from django.db import IntegrityError, OperationalError

from daicho.foundation.system_log.disposing import dispose
from daicho.foundation.system_log.domain.lines import Line, LineKind
from daicho.foundation.system_log.selectors.reading import Place, Wanted, days_kept, end_of, lines
from daicho.foundation.system_log.writing import DayFiles, folder, line_of
from daicho.kernel.clock import TOKYO

NAME, NUMBER = "架空　花子", "123456789018"
MOMENT = datetime(2026, 11, 20, 9, 30, tzinfo=TOKYO)


def record(
    message: object, *, level: int = logging.WARNING, error: BaseException | None = None
) -> logging.LogRecord:
    info = (type(error), error, error.__traceback__) if error else None
    made = logging.LogRecord("django.request", level, __file__, 1, message, (), info)
    made.created = MOMENT.timestamp()
    return made


def raised(error: BaseException, *, cause: BaseException | None = None) -> BaseException:
    """An error as one that was caught, with its place in the program."""
    try:
        raise error from cause
    except type(error) as caught:
        return caught


def keep(home: Path, *told: Line) -> None:
    """Write lines as the handler does."""
    where = folder(home)
    where.mkdir(parents=True, exist_ok=True)
    for line in told:
        with (where / f"{line.at.date().isoformat()}.jsonl").open("a", encoding="utf-8") as file:
            file.write(line.to_json() + "\n")


def told(at: datetime, *, reference: str = "", staff: str = "") -> Line:
    return Line(
        at=at,
        kind=LineKind.EVENT,
        level="info",
        event="worker.started",
        reference=reference,
        staff=staff,
    )


@pytest.mark.proves("STD-10.2/m10")
def test_of_an_error_the_place_is_kept_and_never_the_message() -> None:
    driver = psycopg.errors.UniqueViolation(f"Key (name)=({NAME}) exists; {NUMBER}")
    error = raised(IntegrityError(f"({NAME})"), cause=driver)
    line = line_of(record(f"Internal Server Error: /{NAME}/", level=logging.ERROR, error=error))
    assert (line.kind, line.event, line.facts["sqlstate"]) == (
        LineKind.ERROR,
        "django.request",
        "23505",
    )
    assert line.facts["places"][-1].startswith("test_lines.py:")
    assert NAME not in line.to_json()
    assert NUMBER not in line.to_json()


@pytest.mark.proves("STD-10.2/m7")
@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (OperationalError("server closed the connection"), LineKind.COMMUNICATION),
        (ConnectionResetError("reset"), LineKind.COMMUNICATION),
        (ValueError("no"), LineKind.ERROR),
    ],
)
def test_a_line_that_broke_is_told_in_the_log_of_communication(
    error: Exception, kind: LineKind
) -> None:
    assert line_of(record("x", level=logging.ERROR, error=raised(error))).kind is kind


def test_a_deadlock_is_no_broken_line() -> None:
    driver = psycopg.errors.DeadlockDetected("deadlock")
    line = line_of(
        record("x", level=logging.ERROR, error=raised(OperationalError("d"), cause=driver))
    )
    assert line.kind is LineKind.ERROR


@pytest.mark.proves("STD-10.2/m7")
def test_a_part_that_is_away_is_communication_and_a_start_is_an_event() -> None:
    away = line_of(record({"event": "worker.database_away", "part": "database"}))
    started = line_of(record({"event": "worker.started", "version": "1.0"}, level=logging.INFO))
    assert (away.kind, started.kind) == (LineKind.COMMUNICATION, LineKind.EVENT)
    assert started.facts == {"version": "1.0"}


def test_only_listed_words_are_written_and_long_digits_never() -> None:
    line = line_of(
        record(
            {
                "event": "jobs.ended_badly",
                "name": NAME,
                "code": f"x {NUMBER}",
                "seconds": 1.5,
                "number": int(NUMBER),
                "empty": "",
            }
        )
    )
    assert line.facts == {"code": "x ●", "seconds": 1.5, "left_out": ["name", "number"]}


def test_an_event_that_is_no_name_is_not_repeated() -> None:
    assert line_of(record({"event": f"{NAME} を処理しました"})).event == "unnamed"


def test_a_process_writes_into_the_file_of_the_day_for_its_owner_alone(tmp_path: Path) -> None:
    handler = DayFiles(str(tmp_path), "web")
    with structlog.contextvars.bound_contextvars(reference="1a2b3c4d", staff="窓口1"):
        handler.emit(record({"event": "web.slow", "part": "web", "seconds": 6.1}))
    handler.close()
    path = folder(tmp_path) / "2026-11-20.jsonl"
    said = json.loads(path.read_text(encoding="utf-8"))
    assert said["process"] == "web"
    assert (said["reference"], said["staff"], said["seconds"]) == ("1a2b3c4d", "窓口1", 6.1)
    assert path.stat().st_mode & 0o077 == 0


def test_a_log_that_cannot_be_written_stops_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "logs").write_text("no folder")
    monkeypatch.setattr(logging, "raiseExceptions", False)
    DayFiles(str(tmp_path)).emit(record({"event": "web.slow"}))
    assert capsys.readouterr().out == ""


def test_lines_come_back_newest_first_page_by_page(tmp_path: Path) -> None:
    keep(
        tmp_path,
        *(
            told(MOMENT + timedelta(days=day, seconds=second), reference=f"{day}{second}")
            for day in range(3)
            for second in range(4)
        ),
    )
    found = list(lines(tmp_path, Wanted()))
    assert [line.reference for _, line in found] == [
        f"{day}{second}" for day in (2, 1, 0) for second in (3, 2, 1, 0)
    ]
    rest = list(lines(tmp_path, Wanted(before=Place.read(str(found[4][0])))))
    assert [line.reference for _, line in rest] == [line.reference for _, line in found[5:]]


def test_conditions_narrow_and_a_torn_line_is_passed_over(tmp_path: Path) -> None:
    keep(tmp_path, told(MOMENT, reference="aa"), told(MOMENT, staff="監査1"))
    with (folder(tmp_path) / "2026-11-20.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"at": "2026-11-20T09')
    assert len(list(lines(tmp_path, Wanted()))) == 2
    assert [at.staff for _, at in lines(tmp_path, Wanted(staff="監査1"))] == ["監査1"]
    assert [at.reference for _, at in lines(tmp_path, Wanted(reference="aa"))] == ["aa"]
    assert not list(lines(tmp_path, Wanted(kind=LineKind.ERROR)))
    assert not list(lines(tmp_path, Wanted(since=date(2026, 11, 21))))
    assert not list(lines(tmp_path, Wanted(until=date(2026, 11, 19))))
    end = end_of(tmp_path)
    assert end is not None
    assert len(list(lines(tmp_path, Wanted(before=end)))) == 2


def test_a_home_without_lines_has_none(tmp_path: Path) -> None:
    assert end_of(tmp_path) is None
    assert not list(lines(tmp_path, Wanted()))
    folder(tmp_path).mkdir(parents=True)
    (folder(tmp_path) / "2026-11-20.jsonl").touch()
    assert not list(lines(tmp_path, Wanted()))


def test_only_days_before_the_period_are_disposed_of(tmp_path: Path) -> None:
    keep(tmp_path, *(told(MOMENT - timedelta(days=day)) for day in range(4)))
    gone = dispose(tmp_path, day=date(2026, 11, 19))
    assert gone == [date(2026, 11, 17), date(2026, 11, 18)]
    assert sorted(day for day, _ in days_kept(tmp_path)) == [
        date(2026, 11, 19),
        date(2026, 11, 20),
    ]


def test_what_structlog_says_reaches_the_handler(tmp_path: Path) -> None:
    handler = DayFiles(str(tmp_path), "test")
    logger = logging.getLogger("daicho.test_system_log")
    logger.addHandler(handler)
    try:
        structlog.get_logger("daicho.test_system_log").warning("jobs.overtaken", attempt=2)
        try:
            raise ValueError(NAME)
        except ValueError:
            structlog.get_logger("daicho.test_system_log").exception("jobs.broken")
    finally:
        logger.removeHandler(handler)
        handler.close()
    found = [line for _, line in lines(tmp_path, Wanted())]
    assert [line.event for line in found] == ["jobs.broken", "jobs.overtaken"]
    assert (found[0].facts["error"], found[1].facts) == ("ValueError", {"attempt": 2})
    assert sys.exc_info() == (None, None, None)
