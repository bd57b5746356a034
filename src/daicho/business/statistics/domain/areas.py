"""Areas (地区): by which division people are counted, and the place of each lot in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from daicho.business.statistics.domain.tables import Line
from daicho.registers.residents.domain.census import Lots, Place

WHOLE: Final = ""
NO_LOTS: Final = Lots()
TOWN: Final = "town"
OAZA: Final = "oaza"
ELSEWHERE: Final = "none"
TOTAL: Final = "total"
LEVELS: Final[dict[str, str]] = {
    OAZA: "大字・町",
    TOWN: "町丁・字",
    "districts": "地区（行政区）",
    "elementary_districts": "小学校区",
    "junior_high_districts": "中学校区",
    "polling_districts": "投票区",
}
"""Divisions that can be counted by; those after 町丁 are the code tables' (STD-1.3.5)."""


@dataclass(frozen=True, slots=True)
class Areas:
    """One division on a day. `of` gives a place's code (empty: the division says nothing of it)."""

    level: str
    title: str
    names: Mapping[str, str]
    of: Callable[[Place], str]
    lots: Lots = NO_LOTS

    def code(self, place: Place) -> str:
        """The area of a place; `ELSEWHERE` for one that belongs to none."""
        found = self.of(place)
        return found if found in self.names else ELSEWHERE

    def rows(self, used: Iterable[str]) -> tuple[Line, ...]:
        """計 and a row for each area in the order of its code; a last one where some belong to none."""
        codes = [*self.names, *([ELSEWHERE] if ELSEWHERE in set(used) else [])]
        parts = tuple((1, code) for code in codes)
        return (
            Line(TOTAL, "計", sums=parts, tone="total"),
            *(Line(code, self.label(code)) for code in codes),
        )

    def label(self, code: str) -> str:
        return self.names.get(code, f"{self.title}の定めのない所")
