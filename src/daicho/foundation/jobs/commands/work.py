"""Work (実行): take one job, run it in the standing of whoever asked, and write how it ended."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import replace
from typing import Final

import structlog
from django.db import OperationalError, connection

from daicho.foundation.jobs import ports
from daicho.foundation.jobs.commands.claim import claim_next, give_back
from daicho.foundation.jobs.commands.desk import JobDesk
from daicho.foundation.jobs.commands.finish import Ending, finish
from daicho.foundation.jobs.domain.failures import (
    LOST_TOO_OFTEN,
    UNKNOWN_KIND,
    counts_differ,
    failure_of,
    is_connection_lost,
)
from daicho.foundation.jobs.domain.kinds import JobKind, resolved
from daicho.foundation.jobs.domain.run import JobRun
from daicho.foundation.jobs.domain.states import State
from daicho.foundation.jobs.models import Job
from daicho.foundation.staff.public import SYSTEM, check_may, later_access, system_access
from daicho.kernel.access import Access, Purpose
from daicho.kernel.clock import TOKYO
from daicho.kernel.errors import Refused

MOST_CRASHES: Final = 3
log = structlog.get_logger(__name__)


class Interrupted(KeyboardInterrupt):
    """The process is being stopped: the driver cancels its statement as for Ctrl-C, and the job is given back."""


def work_once(*, watched: bool = True) -> bool:
    """Run the next job to its end; False when none waits.

    `watched`: with a thread that gives the sign of life; a test inside one transaction does without. A database that
    went away is the caller's: the job is taken up again when its lease has run out.
    """
    job = claim_next()
    if job is None:
        return False
    access = _access_of(job)
    try:
        ending = _run(access, job, watched=watched)
    except Interrupted:
        # Whatever transaction was open ends with its connection.
        connection.close()
        give_back(job)
        raise
    if ending is not None:
        finish(access, job, ending)
    return True


def _access_of(job: Job) -> Access:
    return replace(_asker(job), function=job.kind)


def _asker(job: Job) -> Access:
    purpose = Purpose(job.purpose)
    if job.asked_by == SYSTEM:
        return system_access(purpose, job=job.kind, basis=job.basis)
    return later_access(
        job.asked_by,
        login=job.asked_login,
        purpose=purpose,
        terminal=job.terminal,
        office=job.office,
        basis=job.basis,
    )


def _run(access: Access, job: Job, *, watched: bool) -> Ending | None:
    """How the run ended; None when another machine has taken it over."""
    kind = ports.kinds.get(job.kind)
    if kind is None:
        return Ending(State.FAILED, UNKNOWN_KIND)
    if job.crashes >= MOST_CRASHES:
        return Ending(State.FAILED, LOST_TOO_OFTEN)
    if job.stop_asked_at is not None:
        # Asked of a process that died, or was stopped itself, before it heeded.
        return Ending(State.STOPPED)
    desk = JobDesk(job)
    due_on = job.due_at.astimezone(TOKYO).date()
    parameters = resolved(kind, job.parameters, on=due_on)
    run = JobRun(access=access, key=job.key, parameters=parameters, desk=desk)
    with desk.watched() if watched else nullcontext():
        ending = _ending_of(kind, run, desk)
    desk.beat()
    return None if desk.lost else ending


def _ending_of(kind: JobKind, run: JobRun, desk: JobDesk) -> Ending:
    try:
        _check_still_may(run.access, kind)
        kind.run(run)
    except OperationalError as error:
        if is_connection_lost(error):
            raise
        return _failed(error, desk)
    except Exception as error:  # noqa: BLE001  # whatever a kind raises ends its job, never the process
        return _failed(error, desk)
    if desk.heeded_stop:
        return Ending(State.STOPPED, counts=desk.counts)
    if desk.counts is not None and desk.counts[0] != desk.counts[1]:
        return Ending(State.FAILED, counts_differ(*desk.counts), desk.counts)
    return Ending(State.DONE, counts=desk.counts)


def _failed(error: Exception, desk: JobDesk) -> Ending:
    failure = failure_of(error)
    return Ending(State.REFUSED if failure.refused else State.FAILED, failure, desk.counts)


def _check_still_may(access: Access, kind: JobKind) -> None:
    if not access.duties:
        raise Refused(
            "依頼した人の職務で行う処理のため、行いませんでした。",
            why="依頼した人が、今日は職務に就いていないか、アカウントを使えません。",
            remedy="職務に就いている人が、あらためて依頼してください。",
            code="duty_missing",
        )
    check_may(access, kind.operation)
