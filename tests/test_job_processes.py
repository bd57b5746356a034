"""Processes that run jobs: apart from the screens and giving way to them; killed, stopped, several at once."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from multiprocessing.context import ForkProcess
from pathlib import Path
from uuid import UUID

import pytest
from django.db import connection, transaction

from daicho.config import job_runner, wiring
from daicho.foundation.audit.models import Entry
from daicho.foundation.jobs import ports
from daicho.foundation.jobs.commands import claim, desk
from daicho.foundation.jobs.commands.stop_job import stop_job
from daicho.foundation.jobs.domain.states import State
from daicho.foundation.jobs.models import Job
from daicho.foundation.jobs.public import JobField, JobKind, JobRun, ask_job
from daicho.foundation.jobs.tests.running import employed
from daicho.kernel.access import Access
from daicho.operations import startup
from daicho.operations.home import Home

pytestmark = pytest.mark.usefixtures("fresh_database")
# However busy the machine is; nothing is waited for beyond its coming.
PATIENCE = 180.0
NICENESS = job_runner.NICENESS
WHERE = (JobField("where", "場所", "text"),)


def _writes_its_key(run: JobRun) -> None:
    with (Path(run.parameters["where"]) / "ran").open("a") as out:
        out.write(f"{run.key}\n")


def _waits(run: JobRun) -> None:
    """Goes on when it is let; meanwhile it is in the middle of a transaction."""
    where = Path(run.parameters["where"])
    with transaction.atomic():
        run.progress(3, 10)
        run.keep("半分.txt", [b"half"], "text/plain")
        (where / f"begun-{os.getpid()}").touch()
        while not (where / "go").exists():
            if run.stopped:
                run.say("止めました。")
                return
            time.sleep(0.05)
    run.progress(10, 10)


def _sleeps_in_the_database(run: JobRun) -> None:
    where = Path(run.parameters["where"])
    if (where / "go").exists():
        return
    (where / f"begun-{os.getpid()}").touch()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(600)")


def _tells_how_it_stands(run: JobRun) -> None:
    run.say(f"nice {os.getpriority(os.PRIO_PROCESS, 0)}")
    with connection.cursor() as cursor:
        cursor.execute("SHOW max_parallel_workers_per_gather")
        run.say(f"parallel {cursor.fetchone()[0]}")


KINDS = tuple(
    JobKind(f"test.{run.__name__[1:]}", run.__name__, "movements.lists", run, WHERE)
    for run in (_writes_its_key, _waits, _sleeps_in_the_database, _tells_how_it_stands)
)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Kinds of the tests, a short lease, short pauses, and no giving way to the other tests of the run."""
    monkeypatch.setattr(wiring, "JOB_KINDS", KINDS)
    monkeypatch.setattr(ports, "kinds", ports.by_code(KINDS))
    monkeypatch.setattr(claim, "LEASE", timedelta(seconds=6))
    monkeypatch.setattr(desk, "BEAT_SECONDS", 0.2)
    monkeypatch.setattr(job_runner, "IDLE_SECONDS", 0.05)
    monkeypatch.setattr(job_runner, "NICENESS", 0)


@pytest.fixture
def asker(clerk: Access) -> Access:
    return employed(clerk)


def ask(asker: Access, kind: Callable[[JobRun], None], where: Path) -> UUID:
    code = f"test.{kind.__name__[1:]}"
    return ask_job(asker, kind=code, parameters={"where": str(where)})


@contextmanager
def runners(count: int) -> Iterator[list[ForkProcess]]:
    """As many processes as `up` would start, each with connections of its own."""
    connection.close()
    made = [
        multiprocessing.get_context("fork").Process(target=job_runner.run) for _ in range(count)
    ]
    for process in made:
        process.start()
    try:
        yield made
    finally:
        for process in made:
            if process.is_alive():
                process.terminate()
            process.join(PATIENCE)


def until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)


def state(key: UUID) -> str:
    return Job.objects.get(key=key).state


