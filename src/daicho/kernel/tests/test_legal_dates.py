"""Legal dates (年月日): one canonical text per date, one calendar in display, no みなし date."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from daicho.kernel.uncertain_dates import (
    ENCODED_LENGTH,
    EVENT_UNCERTAIN,
    SEIREKI_BIRTH,
    Calendar,
    DateRule,
    Form,
    LegalDate,
    read_legal_date,
)
from daicho.kernel.uncertain_dates.legal_date import WrittenDate
from daicho.kernel.wareki import FIRST_DAY, SHOWA, DateFault, era_of, eras

TODAY = date(2026, 11, 20)


def read(text: str, rule: DateRule = EVENT_UNCERTAIN) -> LegalDate:
    return read_legal_date(text, field="event_on", rule=rule, today=TODAY)


@st.composite
def legal_dates(draw: st.DrawFn) -> LegalDate:
    """Any lawful date: a form, a day for its numbers, a calendar, an internal date it allows."""
    form = draw(st.sampled_from(Form))
    calendar = draw(st.sampled_from(Calendar))
    on = draw(st.dates(FIRST_DAY, date(2060, 12, 31)))
    numbers = {"month": on.month, "day": on.day}
    if form is Form.NON_CALENDAR:
        numbers = {"month": 2, "day": 29}
    until = draw(st.dates(on, date(on.year, 12, 31)))
    numbers |= {"until_month": until.month, "until_day": until.day}
    wareki = calendar is Calendar.WAREKI and form is not Form.UNKNOWN
    era = draw(st.sampled_from([era_of(on), *eras()])) if wareki else None
    year = None if form is Form.UNKNOWN else on.year if era is None else era.year_of(on.year)
    parts = {name: number for name, number in numbers.items() if name in form.parts}
    written = WrittenDate(form, era, year, **parts)
    try:
        first, last = written.span()
    except DateFault:
        assume(False)
    return LegalDate(written, calendar, draw(st.dates(first, last)))


@given(legal_dates())
def test_a_date_is_displayed_in_one_calendar_only(legal: LegalDate) -> None:
    has_era = any(era.kanji in legal.display() for era in eras())
    has_gregorian = bool(re.search("[0-9]{4}年", legal.display()))
    assert not (has_era and has_gregorian)
    if legal.form is not Form.UNKNOWN:
        assert has_era == (legal.calendar is Calendar.WAREKI)
        assert has_gregorian == (legal.calendar is Calendar.SEIREKI)


@given(legal_dates())
def test_encoding_goes_there_and_back(legal: LegalDate) -> None:
    text = legal.encode()
    assert LegalDate.decode(text) == legal
    assert len(text) <= ENCODED_LENGTH


@given(legal_dates(), legal_dates())
def test_one_text_for_one_date(one: LegalDate, other: LegalDate) -> None:
    assert (one.encode() == other.encode()) == (one == other)


@given(legal_dates())
def test_what_is_displayed_is_read_back(legal: LegalDate) -> None:
    rule = DateRule(uncertain=True, non_calendar=True, future=True, kept_in=legal.calendar)
    read_back = read(legal.display(), rule)
    assert read_back.written == legal.written
    assert read_back.calendar is legal.calendar


@pytest.mark.proves("STD-1.1.8/n1")
@given(legal_dates())
def test_the_internal_date_is_never_the_value(legal: LegalDate) -> None:
    if legal.form is Form.EXACT:
        assert legal.exact == legal.sort_on
        return
    assert legal.exact is None
    first, last = legal.written.span()
    for other in (first, last):
        assert replace(legal, sort_on=other).display() == legal.display()


def test_known_encodings() -> None:
    assert read("S39.10.10").encode() == "S39.10.10|和|exact|1964-10-10"
    assert read("S20.5").encode() == "S20.5|和|day_unknown|1945-05-31"
    assert read("1980", SEIREKI_BIRTH).encode() == "1980|西|month_day_unknown|1980-12-31"
    assert read("不詳").encode() == "|和|unknown|2026-11-20"
    range_text = "令和3年5月8日から6月1日頃までの間"
    assert read(range_text).encode() == "R3.5.8-6.1|和|range_month_day_about|2021-06-01"
    assert (
        read("令和3年5月8日頃から9日頃までの間").encode()
        == "R3.5.8-9|和|range_about_day|2021-05-09"
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1964-10-10",
        "S39.10.10|和|exact|1964-10-11",  # the internal date is another day
        "S39.10.10|西|exact|1964-10-10",
        "1964.10.10|和|exact|1964-10-10",
        "S39.10|和|exact|1964-10-10",
        "S39.10.10|和|day_unknown|1964-10-10",
        "S039.10.10|和|exact|1964-10-10",
        "S39.09.10|和|exact|1964-09-10",
        "S65.1.1|和|exact|1990-01-01",
        "S39.2.30|和|exact|1964-02-29",
        "S20.5|和|day_unknown|1945-06-01",
        "S20.5|和|no_such_form|1945-05-31",
        "S20.5|和|day_unknown|1945-05-32",
        "S20.5|和|unknown|1945-05-31",
    ],
)
def test_only_canonical_texts_are_decoded(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        LegalDate.decode(text)


def test_an_era_needs_a_year() -> None:
    with pytest.raises(ValueError, match="needs a year"):
        LegalDate(WrittenDate(Form.UNKNOWN, SHOWA), Calendar.WAREKI, TODAY)


def test_of_day_in_both_calendars() -> None:
    assert LegalDate.of_day(TODAY).display() == "令和8年11月20日"
    in_seireki = LegalDate.of_day(TODAY, calendar=Calendar.SEIREKI)
    assert in_seireki.display() == "2026年11月20日"
    assert in_seireki.exact == TODAY
