"""Return (差戻し): give a case back to be corrected, saying why."""

from __future__ import annotations

from uuid import UUID

from daicho.business.movements.audit_types import CASE_RETURNED
from daicho.business.movements.commands.steps import check_step, describe, lock_case, take_step
from daicho.business.movements.domain.states import Action
from daicho.foundation.audit.public import recorded
from daicho.kernel.access import Access
from daicho.kernel.errors import Invalid, Problem


def return_case(access: Access, *, case: UUID, edition: int, remark: str) -> int:
    """Give the case back; `Invalid` when no reason is given. Returns the new edition."""
    with recorded(access.on_case(case), CASE_RETURNED) as note:
        row = lock_case(case)
        check_step(access, row, Action.RETURN, edition=edition)
        if not remark.strip():
            raise Invalid(
                [
                    Problem(
                        "remark_blank",
                        "remark",
                        "差し戻す理由がありません。",
                        remedy="何を直すかを入力してください。",
                    )
                ]
            )
        row.examined_by = None
        take_step(access, row, Action.RETURN, remark=remark)
        describe(note, row, remark=remark)
    return row.edition
