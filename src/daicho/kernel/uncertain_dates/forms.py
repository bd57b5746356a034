"""Forms (不詳日の型): one table of how dates are written, for display and for reading."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from string import Formatter

from daicho.kernel.wareki import YEAR_PATTERN


class Form(StrEnum):
    """Form of a date (年月日の型); the value is the code in `specs/catalogues.yaml`.

    The standard names one season and two of the thirds of a month (STD-1.1.8). A death found late
    is reported in the others as often, so each of these rows is complete here.
    """

    EXACT = "exact"
    NON_CALENDAR = "non_calendar"
    ABOUT_YEAR = "about_year"
    ABOUT_MONTH = "about_month"
    ABOUT_DAY = "about_day"
    PRESUMED_DAY = "presumed_day"
    PRESUMED_MONTH = "presumed_month"
    SEASON_SPRING = "season_spring"
    SEASON_SUMMER = "season_summer"
    SEASON_AUTUMN = "season_autumn"
    SEASON_WINTER = "season_winter"
    EARLY_MONTH = "early_month"
    EARLY_MONTH_ABOUT = "early_month_about"
    MID_MONTH = "mid_month"
    MID_MONTH_ABOUT = "mid_month_about"
    LATE_MONTH = "late_month"
    LATE_MONTH_ABOUT = "late_month_about"
    UNKNOWN = "unknown"
    MONTH_DAY_UNKNOWN = "month_day_unknown"
    DAY_UNKNOWN = "day_unknown"
    RANGE_MONTH_DAY_ABOUT = "range_month_day_about"
    RANGE_PRESUMED_DAY = "range_presumed_day"
    RANGE_ABOUT_DAY = "range_about_day"

    @property
    def is_uncertain(self) -> bool:
        """不詳日; a day that no calendar has (暦上日以外) is certain all the same."""
        return self not in (Form.EXACT, Form.NON_CALENDAR)

    @property
    def template(self) -> str:
        """How the standard writes it: 年月日 with the parts in braces."""
        return _SHAPES[self].template

    @property
    def parts(self) -> frozenset[str]:
        """The parts this form writes: year, month, day, until_month, until_day."""
        return _SHAPES[self].parts

    @property
    def window(self) -> tuple[int, int]:
        """First and last month of a year form, first and last day of a month form."""
        return _SHAPES[self].window


@dataclass(frozen=True, slots=True)
class _Shape:
    template: str
    window: tuple[int, int]
    parts: frozenset[str]
    pattern: re.Pattern[str]


_NUMBER = "(?P<{}>[0-9]{{1,2}})"


def _shape(template: str, window: tuple[int, int] = (1, 31)) -> _Shape:
    fields = [name for _, name, _, _ in Formatter().parse(template) if name]
    patterns = {name: _NUMBER.format(name) for name in fields} | {"year": YEAR_PATTERN}
    pattern = re.compile("".join(template.split()).format(**patterns))
    return _Shape(template, window, frozenset(fields), pattern)


_YEAR = "{year}年"
_MONTH = "{year}年{month}月"
_DAY = "{year}年{month}月{day}日"

_SHAPES = {
    Form.EXACT: _shape(_DAY),
    Form.NON_CALENDAR: _shape(_DAY),
    Form.ABOUT_YEAR: _shape(f"{_YEAR}頃", (1, 12)),
    Form.ABOUT_MONTH: _shape(f"{_MONTH}頃"),
    Form.ABOUT_DAY: _shape(f"{_DAY}頃"),
    Form.PRESUMED_DAY: _shape(f"推定{_DAY}"),
    Form.PRESUMED_MONTH: _shape(f"推定{_MONTH}"),
    Form.SEASON_SPRING: _shape(f"{_YEAR}春", (3, 5)),
    Form.SEASON_SUMMER: _shape(f"{_YEAR}夏", (6, 8)),
    Form.SEASON_AUTUMN: _shape(f"{_YEAR}秋", (9, 11)),
    # A year has two winters, its first months and its last: nothing tells which is meant.
    Form.SEASON_WINTER: _shape(f"{_YEAR}冬", (1, 12)),
    Form.EARLY_MONTH: _shape(f"{_MONTH}上旬", (1, 10)),
    Form.EARLY_MONTH_ABOUT: _shape(f"{_MONTH}上旬頃", (1, 10)),
    Form.MID_MONTH: _shape(f"{_MONTH}中旬", (11, 20)),
    Form.MID_MONTH_ABOUT: _shape(f"{_MONTH}中旬頃", (11, 20)),
    Form.LATE_MONTH: _shape(f"{_MONTH}下旬", (21, 31)),
    Form.LATE_MONTH_ABOUT: _shape(f"{_MONTH}下旬頃", (21, 31)),
    Form.UNKNOWN: _shape("年月日不詳"),
    Form.MONTH_DAY_UNKNOWN: _shape(f"{_YEAR} 月日不詳", (1, 12)),
    Form.DAY_UNKNOWN: _shape(f"{_MONTH} 日不詳"),
    Form.RANGE_MONTH_DAY_ABOUT: _shape(f"{_DAY}から{{until_month}}月{{until_day}}日頃までの間"),
    Form.RANGE_PRESUMED_DAY: _shape(f"{_MONTH}推定{{day}}日から{{until_day}}日までの間"),
    Form.RANGE_ABOUT_DAY: _shape(f"{_DAY}頃から{{until_day}}日頃までの間"),
}


def match_form(text: str) -> tuple[Form, re.Match[str]] | None:
    """The form that folded text (`wareki.fold_date_text`) is written in; a full date is EXACT."""
    for form, shape in _SHAPES.items():
        match = shape.pattern.fullmatch(text)
        if match:
            return form, match
    return None
