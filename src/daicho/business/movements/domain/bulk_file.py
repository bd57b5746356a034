"""Bulk files (一括取込のファイル): a CSV read line by line under a layout; everything wrong is told by line and column.

UTF-8 (BOM or not), comma, first line the column names, one unit a line, each once. The whole file is judged before
anything is done with a line of it.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from daicho.business.movements.domain.bulk_units import Row, Value
from daicho.kernel.characters import check_text
from daicho.kernel.check_digits import ADDRESSEE_NUMBER, HOUSEHOLD_NUMBER, fold_digits
from daicho.kernel.errors import Invalid, Problem
from daicho.kernel.uncertain_dates import EXACT_PAST, read_legal_date

MOST_LINES = 400_000
MOST_BYTES = 64 * 1024 * 1024
CELL_LIMIT = 200
FLAGS = {"1": True, "0": False, "有": True, "無": False, "該当": True, "非該当": False}
_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")

Cell = Callable[[str, date], Value]
"""Reads one cell that is not blank; raises `Invalid`. The date is today's."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name in the first line, the item that it fills, how it is read."""

    header: str
    item: str
    read: Cell
    required: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """What a file must look like.

    `refused` are names that other systems send and this register must not keep (REG-090); the lines of a `listed`
    file are no units but one list that says what becomes of what is found.
    """

    title: str
    key: Column
    columns: tuple[Column, ...]
    listed: bool = False
    refused: tuple[str, ...] = ()
    check: Callable[[Row], tuple[Problem, ...]] = field(default=lambda _row: ())

    @property
    def headers(self) -> tuple[str, ...]:
        return (self.key.header, *(c.header for c in self.columns))


@dataclass(frozen=True, slots=True)
class ReadLine:
    """One line as it was read, with all that is wrong with it."""

    row: Row
    problems: tuple[Problem, ...]


def read_lines(text: Iterable[str], layout: Layout, *, today: date) -> Iterator[ReadLine]:
    """The lines of a file, one at a time; `Invalid` for what is wrong with the file as a whole."""
    try:
        yield from _read(csv.reader(text, strict=True), layout, today)
    except UnicodeDecodeError as error:
        raise _whole(
            "encoding",
            "ファイルの文字コードが UTF-8 ではありません。",
            "ほかの文字コードでは、読み違えた文字が台帳に入ることがあります。",
            "UTF-8 の CSV で保存し直してください。",
        ) from error
    except csv.Error as error:
        raise _whole(
            "csv",
            "CSV の形になっていないところがあります。",
            "引用符が閉じていないか、行が途中で切れています。",
            "作り直したファイルを送ってください。",
        ) from error


def _read(lines: Iterator[list[str]], layout: Layout, today: date) -> Iterator[ReadLine]:
    order = _header(next(lines, []), layout)
    seen: dict[str, int] = {}
    for number, cells in enumerate(lines, start=2):
        if not any(cell.strip() for cell in cells):
            continue
        if len(seen) >= MOST_LINES:
            raise _whole(
                "too_long", f"行が{MOST_LINES:,}行を超えています。", "", "分けて送ってください。"
            )
        found = _line(cells, order, layout, number, today)
        earlier = seen.setdefault(found.row.unit or f"?{number}", number)
        if earlier != number:
            twice = Problem(
                "twice",
                layout.key.header,
                f"{earlier}行目と同じ{layout.key.header}です。",
                "どちらが正しいか分かりません。",
                "一つにまとめてください。",
            )
            found = ReadLine(found.row, (*found.problems, twice))
        yield found
    if not seen:
        raise _whole(
            "empty", "ファイルに内容の行がありません。", "", "ファイルを確かめてください。"
        )


