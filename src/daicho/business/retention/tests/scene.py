"""Plans and cases as they stand years later: a case that has ended, and a plan carried out to its end."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from uuid import UUID, uuid4

from daicho.business.movements.models import Case, CaseStep
from daicho.business.retention.commands.decide_plan import approve_plan
from daicho.business.retention.commands.draft_plan import draft_plan
from daicho.business.retention.commands.erase import erase_plan
from daicho.business.retention.models import Plan
from daicho.foundation.jobs.domain.run import JobRun
from daicho.foundation.jobs.tests.running import Listening, employed
from daicho.kernel.access import Access
from daicho.kernel.clock import TOKYO

STAFF = uuid4()
NUMBER = "123456789018"
"""A 個人番号 that somebody typed where it does not belong."""


def at(day: date) -> datetime:
    return datetime.combine(day, time(10), tzinfo=TOKYO)


def old_case(
    day: date, *, state: str = "approved", kind: str = "move_in", persons: Sequence[UUID] = ()
) -> Case:
    """A case that ended (or was last touched) on a day."""
    key = uuid4()
    case = Case.objects.create(
        key=key,
        number=f"試{key.hex[:10]}",
        kind=kind,
        state=state,
        payload={"memo": NUMBER},
        persons=list(persons),
        entered_by=STAFF,
        entered_by_name="係",
        made_at=at(day),
        changed_at=at(day),
        approved_at=at(day) if state == "approved" else None,
    )
    CaseStep.objects.create(case=case, at=at(day), action="save", actor=STAFF, actor_name="係")
    return case


def planned(access: Access, *files: str) -> Plan:
    """A dry run of some files."""
    return Plan.objects.get(key=draft_plan(access, plan=uuid4(), files=files))


def approved(access: Access, plan: Plan) -> Plan:
    """The same with the second person's word."""
    approve_plan(employed(access), plan=plan.key, edition=plan.edition)
    plan.refresh_from_db()
    return plan


def carried_out(access: Access, plan: Plan, *, piece: int = 1000) -> Listening:
    """An approved plan through the door to its end."""
    desk = Listening()
    run = JobRun(access=access, key=uuid4(), parameters={"plan": str(plan.key)}, desk=desk)
    erase_plan(run, plan=plan, piece=piece)
    plan.refresh_from_db()
    return desk
