"""The municipalities that are not connected: 転出元, 転入地, 交付地, 本籍地."""

from __future__ import annotations

from typing import Any

import pytest

from outside import codec
from outside.commands import people, send
from outside.parties import NATION
from outside.tests.country import CHIYODA, Country, code_of, outcome

TOWN = CHIYODA.municipality
DOMICILE = "東京都千代田区千代田１番"


def resident(number: int, **changes: Any) -> dict[str, Any]:
    told = {
        "code": code_of(number),
        "name": f"千代田　{number}郎",
        "name_kana": "チヨダ　ロウ",
        "birth_on": "319800201",
        "sex": "男",
        "address": "千代田区九段南一丁目２番１号",
        "household": "H1",
        "domicile": DOMICILE,
    }
    return told | changes


def known(country: Country, *residents: dict[str, Any]) -> None:
    with country.house.pool.connection() as connection:
        people.add_residents(connection, TOWN, residents)


def leaving(number: int, **changes: Any) -> dict[str, Any]:
    move = {"address": "福島市五老内町３番１号", "on": "20261125"}
    return resident(number, leaving=move, **changes)


def sent(country: Country, kind: str) -> list[dict[str, Any]]:
    rows = country.rows("SELECT raw FROM sent WHERE kind = %s ORDER BY seq", kind)
    found = [codec.read(bytes(row["raw"]), country.house.spec) for row in rows]
    for each in found:
        codec.check_body(each, country.house.spec)
    return [dict(each.body) for each in found]


def asked(country: Country, number: int) -> str:
    body = {"code": code_of(number), "origin": TOWN}
    return outcome(country.ask("departure.request", body, at=CHIYODA))


def test_a_household_that_leaves_is_sent_with_its_numbers_and_cards(country: Country) -> None:
    known(
        country,
        leaving(1, head=True, card=True),
        leaving(2, relationship="妻"),
        resident(3, relationship="子"),
    )
    assert asked(country, 2) == "accepted"
    (body,) = sent(country, "departure.certificate")
    assert [each["resident_record_code"] for each in body["people"]] == [code_of(1), code_of(2)]
    assert body["card_holders"] == [0]
    assert body["move_out_on"] == "20261125"
    numbers = country.rows("SELECT number FROM number WHERE code = %s", code_of(1))
    assert body["people"][0]["individual_number"] == numbers[0]["number"]


def test_nobody_who_has_not_said_that_he_leaves_is_sent(country: Country) -> None:
    known(country, resident(1))
    assert asked(country, 1) == "departure.none"
    assert asked(country, 2) == "departure.none"
    assert sent(country, "departure.certificate") == []


def arrival(number: int, **changes: Any) -> dict[str, Any]:
    return {
        "origin": TOWN,
        "arrived_on": "20261126",
        "notified_on": "20261126",
        "address": "福島市五老内町３番１号",
        "municipality": "072010",
        "people": [{"code": code_of(number), "birth_on": "319800201"}],
    } | changes


def test_an_arrival_ends_the_departure(country: Country) -> None:
    known(country, leaving(1))
    assert outcome(country.ask("arrival.notice", arrival(1), at=CHIYODA)) == "accepted"
    assert asked(country, 1) == "departure.none"
    wrong = arrival(1, origin="072010")
    assert outcome(country.ask("arrival.notice", wrong, at=CHIYODA)) == "arrival.other_origin"


def certificate() -> dict[str, Any]:
    return {
        "destination": {"municipality": TOWN, "address": "千代田区九段南一丁目２番１号"},
        "origin": {"municipality": "072010", "address": "福島市五老内町３番１号"},
        "reference": "D1",
        "move_out_on": "20261125",
        "card_holders": [0],
        "people": [
            {
                "kind": "japanese",
                "name": "福島　太郎",
                "birth_date": "319800201",
                "resident_record_code": code_of(9),
            }
        ],
    }


