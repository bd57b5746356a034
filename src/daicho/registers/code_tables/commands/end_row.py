"""End a row (行の廃止): from a day on a code says nothing any more; the days before stay as they are."""

from __future__ import annotations

from datetime import date

from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.public import check_may
from daicho.kernel.access import Access
from daicho.kernel.errors import Invalid, Problem
from daicho.kernel.periods import Period
from daicho.registers.code_tables.audit_types import ENDED
from daicho.registers.code_tables.commands.writing import Writing, check_reason
from daicho.registers.code_tables.domain.painting import paint
from daicho.registers.code_tables.domain.tables import code_table
from daicho.registers.code_tables.selectors.eras import check_withdrawal, heed_eras


def end_row(
    access: Access, *, table: str, code: str, from_on: date, reason: str, edition: int
) -> None:
    """Say nothing of a code from `from_on` on. `Invalid` when it says nothing then anyway, or without a reason."""
    check_may(access, "code_tables")
    with recorded(access, ENDED) as note:
        of = code_table(table)
        note.say(table=of.title, code=code)
        writing = Writing(access, of, check_reason(reason, needed=True))
        writing.check_edition(code, edition)
        painted = paint([r.held for r in writing.in_force(code)], Period(from_on), None)
        if not painted.closed:
            raise Invalid([_nothing()])
        check_withdrawal(of, [row.period for row in writing.in_force(code)])
        writing.write(code, painted)
        heed_eras(of)
        note.say(**{"from": from_on.isoformat()}, closed=len(painted.closed), reason=writing.reason)


def _nothing() -> Problem:
    return Problem(
        code="code_tables.nothing_to_end",
        field="end_on",
        what="廃止する行がありません。",
        why="この日から後に効力のある行がありません。",
        remedy="日付を確かめてください。",
    )
