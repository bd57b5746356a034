"""Plans (予約の一覧): what will run, when next, and what each plan has made so far."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import F

from daicho.foundation.jobs import ports
from daicho.foundation.jobs.domain.kinds import Shown, shown
from daicho.foundation.jobs.domain.states import State
from daicho.foundation.jobs.errors import plan_missing
from daicho.foundation.jobs.models import Job, Plan
from daicho.foundation.jobs.selectors.visible import may_see, seen_by
from daicho.foundation.staff.public import check_may
from daicho.kernel.access import Access

PER_PAGE: Final = 50
_LATEST: Final = 20


@dataclass(frozen=True, slots=True)
class PlanView:
    """One plan; `made` are its latest jobs with their state, when it is looked at alone."""

    plan: Plan
    title: str
    parameters: tuple[Shown, ...]
    made: tuple[tuple[Job, State], ...] = ()


def list_plans(access: Access, *, page: int) -> tuple[Page[Plan], tuple[PlanView, ...]]:
    """One page of the plans that this person may see: what comes next first, what is over last."""
    check_may(access, "jobs.view")
    found = Plan.objects.filter(seen_by(access)).order_by(
        F("ended_at").asc(nulls_first=True), F("next_at").asc(nulls_last=True), "key"
    )
    drawn = Paginator(found, PER_PAGE).get_page(page)
    return drawn, tuple(_view(row) for row in drawn)


def view_plan(access: Access, *, plan: UUID) -> PlanView:
    """One plan with its latest jobs. `Missing` for one that this person may not see."""
    check_may(access, "jobs.view")
    row = Plan.objects.filter(key=plan).first()
    if row is None or not may_see(access, row):
        raise plan_missing()
    made = Job.objects.filter(plan=row).order_by("-due_at")[:_LATEST]
    return _view(row, tuple((job, State(job.state)) for job in made))


def _view(row: Plan, made: tuple[tuple[Job, State], ...] = ()) -> PlanView:
    kind = ports.kinds.get(row.kind)
    return PlanView(
        plan=row,
        title=kind.title if kind else row.kind,
        parameters=shown(kind, row.parameters) if kind else (),
        made=made,
    )
