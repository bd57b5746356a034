"""Legal date (年月日): a date as written, which may be unknown in part or exist in no calendar.

The internal date for comparison, `sort_on` (STD-1.1.8), is **the latest day the words allow**: the
last day of the year, season, month or third of a month named, or of the range; never past the end
of the era as written, nor past the limit known when it was entered (for most items the day of
entry). For 平成15年2月29日 it is the last day of that month. It orders records and nothing else: it
is no みなし生年月日, is never displayed, and never leaves as the value (`exact` is None).
"""

from __future__ import annotations

import calendar as gregorian
import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Self

from daicho.kernel.uncertain_dates.forms import Form
from daicho.kernel.wareki import (
    FIRST_DAY,
    DateFault,
    Era,
    before_calendar,
    day_in_calendar,
    era_named,
    era_of,
    not_in_calendar,
    outside_era,
    year_text,
)

ENCODED_LENGTH = 64


class Calendar(StrEnum):
    """Calendar (暦): in which of the two a date is kept and displayed; never both (STD-1.1.9)."""

    WAREKI = "和"
    SEIREKI = "西"


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """The words of a date: which form, and the numbers in it; None where the form has none.

    `year` counts in `era`, or is 西暦 where `era` is None.
    """

    form: Form
    era: Era | None = None
    year: int | None = None
    month: int | None = None
    day: int | None = None
    until_month: int | None = None
    until_day: int | None = None

    @property
    def gregorian_year(self) -> int | None:
        if self.year is None or self.era is None:
            return self.year
        return self.era.gregorian_year(self.year)

    def span(self) -> tuple[date, date]:
        """First and last day the words allow. Raises `DateFault` when they allow none."""
        year = self.gregorian_year
        if year is None:
            return FIRST_DAY, date.max
        first, last = self._bounds(year)
        lower, upper = FIRST_DAY, date.max
        if self.era is not None:
            lower, upper = self.era.first_on, self.era.last_named_on
        # A written day must lie within the era; a year or a month need only touch it.
        touches = first <= upper and last >= lower
        within = lower <= first and last <= upper
        if not (within if self.day is not None else touches):
            raise before_calendar() if self.era is None else outside_era(self.era)
        return max(first, lower), min(last, upper)

    def _bounds(self, year: int) -> tuple[date, date]:
        start, end = self.form.window
        if self.month is None:
            first = day_in_calendar(year, month=start, day=1)
            return first, _last_of_month(year, month=end)
        if self.day is None:
            last = _last_of_month(year, month=self.month)
            return last.replace(day=start), last.replace(day=min(end, last.day))
        if self.form is Form.NON_CALENDAR:
            if not is_non_calendar(year, month=self.month, day=self.day):
                raise not_in_calendar()
            last = _last_of_month(year, month=self.month)
            return last, last
        first = day_in_calendar(year, month=self.month, day=self.day)
        if self.until_day is None:
            return first, first
        until = day_in_calendar(year, month=self.until_month or self.month, day=self.until_day)
        if until <= first:
            raise DateFault(
                "date.range_reversed",
                what="期間の終わりの日が始まりの日より後になっていません。",
                why="「～から～までの間」は、始まりの日、終わりの日の順に書きます。",
                remedy="二つの日を確かめて入力し直してください。",
            )
        return first, until


