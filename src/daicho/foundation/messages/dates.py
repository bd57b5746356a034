"""Dates on the line (電文の年月日): YYYYMMDD, and EYYYYMMDD for a birth; a part that is not known is 00."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime
from typing import Final

from daicho.kernel.uncertain_dates import Form, LegalDate, jukinet_code
from daicho.kernel.wareki import era_named, format_seireki, format_wareki_short

UNKNOWN: Final = "00000000"
_ERAS: Final = {"1": "M", "2": "T", "3": "S", "4": "H", "5": "R"}


def day_text(day: date) -> str:
    """An exact day."""
    return f"{day:%Y%m%d}"


def birth_text(day: LegalDate) -> str:
    """生年月日 with the number of its era. A day that no calendar has (平成15年2月29日) is told as 日不詳: the line takes none."""
    code = jukinet_code(day)
    return f"{code[:7]}00" if day.form is Form.NON_CALENDAR else code


def date_text(day: LegalDate) -> str:
    """Any other date of the register, which may be known in part."""
    return birth_text(day)[1:]


def calendar_fault(text: str) -> str:
    """Why a well-formed date is none of the calendar, in words; empty for a good one, whatever of it is known."""
    try:
        span_of(text)
    except ValueError:
        return "暦にない年月日です。"
    return ""


def era_fault(text: str) -> str:
    """Why a well-formed 生年月日 is none, in words: no day of the calendar, or none of its era. Empty for a good one."""
    if text[0] not in _ERAS:
        return ""
    try:
        first, last = span_of(text[1:])
    except ValueError:
        return "暦にない年月日です。"
    era = era_named(_ERAS[text[0]])
    inside = era.first_on <= last and first <= era.last_named_on
    return "" if inside else "元号の番号が年月日と合いません。"


def time_fault(text: str) -> str:
    """Why a well-formed 日時 is none, in words; empty for a good one."""
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return "暦や時計にない日時です。"
    return ""


def span_of(text: str) -> tuple[date, date]:
    """The first and the last day that YYYYMMDD, known in part, may mean. ValueError when the calendar has none."""
    if text == UNKNOWN:
        return date.min, date.max
    year, month, day = int(text[:4]), int(text[4:6]), int(text[6:])
    if day:
        return date(year, month, day), date(year, month, day)
    until = month or 12
    return date(year, month or 1, 1), date(year, until, monthrange(year, until)[1])


def day_words(text: str) -> str:
    """`19800102` in the era's years; what is not known is 不詳."""
    if len(text) != 8 or not text.isdecimal():
        return text
    year, month, day = int(text[:4]), int(text[4:6]), int(text[6:])
    if not year:
        return "不詳"
    if month and day:
        on = date(year, month, day)
        return f"{format_wareki_short(on)}（{format_seireki(on)}）"
    return f"{year}年{month}月日不詳" if month else f"{year}年月日不詳"
