"""Dates of the line (年月日): of the calendar as far as they are known, and a 生年月日 of its era."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

# First and last day of each era, as a birth is told in it: the days of change belong to both.
_ERAS = {
    "1": (date(1868, 1, 25), date(1912, 7, 30)),
    "2": (date(1912, 7, 30), date(1926, 12, 25)),
    "3": (date(1926, 12, 25), date(1989, 1, 7)),
    "4": (date(1989, 1, 8), date(2019, 4, 30)),
    "5": (date(2019, 5, 1), date.max),
}


def is_day(text: str) -> bool:
    """Whether YYYYMMDD, of which parts may be 00, is of the calendar."""
    return _span(text) is not None


def is_birth(text: str) -> bool:
    """Whether EYYYYMMDD is of the calendar, and of its era."""
    if text[0] == "0":
        return text == "0" * 9
    span = _span(text[1:])
    first, last = _ERAS[text[0]]
    return span is not None and first <= span[1] and span[0] <= last


def is_certainly_before(day: str, other: str) -> bool:
    """Whether one YYYYMMDD, of which parts may be 00, lies before another in every reading of both; an empty one is not known."""
    first, second = _span(day or "0" * 8), _span(other or "0" * 8)
    return first is not None and second is not None and first[1] < second[0]


def _span(text: str) -> tuple[date, date] | None:
    """The first and last day that a date, or a month (YYYYMM), may mean."""
    year, month, day = int(text[:4]), int(text[4:6]), int(text[6:] or 0)
    try:
        if year == month == day == 0:
            return date.min, date.max
        if month == 0:
            return date(year, 1, 1), date(year, 12, 31)
        if day == 0:
            return date(year, month, 1), date(year, month, monthrange(year, month)[1])
        return date(year, month, day), date(year, month, day)
    except ValueError:
        return None
