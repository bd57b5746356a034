"""Lexing (字句): the text of an expression in words; the names of items are taken as the longest that fits."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from daicho.business.extraction.domain.naming import words_of
from daicho.kernel.errors import Invalid, Problem
from daicho.kernel.wareki import parse_date

_SPACE: Final = re.compile(r"[ \t\r\n\u3000]+")
_QUOTED: Final = re.compile(r'"((?:[^"]|"")*)"|“([^”]*)”|「([^」]*)」|”([^”]*)”|＂([^＂]*)＂')
_ISO: Final = re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}|[0-9]{4}/[0-9]{1,2}/[0-9]{1,2}")
_ERA: Final = re.compile(
    r"(?:明治|大正|昭和|平成|令和)(?:元|[0-9０-９]{1,2})年[0-9０-９]{1,2}月[0-9０-９]{1,2}日"
    r"|[MTSHR][0-9]{1,2}\.[0-9]{1,2}\.[0-9]{1,2}"
)
_CALLED: Final = re.compile(r"[ \u3000]*[(（]")
_NUMBER: Final = re.compile(r"[0-9０-９]{1,15}")
_SYMBOLS: Final = {
    "<>": "≠", "!=": "≠", "<=": "≦", ">=": "≧", "＜＝": "≦", "＞＝": "≧", "≠": "≠", "≤": "≦", "≥": "≧",
    "≦": "≦", "≧": "≧", "=": "=", "＝": "=", "<": "<", "＜": "<", ">": ">", "＞": ">",
    "+": "+", "＋": "+", "-": "-", "－": "-", "×": "×", "*": "×", "＊": "×", "÷": "÷", "/": "÷", "／": "÷",
    "(": "(", "（": "(", ")": ")", "）": ")", ",": ",", "，": ",", "、": ",",
}  # fmt: skip
_BY_LENGTH: Final = sorted(_SYMBOLS, key=len, reverse=True)
LONGEST: Final = 8000
"""Characters of an expression."""


@dataclass(frozen=True, slots=True)
class Token:
    """One word: what it is (`item`, `text`, `number`, `day`, `symbol` …), what it says, and where it stands."""

    kind: str
    word: str
    at: int
    value: object = None


def wrong(what: str, remedy: str, field: str = "text") -> Invalid:
    """An expression that cannot be read."""
    return Invalid(
        [Problem("extraction.expression", field, what, "式を読み取れませんでした。", remedy)]
    )


def tokens_of(text: str, source: str) -> list[Token]:
    """The words of an expression over a source; `Invalid` with the place of what is no word."""
    if len(text) > LONGEST:
        raise wrong("式が長すぎます。", f"{LONGEST}字までにしてください。")
    found: list[Token] = []
    at = 0
    while at < len(text):
        space = _SPACE.match(text, at)
        if space:
            at = space.end()
            continue
        token, at = _next(text, at, source)
        found.append(token)
    return found


def _next(text: str, at: int, source: str) -> tuple[Token, int]:
    if match := _QUOTED.match(text, at):
        inner = next(group for group in match.groups() if group is not None)
        value = inner.replace('""', '"') if match[1] is not None else inner
        return Token("text", match[0], at, value), match.end()
    if match := _ISO.match(text, at) or _ERA.match(text, at):
        return Token("day", match[0], at, _day(match[0])), match.end()
    if match := _NUMBER.match(text, at):
        return Token("number", match[0], at, int(match[0])), match.end()
    for word, kind in words_of(source):
        if text.startswith(word, at) and (
            kind != "function" or _CALLED.match(text, at + len(word))
        ):
            return Token(kind, word, at, word), at + len(word)
    for written in _BY_LENGTH:
        if text.startswith(written, at):
            return Token("symbol", _SYMBOLS[written], at), at + len(written)
    return _unknown(text, at)


def _day(text: str) -> date:
    if text[0].isascii() and text[0].isdigit():
        year, month, day = re.split(r"[-/]", text)
        try:
            return date(int(year), int(month), int(day))
        except ValueError:
            raise wrong(f"「{text}」は暦にない日付です。", "日付を確かめてください。") from None
    return parse_date(text, field="text")


def _unknown(text: str, at: int) -> tuple[Token, int]:
    rest = (
        re.split(r"[ \t\r\n\u3000=＝<>＜＞≠≦≧()（）,，、\"「]", text[at : at + 20])[0] or text[at]
    )
    raise wrong(
        f"「{rest}」を読み取れません（{at + 1}文字目）。",
        '項目と関数は、項目の一覧の名称のとおりに書きます。文字は「"」で囲んでください。',
    )
