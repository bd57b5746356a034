"""Return a bulk case (一括処理の差戻し): give it back to whoever prepared it, saying why."""

from __future__ import annotations

from uuid import UUID

from daicho.business.movements.audit_types import BULK_RETURNED
from daicho.business.movements.commands.bulk_steps import (
    check_bulk_step,
    describe_bulk,
    lock_bulk,
    take_bulk_step,
)
from daicho.business.movements.domain.bulk import BulkAction, BulkState
from daicho.foundation.audit.public import recorded
from daicho.kernel.access import Access
from daicho.kernel.errors import Invalid, Problem


def return_bulk(access: Access, *, case: UUID, edition: int, remark: str = "") -> int:
    """Give the case back; `Invalid` when no reason is given. Returns the new edition."""
    with recorded(access.on_case(case), BULK_RETURNED) as note:
        row = lock_bulk(case)
        check_bulk_step(access, row, BulkAction.RETURN, edition=edition)
        if not remark.strip():
            raise Invalid(
                [
                    Problem(
                        "remark_blank",
                        "remark",
                        "差し戻す理由がありません。",
                        "理由がないと、用意した人が直せません。",
                        "何を直すかを入力してください。",
                    )
                ]
            )
        row.examined_by = None
        take_bulk_step(access, row, BulkAction.RETURN, after=BulkState.RETURNED, remark=remark)
        describe_bulk(note, row, remark=remark)
    return row.edition
