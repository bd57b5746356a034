"""Places (地番から引く): the districts, buildings and notes of one lot of this town on a day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from daicho.registers.code_tables.domain.places import covering, is_lot
from daicho.registers.code_tables.domain.tables import DISTRICTS, code_table, district_of
from daicho.registers.code_tables.models import IN_FORCE, CodeRow

DISTRICT_TITLES: Mapping[str, str] = {table.code: table.title for table in DISTRICTS}


def districts_of(town_code: str, banchi: str, day: date) -> Mapping[str, tuple[str, str]]:
    """地区・学校区・投票区 of a lot: table to (code of the district, name); a table that says nothing is left out."""
    found: dict[str, tuple[str, str]] = {}
    for table in DISTRICTS:
        rows = [row.values | {"_code": row.code} for row in _near(table.code, town_code, day)]
        for values in covering(rows, town_code, banchi)[:1]:
            found[table.code] = (district_of(values["_code"]), values["name"])
    return found


def search_buildings(town_code: str, banchi: str, day: date) -> tuple[str, ...]:
    """The 方書 that are registered for a lot; nothing without a lot: a building never leads to its lot (STD-4.0.7)."""
    rows = _near("buildings", town_code, day)
    names = [row.values["name"] for row in rows if is_lot(row.values, town_code, banchi)]
    return tuple(dict.fromkeys(names))


def lot_notes(town_code: str, banchi: str, day: date) -> tuple[tuple[str, str], ...]:
    """What the table of lots says of a lot: (区分, 書き方・説明), 住所を置けない among them."""
    column = code_table("lots").column("standing")
    rows = [row.values for row in _near("lots", town_code, day)]
    return tuple(
        (column.shown(values["standing"]), values["words"])
        for values in covering(rows, town_code, banchi)
    )


def _near(table: str, town_code: str, day: date) -> list[CodeRow]:
    codes = {town_code, town_code[:3] + "000"}
    rows = CodeRow.objects.filter(IN_FORCE, table=table, valid__contains=day)
    return list(rows.filter(values__town_code__in=codes).order_by("code"))
