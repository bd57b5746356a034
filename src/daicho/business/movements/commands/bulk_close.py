"""Close a stopped bulk case (本処理を途中で終える): what is left is not written, and is listed so."""

from __future__ import annotations

from uuid import UUID

from daicho.business.movements.audit_types import BULK_FINISHED
from daicho.business.movements.commands.bulk_apply import end
from daicho.business.movements.commands.bulk_steps import (
    check_bulk_step,
    describe_bulk,
    lock_bulk,
)
from daicho.business.movements.domain.bulk import BulkAction, Exclusion, LineState
from daicho.business.movements.models import BulkLine
from daicho.foundation.audit.public import recorded
from daicho.kernel.access import Access


def close_bulk(access: Access, *, case: UUID, edition: int, remark: str = "") -> int:
    """End the case where it stands; it can then be undone. Returns the new edition; errors as `check_bulk_step`."""
    with recorded(access.on_case(case), BULK_FINISHED) as note:
        row = lock_bulk(case)
        check_bulk_step(access, row, BulkAction.CLOSE, edition=edition)
        BulkLine.objects.filter(case=row, state=LineState.PLANNED.value).update(
            state=LineState.LEFT_OUT.value, reason=Exclusion.CLOSED.value
        )
        end(access, row, BulkAction.CLOSE, remark=remark)
        describe_bulk(note, row, remark=remark)
        note.count = BulkLine.objects.filter(case=row, state=LineState.WRITTEN.value).count()
        note.digest = row.applied_digest
    return row.edition
