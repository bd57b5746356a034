"""Steps of a bulk case (一括処理の一歩): the lock, the table, the stale page, the step kept; for people and the machine."""

from __future__ import annotations

from uuid import UUID

from daicho.business.movements.domain.bulk import BULK, BULK_TABLE, BulkAction, BulkState
from daicho.business.movements.models import BulkCase, BulkStep
from daicho.foundation.audit.public import Note
from daicho.foundation.staff.public import check_may
from daicho.kernel.access import Access
from daicho.kernel.clock import business_now
from daicho.kernel.errors import Missing


def lock_bulk(case: UUID) -> BulkCase:
    """The bulk case, locked until the transaction ends."""
    found = BulkCase.objects.select_for_update().filter(key=case).first()
    if found is None:
        raise missing()
    return found


def missing() -> Missing:
    """What is said of a key that no bulk case has."""
    return BULK.missing()


def check_bulk_step(access: Access, case: BulkCase, action: BulkAction, *, edition: int) -> None:
    """Whether this person may take this step on this edition: right, state, page, person."""
    rule = BULK_TABLE[action]
    check_may(access, rule.operation)
    state = BulkState(case.state)
    BULK.check_standing(state in rule.before, state=state.label, action=rule.label)
    BULK.check_page(edition, edition=case.edition)
    own = rule.other_than_enterer and case.entered_by == access.staff_key
    BULK.check_other(own, begun="用意した", action=rule.label)


def take_bulk_step(
    access: Access, case: BulkCase, action: str, *, after: BulkState, remark: str = ""
) -> None:
    """Move the case to a state, keep the step, and save."""
    now = business_now()
    case.state = after.value
    case.edition += 1
    case.changed_at = now
    case.save()
    BulkStep.objects.create(
        case=case,
        at=now,
        action=action,
        actor=access.staff_key,
        actor_name=access.name,
        remark=remark.strip(),
    )


def describe_bulk(note: Note, case: BulkCase, *, remark: str = "") -> None:
    """What the trail says of a step."""
    note.case_ref = case.key
    note.digest = case.digest
    note.say(number=case.number, use=case.use, edition=case.edition)
    if remark.strip():
        note.say(remark=remark.strip())
