"""Rights file (権限の一括保守のファイル): the state of all rights as CSV, which is edited and handed in again (STD-10.3).

One line is one subject, one column one aspect; several values in a cell are parted by 「／」. A column that is left out is
left as it is, an empty cell says "none". What cannot be set of a subject is empty in its line.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from daicho.foundation.staff.domain.aspects import (
    SEPARATOR,
    TABLE,
    Aspect,
    Subject,
    shown,
    words_of,
)
from daicho.foundation.staff.domain.wishes import State, Wish
from daicho.foundation.staff.logins import canonical_login
from daicho.kernel.errors import Invalid, Problem

KIND: Final = "対象の種類"
SUBJECT: Final = "対象"
HEADINGS: Final = (KIND, SUBJECT, *(rule.label for rule in TABLE.values()))
BOM: Final = "\ufeff"
MOST_BYTES: Final = 2_000_000
MOST_LINES: Final = 5_000
_FORMULA: Final = ("=", "+", "-", "@")


@dataclass(frozen=True, slots=True)
class Reject:
    """Why a line is not taken: the line (the headings are the first), the item, the reason."""

    line: int
    item: str
    reason: str


@dataclass(frozen=True, slots=True)
class Read:
    """What a file says, and what of it cannot be read."""

    wishes: tuple[Wish, ...]
    rejects: tuple[Reject, ...]


def lines_of(state: State) -> Iterator[str]:
    """The state as the text of a file, line by line; a spreadsheet opens it as it is."""
    yield BOM + _line(HEADINGS)
    for (kind, subject), values in state.items():
        name = words_of(Aspect.DUTIES)[subject] if kind is Subject.DUTY else subject
        cells = [shown(aspect, values.get(aspect, ())) for aspect in TABLE]
        yield _line((kind.label, name, *cells))


def read_file(content: bytes) -> Read:
    """Read a file whole. `Invalid` when it is no such file; what is wrong with a line is a `Reject`."""
    headings, rows = _rows(content)
    wishes: list[Wish] = []
    rejects: list[Reject] = []
    for at, row in rows:
        if len(row) != len(headings):
            rejects.append(Reject(at, "行", "列の数が見出しと違います。"))
            continue
        cells = {h: _plain(cell) for h, cell in zip(headings, row, strict=True)}
        kind = next((k for k in Subject if k.label == cells[KIND]), None)
        if kind is None:
            kinds = "・".join(k.label for k in Subject)
            rejects.append(Reject(at, KIND, f"{kinds}のどれかではありません。"))
            continue
        subject = _subject(kind, cells[SUBJECT])
        found = list(_wishes(kind, subject, cells, at))
        wishes += [wish for wish in found if isinstance(wish, Wish)]
        rejects += [reject for reject in found if isinstance(reject, Reject)]
    return Read(tuple(wishes), tuple(rejects))


def rejects_of(problems: Iterable[Problem]) -> tuple[Reject, ...]:
    """The problems of checked wishes in the words of the file."""
    found = []
    for problem in problems:
        line, _, aspect = problem.field.partition(".")
        item = TABLE[Aspect(aspect)].label if aspect else "行"
        found.append(Reject(int(line) if line.isdecimal() else 1, item, problem.message))
    return tuple(sorted(found, key=lambda reject: reject.line))


def _wishes(kind: Subject, subject: str, cells: dict[str, str], at: int) -> Iterator[Wish | Reject]:
    for aspect, rule in TABLE.items():
        if rule.label not in cells:
            continue
        text = cells[rule.label]
        if kind not in rule.subjects:
            if text:
                yield Reject(at, rule.label, f"{kind.label}には設定できません。空欄にします。")
            continue
        yield Wish(kind, subject, aspect, _values(aspect, text), line=at)


def _values(aspect: Aspect, text: str) -> tuple[str, ...]:
    if TABLE[aspect].one_text:
        return (text,)
    codes = {label: code for code, label in words_of(aspect).items()}
    parts = dict.fromkeys(part.strip() for part in text.split(SEPARATOR) if part.strip())
    return tuple(codes.get(part, part) for part in parts)


def _subject(kind: Subject, text: str) -> str:
    if kind is Subject.STAFF:
        return canonical_login(text)
    if kind is Subject.DUTY:
        return next((c for c, label in words_of(Aspect.DUTIES).items() if label == text), text)
    return text


def _rows(content: bytes) -> tuple[list[str], list[tuple[int, list[str]]]]:
    if len(content) > MOST_BYTES:
        raise _wrong(f"ファイルは{MOST_BYTES // 1_000_000}メガバイトまでです。")
    try:
        text = io.StringIO(content.decode("utf-8-sig"), newline="")
        reader = csv.reader(text, strict=True)
        headings = [cell.strip() for cell in next(reader, [])]
        rows = [(reader.line_num, row) for row in reader if any(cell.strip() for cell in row)]
    except UnicodeDecodeError:
        raise _wrong("文字コードが UTF-8 ではありません。") from None
    except csv.Error:
        raise _wrong("CSVとして読み取れません。引用符が閉じていない行があります。") from None
    unknown = [heading for heading in headings if heading not in HEADINGS]
    twice = len(set(headings)) != len(headings)
    if unknown or twice or not {KIND, SUBJECT} <= set(headings):
        raise _wrong(
            f"1行目の見出しは「{KIND}」「{SUBJECT}」と、現況のファイルにある項目だけです。"
        )
    if not rows:
        raise _wrong("見出しの下に行がありません。")
    if len(rows) > MOST_LINES:
        raise _wrong(f"一度に申請できるのは{MOST_LINES:,}行までです。")
    return headings, rows


def _plain(cell: str) -> str:
    text = cell.strip()
    return text[1:] if text[:1] == "'" and text[1:2] in _FORMULA else text


def _line(cells: Iterable[str]) -> str:
    out = io.StringIO(newline="")
    safe = [f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in cells]
    csv.writer(out, lineterminator="\r\n").writerow(safe)
    return out.getvalue()


def _wrong(why: str) -> Invalid:
    return Invalid(
        [
            Problem(
                "rights.file",
                "file",
                "このファイルは使えません。",
                why,
                "現況のファイルを書き出し、それを直して使ってください。",
            )
        ]
    )
