"""Clock (時計): the business date in Asia/Tokyo, which tests can set, and real time, which they cannot.

Business acts (異動日, 処理日, 現存, 期限) ask `business_today` and `business_now`. One-time codes, TLS, lock-outs
and the trail ask `real_now`: a test that moves the calendar must not move a security clock.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

TOKYO = ZoneInfo("Asia/Tokyo")

_shift: ContextVar[timedelta] = ContextVar("daicho_clock_shift", default=timedelta())


def real_now() -> datetime:
    """The instant now, aware, UTC; never shifted."""
    return datetime.now(UTC)


def business_now() -> datetime:
    """The instant of business, aware, in Asia/Tokyo."""
    return (real_now() + _shift.get()).astimezone(TOKYO)


def business_today() -> date:
    """Today's business date (処理日)."""
    return business_now().date()


@contextmanager
def set_to(moment: datetime | date) -> Iterator[None]:
    """Move the business clock for the length of a test; it goes on running from there.

    A date means nine in the morning of that day in Tokyo.
    """
    if not isinstance(moment, datetime):
        moment = datetime(moment.year, moment.month, moment.day, 9, tzinfo=TOKYO)
    token = _shift.set(moment - real_now())
    try:
        yield
    finally:
        _shift.reset(token)
