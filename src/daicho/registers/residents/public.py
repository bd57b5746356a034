"""What other apps may ask of the register besides its screens."""

from __future__ import annotations

from uuid import UUID

from daicho.kernel.check_digits import fold_digits
from daicho.registers.residents.domain.case_acts import CaseAct, Effect
from daicho.registers.residents.models import Person
from daicho.registers.residents.selectors.by_name import holdings_by_name
from daicho.registers.residents.selectors.by_register import residents_of_register
from daicho.registers.residents.selectors.case_acts import acts_of
from daicho.registers.residents.selectors.census import (
    count_households,
    count_present,
    households_on_days,
    present_on_days,
    totals_on,
)
from daicho.registers.residents.selectors.closed_records import records_closed, records_over
from daicho.registers.residents.selectors.extracts import (
    ExtractLine,
    ExtractOrder,
    Found,
    HouseholdHead,
    extract,
    extract_lines,
    fitting_versions,
    heads_of,
)
from daicho.registers.residents.selectors.flows import (
    flows_between,
    happened_between,
    residence_notified,
)
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
from daicho.registers.residents.selectors.scans import persons_numbered
from daicho.registers.residents.selectors.search import search
from daicho.registers.residents.selectors.shielding import check_shown, open_shield, shields_of
from daicho.registers.residents.selectors.truths import (
    coded_residents,
    person_of_code,
    present_after,
    present_today,
    truth_now,
    truths_after,
    truths_now,
)
from daicho.registers.residents.selectors.units import (
    SheetUnit,
    households_on,
    sheet_units,
)
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
    "ExtractLine",
    "ExtractOrder",
    "Found",
    "HouseholdHead",
    "Removed",
    "SheetUnit",
    "acts_of",
    "awaiting_arrival",
    "changes_of",
    "check_shown",
    "coded_residents",
    "count_households",
    "count_present",
    "extract",
    "extract_lines",
    "fitting_versions",
    "flows_between",
    "happened_between",
    "headless_households",
    "headless_since",
    "heads_of",
    "holdings_by_name",
    "household_on",
    "household_records_on",
    "households_on",
    "households_on_days",
    "moved_out_on",
    "named_records_on",
    "open_shield",
    "people_of_households",
    "person_of_atena_number",
    "person_of_code",
    "persons_numbered",
    "present_after",
    "present_on_days",
    "present_texts",
    "present_today",
    "quote",
    "record_on",
    "records_closed",
    "records_on",
    "records_over",
    "removed_between",
    "residence_ending",
    "residence_notified",
    "residents_of_register",
    "search",
    "sheet_units",
    "shields_of",
    "totals_on",
    "truth_now",
    "truths_after",
    "truths_now",
    "view_household",
    "view_person",
]
