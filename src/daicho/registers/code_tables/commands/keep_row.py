"""Keep a row (行の登録・訂正): what a code says from a day on; what it said before stays for the days before."""

from __future__ import annotations

from collections.abc import Mapping

from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.public import check_may
from daicho.kernel.access import Access
from daicho.kernel.errors import Invalid, Problem
from daicho.kernel.periods import Period
from daicho.registers.code_tables.audit_types import KEPT
from daicho.registers.code_tables.commands.writing import (
    Writing,
    check_period,
    check_reason,
    read_row,
)
from daicho.registers.code_tables.domain.painting import paint
from daicho.registers.code_tables.domain.tables import code_table
from daicho.registers.code_tables.selectors.eras import check_era, heed_eras


def keep_row(
    access: Access,
    *,
    table: str,
    code: str,
    values: Mapping[str, str],
    period: Period,
    reason: str = "",
    edition: int = 0,
) -> str:
    """Say `values` of a code for the days of `period`, be they still to come. Returns the code as it is kept.

    `Invalid` with every problem of the row; `Conflict` when `edition` is not the page's own any more. Where rows in
    force are touched, a reason is needed: they are closed, and what remains of them is written again.
    """
    check_may(access, "code_tables")
    with recorded(access, KEPT) as note:
        of = code_table(table)
        note.say(table=of.title)
        kept, checked = read_row(of, code=code, values=values)
        check_period(of, period)
        writing = Writing(access, of, check_reason(reason, needed=False))
        writing.check_edition(kept, edition)
        held = [row.held for row in writing.in_force(kept)]
        if any(h.period == period and dict(h.values) == checked for h in held):
            raise Invalid([_same()])
        painted = paint(held, period, checked)
        check_reason(reason, needed=bool(painted.closed))
        writing.check_clashes(kept, checked, period)
        check_era(of, kept, checked, period)
        writing.write(kept, painted)
        heed_eras(of)
        note.say(
            code=kept,
            **{"from": period.from_.isoformat()},
            until=period.until.isoformat() if period.until else "",
            closed=len(painted.closed),
            reason=writing.reason,
        )
    return kept


def _same() -> Problem:
    return Problem(
        code="code_tables.same",
        field="",
        what="何も変わっていません。",
        why="同じ日から同じ内容で、もう登録されています。",
        remedy="変えるところがなければ、登録は要りません。",
    )
