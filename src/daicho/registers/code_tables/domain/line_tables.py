"""Tables of the lines (回線のコード表): how a town converts characters for the 住基ネット (STD-7.1.1.1)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import regex

from daicho.foundation.messages.public import gaiji_count, length_of
from daicho.kernel.errors import Problem
from daicho.registers.code_tables.domain.code_table import CodeTable
from daicho.registers.code_tables.domain.columns import Column, KeyRule
from daicho.registers.code_tables.domain.places import Values

JUKI_CHARACTERS: Final = "juki_characters"
_POINT: Final = r"U\+[0-9A-F]{4,6}"
_JUKI: Final = regex.compile(r"J\+[0-9A-F]{4,6}")


def _check(code: str, values: Values) -> Iterable[Problem]:
    if "_".join(f"U+{ord(c):04X}" for c in values["character"]) != code:
        yield _problem("character", "文字が符号位置と違います。", f"{code} の文字を入力します。")
    if values["juki"] and not _JUKI.fullmatch(values["juki"]):
        yield _problem("juki", "住基ネット統一文字コードの書き方が違います。", "J+4E00 の形です。")
    other = values["substitute"]
    if other and (length_of(other) != 1 or gaiji_count(other)):
        why = "JIS X 0213 の一文字でなければ、カードに印刷できません。"
        yield _problem("substitute", "代替文字にできない文字です。", why)
    if not values["juki"] and not other:
        why = "コードと代替文字のどちらかが要ります。"
        yield _problem("juki", "変換する内容がありません。", why)


def _problem(name: str, what: str, why: str) -> Problem:
    return Problem("juki_character", name, what, why, "入力を直してください。")


LINE_TABLES: Final = (
    CodeTable(
        JUKI_CHARACTERS,
        "住基ネット統一文字との変換",
        "文字情報基盤の対応と違う変換をする文字。行のない文字は、共通の対応表で変換する。",
        "市民課",
        "STD-7.1.1.1、DATA-020",
        KeyRule(
            "符号位置",
            rf"{_POINT}(?:_{_POINT})?",
            "U+845B の形（異体字は U+845B_U+E0100）",
        ),
        (
            Column("character", "文字", limit=4, required=True),
            Column("juki", "住基ネット統一文字コード", limit=10, hint="例: J+4E00"),
            Column("substitute", "代替文字", limit=2, hint="カードに印刷する一文字"),
        ),
        check=_check,
    ),
)
