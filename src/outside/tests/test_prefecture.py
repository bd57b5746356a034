"""都道府県サーバ: takes updates in order, moves who answers for a person, keeps to what it may be told."""

from __future__ import annotations

import pytest

from outside.parties import NATION
from outside.tests.country import (
    FUKUSHIMA_CORE,
    FUKUSHIMA_KEN,
    SAITAMA_KEN,
    WAKO,
    Country,
    code_of,
    key_of,
    outcome,
    person,
)

NIHONMATSU_CODE = "072109"


def kept(country: Country, number: int = 1) -> dict[str, str]:
    (row,) = country.rows(
        "SELECT items FROM identity WHERE party = %s AND code = %s",
        str(FUKUSHIMA_KEN),
        code_of(number),
    )
    return dict(row["items"])


def test_an_update_is_kept_and_told_to_the_nation_in_order(country: Country) -> None:
    assert outcome(country.update(person())) == "held"
    moved = person(i21="転居", i11="福島市松木町１番", i29="2")
    assert outcome(country.update(moved)) == "held"

    assert kept(country) == moved
    waiting = country.rows("SELECT receiver, order_number, kind FROM sent ORDER BY seq")
    assert [tuple(row.values()) for row in waiting] == [
        (str(NATION), 1, "identity.update"),
        (str(NATION), 2, "identity.update"),
    ]


def test_a_gap_is_held_and_settled_in_order_when_the_missing_one_comes(country: Country) -> None:
    order = key_of(code_of(1))
    early = country.update(person(i21="転居", i11="福島市松木町１番"), order=(order, 2))
    assert outcome(early) == "held"
    assert country.rows("SELECT 1 FROM identity") == []

    assert outcome(country.update(person(), order=(order, 1))) == "held"

    assert kept(country)["11"] == "福島市松木町１番"
    both = country.rows("SELECT state, problems FROM received ORDER BY order_number")
    assert [(row["state"], [p["code"] for p in row["problems"]]) for row in both] == [
        ("held", ["prefecture.told"]),
        ("held", ["prefecture.told"]),
    ]
    assert [
        row["order_number"]
        for row in country.rows(
            "SELECT order_number FROM sent WHERE kind = 'identity.update' ORDER BY seq"
        )
    ] == [1, 2]


def test_a_refused_message_uses_up_its_number_and_a_used_number_is_refused(
    country: Country,
) -> None:
    order = key_of(code_of(1))
    assert (
        outcome(country.update(person(i21="転居"), order=(order, 1))) == "identity.unknown_person"
    )
    assert outcome(country.update(person(), order=(order, 1))) == "order.used"
    assert outcome(country.update(person(), order=(order, 2))) == "held"


def test_an_update_outside_any_order_is_refused(country: Country) -> None:
    body = {"layout": "identity-38", "items": person()}
    assert outcome(country.ask("identity.update", body, at=FUKUSHIMA_KEN)) == "order.missing"


@pytest.mark.parametrize("item", ["3", "9", "14", "20", "23", "26", "31", "36"])
def test_what_the_prefecture_may_not_be_told_is_refused(country: Country, item: str) -> None:
    values = {
        "3": "0",
        "9": "001000",
        "14": "20261101",
        "20": "世帯主",
        "23": "転入",
        "26": "R1",
        "31": "0",
        "36": "2026-11-21T09:30:00.000000+09:00",
    }
    assert outcome(country.update(person() | {item: values[item]})) == "identity.item_not_allowed"
    assert country.rows("SELECT 1 FROM identity") == []
    assert country.rows("SELECT 1 FROM sent") == []


def test_the_former_surname_may_be_told_in_every_layout(country: Country) -> None:
    items = person() | {"37": "旧山", "39": "キュウザン"}
    body = {"layout": "identity-40-2025", "items": items}
    order = (key_of(items["1"]), 1)
    assert outcome(country.ask("identity.update", body, at=FUKUSHIMA_KEN, order=order)) == "held"
    assert kept(country)["37"] == "旧山"
    assert kept(country)["38"] == "キュウザン"
    assert "39" not in kept(country)


def test_a_town_of_another_prefecture_and_a_register_are_refused(country: Country) -> None:
    wako = person(i8="112291")
    assert outcome(country.update(wako, sender=WAKO)) == "line.not_your_prefecture"
    core = country.update(person(), sender=FUKUSHIMA_CORE)
    assert outcome(core) == "line.not_your_prefecture"
    assert outcome(country.update(wako, sender=WAKO, at=SAITAMA_KEN)) == "held"


def test_a_town_speaks_for_its_own_people_alone(country: Country) -> None:
    answer = country.update(person(i8=NIHONMATSU_CODE))
    assert outcome(answer) == "identity.other_municipality"


def test_moving_in_again_is_refused_while_the_person_is_there(country: Country) -> None:
    country.update(person())
    assert outcome(country.update(person(i29="2"))) == "identity.already_present"
    gone = person(i21="国内転出", i35="転出", i29="3")
    assert outcome(country.update(gone)) == "held"
    assert outcome(country.update(person(i29="4"))) == "held"


def test_wrong_check_digits_are_refused_item_by_item(country: Country) -> None:
    wrong = person(i1="00010000012", i13="123456789012")
    answer = country.update(wrong)
    assert outcome(answer) == "message.check_digit message.check_digit"
    assert [each["item"] for each in answer.body["problems"]] == ["items.1", "items.13"]


def test_a_changed_code_goes_on_as_the_same_person(country: Country) -> None:
    country.update(person())
    changed = person(2, i21="住民票コードの変更請求", i24=code_of(1), i25="20261120", i29="2")
    order = (key_of(code_of(1)), 2)
    assert outcome(country.update(changed, order=order)) == "held"
    rows = country.rows("SELECT code, items ->> '24' AS former FROM identity")
    assert [(row["code"], row["former"]) for row in rows] == [(code_of(2), code_of(1))]


def test_a_kind_that_a_prefecture_does_not_take_is_refused(country: Country) -> None:
    body = {"code": code_of(1), "reason": "new"}
    answer = country.ask("number.request", body, at=FUKUSHIMA_KEN)
    assert outcome(answer) == "line.kind_not_taken"
