"""Submit (仮登録): hand a draft over to examination; errors stop it, alerts want a confirmation that is kept."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from uuid import UUID

from daicho.business.movements import ports
from daicho.business.movements.audit_types import CASE_SUBMITTED
from daicho.business.movements.commands.exclusive import check_kind, take_hold, take_up
from daicho.business.movements.commands.save_draft import NEW, _new, fill, seal_numbers
from daicho.business.movements.commands.steps import check_step, describe, lock_case, take_step
from daicho.business.movements.domain.kinds import KINDS
from daicho.business.movements.domain.notification import channel_of
from daicho.business.movements.domain.planning import (
    base_of,
    check_confirmed,
    check_reasons,
    key_of,
    plan_case,
)
from daicho.business.movements.domain.reception import occasion_of
from daicho.business.movements.domain.states import Action
from daicho.business.movements.domain.summary import summary_of
from daicho.business.movements.models import Case
from daicho.business.movements.selectors.world import load_world
from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.public import check_may
from daicho.kernel.access import Access
from daicho.kernel.clock import business_today
from daicho.kernel.errors import Invalid

REASON_LIMIT = 300


def submit(
    access: Access,
    *,
    case: UUID,
    kind: str,
    payload: Mapping[str, str],
    edition: int,
    confirmed: Collection[str],
    reasons: Mapping[str, str] | None = None,
) -> int:
    """Keep what was typed and put it before the examiner (審査待ち). Returns the new edition.

    `reasons` are those typed beside a confirmation, by its key. `Invalid` with every problem: errors, alerts whose
    key is not among `confirmed`, and alerts that want a reason and have none. `Conflict` for a stale page, a
    form sent twice, or a person who is in another case under way.
    """
    check_may(access, "movements.draft")
    with recorded(access.on_case(case), CASE_SUBMITTED) as note:
        sealed = seal_numbers(payload)
        row = _new(access, case=case, kind=kind) if edition == NEW else lock_case(case)
        if edition != NEW:
            check_step(access, row, Action.SUBMIT, edition=edition)
        check_kind(access, row.kind)
        take_up(access, row)
        fill(row, sealed)
        take_hold(access, row, against_cases=False)
        _check_elsewhere(row)
        kept = plan_into(row, sealed, confirmed, reasons or {})
        take_step(access, row, Action.SUBMIT)
        describe(note, row)
        note.say(confirmed=kept)
    return row.edition


def _check_elsewhere(row: Case) -> None:
    """`Invalid` with what another part knows against the case."""
    if problems := ports.faults_of_case(row.kind, row.key):
        raise Invalid(problems)


def plan_into(
    row: Case,
    payload: Mapping[str, str],
    confirmed: Collection[str],
    reasons: Mapping[str, str],
) -> list[str]:
    """Plan a case and put into it what lists and the approval need; the keys of the alerts that were confirmed."""
    kind = KINDS[row.kind]
    world = load_world(payload, today=business_today(), case=row.key)
    plan, problems = plan_case(kind, payload, world)
    kept = check_confirmed(problems, confirmed)
    check_reasons(problems, reasons)
    row.confirmations = [
        {
            "code": p.code,
            "field": p.field,
            "message": p.message,
            "reason": reasons.get(key_of(p), "").strip()[:REASON_LIMIT],
        }
        for p in problems
    ]
    row.based_on = base_of(world)
    row.persons = sorted({p.person for p in plan.everyone if p.person}, key=str)
    row.summary = summary_of(plan, payload)
    row.channel = channel_of(payload, plan, kind.sheet).value
    row.occasion = occasion_of(kind, plan, payload, surveyed=row.survey is not None).value
    row.deadline = plan.deadline
    row.event_on = plan.event_date.sort_on
    row.notified_on = plan.notified_on
    return kept
