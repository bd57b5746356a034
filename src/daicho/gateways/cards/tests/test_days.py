"""14, 30 and 90 days, each moved to the next opening day: a table, and the days before and after each border."""

from __future__ import annotations

from datetime import date

import pytest

from daicho.gateways.cards.domain.days import (
    Arrival,
    after_arrival,
    after_departure,
    after_departure_overseas,
    by_moving,
    by_planned_day,
    continuation_until,
    days_left,
)
from daicho.gateways.cards.domain.states import Due
from daicho.kernel.periods import ClosingCalendar

PLAIN = ClosingCalendar()
LOCAL = ClosingCalendar(
    extra_closed=frozenset({date(2026, 11, 30)}), extra_open=frozenset({date(2026, 11, 22)})
)
D = date


@pytest.mark.parametrize(
    ("counted", "event_on", "calendar", "until"),
    [
        # 14 days: an opening day; a Saturday; a Sunday; the end of the year; 勤労感謝の日.
        (by_moving, D(2026, 11, 2), PLAIN, D(2026, 11, 16)),
        (by_moving, D(2026, 11, 7), PLAIN, D(2026, 11, 24)),
        (by_moving, D(2026, 11, 8), PLAIN, D(2026, 11, 24)),
        (by_moving, D(2026, 11, 9), PLAIN, D(2026, 11, 24)),
        (by_moving, D(2026, 12, 15), PLAIN, D(2027, 1, 4)),
        # The town opens on a Sunday, or closes on a Monday, by its own ordinance.
        (by_moving, D(2026, 11, 8), LOCAL, D(2026, 11, 22)),
        (by_moving, D(2026, 11, 16), LOCAL, D(2026, 12, 1)),
        # 30 days: over the end of a month; a Saturday.
        (by_planned_day, D(2026, 11, 2), PLAIN, D(2026, 12, 2)),
        (by_planned_day, D(2026, 11, 5), PLAIN, D(2026, 12, 7)),
        (by_planned_day, D(2028, 1, 31), PLAIN, D(2028, 3, 1)),
        # 90 days: an opening day; a Saturday; the first days of January.
        (continuation_until, D(2026, 11, 20), PLAIN, D(2027, 2, 18)),
        (continuation_until, D(2026, 11, 22), PLAIN, D(2027, 2, 22)),
        (continuation_until, D(2026, 10, 3), PLAIN, D(2027, 1, 4)),
    ],
)
def test_a_period_begins_the_day_after_and_ends_on_an_opening_day(
    counted: object, event_on: date, calendar: ClosingCalendar, until: date
) -> None:
    assert callable(counted)
    assert counted(event_on, calendar) == until


@pytest.mark.parametrize(
    ("moved_on", "planned_on", "notified_on", "due", "said"),
    [
        (D(2026, 11, 2), D(2026, 11, 1), D(2026, 11, 16), Due.CONTINUATION, ""),
        (D(2026, 11, 2), D(2026, 11, 1), D(2026, 11, 17), Due.NOTHING, "14日以内"),
        # 14 days are kept, 30 are not: both count.
        (D(2026, 11, 2), D(2026, 10, 15), D(2026, 11, 16), Due.CONTINUATION, ""),
        (D(2026, 11, 2), D(2026, 10, 14), D(2026, 11, 16), Due.NOTHING, "30日以内"),
        # A border that is a closing day: the 14th is a Saturday, so the Tuesday after 勤労感謝の日 is in time.
        (D(2026, 11, 7), D(2026, 11, 6), D(2026, 11, 24), Due.CONTINUATION, ""),
        (D(2026, 11, 7), D(2026, 11, 6), D(2026, 11, 25), Due.NOTHING, "14日以内"),
        # The planned day is not known: the 14 days alone count.
        (D(2026, 11, 2), None, D(2026, 11, 16), Due.CONTINUATION, ""),
    ],
)
def test_a_card_is_kept_by_a_notification_within_both_periods(
    moved_on: date, planned_on: date | None, notified_on: date, due: Due, said: str
) -> None:
    outlook = after_arrival(Arrival(moved_on, planned_on, notified_on), PLAIN)
    assert outlook.due is due
    assert said in outlook.why
    assert outlook.due_on == (continuation_until(notified_on, PLAIN) if due else None)


@pytest.mark.parametrize(
    ("planned_on", "notified_on", "due", "due_on"),
    [
        (D(2024, 6, 1), D(2024, 5, 26), Due.ABOLITION, D(2024, 6, 1)),
        (D(2024, 6, 1), D(2024, 5, 27), Due.OVERSEAS, D(2024, 6, 1)),
        # Told after leaving: the day of the notification is the last. A Saturday stays: nobody can be away and here.
        (D(2026, 11, 10), D(2026, 11, 20), Due.OVERSEAS, D(2026, 11, 20)),
        (D(2026, 11, 21), D(2026, 11, 20), Due.OVERSEAS, D(2026, 11, 21)),
    ],
)
def test_who_leaves_japan_may_keep_the_card_since_2024(
    planned_on: date, notified_on: date, due: Due, due_on: date
) -> None:
    outlook = after_departure_overseas(planned_on, notified_on)
    assert (outlook.due, outlook.due_on) == (due, due_on)


def test_who_leaves_for_another_town_has_thirty_days_there() -> None:
    outlook = after_departure(D(2026, 11, 5), PLAIN)
    assert (outlook.due, outlook.due_on) == (Due.DEPARTURE, D(2026, 12, 7))


def test_days_are_counted_in_words() -> None:
    today = D(2026, 11, 20)
    assert days_left(D(2026, 11, 23), today) == "あと3日"
    assert days_left(today, today) == "今日まで"
    assert days_left(D(2026, 11, 18), today) == "2日過ぎています"
