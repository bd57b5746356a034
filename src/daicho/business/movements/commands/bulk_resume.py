"""Resume a bulk case (本処理の再開): go on with what is left."""

from __future__ import annotations

from uuid import UUID

from daicho.business.movements.audit_types import BULK_RESUMED
from daicho.business.movements.commands.bulk_steps import (
    check_bulk_step,
    describe_bulk,
    lock_bulk,
    take_bulk_step,
)
from daicho.business.movements.domain.bulk import BulkAction, BulkState
from daicho.foundation.audit.public import recorded
from daicho.kernel.access import Access


def resume_bulk(access: Access, *, case: UUID, edition: int, remark: str = "") -> int:
    """Let the rest be written. Returns the new edition; errors as `check_bulk_step`."""
    with recorded(access.on_case(case), BULK_RESUMED) as note:
        row = lock_bulk(case)
        check_bulk_step(access, row, BulkAction.RESUME, edition=edition)
        row.failure = ""
        take_bulk_step(access, row, BulkAction.RESUME, after=BulkState.APPROVED, remark=remark)
        describe_bulk(note, row, remark=remark)
    return row.edition
