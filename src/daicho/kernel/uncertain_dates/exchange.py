"""Exchange of dates (年月日の受渡し, STD-1.1.8/m11, m12): how others are told a date that is known in part; nothing is made up.

The code of the 住基ネット is `EYYYYMMDD` (standards.md): the era's number, the Gregorian year, month and day, with zeros
for what is not known. What the words only surmise (頃, 推定, a season, a range) counts as not known.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from daicho.kernel.uncertain_dates.forms import Form
from daicho.kernel.uncertain_dates.legal_date import LegalDate
from daicho.kernel.wareki import era_of

_ERA_NUMBERS: Final = {"M": 1, "T": 2, "S": 3, "H": 4, "R": 5}
UNKNOWN_CODE: Final = "0" * 9
_MONTH_KNOWN: Final = frozenset(
    {
        Form.ABOUT_DAY,
        Form.PRESUMED_DAY,
        Form.EARLY_MONTH,
        Form.EARLY_MONTH_ABOUT,
        Form.MID_MONTH,
        Form.MID_MONTH_ABOUT,
        Form.LATE_MONTH,
        Form.LATE_MONTH_ABOUT,
        Form.DAY_UNKNOWN,
        Form.RANGE_PRESUMED_DAY,
        Form.RANGE_ABOUT_DAY,
    }
)


class Uncertainty(StrEnum):
    """How much of a date is not known (不詳の区分)."""

    NONE = ""
    DAY = "日不詳"
    MONTH_AND_DAY = "月日不詳"
    ALL = "年月日不詳"


def uncertainty_of(date: LegalDate) -> Uncertainty:
    """The 不詳の区分 of a date, always that of the words it is displayed with."""
    if not date.is_uncertain:
        return Uncertainty.NONE
    if date.form is Form.UNKNOWN:
        return Uncertainty.ALL
    return Uncertainty.DAY if date.form in _MONTH_KNOWN else Uncertainty.MONTH_AND_DAY


def words_for_others(date: LegalDate) -> str:
    """What another system is told: the words as written, 不詳 included; never the day used for ordering."""
    return date.display()


def jukinet_code(date: LegalDate) -> str:
    """Nine digits for the 住基ネット: 昭和20年 月日不詳 is 319450000, 年月日不詳 is all zeros."""
    uncertainty = uncertainty_of(date)
    year = date.gregorian_year
    if uncertainty is Uncertainty.ALL or year is None:
        return UNKNOWN_CODE
    written = date.written
    era = written.era or era_of(date.sort_on)
    month = 0 if uncertainty is Uncertainty.MONTH_AND_DAY else written.month or 0
    day = 0 if uncertainty is not Uncertainty.NONE else written.day or 0
    return f"{_ERA_NUMBERS[era.letter]}{year:04d}{month:02d}{day:02d}"
