"""Uncertain dates (不詳日): every form of the standard, and the rules of each item."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from daicho.kernel import uncertain_dates
from daicho.kernel.errors import Invalid
from daicho.kernel.uncertain_dates import (
    ADDRESS_SINCE,
    BIRTH,
    EVENT_UNCERTAIN,
    EXACT_ANY,
    EXACT_PAST,
    OLD_ALIEN_REGISTRATION,
    RESIDENT_SINCE,
    SEIREKI_BIRTH,
    Calendar,
    DateRule,
    Form,
    LegalDate,
    read_legal_date,
)
from daicho.kernel.wareki import FIRST_DAY, DateFault

TODAY = date(2026, 11, 20)
CATALOGUE = Path(__file__).parents[4] / "specs" / "catalogues.yaml"
UNCERTAIN_RULES = [BIRTH, RESIDENT_SINCE, ADDRESS_SINCE, EVENT_UNCERTAIN]


def read(text: str, rule: DateRule = EVENT_UNCERTAIN, *, today: date = TODAY) -> LegalDate:
    return read_legal_date(text, field="event_on", rule=rule, today=today)


def refusal(text: str, rule: DateRule = EVENT_UNCERTAIN, *, today: date = TODAY) -> str:
    with pytest.raises(Invalid) as caught:
        read(text, rule, today=today)
    (problem,) = caught.value.problems
    assert problem.field == "event_on"
    assert problem.what
    assert problem.why
    assert problem.remedy
    return problem.code


# --- the forms ------------------------------------------------------------------------------


def catalogue_patterns() -> list[tuple[str, str]]:
    dates = yaml.load(CATALOGUE.read_bytes(), Loader=yaml.CSafeLoader)["dates"]
    return [(row["code"], row["pattern"]) for row in dates["unknown_formats"]]


@pytest.mark.proves("STD-1.1.8/m5", "STD-1.1.8/m6", "STD-1.1.8/m7", "STD-1.1.8/m8", "STD-1.1.8/m9")
@pytest.mark.parametrize(("code", "pattern"), catalogue_patterns())
def test_every_form_of_the_standard_is_read_and_displayed(code: str, pattern: str) -> None:
    numbers = {"Y": iter(["3"]), "M": iter(["5", "6"]), "D": iter(["8", "19"])}
    text = re.sub("[YMD]", lambda match: next(numbers[match[0]]), pattern)
    for rule in UNCERTAIN_RULES:
        read_back = read(text, rule)
        assert read_back.form == Form(code)
        assert read_back.display() == text
        assert read_back.is_uncertain
        assert read(text.replace(" ", ""), rule) == read_back
        assert LegalDate.decode(read_back.encode()) == read_back


@pytest.mark.parametrize(
    ("text", "display", "sort_on"),
    [
        ("S20", "昭和20年 月日不詳", date(1945, 12, 31)),
        ("s20.?.?", "昭和20年 月日不詳", date(1945, 12, 31)),
        ("Ｓ２０．？．？", "昭和20年 月日不詳", date(1945, 12, 31)),
        ("S20.?", "昭和20年 月日不詳", date(1945, 12, 31)),
        ("昭和20年", "昭和20年 月日不詳", date(1945, 12, 31)),
        ("昭和20年　月日不詳", "昭和20年 月日不詳", date(1945, 12, 31)),
        ("S20.5", "昭和20年5月 日不詳", date(1945, 5, 31)),
        ("S20.5.?", "昭和20年5月 日不詳", date(1945, 5, 31)),
        ("S20/02/00", "昭和20年2月 日不詳", date(1945, 2, 28)),
        ("昭和20年5月", "昭和20年5月 日不詳", date(1945, 5, 31)),
        ("昭和20年5月 日不詳", "昭和20年5月 日不詳", date(1945, 5, 31)),
        ("1950年3月・日不詳", "昭和25年3月 日不詳", date(1950, 3, 31)),
        ("不詳", "年月日不詳", TODAY),
        ("?", "年月日不詳", TODAY),
        ("年月日不詳", "年月日不詳", TODAY),
        ("令和3年頃", "令和3年頃", date(2021, 12, 31)),
        ("R3頃", "令和3年頃", date(2021, 12, 31)),
        ("R3.5ごろ", "令和3年5月頃", date(2021, 5, 31)),
        ("R3.5.8頃", "令和3年5月8日頃", date(2021, 5, 8)),
        ("令和3年春", "令和3年春", date(2021, 5, 31)),
        ("R3夏", "令和3年夏", date(2021, 8, 31)),
        ("R3秋", "令和3年秋", date(2021, 11, 30)),
        ("R3冬", "令和3年冬", date(2021, 12, 31)),
        ("令和3年5月上旬", "令和3年5月上旬", date(2021, 5, 10)),
        ("R3.5上旬頃", "令和3年5月上旬頃", date(2021, 5, 10)),
        ("R3.5中旬", "令和3年5月中旬", date(2021, 5, 20)),
        ("R3.5中旬頃", "令和3年5月中旬頃", date(2021, 5, 20)),
        ("R3.2下旬", "令和3年2月下旬", date(2021, 2, 28)),
        ("R3.5下旬頃", "令和3年5月下旬頃", date(2021, 5, 31)),
        ("推定令和3年5月", "推定令和3年5月", date(2021, 5, 31)),
        ("推定R3.5", "推定令和3年5月", date(2021, 5, 31)),
        ("推定R3.5.8", "推定令和3年5月8日", date(2021, 5, 8)),
        (
            "R3年5月8日から6月1日頃までの間",
            "令和3年5月8日から6月1日頃までの間",
            date(2021, 6, 1),
        ),
        (
            "令和3年5月推定8日から10日までの間",
            "令和3年5月推定8日から10日までの間",
            date(2021, 5, 10),
        ),
        (
            "令和3年5月8日頃から10日頃までの間",
            "令和3年5月8日頃から10日頃までの間",
            date(2021, 5, 10),
        ),
        ("令和元年頃", "令和元年頃", date(2019, 12, 31)),
    ],
)
@pytest.mark.proves("STD-1.1.8/m10")
def test_what_a_clerk_types(text: str, display: str, sort_on: date) -> None:
    assert read(text).display() == display
    assert read(text).sort_on == sort_on
    assert read(text).exact is None


@pytest.mark.parametrize(
    ("text", "display"),
    [
        ("S39.10.10", "昭和39年10月10日"),
        ("1964-10-10", "昭和39年10月10日"),
        ("19641010", "昭和39年10月10日"),
        ("１９６４／１０／１０", "昭和39年10月10日"),
        ("昭和元年12月31日", "昭和元年12月31日"),
    ],
)
def test_exact_days(text: str, display: str) -> None:
    for rule in (*UNCERTAIN_RULES, EXACT_PAST, EXACT_ANY):
        legal = read(text, rule)
        assert legal.display() == display
        assert legal.exact == legal.sort_on
        assert not legal.is_uncertain


@pytest.mark.parametrize(
    "text",
    [
        "きのう",
        "20.5.?",
        "S20.?.5",
        "R3春頃",
        "推定R3",
        "推定R3春",
        "R3.5.8上旬",
        "月日不詳",
        "令和3年5月8日から6月1日までの間",
        "S20頃頃",
    ],
)
def test_other_words_are_refused(text: str) -> None:
    assert refusal(text) == "date.unreadable"


def test_nothing_is_refused() -> None:
    assert refusal(" 　") == "date.required"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("R3.13", "date.not_in_calendar"),
        ("R3.2.30頃", "date.not_in_calendar"),
        ("R3.4.31", "date.not_in_calendar"),
        ("推定H15.2.29", "date.not_in_calendar"),
        ("R3年5月8日から5月8日頃までの間", "date.range_reversed"),
        ("R3年5月8日から4月30日頃までの間", "date.range_reversed"),
        ("R3年5月推定8日から32日までの間", "date.not_in_calendar"),
        ("S65", "date.outside_era"),
        ("S64.2", "date.outside_era"),
        ("S64.1.8", "date.outside_era"),
        ("S64年1月5日から1月8日頃までの間", "date.outside_era"),
        ("T1春", "date.outside_era"),
        ("T1.7中旬", "date.outside_era"),
        ("T15.12.26", "date.outside_era"),
        ("M5", "date.outside_era"),
        ("1872", "date.before_calendar"),
        ("1872.12.31", "date.before_calendar"),
    ],
)
def test_words_that_allow_no_day_are_refused(text: str, code: str) -> None:
    assert refusal(text) == code


# --- eras -----------------------------------------------------------------------------------


@pytest.mark.proves("STD-1.1.8/m13")
@pytest.mark.parametrize(
    ("old", "new", "on"),
    [
        ("明治45年7月30日", "大正元年7月30日", date(1912, 7, 30)),
        ("大正15年12月25日", "昭和元年12月25日", date(1926, 12, 25)),
    ],
)
def test_a_day_of_change_keeps_the_name_it_was_given(old: str, new: str, on: date) -> None:
    for rule in (BIRTH, EXACT_PAST):
        for text in (old, new):
            legal = read(text, rule)
            assert legal.display() == text
            assert legal.exact == on
            assert LegalDate.decode(legal.encode()).display() == text
    assert read(old) != read(new)
    assert LegalDate.of_day(on).display() == new


@pytest.mark.parametrize(
    ("text", "sort_on"),
    [
        ("S64", date(1989, 1, 7)),
        ("H1", date(1989, 12, 31)),
        ("M45", date(1912, 7, 30)),
        ("T15.12", date(1926, 12, 25)),
        ("S1", date(1926, 12, 31)),
        ("H31", date(2019, 4, 30)),
        ("H31.4下旬", date(2019, 4, 30)),
        ("T1.7下旬", date(1912, 7, 31)),
        ("R1", date(2019, 12, 31)),
        ("M6", date(1873, 12, 31)),
    ],
)
def test_the_internal_date_stays_within_the_era_as_written(text: str, sort_on: date) -> None:
    assert read(text).sort_on == sort_on


@pytest.mark.parametrize("text", ["1989", "1912.7", "1926.12.?", "2019年春"])
def test_a_gregorian_year_of_two_eras_needs_the_era(text: str) -> None:
    assert refusal(text) == "date.era_unclear"
    assert read(text, SEIREKI_BIRTH).calendar is Calendar.SEIREKI


@pytest.mark.proves("STD-1.1.8/m14")
@pytest.mark.parametrize("rule", [RESIDENT_SINCE, ADDRESS_SINCE, EVENT_UNCERTAIN, EXACT_PAST])
def test_either_calendar_may_be_typed(rule: DateRule) -> None:
    assert read("1989-01-07", rule) == read("S64.1.7", rule)
    assert read("1989-01-08", rule) == read("H1.1.8", rule)


@pytest.mark.parametrize(
    ("text", "display"),
    [
        ("1980-10-10", "1980年10月10日"),
        ("S55.10.10", "1980年10月10日"),
        ("1980-00-00", "1980年 月日不詳"),
        ("19800500", "1980年5月 日不詳"),
        ("1980年頃", "1980年頃"),
        ("不詳", "年月日不詳"),
        ("2003-02-29", "2003年2月29日"),
    ],
)
def test_a_foreign_birth_date_is_gregorian_only(text: str, display: str) -> None:
    legal = read(text, SEIREKI_BIRTH)
    assert legal.display() == display
    assert legal.calendar is Calendar.SEIREKI
    assert not re.search("昭和|平成", legal.display())


# --- what each item allows ------------------------------------------------------------------


@pytest.mark.proves("STD-1.1.8/m1", "STD-1.1.8/m3")
def test_only_the_named_items_take_uncertain_and_non_calendar_days() -> None:
    for rule in (*UNCERTAIN_RULES, SEIREKI_BIRTH):
        assert read("昭和20年 月日不詳", rule).is_uncertain
        assert read("平成15年2月29日", rule).form is Form.NON_CALENDAR
    for rule in (EXACT_PAST, EXACT_ANY):
        assert refusal("昭和20年 月日不詳", rule) == "date.uncertain_not_allowed"
        assert refusal("年月日不詳", rule) == "date.uncertain_not_allowed"
        assert refusal("平成15年2月29日", rule) == "date.not_in_calendar"
    for rule in (BIRTH, EXACT_PAST):
        assert refusal("平成15年2月30日", rule) == "date.not_in_calendar"
        assert refusal("平成15年4月31日", rule) == "date.not_in_calendar"


def test_the_29th_of_february_of_a_common_year() -> None:
    legal = read("H15.2.29", BIRTH)
    assert legal.display() == "平成15年2月29日"
    assert legal.exact is None
    assert not legal.is_uncertain
    assert legal.sort_on == date(2003, 2, 28)
    assert read("H16.2.29", BIRTH).exact == date(2004, 2, 29)
    with pytest.raises(DateFault, match="暦に無い"):
        LegalDate(replace(legal.written, year=16), Calendar.WAREKI, date(2004, 2, 29))


def test_the_old_alien_registration_date() -> None:
    assert read("不詳", OLD_ALIEN_REGISTRATION).sort_on == date(2012, 7, 8)
    assert read("H24", OLD_ALIEN_REGISTRATION).sort_on == date(2012, 7, 8)
    assert read("H24.7.8", OLD_ALIEN_REGISTRATION).exact == date(2012, 7, 8)
    assert refusal("H24.7.9", OLD_ALIEN_REGISTRATION) == "date.after_the_end"
    assert refusal("H25", OLD_ALIEN_REGISTRATION) == "date.after_the_end"
    assert refusal("H15.2.29", OLD_ALIEN_REGISTRATION) == "date.not_in_calendar"


def test_only_moving_out_may_lie_ahead() -> None:
    for rule in (*UNCERTAIN_RULES, SEIREKI_BIRTH, EXACT_PAST):
        assert read("R8.11.20", rule).sort_on == TODAY
        assert refusal("R8.11.21", rule) == "date.future"
        assert refusal("R9.1.1", rule) == "date.future"
    assert read("R8.11.21", EXACT_ANY).exact == date(2026, 11, 21)


def test_uncertain_words_may_not_lie_wholly_ahead() -> None:
    assert read("R8").sort_on == TODAY
    assert read("R8.11").sort_on == TODAY
    assert read("R8.11中旬頃").sort_on == TODAY
    assert read("R8.11.20頃").sort_on == TODAY
    assert refusal("R8.11.21頃") == "date.future"
    assert refusal("R8.11下旬") == "date.future"
    assert refusal("R8.12") == "date.future"
    assert refusal("R9頃") == "date.future"
    assert read("R8年11月18日から11月20日頃までの間").sort_on == TODAY
    assert refusal("R8年11月18日から11月21日頃までの間") == "date.future"


def test_a_message_repeats_nothing_that_was_typed() -> None:
    for text in ("S20.?.5", "R9.1.2", "平成15年2月30日", "S64.3.3"):
        with pytest.raises(Invalid) as caught:
            read(text)
        assert text not in caught.value.message


def test_the_year_is_kept_for_statistics() -> None:
    legal = read("1950年3月・日不詳", BIRTH)
    assert legal.gregorian_year == 1950
    assert legal.display().endswith("日不詳")
    assert read("不詳").gregorian_year is None


@given(
    st.text(
        alphabet="SHRTM令和昭平成元年月日不詳頃春上中下旬推定からまでの間0123456789.-/?・ ",
        max_size=24,
    )
)
def test_any_text_gives_a_date_or_a_problem(text: str) -> None:
    try:
        legal = read(text)
    except Invalid as invalid:
        refused = invalid
    else:
        assert FIRST_DAY <= legal.sort_on <= TODAY
        assert LegalDate.decode(legal.encode()) == legal
        return
    assert refused.problems[0].field == "event_on"


def test_the_public_face_is_complete() -> None:
    assert all(hasattr(uncertain_dates, name) for name in uncertain_dates.__all__)
