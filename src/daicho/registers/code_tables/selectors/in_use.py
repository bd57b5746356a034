"""In use (効力のある値): the seal, the fee, the note and the calendar of a day, as other apps ask for them."""

from __future__ import annotations

from datetime import date, timedelta

from daicho.foundation.documents.sheets import Seal
from daicho.foundation.law_values import value_on as law_value_on
from daicho.kernel.periods import ClosingCalendar
from daicho.registers.code_tables.domain.pictures import as_svg
from daicho.registers.code_tables.domain.tables import ACTING, CLOSED, MAYOR
from daicho.registers.code_tables.models import IN_FORCE, CodeRow
from daicho.registers.code_tables.selectors.rows import row_on

SIDE_MM = 24


def seal_on(day: date, *, acting: bool) -> Seal | None:
    """The seal in use on a day, of the mayor or of whoever acts for them; None when none is registered."""
    row = row_on("seals", ACTING if acting else MAYOR, day)
    if row is None:
        return None
    return Seal(as_svg(row.values["picture"]), float(row.values["side_mm"] or SIDE_MM))


def certificate_fee(code: str, day: date) -> int:
    """The fee of one sheet in yen: the town's row of that day, or else the law file's; `Missing` without either."""
    row = row_on("certificate_fees", code, day)
    if row is not None:
        return int(row.values["yen"])
    return int(law_value_on("certificate_fees", code, day).facts["yen"])


def attention_for(reason: str, on: date) -> str:
    """The 留意事項 registered for a 異動事由 on a day; empty when there is none (STD-1.1.14)."""
    row = row_on("attention_notes", reason, on)
    return row.values["text"] if row is not None else ""


def closing_days() -> ClosingCalendar:
    """The calendar of the town: 土日・祝日・年末年始 and what its ordinances add or take away."""
    days: dict[str, set[date]] = {}
    for valid, kind in CodeRow.objects.filter(IN_FORCE, table="closing_days").values_list(
        "valid", "values__kind"
    ):
        span = (valid.upper - valid.lower).days
        days.setdefault(kind, set()).update(valid.lower + timedelta(days=n) for n in range(span))
    closed = days.pop(CLOSED, set())
    opened = {day for more in days.values() for day in more}
    return ClosingCalendar(frozenset(closed), frozenset(opened))
