"""Application files (交付申請書のデータ, STD-10.8): requests for certificates as a CSV, one a line, read into `Written`.

Headers are the names by which the desk calls the fields, choices are written as the form shows them. What a person
must have seen with their own eyes (本人確認書類, 資格・理由を示す資料) is never taken from a file.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from daicho.business.requests.domain.states import Channel
from daicho.business.requests.domain.written import (
    LABELS,
    MOVE_OUT,
    Choices,
    Written,
    written_problems,
)
from daicho.kernel.csv_lines import Line, csv_lines, wrong_cell
from daicho.kernel.errors import Invalid, Problem

NUMBER: Final = "番号"
TEXTS: Final = {label: name for name, label in LABELS.items()}
CHANNEL, REQUESTER, FORM = "受付の経路", "請求者の区分", "証明書の種類"
ITEMS, COPIES, BY_POST = "載せる事項", "通数", "郵送で渡す"
SEEN: Final = ("本人確認書類", "資格・理由を示す資料")
HEADERS: Final = (NUMBER, CHANNEL, REQUESTER, *TEXTS, FORM, ITEMS, COPIES, BY_POST)
_YES: Final = frozenset({"1", "○", "はい", "有"})
_NO: Final = frozenset({"", "0", "×", "いいえ", "無"})


@dataclass(frozen=True, slots=True)
class Application:
    """One application: its number in the file, its line, what it says, and its words as they came."""

    number: str
    at: int
    written: Written
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Words:
    """The words of the form's choices: code by label."""

    requesters: Mapping[str, str]
    forms: Mapping[str, str]
    items: Mapping[str, str]


def read_applications(
    text: Iterable[str], *, words: Words, choices: Choices
) -> tuple[Application, ...]:
    """Every application of a file; `Invalid` with everything that is wrong, by line and item, and then none is taken."""
    read = csv_lines(text, key=NUMBER)
    problems = list(read.problems)
    found: dict[str, Application] = {}
    for line in read.lines:
        if line.number in found:
            first = found[line.number].at
            problems.append(wrong_cell(line.at, NUMBER, f"{first}行目と同じ番号です。"))
            continue
        written, wrong = _written(line, words)
        problems += wrong or _told(line, written, choices)
        found[line.number] = Application(line.number, line.at, written, line.cells)
    if problems:
        raise Invalid(problems)
    return tuple(found.values())


def _written(line: Line, words: Words) -> tuple[Written, list[Problem]]:
    """What a line says; the cells that nobody could have meant."""
    said: dict[str, Any] = {}  # Any: fields by name
    wrong: list[Problem] = []
    for label, text in line.cells.items():
        try:
            said |= _cell(label, text, words) if text else {}
        except _Unreadable as error:
            wrong.append(wrong_cell(line.at, label, error.why))
    return replace(Written(), **said), wrong


class _Unreadable(Exception):
    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def _cell(label: str, text: str, words: Words) -> dict[str, Any]:  # Any: fields by name
    if label in TEXTS:
        return {TEXTS[label]: text}
    if label == CHANNEL:
        return {"channel": _one(text, {c.label: c.value for c in Channel})}
    if label == REQUESTER:
        return {"requester": _one(text, words.requesters)}
    if label == FORM:
        return {"form": _one(text, words.forms)}
    if label == ITEMS:
        named = [part.strip() for part in text.replace("，", "、").split("、") if part.strip()]
        return {"items": tuple(_one(part, words.items) for part in named)}
    if label == COPIES:
        return {"copies": _count(text)}
    if label == BY_POST and text in _YES | _NO:
        return {"by_post": text in _YES}
    if label == BY_POST:
        raise _Unreadable("○ か空欄で書きます。")
    if label in SEEN:
        raise _Unreadable("見た人が画面で選ぶもので、データからは受け取りません。")
    raise _Unreadable("交付申請書にない項目です。")


def _one(text: str, codes: Mapping[str, str]) -> str:
    if text in codes:
        return codes[text]
    if text in codes.values():
        return text
    raise _Unreadable(f"「{text}」はありません。{'・'.join(codes)} のどれかで書きます。")


def _count(text: str) -> int:
    if not (text.isdecimal() and text.isascii()):
        raise _Unreadable("半角の数字で書きます。")
    return int(text)


def _told(line: Line, written: Written, choices: Choices) -> list[Problem]:
    """What the form itself would say of such a paper, by line and item."""
    labels = {name: label for label, name in TEXTS.items()} | {"copies": COPIES}
    return [
        wrong_cell(line.at, labels.get(problem.field, ""), f"{problem.what}{problem.why}")
        for problem in written_problems(written, choices)
    ]


def labels_of(
    options: Iterable[tuple[str, str]], *, but: Collection[str] = (MOVE_OUT,)
) -> dict[str, str]:
    """Code by label, of a form's options."""
    return {label: code for code, label in options if code not in but}
