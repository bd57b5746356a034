"""Claim (着手): one process takes one job; a job whose process died is taken up again, and not for ever.

The row is taken with SKIP LOCKED and keeps a number that rises with each taking (`attempt`) and a sign of life by the
database's clock (`seen_at`). Whoever has been silent longer than `LEASE` is taken for dead, and its number can write no
more.
"""

from __future__ import annotations

import socket
from datetime import timedelta

import structlog
from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now

from daicho.foundation.jobs.domain.states import State
from daicho.foundation.jobs.models import Job
from daicho.kernel.clock import business_now

LEASE = timedelta(seconds=60)
log = structlog.get_logger(__name__)


def claim_next() -> Job | None:
    """Take the job that has waited longest, or one whose process is dead; None when there is none.

    The caller runs what it gets, or ends it at once when too many machines died of it (`crashes`).
    """
    free = Q(state=State.WAITING.value, due_at__lte=business_now())
    dead = Q(state=State.RUNNING.value, seen_at__lt=Now() - LEASE)
    with transaction.atomic():
        row = (
            Job.objects.select_for_update(skip_locked=True, no_key=True)
            .filter(free | dead)
            .order_by("due_at", "asked_at")
            .first()
        )
        if row is None:
            return None
        if row.state == State.RUNNING.value:
            row.crashes += 1
            row.said = [
                *row.said,
                f"処理する機械が途中で止まったため、同じ受付のまま{row.crashes + 1}回目の実行に入りました。",
            ]
            log.warning("jobs.taken_up_again", job=str(row.key), crashes=row.crashes)
        row.state = State.RUNNING.value
        row.attempt += 1
        row.seen_at = Now()
        row.machine = socket.gethostname()
        row.started_at = row.started_at or business_now()
        row.save(
            update_fields=[
                "state",
                "attempt",
                "crashes",
                "seen_at",
                "machine",
                "started_at",
                "said",
            ]
        )
    return Job.objects.get(key=row.key)


def give_back(job: Job) -> None:
    """The process is being stopped (計画停止): the job waits for the next one, as if it had not begun."""
    Job.objects.filter(key=job.key, attempt=job.attempt, state=State.RUNNING.value).update(
        state=State.WAITING.value, seen_at=None
    )
