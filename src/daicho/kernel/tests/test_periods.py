"""Periods (期間・期限・年齢): half-open spans, deadlines that move, ages by law."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daicho.kernel.periods import (
    ClosingCalendar,
    Period,
    age_by_end_of,
    age_on,
    days_after,
    deadline,
    fourteen_days,
    is_late,
    months_after,
    months_run_out_on,
    reaches_age_on,
)
from daicho.kernel.uncertain_dates import BIRTH, LegalDate, read_legal_date

TOWN = ClosingCalendar()
DAYS = st.dates(date(1990, 1, 1), date(2060, 12, 31))


@st.composite
def periods(draw: st.DrawFn) -> Period:
    from_ = draw(st.dates(date(2026, 1, 1), date(2026, 2, 10)))
    days = draw(st.none() | st.integers(0, 30))
    return Period(from_, None if days is None else from_ + timedelta(days))


def birth(text: str) -> LegalDate:
    return read_legal_date(text, field="born_on", rule=BIRTH, today=date(2026, 11, 20))


# --- periods --------------------------------------------------------------------------------


def test_a_period_has_its_first_day_and_not_its_end() -> None:
    period = Period(date(2026, 4, 1), date(2026, 4, 10))
    assert not period.contains(date(2026, 3, 31))
    assert period.contains(date(2026, 4, 1))
    assert period.contains(date(2026, 4, 9))
    assert not period.contains(date(2026, 4, 10))
    assert Period(date(2026, 4, 1)).contains(date.max)


def test_an_empty_period_has_no_day_and_a_reversed_one_does_not_exist() -> None:
    on = date(2026, 4, 1)
    empty = Period(on, on)
    assert empty.is_empty
    assert not empty.contains(on)
    assert not empty.overlaps(Period(on))
    assert not Period(on).is_empty
    with pytest.raises(ValueError, match="before it begins"):
        Period(on, on - timedelta(days=1))


def test_neighbours_do_not_overlap() -> None:
    first = Period(date(2026, 4, 1), date(2026, 4, 10))
    assert not first.overlaps(Period(date(2026, 4, 10)))
    assert first.intersect(Period(date(2026, 4, 9))) == Period(date(2026, 4, 9), date(2026, 4, 10))
    assert Period(date(2026, 4, 1)).intersect(Period(date(2026, 5, 1))) == Period(date(2026, 5, 1))


@given(periods(), periods())
def test_an_intersection_has_the_days_of_both(one: Period, other: Period) -> None:
    common = one.intersect(other)
    window = [date(2026, 1, 1) + timedelta(n) for n in range(90)]
    both = [on for on in window if one.contains(on) and other.contains(on)]
    assert both == [on for on in window if common is not None and common.contains(on)]
    assert one.overlaps(other) == bool(both)
    assert other.intersect(one) == common


# --- closing days and deadlines -------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "closed"),
    [
        (date(2026, 11, 20), False),  # Friday
        (date(2026, 11, 21), True),  # Saturday
        (date(2026, 11, 22), True),  # Sunday
        (date(2026, 11, 23), True),  # 勤労感謝の日
        (date(2026, 11, 24), False),
        (date(2026, 5, 6), True),  # 振替休日
        (date(2026, 9, 22), True),  # 国民の休日
        (date(2026, 12, 28), False),
        (date(2026, 12, 29), True),
        (date(2026, 12, 31), True),
        (date(2027, 1, 1), True),
        (date(2025, 1, 3), True),
        (date(2027, 1, 4), False),
    ],
)
def test_closing_days(on: date, closed: bool) -> None:
    assert TOWN.is_closed(on) == closed


def test_a_towns_own_days() -> None:
    town = ClosingCalendar(
        extra_closed=frozenset({date(2026, 11, 24)}), extra_open=frozenset({date(2026, 11, 22)})
    )
    assert town.is_closed(date(2026, 11, 24))
    assert not town.is_closed(date(2026, 11, 22))
    assert town.next_open(date(2026, 11, 23)) == date(2026, 11, 25)
    assert town.next_open(date(2026, 11, 21)) == date(2026, 11, 22)
    with pytest.raises(ValueError, match="either open or closed"):
        ClosingCalendar(frozenset({date(2026, 11, 24)}), frozenset({date(2026, 11, 24)}))


@pytest.mark.parametrize(
    ("event_on", "last_on"),
    [
        (date(2026, 11, 2), date(2026, 11, 16)),  # a plain Monday
        (date(2026, 11, 6), date(2026, 11, 20)),
        (date(2026, 11, 7), date(2026, 11, 24)),  # 21 is Saturday, 23 a holiday
        (date(2026, 11, 9), date(2026, 11, 24)),
        (date(2026, 12, 14), date(2026, 12, 28)),
        (date(2026, 12, 15), date(2027, 1, 4)),  # 12/29
        (date(2026, 4, 19), date(2026, 5, 7)),  # 5/3, and 5/6 is a substitute holiday
    ],
)
def test_fourteen_days(event_on: date, last_on: date) -> None:
    assert fourteen_days(event_on, calendar=TOWN) == last_on
    assert not is_late(last_on, event_on=event_on, calendar=TOWN)
    assert is_late(last_on + timedelta(days=1), event_on=event_on, calendar=TOWN)


@given(DAYS, st.integers(1, 400))
def test_a_deadline_is_the_first_open_day_not_before_its_days(on: date, days: int) -> None:
    last_on = deadline(on, days=days, calendar=TOWN)
    end = days_after(on, days)
    assert (end - on).days == days
    assert not TOWN.is_closed(last_on)
    assert all(TOWN.is_closed(end + timedelta(n)) for n in range((last_on - end).days))


@pytest.mark.parametrize(
    ("on", "months", "after", "last_on"),
    [
        (date(2026, 4, 1), 1, date(2026, 5, 1), date(2026, 5, 1)),
        (date(2026, 1, 31), 1, date(2026, 2, 28), date(2026, 2, 28)),
        (date(2024, 1, 30), 1, date(2024, 2, 29), date(2024, 2, 29)),
        (date(2026, 1, 29), 1, date(2026, 2, 28), date(2026, 2, 28)),
        (date(2026, 2, 28), 1, date(2026, 3, 28), date(2026, 3, 31)),
        (date(2024, 2, 28), 12, date(2025, 2, 28), date(2025, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28), date(2025, 2, 28)),
        (date(2026, 11, 20), 2, date(2027, 1, 20), date(2027, 1, 20)),
        (date(2026, 12, 31), 2, date(2027, 2, 28), date(2027, 2, 28)),
        (date(2026, 1, 15), -1, date(2025, 12, 15), date(2025, 12, 15)),
    ],
)
def test_months_end_on_the_eve_of_the_corresponding_day(
    on: date, months: int, after: date, last_on: date
) -> None:
    assert months_after(on, months) == after
    assert months_run_out_on(on, months=months) == last_on


# --- ages -----------------------------------------------------------------------------------


def test_an_age_is_reached_at_the_end_of_the_eve_of_the_birthday() -> None:
    born = birth("R2.4.1")
    assert reaches_age_on(born, age=6) == date(2026, 3, 31)
    assert [age_on(born, on=date(2026, 3, day)) for day in (30, 31)] == [5, 5]
    assert age_on(born, on=date(2026, 4, 1)) == 6
    assert [age_by_end_of(born, on=date(2026, 3, day)) for day in (30, 31)] == [5, 6]


@pytest.mark.parametrize("text", ["H16.2.29", "H15.2.29"])
def test_born_on_the_29th_of_february(text: str) -> None:
    born = birth(text)
    year = born.gregorian_year
    assert year is not None
    for until in (2026, 2028):
        age = until - year
        assert reaches_age_on(born, age=age) == date(until, 2, 28)
        assert age_on(born, on=date(until, 2, 28)) == age - 1
        assert age_by_end_of(born, on=date(until, 2, 28)) == age
        assert age_on(born, on=date(until, 3, 1)) == age
    assert age_on(born, on=date(2028, 2, 29)) == 2028 - year


@pytest.mark.parametrize("text", ["不詳", "S20", "S20.5", "S20.5.8頃", "推定S20.5.8", "S20春"])
def test_no_age_for_an_uncertain_birth(text: str) -> None:
    assert age_on(birth(text), on=date(2026, 11, 20)) is None
    assert age_by_end_of(birth(text), on=date(2026, 11, 20)) is None
    assert reaches_age_on(birth(text), age=18) is None


def test_no_age_before_birth() -> None:
    born = birth("R8.4.1")
    assert age_on(born, on=date(2026, 3, 31)) is None
    assert age_on(born, on=date(2026, 4, 1)) == 0


def test_the_old_and_the_new_name_of_a_day_give_one_age() -> None:
    for text in ("T15.12.25", "S1.12.25"):
        assert age_on(birth(text), on=date(2026, 12, 24)) == 99
        assert age_on(birth(text), on=date(2026, 12, 25)) == 100


@given(st.dates(date(1900, 1, 1), date(2026, 11, 20)), st.integers(1, 120))
def test_the_age_changes_with_the_day_after_it_is_reached(on: date, age: int) -> None:
    born = LegalDate.of_day(on)
    reached_on = reaches_age_on(born, age=age)
    assert reached_on is not None
    assert age_on(born, on=reached_on) == age - 1
    assert age_by_end_of(born, on=reached_on) == age
    assert age_on(born, on=reached_on + timedelta(days=1)) == age
