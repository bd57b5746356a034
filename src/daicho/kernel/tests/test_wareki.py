"""Wareki (和暦): every era change one day before and after, and every way a clerk writes a day."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daicho.kernel.errors import Invalid
from daicho.kernel.wareki import (
    FIRST_DAY,
    REIWA,
    era_of,
    eras,
    format_seireki,
    format_wareki,
    format_wareki_short,
    parse_date,
)
from daicho.kernel.widths import half_width

DAYS = st.dates(min_value=FIRST_DAY, max_value=date(2117, 12, 31))


def refusal(text: str) -> str:
    with pytest.raises(Invalid) as caught:
        parse_date(text, field="born_on")
    (problem,) = caught.value.problems
    assert problem.field == "born_on"
    assert problem.what
    assert problem.why
    assert problem.remedy
    return problem.code


@pytest.mark.parametrize(
    ("on", "text", "short"),
    [
        (date(1873, 1, 1), "明治6年1月1日", "M6.1.1"),
        (date(1912, 7, 29), "明治45年7月29日", "M45.7.29"),
        (date(1912, 7, 30), "大正元年7月30日", "T1.7.30"),
        (date(1912, 7, 31), "大正元年7月31日", "T1.7.31"),
        (date(1926, 12, 24), "大正15年12月24日", "T15.12.24"),
        (date(1926, 12, 25), "昭和元年12月25日", "S1.12.25"),
        (date(1926, 12, 26), "昭和元年12月26日", "S1.12.26"),
        (date(1964, 10, 10), "昭和39年10月10日", "S39.10.10"),
        (date(1989, 1, 7), "昭和64年1月7日", "S64.1.7"),
        (date(1989, 1, 8), "平成元年1月8日", "H1.1.8"),
        (date(1989, 1, 9), "平成元年1月9日", "H1.1.9"),
        (date(2019, 4, 30), "平成31年4月30日", "H31.4.30"),
        (date(2019, 5, 1), "令和元年5月1日", "R1.5.1"),
        (date(2019, 5, 2), "令和元年5月2日", "R1.5.2"),
        (date(2020, 1, 1), "令和2年1月1日", "R2.1.1"),
    ],
)
def test_each_side_of_every_change_of_era(on: date, text: str, short: str) -> None:
    assert format_wareki(on) == text
    assert format_wareki_short(on) == short
    assert parse_date(text, field="born_on") == on
    assert parse_date(short, field="born_on") == on


def test_eras_follow_one_another_without_gap() -> None:
    known = eras()
    for earlier, later in pairwise(known):
        assert earlier.last_on is not None
        assert later.first_on - earlier.last_on == timedelta(days=1)
        assert era_of(earlier.last_on) is earlier
        assert era_of(later.first_on) is later
    assert REIWA.last_on is None
    assert [era.letter for era in known] == ["M", "T", "S", "H", "R"]


@pytest.mark.parametrize(
    "text",
    [
        "S39.10.10",
        "s39/10/10",
        "S39-10-10",
        "S391010",
        "昭和39年10月10日",
        "昭和 39年 10月 10日",
        "昭和　３９年１０月１０日",
        "㍼39年10月10日",
        "Ｓ３９．１０．１０",
        "昭和39.10.10",
        "1964-10-10",
        "1964/10/10",
        "1964.10.10",
        "1964年10月10日",
        "西暦1964年10月10日",
        "19641010",
        "１９６４１０１０",
        "１９６４－１０－１０",
        " 1964-10-10\n",
    ],
)
def test_the_ways_a_day_is_written(text: str) -> None:
    assert parse_date(text, field="born_on") == date(1964, 10, 10)


@pytest.mark.parametrize(
    ("text", "on"),
    [
        ("昭和元年12月31日", date(1926, 12, 31)),
        ("昭和1年12月31日", date(1926, 12, 31)),
        ("S元.12.31", date(1926, 12, 31)),
        ("令和元年5月1日", date(2019, 5, 1)),
        ("平成12年2月29日", date(2000, 2, 29)),
        ("S64.01.07", date(1989, 1, 7)),
    ],
)
def test_first_years_and_leap_days(text: str, on: date) -> None:
    assert parse_date(text, field="born_on") == on


@pytest.mark.proves("STD-1.1.8/m13")
@pytest.mark.parametrize(
    ("text", "on"), [("明治45年7月30日", date(1912, 7, 30)), ("T15.12.25", date(1926, 12, 25))]
)
def test_the_old_name_of_a_day_of_change_is_read(text: str, on: date) -> None:
    assert parse_date(text, field="born_on") == on


@pytest.mark.parametrize(
    "text",
    [
        "明治45年7月31日",
        "大正元年7月29日",
        "大正15年12月26日",
        "昭和元年12月24日",
        "昭和64年1月8日",
        "昭和65年1月1日",
        "平成元年1月7日",
        "平成31年5月1日",
        "令和元年4月30日",
        "昭和0年1月1日",
        "M5.12.31",
        "明治元年10月23日",
    ],
)
def test_days_outside_their_era_are_refused(text: str) -> None:
    assert refusal(text) == "date.outside_era"


def test_the_message_says_when_the_era_was() -> None:
    with pytest.raises(Invalid, match="元号の期間") as caught:
        parse_date("S64.1.8", field="born_on")
    assert "昭和は昭和元年12月25日から昭和64年1月7日までです。" in caught.value.message
    with pytest.raises(Invalid) as caught:
        parse_date("R1.4.30", field="born_on")
    assert "令和は令和元年5月1日からです。" in caught.value.message


@pytest.mark.proves("STD-1.1.8/m1")
@pytest.mark.parametrize(
    "text",
    [
        "平成15年2月29日",
        "2003-02-29",
        "S39.13.1",
        "S39.0.1",
        "1964-04-31",
        "19640010",
        "0000-01-01",
    ],
)
def test_days_no_calendar_has_are_refused(text: str) -> None:
    assert refusal(text) == "date.not_in_calendar"


def test_before_the_calendar() -> None:
    assert parse_date("1873-01-01", field="born_on") == FIRST_DAY
    assert refusal("1872-12-31") == "date.before_calendar"


@pytest.mark.parametrize(
    "text",
    [
        "きのう",
        "39.10.10",
        "X39.10.10",
        "1964-10/10",
        "昭和39年10月",
        "S39",
        "１９６４",
        "①964-10-10",
        "昭和39年10月10日頃",
        "٣٩٦٤-10-10",
        "1964-10-10 1",
    ],
)
def test_what_is_no_date_is_refused(text: str) -> None:
    assert refusal(text) == "date.unreadable"


@pytest.mark.parametrize("text", ["", "　 "])
def test_nothing_is_refused(text: str) -> None:
    assert refusal(text) == "date.required"


def test_seireki() -> None:
    assert format_seireki(date(1964, 1, 9)) == "1964年1月9日"


@pytest.mark.parametrize("written", [format_wareki, format_wareki_short])
def test_nothing_is_formatted_before_the_calendar(written: object) -> None:
    assert callable(written)
    with pytest.raises(ValueError, match="1873-01-01"):
        written(FIRST_DAY - timedelta(days=1))


@given(DAYS)
def test_what_is_written_is_read_back(on: date) -> None:
    for text in (format_wareki(on), format_wareki_short(on), format_seireki(on), on.isoformat()):
        assert parse_date(text, field="born_on") == on


@given(st.text(max_size=20))
def test_any_text_gives_a_day_or_a_problem(text: str) -> None:
    try:
        on = parse_date(text, field="born_on")
    except Invalid as invalid:
        refused = invalid
    else:
        assert on >= FIRST_DAY
        return
    assert refused.problems[0].field == "born_on"


def test_half_width_touches_only_wide_ascii() -> None:
    assert half_width("ＡＺａｚ０９！～　￥−①²髙ァ") == "AZaz09!~ ¥-①²髙ァ"
