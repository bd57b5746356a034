"""Lines of a CSV (CSV の行): a file of papers from elsewhere, read whole or told what is wrong, line by line.

UTF-8 alone: in another coding a wrongly read letter would reach a paper unseen. The first line has the headers. What a
cell means is the reader's affair; what is wrong is one `Problem` of the field `file`, with its line, item and reason.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from io import StringIO
from typing import Any, Final

from daicho.kernel.errors import Invalid, Problem

MOST_BYTES: Final = 2 * 1024 * 1024
MOST_LINES: Final = 500
LONGEST_CELL: Final = 300
_REMEDY: Final = "そのファイルを直して、もう一度取り込んでください。"


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its number in the file, its number as a paper, and its other cells by header, trimmed."""

    at: int
    number: str
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines that can be read, and what is wrong with the others."""

    lines: tuple[Line, ...]
    problems: tuple[Problem, ...]


def csv_text(content: bytes) -> StringIO:
    """The text of a file. `Invalid` if it is too large or no UTF-8."""
    if len(content) > MOST_BYTES:
        raise Invalid(
            [
                _unreadable(
                    "ファイルが大きすぎます。",
                    f"一度に取り込めるのは{MOST_BYTES // 1024 // 1024}MBまでです。",
                )
            ]
        )
    try:
        return StringIO(content.decode("utf-8-sig"), newline="")
    except UnicodeDecodeError as error:
        raise Invalid(
            [
                _unreadable(
                    "ファイルの文字コードが UTF-8 ではありません。",
                    "ほかの文字コードでは、読み違えた文字が入ることがあります。",
                )
            ]
        ) from error


def csv_lines(text: Iterable[str], *, key: str) -> Lines:
    """Every line that says something; `key` is the header of the paper's number, which each line must have."""
    reader = csv.reader(text, strict=True)
    try:
        return _read(reader, key)
    except csv.Error:
        why = '「"」が閉じていないか、一つの欄が長すぎます。'
        return Lines((), (wrong_cell(reader.line_num, "", why),))


def _read(reader: Any, key: str) -> Lines:  # Any: the reader's type has no public name
    headers = [header.strip() for header in next(reader, [])]
    if key not in headers or len(set(headers)) != len(headers):
        why = f"見出しに「{key}」がないか、同じ見出しが二つあります。"
        return Lines((), (wrong_cell(1, key, why),))
    found: list[Line] = []
    problems: list[Problem] = []
    for count, row in enumerate(reader, start=1):
        if count > MOST_LINES:
            problems.append(wrong_cell(reader.line_num, "", f"{MOST_LINES}行を超えています。"))
            break
        if not any(cell.strip() for cell in row):
            continue
        if len(row) != len(headers):
            problems.append(wrong_cell(reader.line_num, "", "列の数が見出しと違います。"))
            continue
        cells = {h: cell.strip() for h, cell in zip(headers, row, strict=True)}
        number = cells.pop(key)
        wrong = [wrong_cell(reader.line_num, label, why) for label, why in _wrong(cells)]
        if not number:
            wrong.append(wrong_cell(reader.line_num, key, "空欄です。"))
        problems += wrong
        if not wrong:
            found.append(Line(reader.line_num, number, cells))
    if not found and not problems:
        problems.append(wrong_cell(1, "", "一件もありません。"))
    return Lines(tuple(found), tuple(problems))


def _wrong(cells: dict[str, str]) -> list[tuple[str, str]]:
    return [
        (label, f"{LONGEST_CELL}文字を超えています。")
        for label, text in cells.items()
        if len(text) > LONGEST_CELL
    ]


def wrong_cell(at: int, label: str, why: str) -> Problem:
    """What is wrong with a cell, or with a line."""
    words = f"{at}行目{f' {label}' if label else ''}: 読み取れません。"
    return Problem("paper.cell", "file", words, why, _REMEDY)


def _unreadable(what: str, why: str) -> Problem:
    return Problem(
        "paper.file", "file", what, why, "UTF-8 の CSV にして、もう一度取り込んでください。"
    )
