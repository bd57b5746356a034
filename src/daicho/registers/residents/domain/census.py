"""Census (人口の集計): by what the register's people are counted, as of which day, known at which instant.

Plain values; nothing in them tells one person from another.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final

from daicho.kernel.clock import TOKYO

OLDEST: Final = 130
AGE_UNKNOWN: Final = -1


class By(StrEnum):
    """By what people are counted. AGE is in completed years (`AGE_UNKNOWN`: the year of birth is not known)."""

    PLACE = "place"
    KIND = "kind"
    SEX = "sex"
    AGE = "age"
    NATIONALITY = "nationality"
    CATEGORY = "category"
    STATUS = "status"


class HouseholdClass(StrEnum):
    """Households by whose they are (住民基本台帳関係年報): of Japanese, of foreigners, of both."""

    JAPANESE = "of_japanese"
    FOREIGN = "of_foreigners"
    MIXED = "of_both"


@dataclass(frozen=True, slots=True)
class Lots:
    """In which 町字 the lot (番地) decides, and not the 町字 alone; a 大字 with 000 at its end covers its 丁目."""

    towns: frozenset[str] = field(default_factory=frozenset)

    @property
    def exact(self) -> list[str]:
        return sorted(self.towns)

    @property
    def whole(self) -> list[str]:
        return sorted(code[:3] for code in self.towns if code.endswith("000"))


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where somebody lives, as far as it matters for counting: 町字, and the lot where it decides (`Lots`)."""

    town_code: str
    banchi: str = ""


def instant_ending(day: date) -> datetime:
    """The last instant of a day: what was known when it ended."""
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=TOKYO) - timedelta(
        microseconds=1
    )


def age_starts(day: date, oldest: int = OLDEST) -> list[date]:
    """Births from these days on are younger than `oldest`, `oldest` - 1 … 0 years on a day; in rising order.

    The age goes up on the birthday (`kernel.periods.age_on`); of 29 February in a common year on 1 March.
    """
    return [_day_after_birthday(day, years) for years in range(oldest, -1, -1)]


def _day_after_birthday(day: date, years: int) -> date:
    """The first birth that has not yet completed `years` on a day."""
    year = day.year - years
    if (day.month, day.day) == (2, 29) and not calendar.isleap(year):
        return date(year, 3, 1)
    return date(year, day.month, day.day) + timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Count:
    """So many people or households of one kind; `keys` are the values of the dimensions, in their order."""

    keys: tuple[str | int | Place, ...]
    number: int


@dataclass(frozen=True, slots=True)
class Step:
    """So many records of which something began or ended: `reason` one of the 異動事由, `way` +1 or -1."""

    reason: str
    way: int
    month: date
    kind: str
    sex: str
    place: Place
    number: int


@dataclass(frozen=True, slots=True)
class Shift:
    """So many people who stayed, but elsewhere or with another 性別 than before (転居・性別の修正)."""

    month: date
    kind: str
    sex_before: str
    sex: str
    before: Place
    place: Place
    number: int


@dataclass(frozen=True, slots=True)
class Flows:
    """What made a population another one between two days."""

    steps: tuple[Step, ...]
    shifts: tuple[Shift, ...]


@dataclass(frozen=True, slots=True)
class Happened:
    """So many 異動 that changed nobody's presence (転居, 世帯変更, 修正 …)."""

    reason: str
    month: date
    number: int


@dataclass(frozen=True, slots=True)
class Notified:
    """So many foreign residents whose 住居地の届出 came with a change of this kind, or without one."""

    change: str
    category: str
    notified: bool
    month: date
    number: int