def _header(cells: list[str], layout: Layout) -> dict[str, int]:
    names = [cell.strip().removeprefix("\ufeff") for cell in cells]
    unwanted = [name for name in names if name in layout.refused]
    if unwanted:
        words = "、".join(f"「{name}」" for name in unwanted)
        raise _whole(
            "not_ours",
            f"{words}の列は受け取れません。",
            "住民記録事務に関係のない情報は、この台帳に持ちません。",
            "その列を除いたファイルを送ってください。",
        )
    unknown = [name for name in names if name not in layout.headers]
    missing = [name for name in layout.headers if name not in names]
    if unknown or missing or len(set(names)) != len(names):
        words = "、".join(layout.headers)
        raise _whole(
            "header",
            f"1行目の項目名が「{layout.title}」の様式と違います。",
            _header_words(unknown, missing),
            f"1行目を次の項目名にしてください: {words}",
        )
    return {name: index for index, name in enumerate(names)}


def _header_words(unknown: list[str], missing: list[str]) -> str:
    parts = [("余分な項目: ", unknown), ("足りない項目: ", missing)]
    told = [
        f"{title}{'、'.join(n or '（空白）' for n in names)}。" for title, names in parts if names
    ]
    return "".join(told) or "同じ項目名が二つあります。"


def _line(
    cells: list[str], order: dict[str, int], layout: Layout, number: int, today: date
) -> ReadLine:
    problems: list[Problem] = []
    values: dict[str, Value] = {}
    if len(cells) != len(order):
        return ReadLine(
            Row(number, "", {}),
            (_wrong("columns", "", f"列の数が{len(cells)}です。", f"1行目は{len(order)}列です。"),),
        )
    for column in (layout.key, *layout.columns):
        values[column.item] = _cell(column, cells[order[column.header]], today, problems)
    unit = str(values.pop(layout.key.item) or "")
    row = Row(number, unit, values)
    return ReadLine(row, tuple(problems) or layout.check(row))


def _cell(column: Column, text: str, today: date, problems: list[Problem]) -> Value:
    text = text.strip()
    if not text:
        if column.required:
            problems.append(_wrong("blank", column.header, "空欄です。", "必ず要る項目です。"))
        return BLANK_OF.get(column.read, "")
    try:
        return column.read(text, today)
    except Invalid as error:
        problems += [
            Problem(p.code, column.header, p.what, p.why, p.remedy) for p in error.problems
        ]
        return None


def read_flag(text: str, _today: date) -> bool:
    """1・0, 有・無, 該当・非該当."""
    if text not in FLAGS:
        raise Invalid(
            [
                _wrong(
                    "flag",
                    "",
                    "該当の有無として読めません。",
                    "1・0、有・無、該当・非該当で書きます。",
                )
            ]
        )
    return FLAGS[text]


def read_day(text: str, today: date) -> str:
    """A day of the calendar, not after today."""
    day = read_legal_date(text, field="", rule=EXACT_PAST, today=today).exact
    assert day is not None
    return day.isoformat()


def read_month(text: str, _today: date) -> str:
    """年月 as 2026-04."""
    if not _MONTH.fullmatch(text):
        raise Invalid([_wrong("month", "", "年月として読めません。", "2026-04 の形で書きます。")])
    return text


def read_text(text: str, _today: date) -> str:
    """One line of letters that may enter the register."""
    return check_text(text, field="", limit=CELL_LIMIT)


def read_atena(text: str, _today: date) -> str:
    """A 宛名番号 with its check digit."""
    return ADDRESSEE_NUMBER.check(fold_digits(text), field="")


def read_household(text: str, _today: date) -> str:
    """A 世帯番号 with its check digit."""
    return HOUSEHOLD_NUMBER.check(fold_digits(text), field="")


BLANK_OF: dict[Cell, Value] = {read_flag: None, read_day: None}
"""What a blank cell means where it is not empty text."""

ATENA = Column("宛名番号", "atena_number", read_atena, required=True)
HOUSEHOLD = Column("世帯番号", "household_number", read_household, required=True)


def _wrong(code: str, field: str, what: str, why: str) -> Problem:
    return Problem(code, field, what, why, "その行を直してください。")


def _whole(code: str, what: str, why: str, remedy: str) -> Invalid:
    return Invalid([Problem(f"bulk_file.{code}", "file", what, why, remedy)])
