"""Columns (項目): what one item of a code table may hold, and how a typed text becomes it.

Every value is kept as text; an empty text is 空欄. A picture is kept as SVG, or as the data URL of a PNG.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import regex

from daicho.kernel.addresses import read_banchi
from daicho.kernel.characters import TextKind, check_text, to_full_width_katakana
from daicho.kernel.check_digits import fold_digits
from daicho.kernel.errors import Invalid, Problem
from daicho.kernel.widths import half_width
from daicho.registers.code_tables.domain.pictures import check_picture

TOWN_CODE = regex.compile(r"[0-9]{6}")
POSTAL_CODE = regex.compile(r"[0-9]{7}")
KANA = regex.compile(r"[\p{Katakana}ー・ 　0-9]*")
MOST_DIGITS = 7

Choices = tuple[tuple[str, str], ...]


class Kind(StrEnum):
    """How a column is entered and checked."""

    LINE = "line"
    NOTE = "note"
    KANA = "kana"
    NUMBER = "number"
    CHOICE = "choice"
    POSTAL = "postal"
    TOWN = "town"
    BANCHI = "banchi"
    PICTURE = "picture"


@dataclass(frozen=True, slots=True)
class Column:
    """One item: `limit` in characters, `choices` as (value, label), `listed` whether a list shows it."""

    name: str
    title: str
    kind: Kind = Kind.LINE
    limit: int = 60
    required: bool = False
    choices: Choices = ()
    hint: str = ""
    listed: bool = True

    def shown(self, value: str) -> str:
        """The value as a list and a sheet of paper write it."""
        if self.kind is Kind.CHOICE:
            return dict(self.choices).get(value, value)
        if self.kind is Kind.POSTAL and value:
            return f"{value[:3]}-{value[3:]}"
        return value


@dataclass(frozen=True, slots=True)
class KeyRule:
    """The code of a row: what it is called, its form, or what it is chosen from."""

    title: str
    pattern: str = r"[0-9A-Za-z-]{1,12}"
    words: str = "半角の英数字とハイフンで12字まで"
    choices: Callable[[], Choices] | None = None

    def read(self, typed: str) -> str:
        """The code as typed, in one width; `Invalid` when it has not the form."""
        code = half_width(typed).strip()
        if self.choices is not None:
            known = self.choices()
            by_label = {label: value for value, label in known}
            code = by_label.get(typed.strip(), code)
            if code not in {value for value, _ in known}:
                raise Invalid([_wrong("code", self.title, "一覧にあるものから選びます。")])
            return code
        if not regex.fullmatch(self.pattern, code):
            raise Invalid([_wrong("code", self.title, f"{self.words}です。")])
        return code

    def shown(self, code: str) -> str:
        """The code as a list writes it: the words of a chosen one."""
        return dict(self.choices()).get(code, code) if self.choices is not None else code


def read_value(column: Column, typed: str) -> str:
    """What was typed, checked and in the form that is kept; `Invalid` beside the column's name."""
    if not typed.strip():
        if column.required:
            why = f"{column.title}は空欄にできません。"
            raise Invalid([_wrong(column.name, column.title, why, empty=True)])
        return ""
    return _READERS[column.kind](column, typed)


def _line(column: Column, typed: str) -> str:
    return check_text(typed, field=column.name, limit=column.limit)


def _note(column: Column, typed: str) -> str:
    return check_text(typed, field=column.name, limit=column.limit, kind=TextKind.NOTE)


def _kana(column: Column, typed: str) -> str:
    text = to_full_width_katakana(_line(column, typed))
    if not KANA.fullmatch(text):
        raise Invalid([_wrong(column.name, column.title, "カタカナで入力します。")])
    return text


def _number(column: Column, typed: str) -> str:
    text = half_width(typed).replace(",", "").strip()
    if not text.isascii() or not text.isdecimal() or len(text) > MOST_DIGITS:
        why = f"0以上の整数で、{MOST_DIGITS}桁までです。"
        raise Invalid([_wrong(column.name, column.title, why)])
    return str(int(text))


def _choice(column: Column, typed: str) -> str:
    by_label = {label: value for value, label in column.choices}
    value = by_label.get(typed.strip(), typed.strip())
    if value not in by_label.values():
        words = "、".join(label for _, label in column.choices)
        raise Invalid([_wrong(column.name, column.title, f"{words}のどれかです。")])
    return value


def _postal(column: Column, typed: str) -> str:
    digits = fold_digits(typed)
    if not POSTAL_CODE.fullmatch(digits):
        raise Invalid([_wrong(column.name, column.title, "郵便番号は数字7桁です。")])
    return digits


def _town(column: Column, typed: str) -> str:
    code = half_width(typed).strip()
    if not TOWN_CODE.fullmatch(code):
        why = "町字を候補から選ぶか、町字コード（大字3桁と小字3桁）を入れます。"
        raise Invalid([_wrong(column.name, column.title, why)])
    return code


def _banchi(column: Column, typed: str) -> str:
    found = read_banchi(typed, field=column.name)
    if not found.parts:
        raise Invalid([_wrong(column.name, column.title, "番地・号の数字がありません。")])
    return found.text


def _picture(column: Column, typed: str) -> str:
    return check_picture(typed, field=column.name)


_READERS: dict[Kind, Callable[[Column, str], str]] = {
    Kind.LINE: _line,
    Kind.NOTE: _note,
    Kind.KANA: _kana,
    Kind.NUMBER: _number,
    Kind.CHOICE: _choice,
    Kind.POSTAL: _postal,
    Kind.TOWN: _town,
    Kind.BANCHI: _banchi,
    Kind.PICTURE: _picture,
}


def _wrong(field: str, title: str, why: str, *, empty: bool = False) -> Problem:
    return Problem(
        code="code_tables.empty" if empty else "code_tables.value",
        field=field,
        what=f"{title}がありません。" if empty else f"{title}を受け付けられません。",
        why=why,
        remedy="確かめて入力し直してください。",
    )
