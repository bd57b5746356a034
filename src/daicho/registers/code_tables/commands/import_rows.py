"""Import rows (ファイル取込み): every line of a file or none; what is wrong comes back as a list of rejects."""

from __future__ import annotations

from hashlib import sha256

from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.public import check_may
from daicho.kernel.access import Access
from daicho.kernel.errors import Invalid, Problem
from daicho.registers.code_tables.audit_types import IMPORTED
from daicho.registers.code_tables.commands.writing import (
    Writing,
    check_period,
    check_reason,
    read_row,
)
from daicho.registers.code_tables.domain.code_table import CodeTable
from daicho.registers.code_tables.domain.csv_file import (
    Line,
    Rejected,
    period_of,
    read_lines,
    rejected,
    values_of,
)
from daicho.registers.code_tables.domain.painting import paint
from daicho.registers.code_tables.domain.tables import code_table
from daicho.registers.code_tables.selectors.eras import check_era, heed_eras


class RejectedLines(Invalid):
    """The file has lines that cannot be taken over; nothing of it was."""

    def __init__(self, lines: tuple[Rejected, ...]) -> None:
        self.lines = lines
        super().__init__(
            [
                Problem(
                    code="code_tables.rejected",
                    field="file",
                    what="ファイルを取り込みませんでした。",
                    why=f"受け付けられないところが{len(lines)}か所あります。",
                    remedy="下の一覧のところを直して、もう一度選んでください。",
                )
            ]
        )


def import_rows(access: Access, *, table: str, content: bytes, reason: str) -> int:
    """Take over a whole file; returns how many lines changed something (a line already so changes nothing).

    `RejectedLines` with every wrong line, item and reason; then nothing is taken over.
    """
    check_may(access, "code_tables")
    with recorded(access, IMPORTED) as note:
        of = code_table(table)
        note.say(table=of.title, digest=sha256(content).hexdigest())
        if not of.by_file:
            raise Invalid([_no_file(of)])
        lines = read_lines(of, content)
        writing = Writing(access, of, check_reason(reason, needed=True))
        refused: list[Rejected] = []
        changed = 0
        for line in lines:
            try:
                changed += _take(writing, line)
            except Invalid as error:
                refused.extend(rejected(of, line, error))
        if refused:
            raise RejectedLines(tuple(refused))
        heed_eras(of)
        note.say(rows=changed, reason=writing.reason)
    return changed


def _take(writing: Writing, line: Line) -> int:
    of, code = writing.table, line.cells[writing.table.key.title]
    kept, values = read_row(of, code=code, values=values_of(of, line))
    period = period_of(line)
    check_period(of, period)
    held = [row.held for row in writing.in_force(kept)]
    if any(h.period == period and dict(h.values) == values for h in held):
        return 0
    writing.check_clashes(kept, values, period)
    check_era(of, kept, values, period)
    writing.write(kept, paint(held, period, values))
    return 1


def _no_file(of: CodeTable) -> Problem:
    return Problem(
        code="code_tables.no_file",
        field="file",
        what=f"{of.title}はファイルから取り込めません。",
        why="画像のある表です。",
        remedy="1行ずつ登録してください。",
    )
