"""The 戸籍 of municipalities that are not connected: what they hold, and where a notice says otherwise (住基法19条2項)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from outside import clock
from outside.database import Row
from outside.desk import Desk

_COMPARED = ("name", "name_kana", "former_surname", "sex")


def compared(
    desk: Desk, body: Mapping[str, Any], person: Mapping[str, Any], *, index: int
) -> dict[str, Any] | None:
    """戸籍照合通知 for a person of a notice; None: the 戸籍 says the same, or holds nobody of that birth here."""
    row = _row_of(desk, body["family_register"], person)
    if row is None:
        return None
    differences = [
        _difference(name, person.get(name), row["body"].get(name))
        for name in _COMPARED
        if person.get(name) != row["body"].get(name) and name in row["body"] and name in person
    ]
    differences += [
        _difference(name, body["family_register"][name], row[name])
        for name in ("domicile", "head")
        if body["family_register"][name] != row[name]
    ]
    if not differences:
        return None
    told = {key: person[key] for key in ("name", "birth_on", "code") if key in person}
    return {
        "notice_number": f"{body['notice_number'][:36]}-{index}",
        "notice": body["notice_number"],
        "noticed_on": clock.today(),
        "person": told,
        "differences": differences,
    }


def _row_of(desk: Desk, place: Mapping[str, Any], person: Mapping[str, Any]) -> Row | None:
    """The person by name and birth in this municipality, else by birth in the same 戸籍."""
    return desk.connection.execute(
        "SELECT * FROM family_register WHERE municipality = %(town)s AND birth_on = %(birth)s"
        " AND (name = %(name)s OR (domicile = %(domicile)s AND head = %(head)s))"
        " ORDER BY name = %(name)s DESC LIMIT 1",
        {
            "town": desk.party.municipality,
            "birth": person["birth_on"],
            "name": person["name"],
            "domicile": place["domicile"],
            "head": place["head"],
        },
    ).fetchone()


def _difference(item: str, notified: str | None, recorded: str | None) -> dict[str, str]:
    told = {"item": item}
    if notified is not None:
        told["notified"] = notified
    if recorded is not None:
        told["recorded"] = recorded
    return told
