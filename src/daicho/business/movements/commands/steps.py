"""Steps (手続の一歩): what every act on a case shares: the lock, the state table, the stale page, the step kept."""

from __future__ import annotations

from uuid import UUID

from daicho.business.movements.domain.history_change import change_of
from daicho.business.movements.domain.states import CASE, TABLE, Action, State
from daicho.business.movements.models import Case, CaseStep
from daicho.foundation.audit.public import Note
from daicho.foundation.staff.public import check_may
from daicho.kernel.access import Access
from daicho.kernel.clock import business_now


def lock_case(case: UUID) -> Case:
    """The case, locked until the transaction ends."""
    found = Case.objects.select_for_update().filter(key=case).first()
    if found is None:
        raise CASE.missing()
    return found


def check_step(access: Access, case: Case, action: Action, *, edition: int) -> None:
    """Whether this person may take this step on this edition of the case: right, state, person, page."""
    rule = TABLE[action]
    check_may(access, rule.operation)
    state = State(case.state)
    CASE.check_standing(state in rule.before, state=state.label, action=rule.label)
    CASE.check_page(edition, edition=case.edition)
    own = rule.other_than_enterer and case.entered_by == access.staff_key
    CASE.check_other(own, begun="入力した", action=rule.label)


def take_step(access: Access, case: Case, action: Action, *, remark: str = "") -> None:
    """Move the case to its next state, keep the step, and save."""
    now = business_now()
    case.state = TABLE[action].after.value
    case.edition += 1
    case.changed_at = now
    case.save()
    CaseStep.objects.create(
        case=case,
        at=now,
        action=action.value,
        actor=access.staff_key,
        actor_name=access.name,
        terminal=access.terminal,
        remark=remark.strip(),
    )


def describe(note: Note, case: Case, *, remark: str = "") -> None:
    """What the trail says of a step."""
    note.case_ref = case.key
    note.about(*case.persons)
    note.say(
        number=case.number,
        kind=case.kind,
        change=change_of(case.kind).value,
        edition=case.edition,
    )
    if remark.strip():
        note.say(remark=remark.strip())
