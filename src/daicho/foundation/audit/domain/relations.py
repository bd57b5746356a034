"""Relations (分析のもとになる関係): the trail as rows for set-based reading; who was looked at is not among its items.

Texts of SQL with `{a}` for the alias of the row, read by those who hold the log duty, within an entry of their own.
"""

from __future__ import annotations

from typing import Final

ENTRY_ROWS: Final = "audit_entry {a}"
ENTRY_ITEMS: Final[dict[str, str]] = {
    "at": "{a}.at",
    "kind": "{a}.kind",
    "outcome": "{a}.outcome",
    "login": "{a}.login",
    "purpose": "{a}.purpose",
    "terminal": "{a}.terminal",
    "number_shown": "{a}.number_shown",
    "subject_count": "cardinality({a}.subjects)",
}
