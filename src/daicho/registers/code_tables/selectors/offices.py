"""Offices (入力場所) and their terminals: an enrolled terminal belongs to the office whose name it bears (STD-1.3.1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from daicho.foundation.staff.public import terminals_in_use
from daicho.registers.code_tables.selectors.rows import rows_on


@dataclass(frozen=True, slots=True)
class OfficeTerminals:
    """The terminals of one office; `known`: the table of offices has it on the day."""

    office: str
    terminals: tuple[str, ...]
    known: bool


def terminals_by_office(day: date) -> tuple[OfficeTerminals, ...]:
    """Every office of the table with its terminals, then the offices that only terminals name."""
    enrolled = terminals_in_use()
    known = [row.values["name"] for row in rows_on("offices", day)]
    others = [name for name in enrolled if name not in known]
    return tuple(
        OfficeTerminals(name, enrolled.get(name, ()), name in known)
        for name in dict.fromkeys((*known, *sorted(others)))
    )
