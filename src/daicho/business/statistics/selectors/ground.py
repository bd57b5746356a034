"""Ground (地区の割り): the division by which a report counts, with the names of a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.conf import settings

from daicho.business.statistics.domain.areas import LEVELS, OAZA, TOWN, Areas
from daicho.kernel.addresses import Town
from daicho.registers.code_tables.public import DISTRICT_TITLES, Divisions, divisions_on, towns_in
from daicho.registers.residents.domain.census import Lots, Place

NO_TOWN: Final = "町字の記載のない所"


@dataclass(frozen=True, slots=True)
class Ground:
    """A level on a day; the names of 町字 are those where somebody was counted."""

    level: str
    day: date
    divisions: Divisions | None

    @property
    def lots(self) -> Lots:
        """Where the lot must be counted too."""
        return Lots(self.divisions.lots if self.divisions else frozenset())

    def areas(self, places: Iterable[Place]) -> Areas:
        """The areas, of 町字 those of these places."""
        title = LEVELS[self.level]
        if self.divisions is not None:
            return _of_divisions(self.level, title, self.divisions, self.lots)
        towns = {t.code: t for t in towns_in(settings.TOWN["code"], self.day)}
        codes = {_own_code(self.level, place) for place in places if place.town_code}
        names = {code: _name(code, towns) for code in sorted(codes)}
        return Areas(self.level, title, names, lambda place: _own_code(self.level, place))


def ground_on(level: str, day: date) -> Ground:
    """A level of `LEVELS` as it is on a day."""
    return Ground(level, day, divisions_on(level, day) if level in DISTRICT_TITLES else None)


def _of_divisions(level: str, title: str, divisions: Divisions, lots: Lots) -> Areas:
    known: dict[Place, str] = {}

    def of(place: Place) -> str:
        if place not in known:
            known[place] = divisions.of(place.town_code, place.banchi)
        return known[place]

    return Areas(level, title, divisions.names, of, lots)


def _own_code(level: str, place: Place) -> str:
    if level == TOWN or not place.town_code:
        return place.town_code
    assert level == OAZA
    return place.town_code[:3] + "000"


def _name(code: str, towns: Mapping[str, Town]) -> str:
    """The name of a 町字, a 丁目 counted; its code where the dictionary has no name for it."""
    if code in towns:
        return towns[code].name
    base = towns.get(code[:3] + "000")
    if base is not None and base.has_chome and code[3:].isdigit() and 1 <= int(code[3:]) <= 99:
        return base.with_chome(int(code[3:])).name
    return f"町字コード {code}"
