"""Finish (終了): how a job ended, with one entry on the trail, and the warning when it ended badly."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

import structlog
from django.db import transaction

from daicho.foundation.audit.public import recorded
from daicho.foundation.jobs import ports
from daicho.foundation.jobs.audit_types import JOB_RAN
from daicho.foundation.jobs.domain.failures import Failure
from daicho.foundation.jobs.domain.states import State
from daicho.foundation.jobs.events import JobEndedBadly
from daicho.foundation.jobs.models import Job, JobFile
from daicho.foundation.outbox.public import emit
from daicho.kernel.access import Access
from daicho.kernel.clock import business_now

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Ending:
    """How a run ended; `counts` are (対象件数, 出力件数) where the kind counts."""

    state: State
    failure: Failure | None = None
    counts: tuple[int, int] | None = None


def finish(access: Access, job: Job, ending: Ending) -> bool:
    """Write how it ended; False when another machine has taken the job over, which then says how it ended."""
    with transaction.atomic():
        row = (
            Job.objects.select_for_update(no_key=True)
            .filter(key=job.key, attempt=job.attempt, state=State.RUNNING.value)
            .first()
        )
        if row is None:
            log.warning("jobs.overtaken", job=str(job.key), attempt=job.attempt)
            return False
        with recorded(access, JOB_RAN) as note:
            _end(row, ending)
            files = list(JobFile.objects.filter(job=row).values_list("name", flat=True))
            note.count = row.made
            note.say(
                job=str(row.key),
                kind=row.kind,
                state=ending.state.value,
                attempt=row.attempt,
                machine=row.machine,
                missed=row.missed,
                wanted=row.wanted,
                made=row.made,
                files=len(files),
                code=row.failure_code,
                reference=row.reference,
            )
            if ending.state.is_abnormal:
                emit(_warning(row))
    return True


def _end(row: Job, ending: Ending) -> None:
    row.state = ending.state.value
    row.finished_at = business_now()
    row.seen_at = None
    if ending.counts is not None:
        row.wanted, row.made = ending.counts
    if ending.failure is not None:
        row.failure_code = ending.failure.code
        row.failure_words = ending.failure.words
        row.failure_system = ending.failure.system
        row.reference = secrets.token_hex(4)
        log.error(
            "jobs.ended_badly",
            job=str(row.key),
            kind=row.kind,
            reference=row.reference,
            code=row.failure_code,
            system=row.failure_system,
        )
    row.save(
        update_fields=[
            "state",
            "finished_at",
            "seen_at",
            "wanted",
            "made",
            "failure_code",
            "failure_words",
            "failure_system",
            "reference",
        ]
    )


def _warning(row: Job) -> JobEndedBadly:
    known = ports.kinds.get(row.kind)
    return JobEndedBadly(
        subjects=(),
        job=str(row.key),
        job_kind=row.kind,
        title=known.title if known else row.kind,
        state=row.state,
        at=business_now().isoformat(timespec="seconds"),
        machine=row.machine,
        code=row.failure_code,
        system=row.failure_system,
        reference=row.reference,
    )
