"""個人番号カード管理システム: 送付先情報 as a whole or not at all, cards in their order, media for its key alone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from pyrage import encrypt, x25519

from outside.actors import cards
from outside.commands import media, people, send
from outside.parties import CARD_SYSTEM, NATION
from outside.problems import Refusal
from outside.tests.country import FUKUSHIMA, FUKUSHIMA_CORE, Country, code_of, outcome

CARD = "0123456789AB"
NUMBER = "123456789018"


ADDRESS, NAME, TOWN = "福島市五老内町３番１号", "福島　太郎", "福島市"
_POSTING = ["9608601", "11", ADDRESS, "0", "5", NAME, "0", "072010", "3", TOWN, "9608601", "11"]
_POSTING += [ADDRESS, "0", "024-535-1111"]
_PERSON = {"39": "5", "40": NAME, "41": "0", "45": "11", "46": ADDRESS, "47": "0"}
_PERSON |= {"48": "319800201", "50": NUMBER, "53": "0", "60": "0"}


def household(number: str, size: int = 1, **changes: str) -> dict[str, Any]:
    """One posting of 送付先情報 in the form of 福島市; changes by name `i9="…"`."""
    items = {"1": number} | {str(n): each for n, each in enumerate(_POSTING, start=2)}
    items |= {"33": str(size), "34": "20261121", "35": "S1", "36": "T1", "37": "1"}
    items |= {name.removeprefix("i"): value for name, value in changes.items()}
    people = [{"items": {"38": code_of(n), **_PERSON}} for n in range(1, size + 1)]
    return {"items": items, "people": people}


def body(*households: dict[str, Any]) -> dict[str, Any]:
    return {"layout": "dispatch-65", "households": list(households)}


def event(country: Country, name: str, **about: Any) -> str:
    told = {"code": code_of(1), "card_number": CARD, "event": name, "occurred_on": "20261121"}
    return outcome(country.ask("card.event", {**told, **about}, at=CARD_SYSTEM))


def state(country: Country) -> str:
    (row,) = country.rows("SELECT state FROM card")
    return str(row["state"])


def test_dispatch_information_of_two_is_taken_and_kept_as_it_came(country: Country) -> None:
    sent = body(household("F0001"), household("F0002"))
    assert outcome(country.ask("dispatch.information", sent, at=CARD_SYSTEM)) == "accepted"
    rows = country.rows("SELECT number, people, body, way FROM dispatch ORDER BY number")
    assert [(row["number"], row["people"], row["way"]) for row in rows] == [
        ("F0001", 1, "line"),
        ("F0002", 1, "line"),
    ]
    assert [row["body"] for row in rows] == sent["households"]


def test_one_wrong_household_refuses_all(country: Country) -> None:
    country.ask("dispatch.information", body(household("F0001")), at=CARD_SYSTEM)
    wrong = body(
        household("F0003"),
        household("F0001"),
        household("F0004", i9="112291"),
    )
    answer = country.ask("dispatch.information", wrong, at=CARD_SYSTEM)
    assert [(each["code"], each["item"]) for each in answer.body["problems"]] == [
        ("dispatch.repeated", "households.1.items.1"),
        ("dispatch.municipality", "households.2.items.9"),
    ]
    assert len(country.rows("SELECT 1 FROM dispatch")) == 1


def test_the_form_of_another_layout_is_refused(country: Country) -> None:
    sent = {**body(household("F0001")), "layout": "dispatch-67"}
    sent["households"][0]["people"][0]["items"]["68"] = "X"
    answer = country.ask("dispatch.information", sent, at=CARD_SYSTEM)
    assert answer.body["outcome"] == "refused"
    assert country.rows("SELECT 1 FROM dispatch") == []


def test_another_number_than_the_nations_is_refused(country: Country) -> None:
    country.ask("number.request", {"code": code_of(1), "reason": "new"}, at=NATION)
    answer = country.ask("dispatch.information", body(household("F0001")), at=CARD_SYSTEM)
    assert outcome(answer) == "dispatch.number_mismatch"


def test_a_register_does_not_speak_to_the_card_system(country: Country) -> None:
    answer = country.ask(
        "dispatch.information", body(household("F0001")), at=CARD_SYSTEM, sender=FUKUSHIMA_CORE
    )
    assert outcome(answer) == "line.not_a_municipality"


def test_a_card_lives_in_its_order(country: Country) -> None:
    valid = {"valid_until": "20361121"}
    serial = [{"kind": "authentication", "serial": "0A1B", "valid_until": "20311121"}]
    assert event(country, "handover", **valid) == "card.wrong_state"
    assert event(country, "preparation", **valid) == "accepted"
    assert event(country, "handover", certificates=serial, **valid) == "accepted"
    assert event(country, "release") == "card.wrong_state"
    assert event(country, "suspension", reason="lost") == "accepted"
    assert event(country, "release") == "accepted"
    assert event(country, "abolition", reason="lost") == "accepted"
    assert event(country, "pin_reset", pins=["signature"]) == "card.wrong_state"
    assert event(country, "surrender", reason="abolished") == "accepted"
    assert state(country) == cards.COLLECTED
    kept = [row["event"] for row in country.rows("SELECT event FROM card_event ORDER BY seq")]
    assert kept == ["preparation", "handover", "suspension", "release", "abolition", "surrender"]


def test_a_card_of_somebody_else_is_not_touched(country: Country) -> None:
    event(country, "preparation", valid_until="20361121")
    other = event(country, "handover", valid_until="20361121", code=code_of(2))
    assert other == "card.other_person"


def test_the_serial_is_that_of_the_card_as_it_stands(country: Country) -> None:
    def serial() -> dict[str, Any]:
        return dict(country.ask("serial.query", {"code": code_of(1)}, at=NATION).body)

    assert serial()["state"] == "none"
    certificate = {"kind": "authentication", "serial": "0A1B", "valid_until": "20311121"}
    event(country, "preparation", valid_until="20361121")
    event(country, "handover", valid_until="20361121", certificates=[certificate])
    assert (serial()["state"], serial()["serial"]) == ("valid", "0A1B")
    event(country, "certificate_renewal", certificates=[{**certificate, "serial": "0C2D"}])
    assert (serial()["state"], serial()["serial"]) == ("valid", "0C2D")
    event(country, "abolition", reason="lost")
    assert serial()["state"] == "revoked"


def test_what_the_system_tells_it_has_done_itself(country: Country) -> None:
    card = {"card_number": CARD, "code": code_of(1), "state": cards.IN_USE}
    notice = {
        "notice_number": "N1",
        "code": code_of(1),
        "card_number": CARD,
        "notice": "abolition",
        "occurred_on": "20261121",
    }
    with country.house.pool.connection() as connection:
        people.add_cards(connection, [card])
        send.send(
            country.house,
            connection,
            sender=CARD_SYSTEM,
            receiver=FUKUSHIMA,
            kind="card.notice",
            body=notice,
        )
    assert state(country) == cards.ABOLISHED
    assert len(country.rows("SELECT 1 FROM sent WHERE kind = 'card.notice'")) == 1
    assert event(country, "release") == "card.wrong_state"


def test_a_medium_is_read_with_the_systems_key_alone(country: Country, tmp_path: Path) -> None:
    recipient = media.ensure_key(country.house.settings)
    assert media.ensure_key(country.house.settings) == recipient
    plain = json.dumps(body(household("F0001", 2), household("F0002"))).encode()

    def take(key: str) -> int:
        medium = tmp_path / "medium.age"
        medium.write_bytes(encrypt(plain, [x25519.Recipient.from_str(key)]))
        assert b"F0001" not in medium.read_bytes()
        house = country.house
        with house.pool.connection() as connection:
            return media.take_medium(
                house.settings, house.spec, connection, file=medium, municipality="072010"
            )

    assert take(recipient) == 3
    with pytest.raises(ValueError, match="復号"):
        take(str(x25519.Identity.generate().to_public()))
    with pytest.raises(Refusal):
        take(recipient)
    assert len(country.rows("SELECT 1 FROM dispatch WHERE way = 'medium'")) == 2