@pytest.mark.proves("STD-9.1/m4")
def test_jobs_run_apart_from_the_screens_and_give_way(
    asker: Access, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(job_runner, "NICENESS", NICENESS)
    key = ask(asker, _tells_how_it_stands, tmp_path)
    own = os.getpriority(os.PRIO_PROCESS, 0)
    with runners(1):
        until(lambda: state(key) == State.DONE)
    assert NICENESS > 0
    expected = min(own + NICENESS, 19)
    assert Job.objects.get(key=key).said == [f"nice {expected}", "parallel 0"]


@pytest.mark.proves("STD-9.1/m4")
def test_no_more_run_at_once_than_there_are_processes(asker: Access, tmp_path: Path) -> None:
    keys = [ask(asker, _waits, tmp_path) for _ in range(4)]
    with runners(2):
        until(lambda: Job.objects.filter(state=State.RUNNING.value, done=3).count() == 2)
        time.sleep(0.5)
        assert Job.objects.filter(state=State.WAITING.value).count() == 2
        (tmp_path / "go").touch()
        until(lambda: all(state(key) == State.DONE for key in keys))
    servers = startup.job_servers(Home(tmp_path))
    assert [server.name for server in servers] == ["jobs-1", "jobs-2"]


def test_each_job_is_run_by_one_process_once(asker: Access, tmp_path: Path) -> None:
    keys = [ask(asker, _writes_its_key, tmp_path) for _ in range(30)]
    with runners(3):
        until(lambda: all(state(key) == State.DONE for key in keys))
    ran = Counter((tmp_path / "ran").read_text().split())
    assert ran == Counter(str(key) for key in keys)
    assert Entry.objects.filter(kind="jobs.ran").count() == len(keys)


def test_progress_is_seen_while_the_run_is_in_a_transaction(asker: Access, tmp_path: Path) -> None:
    key = ask(asker, _waits, tmp_path)
    with runners(1):
        until(lambda: Job.objects.get(key=key).done == 3)
        stop_job(asker, job=key)
        until(lambda: state(key) == State.STOPPED)
    assert Job.objects.get(key=key).said == ["止めました。"]


def test_a_killed_process_leaves_a_job_that_is_taken_up_again(
    asker: Access, tmp_path: Path
) -> None:
    key = ask(asker, _waits, tmp_path)
    with runners(1) as (doomed,):
        until(lambda: any(tmp_path.glob("begun-*")))
        os.kill(int(doomed.pid or 0), signal.SIGKILL)
        doomed.join(PATIENCE)
    assert state(key) == State.RUNNING
    (tmp_path / "go").touch()
    with runners(2):
        until(lambda: state(key) == State.DONE)
    job = Job.objects.get(key=key)
    assert (job.attempt, job.crashes, job.done) == (2, 1, 10)
    assert "2回目の実行" in job.said[0]
    assert Entry.objects.filter(kind="jobs.ran").count() == 1


def test_a_process_that_lives_keeps_its_job_beyond_the_lease(asker: Access, tmp_path: Path) -> None:
    key = ask(asker, _waits, tmp_path)
    with runners(2):
        until(lambda: state(key) == State.RUNNING)
        time.sleep(7)
        assert Job.objects.get(key=key).attempt == 1
        (tmp_path / "go").touch()
        until(lambda: state(key) == State.DONE)
    assert len(list(tmp_path.glob("begun-*"))) == 1


def test_a_planned_stop_gives_the_job_back_at_once(asker: Access, tmp_path: Path) -> None:
    key = ask(asker, _sleeps_in_the_database, tmp_path)
    with runners(1) as (process,):
        until(lambda: any(tmp_path.glob("begun-*")))
        process.terminate()
        process.join(PATIENCE)
        assert process.exitcode == 0
    assert (state(key), Job.objects.get(key=key).crashes) == (State.WAITING, 0)
    (tmp_path / "go").touch()
    with runners(1):
        until(lambda: state(key) == State.DONE)
