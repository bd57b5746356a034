"""Relations (抽出のもとになる関係): the versions of the register as rows for set-based reading, and what each item is there.

Texts of SQL with `{a}` for the alias of the row; nothing of a user's is in them. Whoever reads by them does so within an
entry of their own, and leaves out whom protection hides.
"""

from __future__ import annotations

from typing import Final

from daicho.registers.residents.domain.particulars import ITEM_NAMES

VERSION_ROWS: Final = (
    "residents_version {a}"
    " LEFT JOIN residents_person {a}p ON {a}p.key = {a}.person_id"
    " LEFT JOIN residents_change {a}c ON {a}c.key = {a}.change_id"
)
VERSION_KNOWN: Final = "upper({a}.recorded) IS NULL"
VERSION_HOLDS: Final = "{a}.valid @> %(day)s::date"
VERSION_PERSON: Final = "{a}.person_id"
VERSION_ITEMS: Final[dict[str, str]] = {
    "atena_number": "{a}p.atena_number",
    "history_number": "{a}.history_number",
    "status": "{a}.status",
    "valid_from": "lower({a}.valid)",
    "valid_until": "upper({a}.valid)",
    "reason": "{a}c.reason",
    "event_date": "{a}c.event_date",
    "notified_on": "{a}c.notified_on",
    "processed_at": "{a}c.processed_at",
    "place": "{a}c.place",
    "printed_name": (
        "(CASE WHEN {a}.kind = 'japanese' THEN {a}.name"
        " ELSE coalesce(nullif({a}.name_alphabet, ''), {a}.name_kanji) END)"
    ),
    **{name: f"{{a}}.{name}" for name in ITEM_NAMES},
}
NEWEST_NAME: Final = (
    "LEFT JOIN residents_person {a}p ON {a}p.key = {person}"
    " LEFT JOIN LATERAL (SELECT w.name, w.name_alphabet, w.name_kanji FROM residents_version w"
    " WHERE w.person_id = {person} AND upper(w.recorded) IS NULL"
    " ORDER BY w.history_number DESC LIMIT 1) {a}w ON TRUE"
)
"""Who a person is, by what the register says last: beside rows of other apps that know a person's key alone."""
NEWEST_ITEMS: Final[dict[str, str]] = {
    "atena_number": "{a}p.atena_number",
    "name": "coalesce(nullif({a}w.name, ''), nullif({a}w.name_alphabet, ''), {a}w.name_kanji)",
}
