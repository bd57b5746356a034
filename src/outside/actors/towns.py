"""The municipalities that are not connected (他の市町村): 転出元, 転入地, 交付地 and 住所地 for the people that were made known to them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from outside.actors import family_registers
from outside.codec import Envelope
from outside.database import Row
from outside.desk import Accepted, Answering, Desk, Reply
from outside.problems import Refusal, refuse

_SEX = {"男": "male", "女": "female"}


def take_departure_request(desk: Desk, envelope: Envelope) -> Reply:
    """Send 転出証明書情報 of the household that leaves with this person (住基法24条の2), or say that there is none."""
    code = envelope.body["code"]
    person = _person(desk, code)
    if envelope.body["origin"] != desk.party.municipality or person is None:
        raise _no_departure()
    if person["state"] != "leaving":
        raise _no_departure()
    leaving = _household(desk, person, state="leaving")
    desk.queue(
        "departure.certificate",
        envelope.sender,
        _certificate(desk, envelope, leaving),
        thread=envelope.thread,
    )
    return Accepted()


def take_departure_certificate(desk: Desk, envelope: Envelope) -> Reply:
    """Take 転出証明書情報 of somebody who will move here; `do arrive` lets him arrive."""
    body = envelope.body
    if body["destination"]["municipality"] != desk.party.municipality:
        raise _other_destination("destination.municipality")
    for person in body["people"]:
        desk.note(
            envelope.kind,
            person["resident_record_code"],
            {**body, "sender": envelope.sender.municipality},
            thread=envelope.thread,
        )
    return Accepted()


def take_departure_cancelled(desk: Desk, envelope: Envelope) -> Reply:
    """The 転出 was cancelled: nobody arrives with that 転出証明書情報 any more."""
    body = envelope.body
    if body["destination"] != desk.party.municipality:
        raise _other_destination("destination")
    desk.connection.execute(
        "DELETE FROM note WHERE party = %s AND kind = 'departure.certificate'"
        " AND body ->> 'reference' = %s AND body -> 'origin' ->> 'municipality' = %s",
        [str(desk.party), body["reference"], body["origin"]],
    )
    desk.note(envelope.kind, body["reference"], body, thread=envelope.thread)
    return Accepted()


def take_arrival_notice(desk: Desk, envelope: Envelope) -> Reply:
    """Take 転入通知 (住基法9条1項): whoever was to leave has left."""
    if envelope.body["origin"] != desk.party.municipality:
        raise refuse(
            "arrival.other_origin",
            "origin",
            "転出元がこの市町村ではありません。",
            "転入通知の転出元とあて先が違います。",
            "転出元を確かめてください。",
        )
    for person in envelope.body["people"]:
        desk.connection.execute(
            "UPDATE town_person SET state = 'left' WHERE municipality = %s AND code = %s",
            [desk.party.municipality, person["code"]],
        )
        desk.note(envelope.kind, person["code"], envelope.body, thread=envelope.thread)
    return Accepted()


def take_wide_area_request(desk: Desk, envelope: Envelope) -> Reply:
    """Answer 広域交付 (住基法12条の4): what the law lets out, of people who are there and are not protected."""
    body = envelope.body
    person = _person(desk, body["code"])
    if person is None or person["state"] == "left":
        raise _no_wide_area("wide_area.none", "該当する住民がいません。")
    held = person["body"]
    if held["birth_on"] != body["birth_on"] or held["name"] != body["name"]:
        raise _no_wide_area("wide_area.mismatch", "氏名または生年月日が住民票と違います。")
    people = [person]
    if body["scope"] == "household":
        people = _household(desk, person, state=person["state"])
    if any(each["protected"] for each in people):
        raise _no_wide_area("wide_area.not_issued", "広域交付ができない住民です。")
    head = next((each["body"] for each in people if each["body"].get("head")), held)
    return Answering(
        {
            "reference": f"W{envelope.id[:8]}",
            "municipality": desk.party.municipality,
            "address": held["address"],
            "head": head["name"],
            "people": [_told(each["body"], frozenset(body["include"])) for each in people],
        }
    )


def take_annex_notice(desk: Desk, envelope: Envelope) -> Reply:
    """Take 戸籍附票記載事項通知 (住基法19条1項); where the 戸籍 says otherwise, tell it back (19条2項)."""
    body = envelope.body
    if body["family_register"]["municipality"] != desk.party.municipality:
        raise refuse(
            "annex.other_municipality",
            "family_register.municipality",
            "本籍地がこの市町村ではありません。",
            "通知の本籍地とあて先が違います。",
            "本籍地を確かめてください。",
        )
    for index, person in enumerate(body["people"], start=1):
        about = person.get("code", body["notice_number"])
        desk.note(envelope.kind, about, body, thread=envelope.thread)
        mismatch = family_registers.compared(desk, body, person, index=index)
        if mismatch is not None:
            desk.queue("annex.mismatch", envelope.sender, mismatch, thread=envelope.thread)
    return Accepted()


def take_notice(desk: Desk, envelope: Envelope) -> Reply:
    """Take a notice that a clerk of this municipality would read: it is kept and shown."""
    desk.note(envelope.kind, envelope.body["notice_number"], envelope.body, thread=envelope.thread)
    return Accepted()


def _person(desk: Desk, code: str) -> Row | None:
    return desk.connection.execute(
        "SELECT * FROM town_person WHERE municipality = %s AND code = %s FOR UPDATE",
        [desk.party.municipality, code],
    ).fetchone()


def _household(desk: Desk, person: Row, *, state: str) -> list[Row]:
    return list(
        desk.connection.execute(
            "SELECT * FROM town_person WHERE municipality = %s AND household = %s AND state = %s"
            " ORDER BY (body ->> 'head') IS NULL, code",
            [desk.party.municipality, person["household"], state],
        )
    )


def _certificate(desk: Desk, envelope: Envelope, leaving: list[Row]) -> dict[str, Any]:
    first = leaving[0]["body"]
    move = first.get("leaving") or next(
        r["body"]["leaving"] for r in leaving if "leaving" in r["body"]
    )
    origin = {
        "municipality": desk.party.municipality,
        "address": first["address"],
        "head": first["name"],
    }
    if "postal_code" in first:
        origin["postal_code"] = first["postal_code"]
    return {
        "destination": {
            "municipality": envelope.sender.municipality,
            "address": move["address"],
        },
        "origin": origin,
        "reference": f"D{envelope.id[:8]}",
        "move_out_on": move["on"],
        "card_holders": [n for n, row in enumerate(leaving) if row["body"].get("card")],
        "people": [_on_certificate(row["body"]) for row in leaving],
    }


def _on_certificate(held: Mapping[str, Any]) -> dict[str, Any]:
    told = {
        "kind": "japanese",
        "name": held["name"],
        "birth_date": held["birth_on"],
        "relationship": held.get("relationship", "世帯主"),
        "resident_record_code": held["code"],
        **{name: held[name] for name in ("name_kana", "domicile") if name in held},
        **held.get("certificate", {}),
    }
    if "sex" in held:
        told["sex"] = _SEX[held["sex"]]
    if "number" in held:
        told["individual_number"] = held["number"]
    if "domicile" in held:
        told["family_register_head"] = held.get("family_register_head", held["name"])
    return told


def _told(held: Mapping[str, Any], include: frozenset[str]) -> dict[str, Any]:
    names = ("name", "name_kana", "birth_on", "sex", "resident_since", "address_since")
    told = {name: held[name] for name in names if name in held}
    if "relationship" in include:
        told["relationship"] = held.get("relationship", "世帯主")
    if "resident_record_code" in include:
        told["resident_record_code"] = held["code"]
    if "individual_number" in include and "number" in held:
        told["individual_number"] = held["number"]
    return told


def _other_destination(item: str) -> Refusal:
    return refuse(
        "departure.other_destination",
        item,
        "転入地がこの市町村ではありません。",
        "転出証明書情報の転入地とあて先が違います。",
        "転入地を確かめてください。",
    )


def _no_departure() -> Refusal:
    return refuse(
        "departure.none",
        "code",
        "転出届がありません。",
        "この住民票コードの人の転出届を受けていません。",
        "本人に転出届の有無を確かめてください。",
    )


def _no_wide_area(code: str, what: str) -> Refusal:
    return refuse(
        code,
        "code",
        what,
        "広域交付の住民票情報を提供できません。",
        "住所地の市町村に確かめてください。",
    )
