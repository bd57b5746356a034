"""Stop a job (中止): one that waits is taken back, one that runs is asked to end cleanly."""

from __future__ import annotations

from uuid import UUID

from daicho.foundation.audit.public import recorded
from daicho.foundation.jobs.audit_types import JOB_STOPPED
from daicho.foundation.jobs.domain.states import ACTIONS, Action, State
from daicho.foundation.jobs.errors import job_missing, over_already
from daicho.foundation.jobs.models import Job
from daicho.foundation.jobs.selectors.visible import may_see
from daicho.foundation.staff.public import check_may
from daicho.kernel.access import Access
from daicho.kernel.clock import business_now


def stop_job(access: Access, *, job: UUID) -> State:
    """Stop it and return its state now: STOPPED, or RUNNING until the run has heeded. `Conflict` when it is over."""
    check_may(access, "jobs.ask")
    with recorded(access, JOB_STOPPED) as note:
        row = Job.objects.select_for_update(no_key=True).filter(key=job).first()
        if row is None or not may_see(access, row):
            raise job_missing()
        if Action.STOP not in ACTIONS[State(row.state)]:
            raise over_already()
        row.stop_asked_at = row.stop_asked_at or business_now()
        row.stop_asked_by = access.staff_key
        row.stop_asked_by_name = access.name
        if row.state == State.WAITING.value:
            row.state = State.STOPPED.value
            row.finished_at = business_now()
        row.save(
            update_fields=[
                "stop_asked_at",
                "stop_asked_by",
                "stop_asked_by_name",
                "state",
                "finished_at",
            ]
        )
        note.say(job=str(row.key), kind=row.kind, state=row.state)
    return State(row.state)
