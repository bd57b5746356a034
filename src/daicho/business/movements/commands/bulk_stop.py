"""Stop a bulk case (本処理の中断): what is written stays, the rest waits."""

from __future__ import annotations

from uuid import UUID

from daicho.business.movements.audit_types import BULK_STOPPED
from daicho.business.movements.commands.bulk_steps import (
    check_bulk_step,
    describe_bulk,
    lock_bulk,
    take_bulk_step,
)
from daicho.business.movements.domain.bulk import BulkAction, BulkState
from daicho.foundation.audit.public import recorded
from daicho.kernel.access import Access


def stop_bulk(access: Access, *, case: UUID, edition: int, remark: str = "") -> int:
    """Stop between two pieces. Returns the new edition; errors as `check_bulk_step`."""
    with recorded(access.on_case(case), BULK_STOPPED) as note:
        row = lock_bulk(case)
        check_bulk_step(access, row, BulkAction.STOP, edition=edition)
        take_bulk_step(access, row, BulkAction.STOP, after=BulkState.STOPPED, remark=remark)
        describe_bulk(note, row, remark=remark)
    return row.edition
