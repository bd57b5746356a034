"""Shown (表示): an item's value as a clerk reads it; what has no other form stands as it came."""

from __future__ import annotations

from datetime import date
from typing import Final

from daicho.kernel.wareki import format_seireki, format_wareki_short
from daicho.nodes.municipal_cs.domain import items as at

_DATES: Final = frozenset({"14", "15", "16", at.EVENT_ON, at.CODE_USED_ON})
_FLAGS: Final = frozenset({at.FORBIDDEN, at.EXPECTED, at.EXCLUSIVE, at.GAIJI})


def shown(number: str, value: str) -> str:
    """The value of an item in words."""
    if not value:
        return ""
    if number == at.BIRTH:
        return day_words(value[1:])
    if number in _DATES:
        return day_words(value)
    if number in _FLAGS:
        return "あり" if value == "1" else "なし"
    return value


def day_words(text: str) -> str:
    """`19800102` in the era's years; what is not known is 不詳."""
    if len(text) != 8 or not text.isdecimal():
        return text
    year, month, day = int(text[:4]), int(text[4:6]), int(text[6:])
    if not year:
        return "不詳"
    if month and day:
        on = date(year, month, day)
        return f"{format_wareki_short(on)}（{format_seireki(on)}）"
    return f"{year}年{month}月日不詳" if month else f"{year}年月日不詳"
