"""Wareki (和暦): the eras to the day, and exact dates as a clerk writes and reads them.

Japan's civil calendar is Gregorian from 明治6年1月1日 (明治5年太政官布告第337号); nothing earlier
exists here. On 明治45年7月30日 and 大正15年12月25日 the old and the new era name the same day, and
both names are lawful (STD-1.1.8); the changes of 1989 and 2019 came with the following day and have
no such day. Eras after 令和 are data: whoever starts the process hands them in (`proclaim`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from daicho.kernel.errors import Invalid, Problem
from daicho.kernel.widths import half_width


@dataclass(frozen=True, slots=True)
class Era:
    """Era (元号): its letter, its name, its first day.

    For 明治 `first_on` is the first day of the Gregorian calendar, in its year 6. `shares_first`: the
    first day may also be written in the era before (STD-1.1.8).
    """

    letter: str
    kanji: str
    first_on: date
    first_year: int = 1
    shares_first: bool = False

    def __str__(self) -> str:
        return self.letter

    @property
    def last_on(self) -> date | None:
        """The last day before the next era's first; None for the era that runs."""
        following = _after(self)
        return None if following is None else following.first_on - _ONE_DAY

    @property
    def last_named_on(self) -> date:
        """The last day that may lawfully be written in this era (STD-1.1.8)."""
        following = _after(self)
        if following is None:
            return date.max
        return following.first_on if following.shares_first else following.first_on - _ONE_DAY

    def gregorian_year(self, year: int) -> int:
        return self.first_on.year - self.first_year + year

    def year_of(self, gregorian_year: int) -> int:
        return gregorian_year - self.first_on.year + self.first_year


_ONE_DAY = timedelta(days=1)
MEIJI = Era("M", "明治", date(1873, 1, 1), first_year=6)
TAISHO = Era("T", "大正", date(1912, 7, 30), shares_first=True)
SHOWA = Era("S", "昭和", date(1926, 12, 25), shares_first=True)
HEISEI = Era("H", "平成", date(1989, 1, 8))
REIWA = Era("R", "令和", date(2019, 5, 1))
_PAST = (MEIJI, TAISHO, SHOWA, HEISEI, REIWA)
_LIGATURES = str.maketrans({"㍾": "明治", "㍽": "大正", "㍼": "昭和", "㍻": "平成", "㋿": "令和"})

FIRST_DAY = MEIJI.first_on

# Any letter or two kanji: which of them is an era is asked of the table when a text is read.
YEAR_PATTERN = (
    r"(?:(?P<era>[A-Z]|[々\u3400-\u4DBF\u4E00-\u9FFF]{2})(?P<era_year>[0-9]{1,2}|元)"
    r"|(?:西暦)?(?P<year>[0-9]{4}))"
)
_COMPACT = re.compile(r"([0-9]{4}|[A-Z][0-9]{2})([0-9]{2})([0-9]{2})")
_EXACT = re.compile(
    YEAR_PATTERN + r"(?:年(?P<m>[0-9]{1,2})月(?P<d>[0-9]{1,2})日"
    r"|(?P<sep>[./-])(?P<m2>[0-9]{1,2})(?P=sep)(?P<d2>[0-9]{1,2}))"
)
_KANJI = re.compile(r"[々\u3400-\u4DBF\u4E00-\u9FFF]{2}")


class _Table:
    """The eras in order; those after 令和 are handed in at the start of a process and when one is registered."""

    eras: tuple[Era, ...] = _PAST


def eras() -> tuple[Era, ...]:
    """All eras that are known, in order."""
    return _Table.eras


def proclaim(later: Iterable[Era]) -> None:
    """Know these eras after 令和, and no others (改元, STD-1.3.6). `DateFault` when they cannot follow it."""
    found = tuple(later)
    check_eras(found)
    _Table.eras = (*_PAST, *sorted(found, key=begins))


def check_eras(later: Iterable[Era]) -> None:
    """`DateFault` unless these eras can follow 令和: each a letter and a name of its own, each from a later day."""
    known = [*_PAST, *sorted(later, key=begins)]
    for earlier, era in pairwise(known):
        if era.first_on <= earlier.first_on:
            raise _no_era(f"{earlier.kanji}の始まりより後の日から始まるものに限ります。")
    if len({era.letter for era in known}) < len(known):
        raise _no_era("ほかの元号と同じ記号です。")
    if len({era.kanji for era in known}) < len(known):
        raise _no_era("ほかの元号と同じ名です。")
    if not all(_KANJI.fullmatch(era.kanji) and re.fullmatch("[A-Z]", era.letter) for era in known):
        raise _no_era("元号は漢字2字、記号は英大文字1字です。")


def begins(era: Era) -> date:
    """Its first day: the order of eras."""
    return era.first_on


def era_named(name: str) -> Era:
    """The era of a letter or a name. ValueError when none is called so."""
    for era in _Table.eras:
        if name in (era.letter, era.kanji):
            return era
    raise ValueError("no era of this name")


def _after(era: Era) -> Era | None:
    later = (each for each in _Table.eras if each.first_on > era.first_on)
    return next(later, None)


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


def _no_era(why: str) -> DateFault:
    return DateFault(
        "era.cannot_follow",
        what="この元号は登録できません。",
        why=why,
        remedy="政令で定められた元号と施行の日を確かめてください。",
    )


def fold_date_text(text: str) -> str:
    """Plain characters without spaces: full-width folded, ㍼ spelt, `19641010` spread to parts."""
    plain = "".join(half_width(text).translate(_LIGATURES).split()).upper()
    return _COMPACT.sub(r"\1-\2-\3", plain) if _COMPACT.fullmatch(plain) else plain


def read_year(match: re.Match[str]) -> tuple[Era | None, int]:
    """The era (None: 西暦) and year found by `YEAR_PATTERN`; 元年 is year 1.

    `DateFault` for the name of no era.
    """
    if match["era"] is None:
        return None, int(match["year"])
    written = match["era_year"]
    try:
        era = era_named(match["era"])
    except ValueError:
        raise unreadable() from None
    return era, 1 if written == "元" else int(written)


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
    for era in reversed(_Table.eras):
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
    return f"{era.letter}{era.year_of(on.year)}.{on.month}.{on.day}"


def format_seireki(on: date) -> str:
    """1964年10月10日 (西暦)."""
    return f"{on.year}年{on.month}月{on.day}日"


def _in_era(on: date, *, era: Era) -> str:
    return f"{year_text(era.year_of(on.year), era=era)}年{on.month}月{on.day}日"
