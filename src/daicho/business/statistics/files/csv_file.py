"""CSV: the tables of a report with their conditions, in UTF-8 with a byte order mark, as spreadsheets open it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Final

from daicho.business.statistics.domain.guarding import MARK
from daicho.business.statistics.domain.tables import NONE, Table
from daicho.business.statistics.selectors.reports import Report
from daicho.foundation.ui.formats import moment

MEDIA_TYPE: Final = "text/csv; charset=utf-8"
_FORMULA: Final = ("=", "+", "-", "@", "\t")


def csv_of(report: Report) -> Iterator[bytes]:
    """The file, a line at a time."""
    yield "\ufeff".encode()
    for row in _rows(report):
        yield _line(row)


def _rows(report: Report) -> Iterator[Iterable[object]]:
    yield (report.spec.title,)
    yield from report.conditions
    yield ("作成日時", moment(report.made_at))
    for table in report.tables:
        yield ()
        yield from table_rows(table)


def table_rows(table: Table) -> Iterator[Iterable[object]]:
    """One table: title, headings, rows, 整合, notes."""
    yield (table.title,)
    if any(c.group for c in table.columns):
        yield ("", *(c.group for c in table.columns))
    yield (table.corner, *(c.label for c in table.columns))
    for row in table.rows:
        yield (row.label, *(shown(table, row.code, c.code) for c in table.columns))
    if table.checks:
        first = table.checks[0]
        yield ("整合", first.one_is, first.other_is, "差")
        for check in table.checks:
            one, other = (check.one, check.other) if check.told else (MARK, MARK)
            yield (check.label, one, other, check.difference)
    yield from (("注", note) for note in table.notes)


def shown(table: Table, row: str, column: str) -> object:
    """A number as a file says it: hidden ones as the mark, none as a dash."""
    if (row, column) in table.hidden:
        return MARK
    number = table.value(row, column)
    return NONE if number is None else number


def _line(row: Iterable[object]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerow([_safe(cell) for cell in row])
    return out.getvalue().encode()


def _safe(cell: object) -> object:
    """A text that a spreadsheet would take for a formula is kept a text."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
