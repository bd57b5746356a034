"""Wareki (和暦): the five eras to the day, and exact dates as a clerk writes and reads them.

Japan's civil calendar is Gregorian from 明治6年1月1日 (明治5年太政官布告第337号); nothing earlier
exists here. On 明治45年7月30日 and 大正15年12月25日 the old and the new era name the same day, and
both names are lawful (STD-1.1.8); the changes of 1989 and 2019 came with the following day and have
no such day.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from daicho.kernel.errors import Invalid, Problem
from daicho.kernel.widths import half_width


class Era(StrEnum):
    """Era (元号); the value is its letter."""

    MEIJI = "M"
    TAISHO = "T"
    SHOWA = "S"
    HEISEI = "H"
    REIWA = "R"

    @property
    def kanji(self) -> str:
        return _SPANS[self].kanji

    @property
    def first_on(self) -> date:
        """The first day; for 明治, the first day of the Gregorian calendar."""
        return _SPANS[self].first_on

    @property
    def last_on(self) -> date | None:
        """The last day before the next era's first; None for the era that runs."""
        return _SPANS[self].last_on

    @property
    def last_named_on(self) -> date:
        """The last day that may lawfully be written in this era (STD-1.1.8)."""
        return _SPANS[self].last_named_on

    def gregorian_year(self, year: int) -> int:
        return _SPANS[self].year_zero + year

    def year_of(self, gregorian_year: int) -> int:
        return gregorian_year - _SPANS[self].year_zero


@dataclass(frozen=True, slots=True)
class _Span:
    kanji: str
    year_zero: int
    first_on: date
    last_on: date | None
    last_named_on: date


_SPANS = {
    Era.MEIJI: _Span("明治", 1867, date(1873, 1, 1), date(1912, 7, 29), date(1912, 7, 30)),
    Era.TAISHO: _Span("大正", 1911, date(1912, 7, 30), date(1926, 12, 24), date(1926, 12, 25)),
    Era.SHOWA: _Span("昭和", 1925, date(1926, 12, 25), date(1989, 1, 7), date(1989, 1, 7)),
    Era.HEISEI: _Span("平成", 1988, date(1989, 1, 8), date(2019, 4, 30), date(2019, 4, 30)),
    Era.REIWA: _Span("令和", 2018, date(2019, 5, 1), None, date.max),
}
_ERA_NAMES = {name: era for era in Era for name in (era.value, era.kanji)}
_LIGATURES = str.maketrans({"㍾": "明治", "㍽": "大正", "㍼": "昭和", "㍻": "平成", "㋿": "令和"})

FIRST_DAY = Era.MEIJI.first_on

YEAR_PATTERN = (
    rf"(?:(?P<era>{'|'.join(_ERA_NAMES)})(?P<era_year>[0-9]{{1,2}}|元)"
    r"|(?:西暦)?(?P<year>[0-9]{4}))"
)
_COMPACT = re.compile(r"([0-9]{4}|[MTSHR][0-9]{2})([0-9]{2})([0-9]{2})")
_EXACT = re.compile(
    YEAR_PATTERN + r"(?:年(?P<m>[0-9]{1,2})月(?P<d>[0-9]{1,2})日"
    r"|(?P<sep>[./-])(?P<m2>[0-9]{1,2})(?P=sep)(?P<d2>[0-9]{1,2}))"
)


class DateFault(ValueError):
    """A date that cannot be (あり得ない日付): a stable code and the three parts of a message."""

    def __init__(self, code: str, *, what: str, why: str, remedy: str) -> None:
        super().__init__(what)
        self.code = code
        self.what = what
        self.why = why
        self.remedy = remedy

    def invalid(self, field: str) -> Invalid:
        """The same fault beside the field it was entered in."""
        return Invalid([Problem(self.code, field, self.what, self.why, self.remedy)])


def required() -> DateFault:
    return DateFault(
        "date.required",
        what="日付が入力されていません。",
        why="この項目は空欄にできません。",
        remedy="日付を入力してください。",
    )


def unreadable() -> DateFault:
    return DateFault(
        "date.unreadable",
        what="日付として読み取れません。",
        why="「昭和39年10月10日」「S39.10.10」「1964-10-10」のような書き方に当たりません。",
        remedy="書き方を直して入力してください。",
    )


