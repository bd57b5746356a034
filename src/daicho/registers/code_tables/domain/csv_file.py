"""CSV files (取込みファイル): the lines of a code table as a spreadsheet saves them, and why a line is refused."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from daicho.kernel.errors import Invalid, Problem
from daicho.kernel.periods import Period
from daicho.kernel.wareki import parse_date
from daicho.registers.code_tables.domain.code_table import CodeTable

FROM, LAST = "適用を始める日", "最後の日"
MOST_BYTES = 5_000_000
MOST_LINES = 20_000
HEAD_LINE = 1


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the file by the titles of its columns; `number` counts from 1, the heading included."""

    number: int
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class Rejected:
    """Why a line is not taken over: the line, the item, the reason."""

    line: int
    item: str
    reason: str


def headings(table: CodeTable) -> tuple[str, ...]:
    """The first line of a file of this table."""
    return (table.key.title, *(column.title for column in table.columns), FROM, LAST)


def read_lines(table: CodeTable, content: bytes) -> tuple[Line, ...]:
    """The lines of a file in UTF-8 or Shift_JIS. `Invalid` when it is no file of this table."""
    if len(content) > MOST_BYTES:
        raise _wrong(f"ファイルは{MOST_BYTES // 1_000_000}メガバイトまでです。")
    try:
        found = list(csv.reader(io.StringIO(_decoded(content), newline=""), strict=True))
    except csv.Error:
        raise _wrong("CSVとして読み取れません。引用符が閉じていない行があります。") from None
    if not found or tuple(cell.strip() for cell in found[0]) != headings(table):
        raise _wrong(f"1行目の見出しが「{','.join(headings(table))}」ではありません。")
    lines = tuple(_lines(table, found[1:]))
    if not lines:
        raise _wrong("見出しの下に行がありません。")
    if len(lines) > MOST_LINES:
        raise _wrong(f"一度に取り込めるのは{MOST_LINES:,}行までです。")
    return lines


def values_of(table: CodeTable, line: Line) -> dict[str, str]:
    """The typed values of a line by the names of the columns."""
    return {column.name: line.cells[column.title] for column in table.columns}


def period_of(line: Line) -> Period:
    """The days of a line; `Invalid` for a date that cannot be."""
    first = parse_date(line.cells[FROM], field=FROM)
    if not line.cells[LAST]:
        return Period(first)
    last = parse_date(line.cells[LAST], field=LAST)
    return period_to(first_on=first, last_on=last, field=LAST)


def rejected(table: CodeTable, line: Line, error: Invalid) -> Iterator[Rejected]:
    """The problems of a line in the words of the file."""
    titles = {column.name: column.title for column in table.columns} | {
        "code": table.key.title,
        "last_on": LAST,
    }
    for problem in error.problems:
        item = titles.get(problem.field, problem.field) or "行"
        yield Rejected(line.number, item, f"{problem.what}{problem.why}")


def period_to(*, first_on: date, last_on: date, field: str) -> Period:
    """A period whose last day is named, as people write it; `Invalid` when that is before the first."""
    if last_on < first_on:
        raise Invalid(
            [
                Problem(
                    code="code_tables.period",
                    field=field,
                    what="期間を受け付けられません。",
                    why="最後の日が、始まりの日より前です。",
                    remedy="日付を確かめて入力し直してください。",
                )
            ]
        )
    return Period(first_on, last_on + timedelta(days=1))


def _lines(table: CodeTable, found: list[list[str]]) -> Iterator[Line]:
    names = headings(table)
    for number, cells in enumerate(found, HEAD_LINE + 1):
        if not any(cell.strip() for cell in cells):
            continue
        padded = [cell.strip() for cell in cells] + [""] * (len(names) - len(cells))
        yield Line(number, dict(zip(names, padded, strict=False)))


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "cp932"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _wrong("文字コードがUTF-8でもシフトJISでもありません。")


def _wrong(why: str) -> Invalid:
    return Invalid(
        [
            Problem(
                code="code_tables.file",
                field="file",
                what="このファイルは取り込めません。",
                why=why,
                remedy="ファイルを直して、もう一度選んでください。",
            )
        ]
    )
