"""What other apps may use of the code tables."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from daicho.registers.code_tables.domain.paper_tables import SealKind, Signer
from daicho.registers.code_tables.selectors.addresses import (
    addresses_search,
    full_name,
    search_in,
    town_of,
    towns_in,
)
from daicho.registers.code_tables.selectors.divisions import Divisions, divisions_on
from daicho.registers.code_tables.selectors.eras import load_eras, refresh_eras
from daicho.registers.code_tables.selectors.in_use import (
    attention_for,
    certificate_fee,
    closing_days,
    numbering_on,
    paper_seal_on,
    preselected_items,
    seal_on,
)
from daicho.registers.code_tables.selectors.places import (
    DISTRICT_TITLES,
    districts_of,
    lot_notes,
    search_buildings,
)
from daicho.registers.code_tables.selectors.rows import Row, row_on, rows_on

__all__ = [
    "DISTRICT_TITLES",
    "Divisions",
    "Row",
    "SealKind",
    "Signer",
    "addresses_search",
    "attention_for",
    "certificate_fee",
    "closing_days",
    "districts_of",
    "divisions_on",
    "full_name",
    "load_eras",
    "lot_notes",
    "numbering_on",
    "paper_seal_on",
    "preselected_items",
    "refresh_eras",
    "rows_on",
    "seal_on",
    "search_buildings",
    "search_in",
    "town_of",
    "towns_in",
    "value_on",
]


def value_on(table: str, code: str, day: date) -> Mapping[str, str] | None:
    """What a code of a table says on a day; None when it says nothing."""
    row = row_on(table, code, day)
    return None if row is None else row.values
