"""Forms of items (項目の型・桁・外字): how long each item of a record may be, and in which 文字情報基盤 letters stand.

One table for what leaves with an export (STD-10.6) and for what staff extract (STD-10.1).
"""

from __future__ import annotations

from typing import Final

LENGTHS: Final = {
    "name": 100,
    "name_kana": 150,
    "former_surname": 50,
    "former_surname_kana": 100,
    "name_kanji": 100,
    "name_alphabet": 150,
    "alias": 100,
    "alias_kana": 150,
    "head_name": 150,
    "household_number": 10,
    "relationship_to_head": 30,
    "domicile": 200,
    "family_register_head": 100,
    "municipality_code": 6,
    "katagaki": 150,
    "postal_code": 7,
    "remarks": 2000,
    "attention": 2000,
    "child_allowance_start_month": 7,
    "child_allowance_end_month": 7,
}
LONG: Final = 200
"""Characters of a text that the table does not name."""
LETTERS: Final = frozenset(
    {"name", "former_surname", "name_kanji", "alias", "head_name", "family_register_head", "domicile",
     "town", "banchi", "katagaki", "address", "previous_address", "last_registered_address",
     "destination_planned", "destination_confirmed"}
)  # fmt: skip
STATUS_LABELS: Final = {"present": "現存", "removed": "除票", "rewritten": "改製原"}
