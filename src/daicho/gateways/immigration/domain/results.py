"""Results of the liaison terminal (連携端末の処理結果, STD-4.5.7): one line for each notice of a file that was handed over. Pure."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from daicho.kernel.characters import check_text
from daicho.kernel.errors import Invalid, Problem

HEADERS: Final = ("通知番号", "結果", "エラー")
_RESULTS: Final = {"正常": True, "エラー": False}
_LIMIT: Final = 300


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one notice; `trouble` says why it was not taken."""

    number: str
    is_taken: bool
    trouble: str


def read_results(text: Iterable[str]) -> tuple[Result, ...]:
    """Every line; `Invalid` with each wrong one by its number, and then none counts."""
    try:
        lines = list(csv.reader(text, strict=True))
    except (csv.Error, UnicodeDecodeError) as error:
        raise Invalid([_wrong("form", "CSV（UTF-8）として読めません。", "")]) from error
    if not lines or tuple(c.strip().removeprefix("\ufeff") for c in lines[0]) != HEADERS:
        why = f"1行目は「{'、'.join(HEADERS)}」です。"
        raise Invalid([_wrong("header", "処理結果のファイルではありません。", why)])
    found: dict[str, Result] = {}
    problems: list[Problem] = []
    for at, cells in enumerate(lines[1:], start=2):
        if any(cell.strip() for cell in cells):
            try:
                result = _result(cells)
            except Invalid as error:
                problems += [_wrong(p.code, f"{at}行目: {p.what}", p.why) for p in error.problems]
                continue
            if result.number in found:
                problems.append(_wrong("twice", f"{at}行目: 同じ通知番号が二度あります。", ""))
            found[result.number] = result
    if not found and not problems:
        problems.append(_wrong("empty", "内容の行がありません。", ""))
    if problems:
        raise Invalid(problems)
    return tuple(found.values())


def _result(cells: list[str]) -> Result:
    if len(cells) != len(HEADERS):
        raise Invalid([_wrong("columns", "列の数が違います。", f"{len(HEADERS)}列です。")])
    number, result, trouble = (cell.strip() for cell in cells)
    if not number:
        raise Invalid([_wrong("blank", "通知番号が空欄です。", "")])
    if result not in _RESULTS:
        raise Invalid([_wrong("result", "結果が「正常」でも「エラー」でもありません。", "")])
    words = check_text(trouble, field="file", limit=_LIMIT)
    if not _RESULTS[result] and not words:
        raise Invalid([_wrong("no_reason", "エラーの内容が空欄です。", "差戻しの理由を残します。")])
    return Result(number, _RESULTS[result], words)


def _wrong(code: str, what: str, why: str) -> Problem:
    return Problem(f"results.{code}", "file", what, why, "連携端末の処理結果を確かめてください。")
