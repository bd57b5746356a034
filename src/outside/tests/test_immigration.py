"""入管庁: takes 市町村通知, and sends back what is defective with the reason."""

from __future__ import annotations

from typing import Any

import pytest

from outside.parties import IMMIGRATION
from outside.tests.country import FUKUSHIMA_CORE, Country, outcome


def notice(number: str = "M1", **changes: Any) -> dict[str, Any]:
    person = {
        "name_alphabet": "SMITH JOHN",
        "birth_on": "319800201",
        "nationality": "米国",
        "residence_category": "mid_long_term",
        "residence_status": "技術・人文知識・国際業務",
        "residence_until": "20281231",
        "residence_card_number": "AB12345678CD",
    }
    person |= changes.pop("person", {})
    body = {
        "notice_number": number,
        "reason": "国内転入",
        "event_on": "20261120",
        "notified_on": "20261121",
        "municipality": "072010",
        "address": "福島市五老内町３番１号",
        "person": {name: value for name, value in person.items() if value is not None},
    }
    return {name: value for name, value in (body | changes).items() if value is not None}


def told(country: Country, body: dict[str, Any]) -> str:
    return outcome(
        country.ask("immigration.municipal", body, at=IMMIGRATION, sender=FUKUSHIMA_CORE)
    )


@pytest.mark.proves("IMM-009")
def test_a_defective_notice_is_sent_back_with_the_reason_and_taken_when_corrected(
    country: Country,
) -> None:
    wrong = notice(address=None, person={"residence_until": None})
    answer = country.ask("immigration.municipal", wrong, at=IMMIGRATION, sender=FUKUSHIMA_CORE)
    assert [(each["code"], each["item"]) for each in answer.body["problems"]] == [
        ("immigration.missing", "person.residence_until"),
        ("immigration.missing", "address"),
    ]
    assert all(each["what"] and each["remedy"] for each in answer.body["problems"])
    assert country.rows("SELECT 1 FROM foreigner") == []

    assert told(country, notice()) == "accepted"
    (row,) = country.rows("SELECT card_number, municipality FROM foreigner")
    assert (row["card_number"], row["municipality"]) == ("AB12345678CD", "072010")


def test_a_number_that_was_taken_is_not_taken_again(country: Country) -> None:
    assert told(country, notice()) == "accepted"
    assert told(country, notice()) == "immigration.repeated"
    assert told(country, notice("M2", corrects="M1")) == "accepted"


def test_a_permanent_resident_has_no_end_and_a_town_speaks_for_itself(country: Country) -> None:
    forever = {"residence_status": "永住者", "residence_until": None}
    assert told(country, notice("M1", person=forever)) == "accepted"
    assert told(country, notice("M2", municipality="112291")) == "immigration.municipality"
