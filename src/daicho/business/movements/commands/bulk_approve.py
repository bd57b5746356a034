"""Approve a bulk case (一括処理の決裁): from its day on the machine writes it (本処理)."""

from __future__ import annotations

from uuid import UUID

from daicho.business.movements.audit_types import BULK_APPROVED
from daicho.business.movements.commands.bulk_steps import (
    check_bulk_step,
    describe_bulk,
    lock_bulk,
    take_bulk_step,
)
from daicho.business.movements.domain.bulk import BulkAction, BulkState
from daicho.foundation.audit.public import recorded
from daicho.kernel.access import Access
from daicho.kernel.clock import business_now


def approve_bulk(access: Access, *, case: UUID, edition: int, remark: str = "") -> int:
    """Let the case be applied, piece by piece, not before its day. Returns the new edition; errors as `check_bulk_step`."""
    with recorded(access.on_case(case), BULK_APPROVED) as note:
        row = lock_bulk(case)
        check_bulk_step(access, row, BulkAction.APPROVE, edition=edition)
        row.approved_by, row.approved_at = access.staff_key, business_now()
        take_bulk_step(access, row, BulkAction.APPROVE, after=BulkState.APPROVED, remark=remark)
        describe_bulk(note, row, remark=remark)
    return row.edition
