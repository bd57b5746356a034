"""Born (生年月日の範囲): whose birthday makes them reach an age within a year, as the law counts it.

An age is reached at the end of the day before the birthday (年齢計算ニ関スル法律): whoever is born on 2 April reaches it
on 1 April, the first day of the year.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from daicho.kernel.wareki import format_wareki

APRIL: Final = 4


def fiscal_year_of(day: date) -> int:
    """The year (年度) of a day: from April to March."""
    return day.year if day.month >= APRIL else day.year - 1


def fiscal_year_words(year: int) -> str:
    """2026 as 令和8年度."""
    return f"{format_wareki(date(year, APRIL, 1)).removesuffix('4月1日')}度"


def reaching(age: int, *, year: int) -> tuple[date, date]:
    """First and last day of birth of those who reach an age from 1 April of a year to 31 March of the next."""
    return date(year - age, APRIL, 2), date(year - age + 1, APRIL, 1)
