"""Periods (期間・期限・年齢): half-open spans of days, deadlines by the Civil Code, ages by law."""

from __future__ import annotations

import calendar as gregorian
from dataclasses import dataclass
from datetime import date, timedelta

import jpholiday

from daicho.kernel.uncertain_dates import LegalDate

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """Period (期間): from the first day up to, not including, `until`; None: without end.

    An empty period (both days the same) is lawful in the register; a reversed one is a ValueError.
    """

    from_: date
    until: date | None = None

    def __post_init__(self) -> None:
        if self.until is not None and self.until < self.from_:
            raise ValueError("a period does not end before it begins")

    @property
    def is_empty(self) -> bool:
        return self.until == self.from_

    def contains(self, on: date) -> bool:
        return self.from_ <= on and (self.until is None or on < self.until)

    def overlaps(self, other: Period) -> bool:
        """Whether some day lies in both."""
        return self.intersect(other) is not None

    def intersect(self, other: Period) -> Period | None:
        """The days that lie in both; None when there is none."""
        from_ = max(self.from_, other.from_)
        ends = [end for end in (self.until, other.until) if end is not None]
        until = min(ends, default=None)
        return None if until is not None and until <= from_ else Period(from_, until)


@dataclass(frozen=True, slots=True)
class ClosingCalendar:
    """Closing days of a town (休日; 地方自治法4条の2): weekends, 祝日, 12/29–1/3, its own.

    `extra_open` holds only days the town's ordinance makes opening days: a counter that receives
    provisionally on a Sunday (休日開庁) moves no deadline. ValueError when a day is in both sets.
    """

    extra_closed: frozenset[date] = frozenset()
    extra_open: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        if self.extra_closed & self.extra_open:
            raise ValueError("a day is either open or closed")

    def is_closed(self, on: date) -> bool:
        if on in self.extra_open:
            return False
        return (
            on in self.extra_closed
            or on.weekday() >= gregorian.SATURDAY
            or (on.month, on.day) >= (12, 29)
            or (on.month, on.day) <= (1, 3)
            or bool(jpholiday.is_holiday(on))
        )

    def next_open(self, on: date) -> date:
        """The day itself when open, or else the first opening day after it."""
        while self.is_closed(on):
            on += ONE_DAY
        return on


def days_after(on: date, days: int) -> date:
    """The last day of a period of days whose first day is not counted (民法140条)."""
    return on + timedelta(days=days)


def months_after(on: date, months: int) -> date:
    """The corresponding day (応当日); the last day of a month without it (民法143条2項但書)."""
    year, month = divmod(on.year * 12 + on.month - 1 + months, 12)
    return date(year, month + 1, min(on.day, gregorian.monthrange(year, month + 1)[1]))


def months_run_out_on(event_on: date, *, months: int) -> date:
    """The last day of a period of months whose first day is not counted (民法140条, 143条).

    Counted from the day after the event: it ends on the eve of the 応当日 of that day, so one
    month from 28 February of a common year ends on 31 March.
    """
    begins_on = event_on + ONE_DAY
    corresponding = months_after(begins_on, months)
    return corresponding if corresponding.day < begins_on.day else corresponding - ONE_DAY


def deadline(event_on: date, *, days: int, calendar: ClosingCalendar) -> date:
    """The last day to act: the first day not counted, a closing day at the end moves it on."""
    return calendar.next_open(days_after(event_on, days))


def fourteen_days(event_on: date, *, calendar: ClosingCalendar) -> date:
    """The last day for a notification within 14 days (住基法22条, 23条, 25条; 民法140条)."""
    return deadline(event_on, days=14, calendar=calendar)


def is_late(notified_on: date, *, event_on: date, calendar: ClosingCalendar) -> bool:
    """Whether a notification came after its 14 days (期間経過)."""
    return notified_on > fourteen_days(event_on, calendar=calendar)


def age_on(birth: LegalDate, *, on: date) -> int | None:
    """The age (満年齢) with which a day begins: it goes up on the birthday.

    None for a 不詳 birth date and for a day before birth. A person born on 29 February, also of a
    common year (暦上日以外), turns at the end of 28 February.
    """
    born = _birthday(birth)
    if born is None:
        return None
    year, month, day = born
    age = on.year - year - ((on.month, on.day) < (month, day))
    return age if age >= 0 else None


def age_by_end_of(birth: LegalDate, *, on: date) -> int | None:
    """The age reached when a day ends (年齢計算ニ関スル法律): up on the eve of the birthday."""
    return age_on(birth, on=on + ONE_DAY)


def reaches_age_on(birth: LegalDate, *, age: int) -> date | None:
    """The day at whose end an age is reached, the eve of the birthday; None for a 不詳 birth."""
    born = _birthday(birth)
    if born is None:
        return None
    year, month, day = born
    if (month, day) == (2, 29) and not gregorian.isleap(year + age):
        return date(year + age, 2, 28)
    return date(year + age, month, day) - ONE_DAY


def _birthday(birth: LegalDate) -> tuple[int, int, int] | None:
    written = birth.written
    year, month, day = written.gregorian_year, written.month, written.day
    if birth.is_uncertain or year is None or month is None or day is None:
        return None
    return year, month, day
