"""Comparison of addresses (住所の照合, REG-041): whether two written addresses say the same place."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import Final

import regex

from daicho.kernel.characters import search_fold_name
from daicho.kernel.check_digits import fold_digits
from daicho.kernel.errors import Invalid, Problem
from daicho.kernel.widths import half_width

MOST_ROWS: Final = 20_000
COLUMNS: Final = ("宛名番号", "住所")
_NUMBER_WORDS: Final = regex.compile(r"(?<=\d)(?:番地の?|番|号|の|丁目|[-－―‐ー−])(?=\d)")
_LAST: Final = regex.compile(r"(?<=\d)(?:番地|番|号)")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of another office's list."""

    atena_number: str
    address: str


def read_rows(text: str) -> tuple[Row, ...]:
    """The lines of a CSV (宛名番号, 住所); `Invalid` naming every line that cannot be read."""
    lines = [line for line in csv.reader(io.StringIO(text)) if any(cell.strip() for cell in line)]
    if lines and tuple(cell.strip() for cell in lines[0][:2]) == COLUMNS:
        lines = lines[1:]
    problems = [
        Problem(
            "compare.line",
            "rows",
            f"{number}行目を読めません。",
            "一行に、宛名番号と住所をコンマで区切って書きます。",
            "行を直してください。",
        )
        for number, line in enumerate(lines, 1)
        if len(line) < 2 or not fold_digits(line[0].strip()).isdecimal() or not line[1].strip()
    ]
    if not lines or len(lines) > MOST_ROWS:
        problems.append(
            Problem(
                "compare.count",
                "rows",
                "照合する行がありません。" if not lines else "行が多すぎます。",
                f"1行から{MOST_ROWS}行までを照合できます。",
                "内容を確かめてください。",
            )
        )
    if problems:
        raise Invalid(problems[:50])
    return tuple(Row(fold_digits(line[0].strip()), line[1].strip()) for line in lines)


def same_place(theirs: str, *, address: str, katagaki: str) -> bool:
    """Whether their address is ours, with or without 方書; ways of writing a number count as one."""
    ours = {_folded(address), _folded(f"{address}{katagaki}")}
    return _folded(theirs) in ours


def _folded(address: str) -> str:
    text = half_width(search_fold_name(address)).replace(" ", "").replace("　", "")
    return _LAST.sub("", _NUMBER_WORDS.sub("-", text))
