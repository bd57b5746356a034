"""What other apps may ask of the register besides its screens."""

from __future__ import annotations

from uuid import UUID

from daicho.kernel.check_digits import fold_digits
from daicho.registers.residents.domain.case_acts import CaseAct, Effect
from daicho.registers.residents.models import Person
from daicho.registers.residents.selectors.case_acts import acts_of
from daicho.registers.residents.selectors.household import view_household
from daicho.registers.residents.selectors.person import view_person
from daicho.registers.residents.selectors.quoting import (
    moved_out_on,
    people_of_households,
    quote,
)
from daicho.registers.residents.selectors.records import (
    ChangeLine,
    changes_of,
    household_on,
    household_records_on,
    named_records_on,
    record_on,
    records_on,
)
from daicho.registers.residents.selectors.rolls import (
    Removed,
    present_texts,
    removed_between,
    residence_ending,
)
from daicho.registers.residents.selectors.search import search
from daicho.registers.residents.selectors.shielding import check_shown, open_shield, shields_of
from daicho.registers.residents.selectors.wanting import (
    awaiting_arrival,
    headless_households,
    headless_since,
)


def person_of_atena_number(atena_number: str) -> UUID | None:
    """The person whom a 宛名番号 names, or None; for those who hold the number and look for what was done with it."""
    return (
        Person.objects.filter(atena_number=fold_digits(atena_number))
        .values_list("key", flat=True)
        .first()
    )


__all__ = [
    "CaseAct",
    "ChangeLine",
    "Effect",
    "Removed",
    "acts_of",
    "awaiting_arrival",
    "changes_of",
    "check_shown",
    "headless_households",
    "headless_since",
    "household_on",
    "household_records_on",
    "moved_out_on",
    "named_records_on",
    "open_shield",
    "people_of_households",
    "person_of_atena_number",
    "present_texts",
    "quote",
    "record_on",
    "records_on",
    "removed_between",
    "residence_ending",
    "search",
    "shields_of",
    "view_household",
    "view_person",
]
