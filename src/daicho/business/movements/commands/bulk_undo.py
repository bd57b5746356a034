"""Undo a bulk case (一括の取消し): a case of its own that restores everybody who has not changed since."""

from __future__ import annotations

from uuid import UUID, uuid5

from daicho.business.movements.audit_types import BULK_PREPARED
from daicho.business.movements.commands.bulk_prepare import open_bulk
from daicho.business.movements.commands.bulk_steps import (
    check_bulk_step,
    describe_bulk,
    lock_bulk,
)
from daicho.business.movements.domain.bulk import BulkAction
from daicho.business.movements.domain.bulk_uses import REVERSAL
from daicho.business.movements.models import BulkCase
from daicho.foundation.audit.public import recorded
from daicho.kernel.access import Access
from daicho.kernel.errors import Conflict


def undo_bulk(access: Access, *, case: UUID, edition: int, remark: str = "") -> UUID:
    """Make the reversal of a finished case; it is extracted, examined and approved like any other. Returns its key.

    `Conflict` when there is one already; a reversal itself is not undone.
    """
    with recorded(access.on_case(case), BULK_PREPARED) as note:
        original = lock_bulk(case)
        check_bulk_step(access, original, BulkAction.UNDO, edition=edition)
        earlier = BulkCase.objects.filter(undoes=original)
        if original.undoes_id is not None or earlier.exclude(state="discarded").exists():
            raise Conflict(
                "この一括処理の取消しは、既に作られているか、作れません。",
                why="取消しは一度だけで、取消しそのものは取り消せません。",
                remedy="一括処理の一覧で、取消しの案件を開いてください。",
                code="bulk.undone_twice",
            )
        row = open_bulk(
            access,
            case=uuid5(original.key, f"undo {earlier.count()}"),
            use=REVERSAL,
            settings={},
            title=f"{original.number} の取消し（{original.title}）",
            event_on=original.event_on,
            undoes=original,
            remark=remark,
        )
        describe_bulk(note, row, remark=remark)
    return row.key
