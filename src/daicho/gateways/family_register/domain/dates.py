"""Dates on the line (年月日): as a clerk types them, and as a screen shows them; zeros say what is not known."""

from __future__ import annotations

from datetime import date
from typing import Final

from daicho.kernel.wareki import format_wareki

_ERAS: Final = {"1": "明治", "2": "大正", "3": "昭和", "4": "平成", "5": "令和"}
_FIRST_YEARS: Final = {"1": 1868, "2": 1912, "3": 1926, "4": 1989, "5": 2019}


def typed(digits: str) -> str:
    """`YYYYMMDD` as a clerk types it: `1985-04-01`, `1985-04-00`; all zeros are 不詳."""
    return "不詳" if digits == "0" * 8 else f"{digits[:4]}-{digits[4:6]}-{digits[6:]}"


def shown(digits: str) -> str:
    """`YYYYMMDD` in the words of the register; blank for none."""
    if not digits:
        return ""
    year, month, day = int(digits[:4]), int(digits[4:6]), int(digits[6:])
    if not year:
        return "年月日不詳"
    if month and day:
        return format_wareki(date(year, month, day))
    first = format_wareki(date(year, month or 12, 28))
    words = first.partition("年")[0] + "年"
    return f"{words}{month}月 日不詳" if month else f"{words} 月日不詳"


def birth_shown(digits: str) -> str:
    """`EYYYYMMDD` in the words of the register, in its own era; blank for none."""
    if not digits:
        return ""
    era, year = digits[:1], int(digits[1:5] or 0)
    if era not in _ERAS:
        return shown(digits[1:])
    years = year - _FIRST_YEARS[era] + 1
    words = f"{_ERAS[era]}{'元' if years == 1 else years}年"
    month, day = int(digits[5:7]), int(digits[7:9])
    if not month:
        return f"{words} 月日不詳"
    return f"{words}{month}月{day}日" if day else f"{words}{month}月 日不詳"
