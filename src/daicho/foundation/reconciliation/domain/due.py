"""Due (実施の時期): when a comparison was last made, and whether it is time for the next (年1回程度, JUK-016)."""

from __future__ import annotations

from datetime import date, timedelta


def next_due(last_on: date, days: int) -> date:
    """The last day on which the comparison of that day is enough."""
    return last_on + timedelta(days=days)


def is_due(last_on: date | None, days: int, *, today: date) -> bool:
    """Whether more than that many days have passed. `last_on`: of the last comparison, or where none was ever made, the day
    on which the peer was first told of somebody; None as long as there is nothing to compare.
    """
    return last_on is not None and today > next_due(last_on, days)
