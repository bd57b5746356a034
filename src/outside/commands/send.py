"""Sending (通知させる): lets a party send a message of its own, or do what makes it send one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from outside import clock, codec
from outside.actors import card_system
from outside.commands.people import add_residents
from outside.database import Database
from outside.desk import Desk
from outside.house import House
from outside.parties import Party, cs_of
from outside.problems import refuse

# What must have happened at the sender before it tells it.
_BEFORE: Mapping[str, Callable[[Desk, Mapping[str, Any]], None]] = {
    "card.notice": card_system.before_notice
}


def send(
    house: House,
    connection: Database,
    *,
    sender: Party,
    receiver: Party,
    kind: str,
    body: Mapping[str, Any],
    thread: str | None = None,
    subject: str | None = None,
) -> str:
    """Put a message into a party's out-tray; returns its id. Raises `Refusal` for a body that its schema does not know."""
    codec.judge(kind, body, house.spec, made_at=clock.stamp())
    desk = Desk(house, connection, sender)
    before = _BEFORE.get(kind)
    if before is not None:
        before(desk, body)
    return desk.queue(kind, receiver, body, thread=thread, subject=subject)


def arrive(
    house: House, connection: Database, *, municipality: str, code: str, on: str | None = None
) -> str:
    """Let the household of a 転出証明書情報 arrive in a municipality that is not connected: 転入通知 goes back.

    Its own town tells the nation, on a line that is not seen here. Returns the notice's id; raises `Refusal`.
    """
    town = cs_of(municipality)
    row = connection.execute(
        "SELECT body, thread FROM note WHERE party = %s AND kind = 'departure.certificate' AND about = %s"
        " ORDER BY id DESC LIMIT 1",
        [str(town), code],
    ).fetchone()
    if row is None:
        raise refuse("arrive.none", "code", "転出証明書情報がありません。")
    held, day = row["body"], on or clock.today()
    address = held["destination"]["address"]
    add_residents(
        connection,
        municipality,
        [_resident(person, held["reference"], address) for person in held["people"]],
    )
    body = {
        "origin": held["origin"]["municipality"],
        "reference": held["reference"],
        "arrived_on": day,
        "notified_on": day,
        "address": address,
        "municipality": municipality,
        "people": [
            {
                "code": person["resident_record_code"],
                "name": _name(person),
                "birth_on": person["birth_date"],
            }
            for person in held["people"]
        ],
    }
    return send(
        house,
        connection,
        sender=town,
        receiver=cs_of(held["sender"]),
        kind="arrival.notice",
        body=body,
        thread=str(row["thread"]),
    )


def _resident(person: Mapping[str, Any], household: str, address: str) -> dict[str, Any]:
    known = {
        "code": person["resident_record_code"],
        "name": _name(person),
        "birth_on": person["birth_date"],
        "address": address,
        "household": household,
    }
    if "individual_number" in person:
        known["number"] = person["individual_number"]
    for name in ("name_kana", "relationship", "domicile"):
        if name in person:
            known[name] = person[name]
    return known


def _name(person: Mapping[str, Any]) -> str:
    return str(person.get("name") or person.get("name_alphabet") or person["name_kanji"])
