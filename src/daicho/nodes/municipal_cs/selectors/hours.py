"""Hours (開庁時間): what is outside them stands out: the hours that are set, and the days on which the office is closed (休日)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from django.conf import settings

from daicho.kernel.periods import ClosingCalendar

# Of a row of the trail; asked with `asked_hours`.
IS_LATE: Final = (
    "(extract(hour FROM at AT TIME ZONE 'Asia/Tokyo') NOT BETWEEN %(opens)s AND %(closes)s)"
)
IS_CLOSED: Final = "((at AT TIME ZONE 'Asia/Tokyo')::date = ANY(%(closed)s::date[]))"


def asked_hours(since: date, until: date) -> dict[str, int | list[date]]:
    """The parameters of both, for a span of days."""
    opens, closes = settings.INSPECTION_HOURS
    days = (since + timedelta(days=n) for n in range((until - since).days + 1))
    return {
        "opens": opens,
        "closes": closes - 1,
        "closed": [day for day in days if is_closed(day)],
    }


def is_closed(day: date) -> bool:
    """土曜・日曜・祝日・年末年始 (地方自治法4条の2)."""
    return ClosingCalendar().is_closed(day)


def hours_words() -> str:
    """The same as a screen says it."""
    opens, closes = settings.INSPECTION_HOURS
    return f"{opens}時から{closes}時までの外と、土曜・日曜・祝日・年末年始"
