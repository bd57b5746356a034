"""Examine a bulk case (一括処理の審査): somebody else than the one who prepared it has looked at the lists."""

from __future__ import annotations

from uuid import UUID

from daicho.business.movements.audit_types import BULK_EXAMINED
from daicho.business.movements.commands.bulk_steps import (
    check_bulk_step,
    describe_bulk,
    lock_bulk,
    take_bulk_step,
)
from daicho.business.movements.domain.bulk import BulkAction, BulkState
from daicho.foundation.audit.public import recorded
from daicho.kernel.access import Access


def examine_bulk(access: Access, *, case: UUID, edition: int, remark: str = "") -> int:
    """Pass a bulk case on to the approver. Returns the new edition; errors as `check_bulk_step`."""
    with recorded(access.on_case(case), BULK_EXAMINED) as note:
        row = lock_bulk(case)
        check_bulk_step(access, row, BulkAction.EXAMINE, edition=edition)
        row.examined_by = access.staff_key
        take_bulk_step(access, row, BulkAction.EXAMINE, after=BulkState.EXAMINED, remark=remark)
        describe_bulk(note, row, remark=remark)
    return row.edition
