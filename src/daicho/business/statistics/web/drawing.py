"""Drawing (表の描き方): a table as the plain cells that the templates draw, on the screen and on paper."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from daicho.business.statistics.domain.charts import Picture, pictures_of
from daicho.business.statistics.domain.guarding import MARK
from daicho.business.statistics.domain.tables import NONE, Check, Line, Table, heads_of


@dataclass(frozen=True, slots=True)
class DrawnCell:
    """One number as it is shown, and how."""

    text: str
    tone: str


@dataclass(frozen=True, slots=True)
class DrawnRow:
    """One row of a table."""

    label: str
    indented: bool
    tone: str
    url: str
    cells: tuple[DrawnCell, ...]


@dataclass(frozen=True, slots=True)
class DrawnTable:
    """A table ready for a template: two lines of headings where columns are grouped, else one."""

    title: str
    corner: str
    groups: tuple[tuple[str, int], ...]
    heads: tuple[Line, ...]
    rows: tuple[DrawnRow, ...]
    checks: tuple[Check, ...]
    differing: int
    notes: tuple[str, ...]
    pictures: tuple[Picture, ...]
    empty: bool
    hides: bool


def draw(table: Table, *, link: Callable[[str], str] | None = None) -> DrawnTable:
    """A table in words; `link` says where the row of a code leads."""
    grouped = any(c.group for c in table.columns)
    rows = tuple(
        DrawnRow(
            label=row.label.strip("　"),
            indented=row.label.startswith("　"),
            tone=row.tone,
            url=link(row.code) if link else "",
            cells=tuple(_cell(table, row, column) for column in table.columns),
        )
        for row in table.rows
    )
    return DrawnTable(
        title=table.title,
        corner=table.corner,
        groups=tuple(heads_of(table.columns)) if grouped else (),
        heads=table.columns,
        rows=rows,
        checks=table.checks,
        differing=len(table.differing()),
        notes=table.notes,
        pictures=pictures_of(table),
        empty=not any(table.values.values()),
        hides=bool(table.hidden),
    )


def _cell(table: Table, row: Line, column: Line) -> DrawnCell:
    tone = row.tone or column.tone
    if (row.code, column.code) in table.hidden:
        return DrawnCell(MARK, f"{tone} hidden-number")
    number = table.value(row.code, column.code)
    if number is None:
        return DrawnCell(NONE, f"{tone} none")
    if not number:
        return DrawnCell("0", f"{tone} zero")
    return DrawnCell(f"{number:,}".replace("-", "−"), tone)
