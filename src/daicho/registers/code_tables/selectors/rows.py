"""Rows (行の照会): what a table says on a day, searched, in order, a page at a time; and the history of one code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.paginator import Page, Paginator

from daicho.kernel.characters import search_fold_name
from daicho.kernel.clock import business_today
from daicho.registers.code_tables.domain.code_table import CodeTable
from daicho.registers.code_tables.domain.places import place_order
from daicho.registers.code_tables.domain.tables import TABLES, code_table
from daicho.registers.code_tables.models import IN_FORCE, CodeRow

PER_PAGE = 50
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Row:
    """What a code says for some days; `last_on` is the last of them, None without end."""

    code: str
    values: Mapping[str, str]
    from_on: date
    last_on: date | None

    @classmethod
    def of(cls, row: CodeRow) -> Row:
        """A row as it is kept."""
        until = row.valid.upper
        return cls(row.code, row.values, row.valid.lower, until - ONE_DAY if until else None)


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One row that was ever written: what it says, who wrote it, and who closed it why."""

    row: Row
    recorded_at: datetime
    recorded_by: str
    reason: str
    closed_at: datetime | None
    closed_by: str
    closed_reason: str
    standing: str


@dataclass(frozen=True, slots=True)
class TableLine:
    """One table in the list of tables."""

    table: CodeTable
    now: int
    to_come: int


def rows_on(table: str, day: date) -> tuple[Row, ...]:
    """The rows of a table that hold on a day, by place and code."""
    of = code_table(table)
    found = CodeRow.objects.filter(IN_FORCE, table=of.code, valid__contains=day)
    return tuple(sorted(map(Row.of, found), key=_order))


def row_on(table: str, code: str, day: date) -> Row | None:
    """What a code says on a day."""
    found = CodeRow.objects.filter(IN_FORCE, table=table, code=code, valid__contains=day)
    return next(map(Row.of, found), None)


def row_page(table: str, *, day: date, words: str, page: int) -> Page[Row]:
    """The rows that hold on a day and have the words in their code or in a value; one page."""
    of = code_table(table)
    sought = search_fold_name(words)
    found = [row for row in rows_on(table, day) if not sought or sought in _text(of, row)]
    return Paginator(found, PER_PAGE).get_page(page)


def to_come(table: str, day: date) -> tuple[Row, ...]:
    """The rows that are prepared and begin after a day."""
    found = CodeRow.objects.filter(IN_FORCE, table=table, valid__startswith__gt=day)
    return tuple(sorted(map(Row.of, found), key=_beginning))


def history_of(table: str, code: str) -> tuple[HistoryLine, ...]:
    """Every row ever written of a code, the newest first."""
    rows = CodeRow.objects.filter(table=code_table(table).code, code=code).order_by("-seq")
    return tuple(_history_line(row, business_today()) for row in rows)


def table_lines() -> tuple[TableLine, ...]:
    """Every table with how many rows hold today and how many are prepared."""
    today = business_today()
    rows = CodeRow.objects.filter(IN_FORCE).values_list("table", "valid")
    counts: dict[str, list[int]] = {code: [0, 0] for code in TABLES}
    for table, valid in rows:
        if table in counts:
            counts[table][0] += today in valid
            counts[table][1] += valid.lower > today
    return tuple(TableLine(TABLES[code], *pair) for code, pair in counts.items())


def _history_line(row: CodeRow, today: date) -> HistoryLine:
    standing = "取消し・置換え"
    if row.closed_at is None:
        standing = "効力なし（過ぎた期間）"
        if today in row.valid:
            standing = "効力あり"
        elif row.valid.lower > today:
            standing = "これから"
    return HistoryLine(
        row=Row.of(row),
        recorded_at=row.recorded_at,
        recorded_by=row.recorded_by_name,
        reason=row.reason,
        closed_at=row.closed_at,
        closed_by=row.closed_by_name,
        closed_reason=row.closed_reason,
        standing=standing,
    )


def _order(row: Row) -> tuple[str, tuple[tuple[int, str], ...], str]:
    return place_order(row.code, row.values)


def _beginning(row: Row) -> tuple[date, str]:
    return row.from_on, row.code


def _text(table: CodeTable, row: Row) -> str:
    shown = [
        column.shown(row.values.get(column.name, "")) for column in table.columns if column.listed
    ]
    return search_fold_name("\n".join([row.code, table.key.shown(row.code), *shown]))
