"""Undo (処理の取消し): the last act on a code is taken back; what it appended is closed, what it closed is said again."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.public import check_may
from daicho.kernel.access import Access
from daicho.kernel.errors import Invalid, Problem
from daicho.registers.code_tables.audit_types import UNDONE
from daicho.registers.code_tables.commands.writing import Writing, check_reason
from daicho.registers.code_tables.domain.painting import Painted
from daicho.registers.code_tables.domain.tables import code_table
from daicho.registers.code_tables.models import CodeRow
from daicho.registers.code_tables.selectors.eras import check_withdrawal, heed_eras


def undo_row(access: Access, *, table: str, code: str, reason: str, edition: int) -> None:
    """Take back the last act on a code, with a reason. Nothing is lost: both acts stay in the history.

    `Invalid` when nothing was ever written; `Conflict` for a stale page.
    """
    check_may(access, "code_tables")
    with recorded(access, UNDONE) as note:
        of = code_table(table)
        note.say(table=of.title, code=code)
        writing = Writing(access, of, check_reason(reason, needed=True))
        writing.check_edition(code, edition)
        rows = list(CodeRow.objects.filter(table=of.code, code=code).order_by("seq"))
        if not rows:
            raise Invalid([_nothing()])
        last = max((_acts(row) for row in rows), key=_when)[1]
        closed = tuple(r.key for r in rows if r.act == last and r.closed_at is None)
        again = tuple((r.period, r.values) for r in rows if r.closed_act == last)
        for period, values in again:
            writing.check_clashes(code, values, period)
        if not again:
            check_withdrawal(of, [row.period for row in rows if row.key in closed])
        writing.write(code, Painted(closed, again))
        heed_eras(of)
        note.say(closed=len(closed), reason=writing.reason)


def _acts(row: CodeRow) -> tuple[datetime, UUID | None]:
    """When a row was last touched, and by which act."""
    if row.closed_at is not None and row.closed_at >= row.recorded_at:
        return row.closed_at, row.closed_act
    return row.recorded_at, row.act


def _when(touched: tuple[datetime, UUID | None]) -> datetime:
    return touched[0]


def _nothing() -> Problem:
    return Problem(
        code="code_tables.nothing_to_undo",
        field="",
        what="取り消す処理がありません。",
        why="このコードには、まだ何も登録されていません。",
        remedy="コードを確かめてください。",
    )