@dataclass(frozen=True, slots=True)
class LegalDate:
    """A date of the register (年月日), for any item; which forms an item allows is a `DateRule`.

    ValueError (`DateFault`) when the words allow no day, the parts are not those of the form, or
    `sort_on` is not a day the words allow.
    """

    written: WrittenDate
    calendar: Calendar
    sort_on: date

    def __post_init__(self) -> None:
        written = self.written
        present = {name for name in _PARTS if getattr(written, name) is not None}
        if present != written.form.parts:
            raise ValueError(f"the parts of {written.form} are {sorted(written.form.parts)}")
        if written.year is not None and (written.era is None) == (self.calendar is Calendar.WAREKI):
            raise ValueError("an era is written in 和暦 only")
        if written.year is None and written.era is not None:
            raise ValueError("an era needs a year")
        first, last = written.span()
        if not first <= self.sort_on <= last:
            raise ValueError("the internal date is not a day the words allow")

    @classmethod
    def of_day(cls, on: date, *, calendar: Calendar = Calendar.WAREKI) -> Self:
        """An exact day; in 和暦 on a day of change of era, by the new name."""
        era = era_of(on) if calendar is Calendar.WAREKI else None
        year = on.year if era is None else era.year_of(on.year)
        return cls(WrittenDate(Form.EXACT, era, year, on.month, on.day), calendar, on)

    @property
    def form(self) -> Form:
        return self.written.form

    @property
    def is_uncertain(self) -> bool:
        """不詳日."""
        return self.form.is_uncertain

    @property
    def exact(self) -> date | None:
        """The day itself; None for a 不詳日 and for a day that no calendar has."""
        return self.sort_on if self.form is Form.EXACT else None

    @property
    def gregorian_year(self) -> int | None:
        """The 西暦 year as far as it is known: statistics count by it (REG-074)."""
        return self.written.gregorian_year

    def display(self) -> str:
        """昭和20年5月 日不詳, 年月日不詳, 1945年頃: in its own calendar only (STD-1.1.9)."""
        written = self.written
        year = "" if written.year is None else year_text(written.year, era=written.era)
        numbers = {name: getattr(written, name) for name in _PARTS}
        return self.form.template.format(**numbers | {"year": year})

    def encode(self) -> str:
        """One canonical text, at most `ENCODED_LENGTH` long: `S20.5|和|day_unknown|1945-05-31`."""
        written = self.written
        head = "" if written.year is None else f"{written.era or ''}{written.year}"
        start = ".".join(
            head if name == "year" else str(getattr(written, name))
            for name in _START
            if getattr(written, name) is not None
        )
        end = ".".join(
            str(getattr(written, name)) for name in _END if getattr(written, name) is not None
        )
        words = f"{start}-{end}" if end else start
        return f"{words}|{self.calendar}|{self.form}|{self.sort_on.isoformat()}"

    @classmethod
    def decode(cls, text: str) -> Self:
        """The date of a canonical text. ValueError when it is not one that `encode` writes."""
        match = _ENCODED.fullmatch(text)
        if match is None:
            raise ValueError("not an encoded legal date")
        numbers = {name: int(match[name]) for name in _PARTS if match[name] is not None}
        era = era_named(match["era"]) if match["era"] else None
        written = WrittenDate(Form(match["form"]), era, **numbers)
        decoded = cls(written, Calendar(match["calendar"]), date.fromisoformat(match["sort_on"]))
        if decoded.encode() != text:
            raise ValueError("not the canonical text of a legal date")
        return decoded


_START = ("year", "month", "day")
_END = ("until_month", "until_day")
_PARTS = _START + _END
_ENCODED = re.compile(
    r"(?:(?P<era>[A-Z])?(?P<year>[0-9]{1,4})(?:\.(?P<month>[0-9]{1,2}))?(?:\.(?P<day>[0-9]{1,2}))?)?"
    r"(?:-(?:(?P<until_month>[0-9]{1,2})\.)?(?P<until_day>[0-9]{1,2}))?"
    r"\|(?P<calendar>[和西])\|(?P<form>[a-z_]+)\|(?P<sort_on>[0-9]{4}-[0-9]{2}-[0-9]{2})"
)


def is_non_calendar(year: int, *, month: int, day: int) -> bool:
    """暦上日以外: the 29th of February of a common year, and no other (STD-1.1.8)."""
    return (month, day) == (2, 29) and not gregorian.isleap(year)


def _last_of_month(year: int, *, month: int) -> date:
    first = day_in_calendar(year, month=month, day=1)
    return first.replace(day=gregorian.monthrange(year, month)[1])
