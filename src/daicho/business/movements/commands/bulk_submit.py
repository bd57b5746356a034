"""Submit a bulk case (一括処理を審査に回す): whoever prepared it has looked at the lists; of a file with wrong lines,
the right ones are taken over only when that is said."""

from __future__ import annotations

from uuid import UUID

from daicho.business.movements.audit_types import BULK_SUBMITTED
from daicho.business.movements.commands.bulk_steps import (
    check_bulk_step,
    describe_bulk,
    lock_bulk,
    take_bulk_step,
)
from daicho.business.movements.domain.bulk import BulkAction, BulkState, LineState
from daicho.business.movements.models import BulkCase, BulkLine, BulkRow
from daicho.foundation.audit.public import recorded
from daicho.kernel.access import Access
from daicho.kernel.errors import Invalid, Problem


def submit_bulk(
    access: Access, *, case: UUID, edition: int, remark: str = "", only_right: bool = False
) -> int:
    """Put the case before the examiner. Returns the new edition.

    `Invalid` when nobody would be changed, or when the file has wrong lines and `only_right` was not chosen.
    """
    with recorded(access.on_case(case), BULK_SUBMITTED) as note:
        row = lock_bulk(case)
        check_bulk_step(access, row, BulkAction.SUBMIT, edition=edition)
        wrong = BulkRow.objects.filter(case=row).exclude(problems=[]).count()
        _check(row, wrong, only_right=only_right)
        row.partial = bool(wrong)
        take_bulk_step(access, row, BulkAction.SUBMIT, after=BulkState.SUBMITTED, remark=remark)
        describe_bulk(note, row, remark=remark)
        note.say(wrong_lines=wrong, partial=row.partial)
        note.count = BulkLine.objects.filter(case=row, state=LineState.PLANNED.value).count()
    return row.edition


def _check(row: BulkCase, wrong: int, *, only_right: bool) -> None:
    if wrong and not only_right:
        raise Invalid(
            [
                Problem(
                    "bulk.wrong_lines",
                    "only_right",
                    f"ファイルに誤りのある行が{wrong:,}行あります。",
                    "このままでは、何も取り込みません。",
                    "直したファイルを送り直すか、正しい行だけを取り込むことを選んでください。",
                )
            ]
        )
    if not BulkLine.objects.filter(case=row, state=LineState.PLANNED.value).exists():
        raise Invalid(
            [
                Problem(
                    "bulk.nobody",
                    "",
                    "更新する人がいません。",
                    "条件に合う人がいないか、全員が除外されたか、既に同じ内容です。",
                    "一覧を確かめ、条件を直して作り直してください。",
                )
            ]
        )
