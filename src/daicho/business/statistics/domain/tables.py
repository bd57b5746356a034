"""Tables (統計表): rows, columns and the sums that hold between them, as plain data.

Whatever a table prints as a sum is said to be one (`Line.sums`); so the sums are computed in one place, and what has to
be hidden can be hidden together with what would give it away (`guarding`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

Cell = tuple[str, str]
"""(code of the row, code of the column)."""
Relation = Mapping[Cell, int]
"""Signed cells that are zero together."""
Parts = tuple[tuple[int, str], ...]
"""Signed codes of the lines that a line sums up."""


class Unit(StrEnum):
    """What a line counts."""

    PEOPLE = "人"
    HOUSEHOLDS = "世帯"
    CASES = "件"
    COPIES = "通"
    YEN = "円"


@dataclass(frozen=True, slots=True)
class Line:
    """A row or a column. `group` is the heading over columns; `tone` is 「total」 or 「part」.

    `also`: other sums of the same numbers (計 is 日本人 and 外国人, and 男 and 女). `signed`: its numbers may be negative. `held`: of a row, that its numbers are of a day and not of a period, so that no
    sum over columns is one.
    """

    code: str
    label: str
    group: str = ""
    sums: Parts = ()
    also: tuple[Parts, ...] = ()
    unit: Unit = Unit.PEOPLE
    tone: str = ""
    signed: bool = False
    held: bool = False


@dataclass(frozen=True, slots=True)
class Check:
    """One row of the 整合: two ways to the same number, and what differs between them.

    `told`: its numbers may be shown; where a table hides some, the difference alone is.
    """

    label: str
    one: int
    one_is: str
    other: int
    other_is: str
    told: bool = True

    @property
    def difference(self) -> int:
        return self.one - self.other


@dataclass(frozen=True, slots=True)
class Link:
    """A cell of this table and one of an earlier table of the same report (its place among them).

    `equal`: they are one number. Otherwise they mostly are, and what hides one has to hide the other.
    """

    own: Cell
    table: int
    other: Cell
    equal: bool = True


class Chart(StrEnum):
    """How a table is drawn besides."""

    NONE = ""
    PYRAMID = "pyramid"
    SERIES = "series"
    BARS = "bars"


@dataclass(frozen=True, slots=True)
class Table:
    """One table. A cell that is missing in `values` is not applicable (－); `hidden` are those that are not shown.

    `ties` are pairs of cells that are always equal, `links` those with cells of other tables. `corner` heads the column of the rows' labels.
    """

    title: str
    corner: str
    columns: tuple[Line, ...]
    rows: tuple[Line, ...]
    values: Mapping[Cell, int]
    notes: tuple[str, ...] = ()
    checks: tuple[Check, ...] = ()
    ties: tuple[tuple[Cell, Cell], ...] = ()
    links: tuple[Link, ...] = ()
    chart: Chart = Chart.NONE
    guarded: bool = True
    hidden: frozenset[Cell] = field(default_factory=frozenset)

    def value(self, row: str, column: str) -> int | None:
        """A number, or None where the table has none; a hidden one is there all the same: ask `hidden` too."""
        return self.values.get((row, column))

    def differing(self) -> tuple[Check, ...]:
        return tuple(c for c in self.checks if c.difference)


def total(code: str, label: str, parts: Iterable[str], **given: object) -> Line:
    """A line that sums up others."""
    line = Line(code, label, sums=tuple((1, part) for part in parts), tone="total")
    return replace(line, **given)  # type: ignore[arg-type]  # fields by name


def make_table(
    title: str,
    corner: str,
    *,
    columns: Sequence[Line],
    rows: Sequence[Line],
    leaves: Mapping[Cell, int],
    **given: object,
) -> Table:
    """A table from the numbers of its leaves: what no line sums up. Leaves that are missing count as nothing.

    Sums may be of sums, in whatever order the lines stand. ValueError when a line sums up itself.
    """
    values: dict[Cell, int] = {}
    plain_rows = [r for r in rows if not r.sums]
    for row in plain_rows:
        own = {c.code: leaves.get((row.code, c.code), 0) for c in columns if not c.sums}
        own |= {
            c.code: leaves[row.code, c.code]
            for c in columns
            if row.held and (row.code, c.code) in leaves
        }
        _sum_up(columns, own)
        values |= {(row.code, code): number for code, number in own.items()}
    for column in columns:
        own = {r.code: values[r.code, column.code] for r in plain_rows}
        _sum_up(rows, own)
        values |= {(code, column.code): number for code, number in own.items()}
    made = Table(title, corner, tuple(columns), tuple(rows), values)
    return replace(made, **given)  # type: ignore[arg-type]  # fields by name


def _sum_up(lines: Sequence[Line], numbers: dict[str, int]) -> None:
    if len({line.code for line in lines}) < len(lines):
        raise ValueError("two lines have one code")
    waiting = [line for line in lines if line.sums and line.code not in numbers]
    while waiting:
        ready = [w for w in waiting if all(part in numbers for _, part in w.sums)]
        if not ready:
            raise ValueError(f"no sums for {[w.code for w in waiting]}")
        for line in ready:
            numbers[line.code] = sum(sign * numbers[part] for sign, part in line.sums)
        waiting = [w for w in waiting if w.code not in numbers]


def relations(table: Table) -> list[Relation]:
    """Everything that a reader of the table knows of its numbers: every sum it prints."""
    found: list[Relation] = []
    for column in table.columns:
        for row in table.rows:
            found += [
                {(row.code, column.code): -1} | {(row.code, p): s for s, p in parts}
                for parts in _sums(column)
                if not row.held
            ]
            found += [
                {(row.code, column.code): -1} | {(p, column.code): s for s, p in parts}
                for parts in _sums(row)
            ]
    found += [{one: 1, other: -1} for one, other in table.ties]
    return [r for r in found if all(cell in table.values for cell in r)]


def _sums(line: Line) -> tuple[Parts, ...]:
    return (line.sums, *line.also) if line.sums else ()


NONE = "－"
"""What stands where a table has no number."""


def heads_of(columns: Sequence[Line]) -> list[tuple[str, int]]:
    """The headings over the columns: each with how many columns it spans; empty over those that have none."""
    found: list[tuple[str, int]] = []
    for column in columns:
        if found and column.group and found[-1][0] == column.group:
            found[-1] = (column.group, found[-1][1] + 1)
        else:
            found.append((column.group, 1))
    return found
