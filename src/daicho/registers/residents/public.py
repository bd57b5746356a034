"""What other apps may ask of the register besides its screens."""

from __future__ import annotations

from uuid import UUID

from daicho.kernel.check_digits import fold_digits
from daicho.registers.residents.models import Person
from daicho.registers.residents.selectors.household import view_household
from daicho.registers.residents.selectors.person import view_person
from daicho.registers.residents.selectors.records import (
    ChangeLine,
    changes_of,
    household_on,
    household_records_on,
    named_records_on,
    record_on,
    records_on,
)
from daicho.registers.residents.selectors.search import search


def person_of_atena_number(atena_number: str) -> UUID | None:
    """The person whom a 宛名番号 names, or None; for those who hold the number and look for what was done with it."""
    return (
        Person.objects.filter(atena_number=fold_digits(atena_number))
        .values_list("key", flat=True)
        .first()
    )


__all__ = [
    "ChangeLine",
    "changes_of",
    "household_on",
    "household_records_on",
    "named_records_on",
    "person_of_atena_number",
    "record_on",
    "records_on",
    "search",
    "view_household",
    "view_person",
]
