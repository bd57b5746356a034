"""Discard a bulk case (一括処理の破棄): nothing was written, and its file may be sent again."""

from __future__ import annotations

from uuid import UUID

from daicho.business.movements.audit_types import BULK_DISCARDED
from daicho.business.movements.commands.bulk_steps import (
    check_bulk_step,
    describe_bulk,
    lock_bulk,
    take_bulk_step,
)
from daicho.business.movements.domain.bulk import BulkAction, BulkState
from daicho.foundation.audit.public import recorded
from daicho.kernel.access import Access


def discard_bulk(access: Access, *, case: UUID, edition: int, remark: str = "") -> int:
    """Give the case up before it was approved. Returns the new edition; errors as `check_bulk_step`."""
    with recorded(access.on_case(case), BULK_DISCARDED) as note:
        row = lock_bulk(case)
        check_bulk_step(access, row, BulkAction.DISCARD, edition=edition)
        take_bulk_step(access, row, BulkAction.DISCARD, after=BulkState.DISCARDED, remark=remark)
        describe_bulk(note, row, remark=remark)
    return row.edition
