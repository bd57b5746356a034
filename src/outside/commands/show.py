"""Showing (見る): what a party holds, what it was told and what waits, as JSON lines for auditors and tests."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from outside.database import Database
from outside.parties import Party

_OF_PERSON: dict[str, str] = {
    "identity": "SELECT code, municipality, status, items, changed_at FROM identity"
    " WHERE party = %(party)s AND (code = %(code)s OR items ->> '24' = %(code)s)",
    "update": "SELECT seq, reason, municipality, effect, message, at FROM update_taken"
    " WHERE party = %(party)s AND code = %(code)s ORDER BY seq",
    "number": "SELECT number, reason, replaces, assigned_at, ended_at FROM number"
    " WHERE %(node)s = 'nation' AND code = %(code)s ORDER BY assigned_at",
    "card": "SELECT card_number, state, valid_until, features FROM card"
    " WHERE %(node)s = 'card_system' AND code = %(code)s",
    "card_event": "SELECT seq, event, card_number, sender, body, at FROM card_event"
    " WHERE %(node)s = 'card_system' AND code = %(code)s ORDER BY seq",
    "resident": "SELECT state, household, protected, body FROM town_person"
    " WHERE %(node)s = 'municipal_cs' AND municipality = %(municipality)s AND code = %(code)s",
    "annex": "SELECT record_number, municipality, body FROM annex"
    " WHERE party = %(party)s AND body ->> 'code' = %(code)s",
    "note": "SELECT kind, about, thread, body, at FROM note"
    " WHERE party = %(party)s AND about = %(code)s ORDER BY id",
}
_OF_PARTY: dict[str, str] = {
    "identity": "SELECT municipality, status, count(*) FROM identity WHERE party = %(party)s"
    " GROUP BY municipality, status ORDER BY municipality, status",
    "received": "SELECT kind, sender, state, count(*) FROM received WHERE party = %(party)s"
    " GROUP BY kind, sender, state ORDER BY kind, sender, state",
    "sent": "SELECT kind, receiver, state, count(*) FROM sent WHERE party = %(party)s"
    " GROUP BY kind, receiver, state ORDER BY kind, receiver, state",
    "carried": "SELECT kind, sender, receiver, status, count(*) FROM carried WHERE %(node)s = 'nation'"
    " GROUP BY kind, sender, receiver, status ORDER BY kind, sender, receiver, status",
    "dispatch": "SELECT number, municipality, layout, people, digest, way, at FROM dispatch"
    " WHERE %(node)s = 'card_system' ORDER BY at, number",
    "note": "SELECT kind, about, thread, at FROM note WHERE party = %(party)s ORDER BY id",
    "turned_away": "SELECT address, claimed, reason, at FROM turned_away WHERE party = %(party)s ORDER BY id",
    "fault": "SELECT fault, code, kind, remaining, seconds FROM fault WHERE party = %(party)s ORDER BY id",
}


def shown(connection: Database, party: Party, *, person: str | None) -> Iterator[dict[str, Any]]:
    """Everything that a party holds of a person, or in sum; each row says of what (`table`)."""
    queries = _OF_PERSON if person is not None else _OF_PARTY
    values = {
        "party": str(party),
        "node": party.node,
        "municipality": party.municipality,
        "code": person,
    }
    for table, query in queries.items():
        for row in connection.execute(query, values):
            yield {"table": table, **row}