def test_whoever_moves_here_arrives_when_told_and_the_nation_knows(country: Country) -> None:
    answer = country.ask("departure.certificate", certificate(), at=CHIYODA)
    assert outcome(answer) == "accepted"
    with country.house.pool.connection() as connection:
        send.arrive(country.house, connection, municipality=TOWN, code=code_of(9), on="20261126")
    (body,) = sent(country, "arrival.notice")
    assert (body["origin"], body["reference"]) == ("072010", "D1")
    (row,) = country.rows("SELECT thread, receiver FROM sent")
    assert (str(row["thread"]), row["receiver"]) == (answer.thread, "072010:municipal_cs")

    query = {"by": "code", "code": code_of(9), "purpose": "転入"}
    (found,) = country.ask("identity.query", query, at=NATION).body["found"]
    assert (found["items"]["8"], found["items"]["11"]) == (TOWN, "千代田区九段南一丁目２番１号")


def wide_area(country: Country, number: int, **changes: Any) -> Any:
    body = {
        "code": code_of(number),
        "name": f"千代田　{number}郎",
        "birth_on": "319800201",
        "scope": "household",
        "include": [],
        "document": "個人番号カード",
    }
    return country.ask("wide_area.request", body | changes, at=CHIYODA)


def test_a_copy_for_another_town_carries_what_was_asked_for_alone(country: Country) -> None:
    known(country, resident(1, head=True, relationship="世帯主"), resident(2, relationship="妻"))
    body = wide_area(country, 1).body
    assert len(body["people"]) == 2
    assert body["people"][0].keys() == {"name", "name_kana", "birth_on", "sex"}
    told = wide_area(country, 1, scope="person", include=["relationship", "resident_record_code"])
    assert [each["relationship"] for each in told.body["people"]] == ["世帯主"]
    assert told.body["people"][0]["resident_record_code"] == code_of(1)


def test_no_copy_of_the_protected_of_strangers_or_of_those_who_left(country: Country) -> None:
    known(country, resident(1), resident(2, protected=True), resident(3, household="H3"))
    assert outcome(wide_area(country, 1)) == "wide_area.not_issued"
    assert outcome(wide_area(country, 3, birth_on="319800202")) == "wide_area.mismatch"
    assert outcome(wide_area(country, 5)) == "wide_area.none"


def annex(name: str = "福島　太郎", **changes: Any) -> dict[str, Any]:
    return {
        "notice_number": "A1",
        "family_register": {"municipality": TOWN, "domicile": DOMICILE, "head": "福島　太郎"},
        "people": [{"name": name, "birth_on": "319800201", "code": code_of(1)}],
        "address": {"municipality": "072010", "address": "福島市松木町１番", "since": "20261121"},
        "reason": "転居",
        "event_on": "20261121",
        "notified_on": "20261121",
    } | changes


@pytest.mark.parametrize(
    ("notified", "head", "differences"),
    [
        ("福島　太郎", "福島　太郎", []),
        ("福嶋　太郎", "福島　太郎", ["name"]),
        ("福島　太郎", "福島　一郎", ["head"]),
    ],
)
def test_where_the_family_register_says_otherwise_the_town_is_told(
    country: Country, notified: str, head: str, differences: list[str]
) -> None:
    held = {"domicile": DOMICILE, "head": head, "name": "福島　太郎", "birth_on": "319800201"}
    with country.house.pool.connection() as connection:
        people.add_registers(connection, TOWN, [held])
    assert outcome(country.ask("annex.notice", annex(notified), at=CHIYODA)) == "accepted"
    found = sent(country, "annex.mismatch")
    assert [each["item"] for body in found for each in body["differences"]] == differences


def test_a_notice_for_another_domicile_is_refused(country: Country) -> None:
    other = {"municipality": "112291", "domicile": "和光市広沢１番", "head": "福島　太郎"}
    answer = country.ask("annex.notice", annex(family_register=other), at=CHIYODA)
    assert outcome(answer) == "annex.other_municipality"


def test_nobody_arrives_with_a_certificate_that_was_cancelled(country: Country) -> None:
    country.ask("departure.certificate", certificate(), at=CHIYODA)
    cancelled = {
        "origin": "072010",
        "destination": TOWN,
        "reference": "D1",
        "cancelled_on": "20261121",
    }
    elsewhere = country.ask(
        "departure.cancelled", cancelled | {"destination": "112291"}, at=CHIYODA
    )
    assert outcome(elsewhere) == "departure.other_destination"
    assert outcome(country.ask("departure.cancelled", cancelled, at=CHIYODA)) == "accepted"
    assert country.rows("SELECT 1 FROM note WHERE kind = 'departure.certificate'") == []
