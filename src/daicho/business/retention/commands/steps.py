"""Steps (廃棄の一歩): what every act on a plan shares: the lock, the state table, the second person, the entry's facts."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import connection
from django.db.models import Sum

from daicho.business.retention import ports
from daicho.business.retention.domain.policies import Approval, Policy, policies_on
from daicho.business.retention.domain.states import PLAN, TABLE, Action, State
from daicho.business.retention.models import Plan, PlanFile
from daicho.foundation.audit.public import Note
from daicho.foundation.staff.public import check_may
from daicho.kernel.access import Access
from daicho.kernel.errors import Missing


def disposable(day: date) -> tuple[Policy, ...]:
    """The policies of the files that a plan may dispose of, in the order of the table."""
    return tuple(
        policy
        for policy in policies_on(day)
        if policy.approval is Approval.PERSON and policy.code in ports.files
    )


def next_number(day: date) -> str:
    """The number of a plan, and so of its receipt: never given twice."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('retention_plan_seq')")
        (number,) = cursor.fetchone()
    return f"廃棄{day.year}-{number:04d}"


def lock_plan(plan: UUID) -> Plan:
    """The plan, locked until the transaction ends."""
    row = Plan.objects.select_for_update().filter(key=plan).first()
    if row is None:
        raise missing()
    return row


def missing() -> Missing:
    return PLAN.missing()


def check_step(access: Access, row: Plan, action: Action, *, edition: int) -> None:
    """Whether this actor may take the action now: their right, the state, the page, and a second person's act."""
    rule = TABLE[action]
    check_may(access, rule.operation)
    state = State(row.state)
    PLAN.check_standing(state is rule.before, state=state.label, action=action.label)
    PLAN.check_page(edition, edition=row.edition)
    own = rule.other and row.drafted_by == access.staff_key
    PLAN.check_other(own, begun="試算した", action=action.label)


def describe(note: Note, row: Plan) -> None:
    """What the entry says of a plan: which files, how many, and the digest over the keys."""
    files = PlanFile.objects.filter(plan=row).order_by("id")
    sums = files.aggregate(due=Sum("due"), kept_back=Sum("kept_back"))
    note.count = sums["due"] or 0
    note.digest = row.digest
    note.say(
        number=row.number,
        files=list(files.values_list("file", flat=True)),
        due=sums["due"] or 0,
        kept_back=sums["kept_back"] or 0,
        digest=row.digest,
    )
