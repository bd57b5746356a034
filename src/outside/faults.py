"""Misbehaviour (障害の演技): what a party was told to do wrong, for how many messages, of which kind.

slow              it answers, late
silent            it takes no line at all, and says nothing of its own
twice             every message of its own goes out twice, with the same id and bytes
out-of-order      of its own waiting messages the last goes first
drop-before-answer  the line is cut before anything is stored
drop-after-store  the line is cut after the message was stored and has had its effect
refuse            it refuses, with the code that it was told
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from outside.database import Database, Pool
from outside.parties import Party

AT_THE_DOOR = ("slow", "silent", "drop-before-answer", "drop-after-store", "refuse")
WHEN_SENDING = ("silent", "twice", "out-of-order")
_CODE = re.compile(r"[a-z_]+(\.[a-z_0-9]+)+")
KINDS = (*AT_THE_DOOR, "twice", "out-of-order")


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to do wrong now."""

    name: str
    code: str
    seconds: float


def take(pool: Pool, party: Party, kind: str, *, among: tuple[str, ...]) -> Fault | None:
    """What to do wrong with this message; it is counted. None: behave."""
    with pool.connection() as connection:
        row = connection.execute(
            "SELECT id FROM fault WHERE party = %s AND fault = ANY(%s)"
            " AND (kind IS NULL OR kind = %s) AND remaining IS DISTINCT FROM 0"
            " ORDER BY id LIMIT 1 FOR UPDATE",
            [str(party), list(among), kind],
        ).fetchone()
        if row is None:
            return None
        told = connection.execute(
            "UPDATE fault SET remaining = remaining - 1 WHERE id = %s RETURNING *", [row["id"]]
        ).fetchone()
        assert told is not None  # it is locked
        return Fault(told["fault"], told["code"], float(told["seconds"]))


def is_told(connection: Database, party: str, fault: str) -> bool:
    """Whether a party was told this, without counting."""
    found = connection.execute(
        "SELECT 1 FROM fault WHERE party = %s AND fault = %s AND remaining IS DISTINCT FROM 0",
        [party, fault],
    ).fetchone()
    return found is not None


def tell(
    connection: Database,
    party: Party,
    fault: str,
    *,
    code: str = "",
    kind: str | None = None,
    times: int | None = None,
    seconds: Decimal | float = Decimal(3),
) -> None:
    """Tell a party to misbehave from now on, or (`well`) to behave. ValueError for an unknown fault."""
    if fault == "well":
        connection.execute("DELETE FROM fault WHERE party = %s", [str(party)])
        return
    is_code = _CODE.fullmatch(code) is not None
    if fault not in KINDS or is_code != (fault == "refuse") or bool(code) != is_code:
        raise ValueError(fault)
    connection.execute(
        "INSERT INTO fault (party, fault, code, kind, remaining, seconds) VALUES (%s, %s, %s, %s, %s, %s)",
        [str(party), fault, code, kind, times, seconds],
    )