def not_in_calendar() -> DateFault:
    return DateFault(
        "date.not_in_calendar",
        what="暦に無い日付です。",
        why="この項目には暦に実在する日だけを登録できます。",
        remedy="年・月・日を確かめて入力し直してください。",
    )


def outside_era(era: Era) -> DateFault:
    last = "" if era.last_on is None else f"{_in_era(era.last_named_on, era=era)}まで"
    return DateFault(
        "date.outside_era",
        what="元号の期間に無い日付です。",
        why=f"{era.kanji}は{_in_era(era.first_on, era=era)}から{last}です。",
        remedy="元号と年月日を確かめて入力し直してください。",
    )


def before_calendar() -> DateFault:
    return DateFault(
        "date.before_calendar",
        what="登録できない古い日付です。",
        why="明治6年1月1日より前の日付は、暦が異なるため扱えません。",
        remedy="年を確かめて入力し直してください。",
    )


def fold_date_text(text: str) -> str:
    """Plain characters without spaces: full-width folded, ㍼ spelt, `19641010` spread to parts."""
    plain = "".join(half_width(text).translate(_LIGATURES).split()).upper()
    return _COMPACT.sub(r"\1-\2-\3", plain) if _COMPACT.fullmatch(plain) else plain


def read_year(match: re.Match[str]) -> tuple[Era | None, int]:
    """The era (None: 西暦) and year found by `YEAR_PATTERN`; 元年 is year 1."""
    if match["era"] is None:
        return None, int(match["year"])
    written = match["era_year"]
    return _ERA_NAMES[match["era"]], 1 if written == "元" else int(written)


def day_in_calendar(year: int, *, month: int, day: int) -> date:
    """The Gregorian day. Raises `DateFault` when the calendar has no such day."""
    try:
        return date(year, month, day)
    except ValueError as error:
        raise not_in_calendar() from error


def parse_date(text: str, *, field: str) -> date:
    """An exact date as typed: `S39.10.10`, 昭和39年10月10日, 令和元年5月1日, `1964/10/10`.

    Also `19641010`, `S391010`. 明治45年7月30日 and 大正15年12月25日 are read as the days they are;
    only `uncertain_dates.LegalDate` keeps the era as written. Raises `Invalid`, with `field` set.
    """
    try:
        return _parse(fold_date_text(text))
    except DateFault as fault:
        raise fault.invalid(field) from fault


def _parse(text: str) -> date:
    if not text:
        raise required()
    match = _EXACT.fullmatch(text)
    if match is None:
        raise unreadable()
    era, year = read_year(match)
    month, day = int(match["m"] or match["m2"]), int(match["d"] or match["d2"])
    gregorian = year if era is None else era.gregorian_year(year)
    on = day_in_calendar(gregorian, month=month, day=day)
    if era is not None and not era.first_on <= on <= era.last_named_on:
        raise outside_era(era)
    if on < FIRST_DAY:
        raise before_calendar()
    return on


def era_of(on: date) -> Era:
    """The era a day belongs to; on a day of change, the new. ValueError before 明治6年1月1日."""
    for era in reversed(Era):
        if era.first_on <= on:
            return era
    raise ValueError("no era before 1873-01-01")


def year_text(year: int, *, era: Era | None) -> str:
    """令和元, 昭和39, or a bare 西暦 year: what is written before 年."""
    if era is None:
        return str(year)
    return f"{era.kanji}{'元' if year == 1 else year}"


def format_wareki(on: date) -> str:
    """昭和39年10月10日; the first year is 元年. ValueError before 明治6年1月1日."""
    return _in_era(on, era=era_of(on))


def format_wareki_short(on: date) -> str:
    """`S39.10.10`, as `parse_date` reads it. ValueError before 明治6年1月1日."""
    era = era_of(on)
    return f"{era.value}{era.year_of(on.year)}.{on.month}.{on.day}"


def format_seireki(on: date) -> str:
    """1964年10月10日 (西暦)."""
    return f"{on.year}年{on.month}月{on.day}日"


def _in_era(on: date, *, era: Era) -> str:
    return f"{year_text(era.year_of(on.year), era=era)}年{on.month}月{on.day}日"
