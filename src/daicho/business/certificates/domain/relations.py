"""Relations (抽出のもとになる関係): the history of issues as rows for set-based reading, one for each person of a sheet.

Texts of SQL with `{a}` for the alias of the row; spoiled sheets are there and say so. Whoever reads by them does so
within an entry of their own.
"""

from __future__ import annotations

from typing import Final

ISSUE_ROWS: Final = "certificates_issue {a} CROSS JOIN LATERAL unnest({a}.persons) AS {a}u (person)"
ISSUE_PERSON: Final = "{a}u.person"
ISSUES_OF_PERSON: Final = (
    "certificates_issue {a}",
    "{a}.persons @> ARRAY[{person}]",
)
"""The sheets that somebody stands on: the rows, and how they belong to a person."""
ISSUE_ITEMS: Final[dict[str, str]] = {
    "issued_on": "{a}.issued_on",
    "issue_number": "{a}.number",
    "paper": "{a}.kind",
    "requester": "{a}.requester",
    "official": "{a}.official",
    "by_post": "{a}.by_post",
    "fee_yen": "{a}.fee_yen",
    "pages": "{a}.pages",
    "office": "{a}.office",
    "terminal": "{a}.terminal",
    "spoiled": "({a}.spoiled_at IS NOT NULL)",
}
