"""End a plan (予約の取消し): it makes no more jobs; those it made stay."""

from __future__ import annotations

from uuid import UUID

from daicho.foundation.audit.public import recorded
from daicho.foundation.jobs.audit_types import PLAN_ENDED
from daicho.foundation.jobs.errors import over_already, plan_missing
from daicho.foundation.jobs.models import Plan
from daicho.foundation.jobs.selectors.visible import may_see
from daicho.foundation.staff.public import check_may
from daicho.kernel.access import Access
from daicho.kernel.clock import business_now


def end_plan(access: Access, *, plan: UUID) -> None:
    """End it. `Missing` for one that this person may not see, `Conflict` for one that is over."""
    check_may(access, "jobs.ask")
    with recorded(access, PLAN_ENDED) as note:
        row = Plan.objects.select_for_update(no_key=True).filter(key=plan).first()
        if row is None or not may_see(access, row):
            raise plan_missing()
        if not row.is_live:
            raise over_already()
        row.ended_at = business_now()
        row.ended_by = access.staff_key
        row.ended_by_name = access.name
        row.save(update_fields=["ended_at", "ended_by", "ended_by_name"])
        note.say(job=str(row.key), kind=row.kind)
