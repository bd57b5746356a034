"""Decide on a plan (廃棄の承認・取りやめ・再開): a second person says so, and the job that erases is asked for at once."""

from __future__ import annotations

from uuid import UUID, uuid4

from daicho.business.retention.audit_types import PLAN_APPROVED, PLAN_RESUMED, PLAN_WITHDRAWN
from daicho.business.retention.commands.steps import check_step, describe, disposable, lock_plan
from daicho.business.retention.domain.states import TABLE, Action
from daicho.business.retention.models import Plan, PlanFile
from daicho.foundation.audit.public import recorded
from daicho.foundation.jobs.public import ask_job
from daicho.kernel.access import Access
from daicho.kernel.clock import business_now, business_today
from daicho.kernel.errors import Conflict

KIND = "retention.erase"


def approve_plan(access: Access, *, plan: UUID, edition: int, words: str = "") -> UUID:
    """Approve, and ask for the job that erases; returns the job's key.

    `Refused` for whoever made the plan; `Conflict` for a stale page, or when the years have been lengthened since.
    """
    with recorded(access, PLAN_APPROVED) as note:
        row = lock_plan(plan)
        check_step(access, row, Action.APPROVE, edition=edition)
        _check_years(row)
        row.state = TABLE[Action.APPROVE].after.value
        row.edition += 1
        row.approved_at = business_now()
        row.approved_by = access.staff_key
        row.approved_by_name = access.name
        row.approved_words = words.strip()
        row.job = ask_job(access, kind=KIND, parameters={"plan": str(plan)}, key=uuid4())
        row.save(
            update_fields=[
                "state",
                "edition",
                "approved_at",
                "approved_by",
                "approved_by_name",
                "approved_words",
                "job",
            ]
        )
        describe(note, row)
        return row.job


def resume_plan(access: Access, *, plan: UUID, edition: int) -> UUID:
    """Ask for another job where the last one was stopped or failed; what is gone already is not done twice."""
    with recorded(access, PLAN_RESUMED) as note:
        row = lock_plan(plan)
        check_step(access, row, Action.RESUME, edition=edition)
        row.edition += 1
        row.job = ask_job(access, kind=KIND, parameters={"plan": str(plan)}, key=uuid4())
        row.save(update_fields=["edition", "job"])
        describe(note, row)
        return row.job


def withdraw_plan(access: Access, *, plan: UUID, edition: int) -> None:
    """Set a draft aside: nothing of it is erased."""
    with recorded(access, PLAN_WITHDRAWN) as note:
        row = lock_plan(plan)
        check_step(access, row, Action.WITHDRAW, edition=edition)
        row.state = TABLE[Action.WITHDRAW].after.value
        row.edition += 1
        row.ended_at = business_now()
        row.ended_by_name = access.name
        row.save(update_fields=["state", "edition", "ended_at", "ended_by_name"])
        describe(note, row)


def _check_years(row: Plan) -> None:
    today = business_today()
    now = {policy.code: policy.kept_from(today) for policy in disposable(today)}
    for file in PlanFile.objects.filter(plan=row):
        if file.file not in now or now[file.file] < file.before:
            raise Conflict(
                f"「{file.title}」の保存期間が、試算の後に変わりました。",
                why="今の定めでは、まだ保存するものが計画に入っています。",
                remedy="計画を取りやめ、試算し直してください。",
                code="retention.years_changed",
            )
