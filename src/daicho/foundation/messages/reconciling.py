"""What is told on, and compared (整合性確認, JUK-003, 016, 017): the items that the prefecture may know, and digests of rows of them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, Final

from daicho.foundation.messages.canonical import encode
from daicho.foundation.messages.layouts import LAYOUTS
from daicho.foundation.messages.numbering import canonical, layout_named, numbered

ROWS: Final = "identity-38"
"""The layout in which rows are compared: it has every item that is told."""
TOLD: Final = (
    "resident_record_code",
    "name",
    "name_kana",
    "name_kana_seion",
    "birth_date",
    "sex",
    "municipality_code",
    "postal_code",
    "address",
    "address_gaiji_count",
    "individual_number",
    "reason",
    "event_date",
    "former_resident_record_code",
    "code_used_from",
    "update_number",
    "record_status",
    "former_surname",
    "former_surname_kana",
)
"""The fields that the prefecture and the nation are told, 旧氏 as a part of 氏名, the former code as one of the code."""


def told(layout: str, items: Mapping[str, str]) -> dict[str, str]:
    """Those items, in the same layout, that may be told to the prefecture."""
    fields = canonical(layout, items)
    return numbered(layout, {name: fields[name] for name in TOLD if name in fields})


@cache
def _row_numbers(layout: str) -> tuple[tuple[str, str], ...]:
    """The numbers of the told items in a layout, each with its number in a row, in the order of a row."""
    own, row = layout_named(layout).by_field, LAYOUTS[ROWS].by_field
    return tuple(
        (own[name].number, row[name].number) for name in row if name in TOLD and name in own
    )


def row_of(layout: str, items: Mapping[str, str]) -> dict[str, Any]:  # Any: JSON
    """One person's row of `reconcile.rows.answer`."""
    told_items = {row: items[own] for own, row in _row_numbers(layout) if items.get(own)}
    return {"items": told_items}


def row_of_fields(fields: Mapping[str, str]) -> dict[str, Any]:  # Any: JSON
    """The same of fields by name."""
    row = LAYOUTS[ROWS].by_field
    return {"items": {row[name].number: fields[name] for name in TOLD if fields.get(name)}}


def digest_of(rows: Iterable[Mapping[str, Any]]) -> str:
    """The digest of a block's rows, which come in order; they are not kept."""
    digest = hashlib.sha256()
    for row in rows:
        digest.update(encode(dict(row)) + b"\n")
    return digest.hexdigest()
