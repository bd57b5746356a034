"""Resume (保留を解く): what was waited for has come; the case is entered and examined again."""

from __future__ import annotations

from uuid import UUID

from daicho.business.movements.audit_types import CASE_RESUMED
from daicho.business.movements.commands.steps import check_step, describe, lock_case, take_step
from daicho.business.movements.domain.states import Action
from daicho.foundation.audit.public import recorded
from daicho.kernel.access import Access


def resume(access: Access, *, case: UUID, edition: int, remark: str = "") -> int:
    """Take a case out of hold. Returns the new edition; errors as `check_step`."""
    with recorded(access.on_case(case), CASE_RESUMED) as note:
        row = lock_case(case)
        check_step(access, row, Action.RESUME, edition=edition)
        row.held_at, row.held_until, row.held_reason = None, None, ""
        take_step(access, row, Action.RESUME, remark=remark)
        describe(note, row, remark=remark)
    return row.edition
