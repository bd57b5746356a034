"""Days of a card (転入・継続利用の期限): 14, 30 and 90 days, each moved to the next opening day (住基法24条の2; standards.md §8.1).

The day of the event is never counted; a period that ends on a closing day ends on the next opening day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from daicho.gateways.cards.domain.states import Due
from daicho.kernel.periods import ClosingCalendar, deadline

MOVED_IN: Final = 14
PLANNED: Final = 30
CONTINUED: Final = 90
OVERSEAS_FROM: Final = date(2024, 5, 27)


@dataclass(frozen=True, slots=True)
class Arrival:
    """A 転入 with a card: when they moved, when the former town expected them to leave (None: not known), when they told us."""

    moved_on: date
    planned_on: date | None
    notified_on: date


@dataclass(frozen=True, slots=True)
class Outlook:
    """What follows for the card: what is due and until when; `why` when it has lapsed already."""

    due: Due
    due_on: date | None
    why: str = ""


def by_moving(moved_on: date, calendar: ClosingCalendar) -> date:
    """The last day for the 転入届, counted from the day after the 異動日."""
    return deadline(moved_on, days=MOVED_IN, calendar=calendar)


def by_planned_day(planned_on: date, calendar: ClosingCalendar) -> date:
    """The last day for the 転入届, counted from the day after the 転出予定日."""
    return deadline(planned_on, days=PLANNED, calendar=calendar)


def continuation_until(notified_on: date, calendar: ClosingCalendar) -> date:
    """The last day for 継続利用, counted from the day after the 転入届."""
    return deadline(notified_on, days=CONTINUED, calendar=calendar)


def after_arrival(arrival: Arrival, calendar: ClosingCalendar) -> Outlook:
    """継続利用 within 90 days, or the card has lapsed because the 転入届 came too late."""
    if arrival.notified_on > by_moving(arrival.moved_on, calendar):
        return Outlook(
            Due.NOTHING, None, f"転入届が、転入した日の翌日から{MOVED_IN}日以内に出されていません。"
        )
    planned = arrival.planned_on
    if planned is not None and arrival.notified_on > by_planned_day(planned, calendar):
        return Outlook(
            Due.NOTHING, None, f"転入届が、転出予定日の翌日から{PLANNED}日以内に出されていません。"
        )
    return Outlook(Due.CONTINUATION, continuation_until(arrival.notified_on, calendar))


def after_departure(planned_on: date, calendar: ClosingCalendar) -> Outlook:
    """Somebody leaves for another town: until when they may still take the card with them."""
    return Outlook(Due.DEPARTURE, by_planned_day(planned_on, calendar))


def after_departure_overseas(planned_on: date, notified_on: date) -> Outlook:
    """Somebody leaves Japan: 国外継続利用 by the day of leaving, since 2024-05-27; before it the card was given back."""
    if notified_on < OVERSEAS_FROM:
        return Outlook(Due.ABOLITION, planned_on)
    return Outlook(Due.OVERSEAS, max(planned_on, notified_on))


def days_left(until: date, today: date) -> str:
    """How long it still is, in words."""
    left = (until - today).days
    if left < 0:
        return f"{-left}日過ぎています"
    return "今日まで" if left == 0 else f"あと{left}日"
