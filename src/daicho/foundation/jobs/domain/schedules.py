"""Schedules (起動の時期, STD-9.1): once at a time, daily, weekly, monthly on a day, at the end of the month.

Times are of the wall clock in Tokyo, to the minute. A month that has no 31st runs on its last day, so that no month is
left out.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final

from daicho.kernel.clock import TOKYO
from daicho.kernel.errors import Invalid, Problem
from daicho.kernel.wareki import format_wareki

WEEKDAYS: Final = "月火水木金土日"
LAST_DAY: Final = 31
_ONE_DAY = timedelta(days=1)


class Rule(StrEnum):
    """When it runs."""

    ONCE = "once"
    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    MONTH_END = "month_end"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    Rule.ONCE: "日時を指定",
    Rule.DAILY: "毎日",
    Rule.WEEKLY: "毎週",
    Rule.MONTHLY: "毎月（日を指定）",
    Rule.MONTH_END: "毎月末",
}


@dataclass(frozen=True, slots=True)
class Schedule:
    """When a job runs. `day` is a date for ONCE, `weekday` 0 (月) to 6 for WEEKLY, `of_month` 1 to 31 for MONTHLY.

    `Invalid`, each problem beside its field, when a part is missing or cannot be.
    """

    rule: Rule
    at: time
    day: date | None = None
    weekday: int | None = None
    of_month: int | None = None

    def __post_init__(self) -> None:
        problem = self._problem()
        if problem is not None:
            raise Invalid([problem])

    def _problem(self) -> Problem | None:
        if self.rule is Rule.ONCE and self.day is None:
            return _missing("schedule_day", "実行する日を入れてください。")
        if self.rule is Rule.WEEKLY and self.weekday not in range(len(WEEKDAYS)):
            return _missing("schedule_weekday", "曜日を選んでください。")
        if self.rule is Rule.MONTHLY and self.of_month not in range(1, LAST_DAY + 1):
            return _missing("schedule_of_month", "毎月の日を1から31までで入れてください。")
        return None

    def next_after(self, moment: datetime) -> datetime | None:
        """The first time later than a moment, in Tokyo; None when there is none any more."""
        there = moment.astimezone(TOKYO)
        for day in self._days_from(there.date()):
            due = datetime.combine(day, self.at, tzinfo=TOKYO)
            if due > there:
                return due
        return None

    def times_between(self, first: datetime, last: datetime) -> int:
        """How many times fall from one moment, which is such a time, to another, both counted."""
        count, due = 0, first
        while due <= last:
            count += 1
            following = self.next_after(due)
            if following is None:
                break
            due = following
        return count

    @property
    def words(self) -> str:
        """毎月31日（ない月は月末）9:00"""
        clock = f"{self.at.hour}:{self.at.minute:02d}"
        if self.day is not None and self.rule is Rule.ONCE:
            return f"{format_wareki(self.day)} {clock}"
        if self.weekday is not None and self.rule is Rule.WEEKLY:
            return f"毎週{WEEKDAYS[self.weekday]}曜日 {clock}"
        if self.of_month is not None and self.rule is Rule.MONTHLY:
            short = "（ない月は月末）" if self.of_month > 28 else ""
            return f"毎月{self.of_month}日{short} {clock}"
        return f"{self.rule.label} {clock}"

    def _days_from(self, start: date) -> Iterator[date]:
        if self.rule is Rule.ONCE:
            if self.day is not None:
                yield self.day
            return
        if self.rule in (Rule.DAILY, Rule.WEEKLY):
            day = start
            while True:
                if self.rule is Rule.DAILY or day.weekday() == self.weekday:
                    yield day
                day += _ONE_DAY
        year, month = start.year, start.month
        while True:
            last = monthrange(year, month)[1]
            yield date(year, month, min(self.of_month or LAST_DAY, last))
            year, month = (year + 1, 1) if month == 12 else (year, month + 1)


def _missing(field: str, what: str) -> Problem:
    return Problem(code="jobs.schedule_incomplete", field=field, what=what)
