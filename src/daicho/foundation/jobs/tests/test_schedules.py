"""When a plan runs: every rule of STD-9.1, month ends, the 31st, what was missed."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daicho.foundation.jobs.domain.schedules import Rule, Schedule
from daicho.kernel.clock import TOKYO
from daicho.kernel.errors import Invalid

EIGHT = time(20, 0)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=TOKYO)


def times(schedule: Schedule, start: str, count: int) -> list[str]:
    """The next times, as text."""
    moment, found = at(start), []
    for _ in range(count):
        due = schedule.next_after(moment)
        if due is None:
            break
        found.append(f"{due:%Y-%m-%d %H:%M}")
        moment = due
    return found


@pytest.mark.proves("STD-9.1/m1")
@pytest.mark.parametrize(
    ("schedule", "expected"),
    [
        (Schedule(Rule.ONCE, EIGHT, day=date(2027, 2, 3)), ["2027-02-03 20:00"]),
        (Schedule(Rule.DAILY, EIGHT), ["2027-01-30 20:00", "2027-01-31 20:00", "2027-02-01 20:00"]),
        (
            Schedule(Rule.WEEKLY, EIGHT, weekday=0),
            ["2027-02-01 20:00", "2027-02-08 20:00", "2027-02-15 20:00"],
        ),
        (
            Schedule(Rule.MONTHLY, EIGHT, of_month=5),
            ["2027-02-05 20:00", "2027-03-05 20:00", "2027-04-05 20:00"],
        ),
        (
            Schedule(Rule.MONTHLY, EIGHT, of_month=31),
            ["2027-01-31 20:00", "2027-02-28 20:00", "2027-03-31 20:00"],
        ),
        (
            Schedule(Rule.MONTH_END, EIGHT),
            ["2027-01-31 20:00", "2027-02-28 20:00", "2027-03-31 20:00"],
        ),
    ],
)
def test_each_rule(schedule: Schedule, expected: list[str]) -> None:
    assert times(schedule, "2027-01-30T09:00", 3) == expected


@pytest.mark.proves("STD-9.1/m1")
def test_month_end_in_february_and_april_and_in_a_leap_year() -> None:
    ends = Schedule(Rule.MONTH_END, time(23, 59))
    assert times(ends, "2027-02-01T00:00", 3) == [
        "2027-02-28 23:59",
        "2027-03-31 23:59",
        "2027-04-30 23:59",
    ]
    assert times(ends, "2028-02-01T00:00", 1) == ["2028-02-29 23:59"]


def test_the_minute_itself_is_over() -> None:
    daily = Schedule(Rule.DAILY, EIGHT)
    assert daily.next_after(at("2027-01-30T20:00")) == at("2027-01-31T20:00")
    assert daily.next_after(at("2027-01-30T19:59")) == at("2027-01-30T20:00")
    assert (
        Schedule(Rule.ONCE, EIGHT, day=date(2027, 1, 30)).next_after(at("2027-01-30T20:00")) is None
    )


def test_missed_times_are_counted() -> None:
    daily = Schedule(Rule.DAILY, EIGHT)
    first = at("2027-01-30T20:00")
    assert daily.times_between(first, first) == 1
    assert daily.times_between(first, at("2027-02-02T19:59")) == 3
    assert daily.times_between(first, at("2027-02-02T20:00")) == 4


@given(
    of_month=st.integers(1, 31),
    start=st.datetimes(datetime(1999, 1, 1), datetime(2101, 1, 1)),  # noqa: DTZ001  # made aware below
)
def test_every_month_has_its_run(of_month: int, start: datetime) -> None:
    schedule = Schedule(Rule.MONTHLY, EIGHT, of_month=of_month)
    first = schedule.next_after(start.replace(tzinfo=TOKYO))
    assert first is not None
    second = schedule.next_after(first)
    assert second is not None
    assert (second.year * 12 + second.month) - (first.year * 12 + first.month) == 1
    assert second.day == of_month or (second + timedelta(days=1)).day == 1


@pytest.mark.parametrize(
    ("rule", "field"),
    [
        (Rule.ONCE, "schedule_day"),
        (Rule.WEEKLY, "schedule_weekday"),
        (Rule.MONTHLY, "schedule_of_month"),
    ],
)
def test_a_part_that_is_missing_is_named(rule: Rule, field: str) -> None:
    with pytest.raises(Invalid) as wrong:
        Schedule(rule, EIGHT)
    assert [p.field for p in wrong.value.problems] == [field]


def test_a_day_that_no_month_has() -> None:
    with pytest.raises(Invalid):
        Schedule(Rule.MONTHLY, EIGHT, of_month=32)
    with pytest.raises(Invalid):
        Schedule(Rule.WEEKLY, EIGHT, weekday=7)


def test_words() -> None:
    assert Schedule(Rule.MONTHLY, time(9, 5), of_month=31).words == "毎月31日（ない月は月末） 9:05"
    assert Schedule(Rule.WEEKLY, EIGHT, weekday=6).words == "毎週日曜日 20:00"
    assert Schedule(Rule.MONTH_END, EIGHT).words == "毎月末 20:00"
