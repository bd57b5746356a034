"""Runs (整合性確認の一覧): each comparison with its last run, what waits for a person, and where a run stands. Nobody is named."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.urls import reverse

from daicho.foundation.jobs.models import Job
from daicho.foundation.lines.public import Party
from daicho.foundation.reconciliation import ports
from daicho.foundation.reconciliation.commands.start import (
    OPEN_JOBS,
    counted_from,
    job_kind_code,
    last_done,
    overdue,
)
from daicho.foundation.reconciliation.domain.blocks import count_of
from daicho.foundation.reconciliation.domain.due import next_due
from daicho.foundation.reconciliation.errors import run_missing
from daicho.foundation.reconciliation.models import Run, State
from daicho.foundation.reconciliation.ports import Source
from daicho.foundation.staff.ports import Waiting
from daicho.foundation.staff.public import OPERATIONS, check_may, may
from daicho.kernel.access import Access

PER_PAGE: Final = 20


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One comparison: its last run, whether it is due, whether one is under way."""

    source: Source
    last: Run | None
    due_on: date | None
    overdue: bool
    job: Job | None


@dataclass(frozen=True, slots=True)
class RunLine:
    """One run on the list."""

    row: Run
    title: str
    state: State
    broken_off: bool


@dataclass(frozen=True, slots=True)
class Overview:
    """The comparisons of this node, and a page of its runs."""

    sources: tuple[SourceLine, ...]
    page: Page[Run]
    runs: tuple[RunLine, ...]
    may_run: bool


@dataclass(frozen=True, slots=True)
class RunState:
    """Where one run stands, for its page and its progress."""

    row: Run
    title: str
    source: Source | None
    state: State
    peer: str
    done: int
    total: int
    at_work: bool
    may_stop: bool
    failure: str

    @property
    def steps(self) -> str:
        """What it is doing, in words."""
        if self.row.position < count_of(self.row.width):
            return "区画ごとの指紋を比べています。"
        return "違う区画の行を比べています。"


def view_overview(access: Access, *, page: int) -> Overview:
    """The screen of 整合性確認; counts alone."""
    check_may(access, "reconcile.view")
    found = Paginator(Run.objects.order_by("-started_at", "key"), PER_PAGE).get_page(page)
    return Overview(
        sources=tuple(_line(source) for source in ports.sources.values()),
        page=found,
        runs=tuple(_run_line(row) for row in found),
        may_run=may(access, "reconcile.run"),
    )


def view_state(access: Access, *, run: UUID) -> RunState:
    """Where a run stands. `Missing` when there is none."""
    check_may(access, "reconcile.view")
    row = Run.objects.filter(key=run).first()
    if row is None:
        raise run_missing()
    source = ports.sources.get(row.source)
    job = Job.objects.filter(key=row.job).first()
    at_work = row.state == State.RUNNING.value and job is not None and job.state in OPEN_JOBS
    return RunState(
        row=row,
        title=source.title if source else row.source,
        source=source,
        state=State(row.state),
        peer=Party.parse(row.peer).label,
        done=row.position + row.settled,
        total=count_of(row.width) + len(row.differing),
        at_work=at_work,
        may_stop=at_work and row.stop_asked_at is None and may(access, "reconcile.run"),
        failure=job.failure_words if job and row.state == State.RUNNING.value else "",
    )


def reconcile_waiting(access: Access) -> tuple[Waiting, ...]:
    """For the home page: comparisons whose time has passed (催促, JUK-016), whatever the purpose now chosen."""
    operation = OPERATIONS["reconcile.run"]
    if not access.has(*operation.duties) or operation.code in access.withheld:
        return ()
    late = sum(overdue(source) for source in ports.sources.values())
    return (Waiting("時期を過ぎた整合性確認", late, reverse("reconcile")),) if late else ()


def _line(source: Source) -> SourceLine:
    last, on = last_done(source), counted_from(source)
    jobs = Job.objects.filter(kind=job_kind_code(source), state__in=OPEN_JOBS)
    return SourceLine(
        source=source,
        last=last,
        due_on=next_due(on, source.days) if on else None,
        overdue=overdue(source),
        job=jobs.order_by("-asked_at").first(),
    )


def _run_line(row: Run) -> RunLine:
    source = ports.sources.get(row.source)
    working = Job.objects.filter(key=row.job, state__in=OPEN_JOBS).exists()
    return RunLine(
        row=row,
        title=source.title if source else row.source,
        state=State(row.state),
        broken_off=row.state == State.RUNNING.value and not working,
    )
