"""Begin (開始・続行): a new run, or the one that was broken off; and the guard that one job alone writes of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from daicho.foundation.audit.public import recorded
from daicho.foundation.jobs.public import JobRun
from daicho.foundation.reconciliation.audit_types import RUN_BEGUN
from daicho.foundation.reconciliation.domain.blocks import width_for
from daicho.foundation.reconciliation.errors import run_overtaken
from daicho.foundation.reconciliation.models import Run, State
from daicho.foundation.reconciliation.ports import Source
from daicho.kernel.clock import business_now

# What agreed longer ago than this is compared anew.
GOES_ON_WITHIN: Final = timedelta(days=1)


def begin(run: JobRun, source: Source) -> Run | None:
    """The run that this job works at; None when this job has ended one before (its machine died too late to say so)."""
    if Run.objects.filter(job=run.key).exclude(state=State.RUNNING.value).exists():
        return None
    with recorded(run.access, RUN_BEGUN) as note:
        row = _broken_off(source)
        note.say(continued="はい" if row else "いいえ")
        if row is None:
            row = _new(run, source)
        else:
            row.job, row.moved_at = run.key, business_now()
            row.save(update_fields=["job", "moved_at"])
        # The numbers of everybody are opened from here on, for the digests alone.
        note.number_shown = True
        note.say(run=str(row.key), source=row.source, peer=row.peer)
    return row


def move(row: Run, *columns: str) -> None:
    """Write how far it is. `Conflict` when another job has taken it over, or it is over."""
    told = {name: getattr(row, name) for name in columns}
    mine = Run.objects.filter(key=row.key, job=row.job, state=State.RUNNING.value)
    if not mine.update(moved_at=business_now(), **told):
        raise run_overtaken()


def stop_asked(run: JobRun, row: Run) -> bool:
    """Whether somebody asked to stop, on the screen of jobs or on that of the run."""
    asked = Run.objects.filter(key=row.key, stop_asked_at__isnull=False).exists()
    return run.stopped or asked


def _broken_off(source: Source) -> Run | None:
    """The run that is open and still fresh; one that lay too long is ended here."""
    found = Run.objects.select_for_update(no_key=True).filter(
        source=source.code, state=State.RUNNING.value
    )
    row = found.first()
    if row is None or business_now() - row.moved_at <= GOES_ON_WITHIN:
        return row
    row.state, row.finished_at = State.STOPPED.value, business_now()
    row.save(update_fields=["state", "finished_at"])
    return None


def _new(run: JobRun, source: Source) -> Run:
    now = business_now()
    return Run.objects.create(
        source=source.code,
        peer=str(source.peer()),
        width=width_for(source.count()),
        job=run.key,
        started_at=now,
        moved_at=now,
        started_by=run.access.staff_key,
        started_by_name=run.access.name,
    )
