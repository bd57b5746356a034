"""Divisions (区割り): every district of one kind on a day, asked of lot after lot without asking the database again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from daicho.registers.code_tables.domain.places import Values, covering
from daicho.registers.code_tables.domain.tables import code_table, district_of
from daicho.registers.code_tables.models import IN_FORCE, CodeRow


@dataclass(frozen=True, slots=True)
class Divisions:
    """The districts of one table on a day. `lots`: 町字 in which the 番地 decides, a 大字 standing for its 丁目 too."""

    title: str
    rows: tuple[Values, ...]
    lots: frozenset[str]

    @property
    def names(self) -> dict[str, str]:
        """The districts by code, in their order."""
        return {row["_code"]: row["name"] for row in self.rows}

    def of(self, town_code: str, banchi: str) -> str:
        """The code of the district of a lot; empty where the table says nothing of it."""
        near = [
            row
            for row in self.rows
            if town_code and row["town_code"] in (town_code, town_code[:3] + "000")
        ]
        return next((row["_code"] for row in covering(near, town_code, banchi)), "")


def divisions_on(table: str, day: date) -> Divisions:
    """The districts of a table (`DISTRICT_TITLES`) as they are on a day."""
    found = CodeRow.objects.filter(IN_FORCE, table=table, valid__contains=day).order_by("code")
    rows = tuple(row.values | {"_code": district_of(row.code)} for row in found)
    ranged = {row["town_code"] for row in rows if row.get("first") or row.get("last")}
    return Divisions(code_table(table).title, rows, frozenset(ranged))
