"""Due (実施の時期): when a comparison was last made, and whether it is time for the next (年1回程度, JUK-016)."""

from __future__ import annotations

from datetime import date, timedelta


def next_due(last_on: date, days: int) -> date:
    """The last day on which the comparison of that day is enough."""
    return last_on + timedelta(days=days)


def is_due(last_on: date | None, days: int, *, today: date) -> bool:
    """Whether more than that many days have passed; what was never made is not overdue, it has not begun."""
    return last_on is not None and today > next_due(last_on, days)
