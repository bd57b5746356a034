"""Places (町字と番地の範囲): which rows speak of a lot, and the order of lots by their numbers (STD-1.3.2)."""

from __future__ import annotations

from collections.abc import Mapping

from daicho.kernel.addresses import municipality_of, read_banchi
from daicho.kernel.addresses.towns import LAST_CHOME
from daicho.kernel.errors import Missing

Values = Mapping[str, str]
Numbers = tuple[tuple[int, str], ...]
WHOLE, EXACT, NO = 1, 2, 0


def municipality_code(jis_code: str) -> str:
    """The 6 digits of a municipality that is known by 5 (総務省 検査数字); `Missing` for an unknown one."""
    digits = jis_code if jis_code.isascii() and jis_code.isdigit() and len(jis_code) == 5 else ""
    weighted = sum(int(d) * w for d, w in zip(digits, (6, 5, 4, 3, 2), strict=bool(digits)))
    return municipality_of(f"{digits}{(11 - weighted % 11) % 10}").code


def is_municipality(jis_code: str) -> bool:
    """Whether a municipality has these 5 digits."""
    try:
        municipality_code(jis_code)
    except Missing:
        return False
    return True


def town_level(row_town: str, town: str) -> int:
    """How closely a row's 町字 covers one: EXACT, WHOLE (a 大字 covers its 丁目) or NO."""
    if row_town == town:
        return EXACT
    covers = row_town[3:] == "000" and row_town[:3] == town[:3] and int(town[3:]) <= LAST_CHOME
    return WHOLE if covers else NO


def in_range(values: Values, numbers: Numbers) -> bool:
    """Whether a lot lies within 「番地から」 and 「番地まで」; 20番3号 is within 1番 to 20番, an empty end is open."""
    first = read_banchi(values.get("first", "")).order
    last = read_banchi(values.get("last", "")).order
    if (first or last) and not numbers:
        return False
    return first <= numbers and (not last or numbers[: len(last)] <= last)


def covering(rows: list[Values], town: str, banchi: str) -> list[Values]:
    """The rows that speak of a lot: those of its own 町字 before those of its whole 大字."""
    numbers = read_banchi(banchi).order
    found = [
        (town_level(row["town_code"], town), row)
        for row in rows
        if town_level(row["town_code"], town) and in_range(row, numbers)
    ]
    best = max((level for level, _ in found), default=NO)
    return [row for level, row in found if level == best]


def ranges_meet(one: Values, other: Values) -> bool:
    """Whether two ranges of lots in one 町字 have a lot in common."""
    if one["town_code"] != other["town_code"]:
        return False
    return _begins_within(one, other) or _begins_within(other, one)


def _begins_within(one: Values, other: Values) -> bool:
    first = read_banchi(one.get("first", "")).order
    if first:
        return in_range(other, first)
    # Open at the start: it meets whatever is open at the start too; the other's start is asked the other way round.
    return not read_banchi(other.get("first", "")).order


def is_lot(values: Values, town: str, banchi: str) -> bool:
    """Whether a row is of this very lot, however 3番12号 is written."""
    numbers = read_banchi(banchi).order
    return (
        bool(numbers)
        and values["town_code"] == town
        and (read_banchi(values["banchi"]).order == numbers)
    )


def place_order(code: str, values: Values) -> tuple[str, Numbers, str]:
    """A key for sorting rows: by 町字, then by numbers as numbers (2番地 before 10番地), then by code."""
    numbers = read_banchi(values.get("banchi") or values.get("first") or "").order
    return (values.get("town_code", ""), numbers, code)
