"""全国サーバ: one address for each person, numbers with right check digits, queries, symbols."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from outside import codec
from outside.check_digits import is_individual_number
from outside.parties import NATION
from outside.tests.country import (
    FUKUSHIMA_KEN,
    SAITAMA_KEN,
    WAKO,
    Country,
    code_of,
    key_of,
    outcome,
    person,
)


def told(country: Country, number: int, position: int, **changes: str) -> str:
    """What the nation says to an update that the prefecture of its municipality passes on."""
    items = person(number, **changes)
    prefecture = FUKUSHIMA_KEN if items["8"].startswith("07") else SAITAMA_KEN
    order = (key_of(code_of(number)), position)
    return outcome(country.update(items, at=NATION, sender=prefecture, order=order))


def asked(country: Country, **query: object) -> list[str]:
    answer = country.ask("identity.query", {"purpose": "転入", **query}, at=NATION)
    return [found["items"]["11"] for found in answer.body["found"]]


def number_of(country: Country, number: int, **changes: str) -> str:
    """Ask for a number; returns the one that the nation tells in a message of its own."""
    body = {"code": code_of(number), "reason": "new", **changes}
    assert outcome(country.ask("number.request", body, at=NATION)) == "accepted"
    row = country.rows(
        "SELECT raw FROM sent WHERE kind = 'number.assigned' ORDER BY seq DESC LIMIT 1"
    )[0]
    return str(codec.read(bytes(row["raw"]), country.house.spec).body["number"])


def test_there_is_one_address_for_each_person_whoever_told_it_last(country: Country) -> None:
    assert told(country, 1, 1) == "accepted"
    assert told(country, 1, 1, i8="112291", i11="和光市広沢１番５号") == "accepted"
    assert asked(country, by="code", code=code_of(1)) == ["和光市広沢１番５号"]

    # 転出 that comes from the former town afterwards changes nothing more.
    assert told(country, 1, 2, i21="国内転出", i35="転出") == "accepted"
    assert asked(country, by="code", code=code_of(1)) == ["和光市広沢１番５号"]
    late = {"i21": "転居", "i11": "福島市松木町１番", "i22": "20261102"}
    assert told(country, 1, 3, **late) == "identity.not_responsible"
    assert asked(country, by="code", code=code_of(1)) == ["和光市広沢１番５号"]


WAKO_SIDE = {"i8": "112291", "i11": "和光市広沢１番５号", "i22": "20261110"}


def said_of_late(country: Country, position: int, **changes: str) -> tuple[str, list[str]]:
    """What the nation says to 福島市 about somebody for whom 和光市 answers: the outcome, and its remarks."""
    order = (key_of(code_of(1)), position)
    answer = country.update(person(1, **changes), at=NATION, sender=FUKUSHIMA_KEN, order=order)
    return outcome(answer), [each["code"] for each in answer.body["problems"]]


@pytest.mark.proves("JUK-001")
@pytest.mark.parametrize(
    "late",
    [
        {"i21": "転居", "i22": "20261109"},
        {"i21": "職権修正", "i22": "20261110"},
        {"i21": "転居", "i22": "20261100", "i35": "転出"},
        {"i21": "職権修正", "i22": "20261120", "i35": "転出"},
        {"i21": "国内転出", "i22": "20261110", "i35": "転出"},
        {"i21": "国内転入", "i22": "20261109"},
    ],
)
def test_what_the_former_town_did_before_goes_into_the_history(
    country: Country, late: dict[str, str]
) -> None:
    assert told(country, 1, 1, i22="20200401") == "accepted"
    assert told(country, 1, 1, **WAKO_SIDE) == "accepted"
    assert told(country, 1, 2, i21="転居", **WAKO_SIDE | {"i22": "20261115"}) == "accepted"
    before = country.rows("SELECT * FROM identity WHERE party = %s", str(NATION))

    said = said_of_late(country, 2, i11="福島市松木町１番", **late)

    assert said == ("accepted", ["identity.superseded"])
    assert country.rows("SELECT * FROM identity WHERE party = %s", str(NATION)) == before
    last = country.rows("SELECT effect, reason FROM update_taken ORDER BY seq DESC LIMIT 1")[0]
    assert (last["effect"], last["reason"]) == ("passed", late["i21"])


@pytest.mark.parametrize(
    "claim",
    [
        {"i21": "転居", "i22": "20261111"},  # after the day of the 転入, and they say 現存
        {"i21": "転居", "i22": "20261100"},  # perhaps after
        {"i21": "異動の取消し（減）", "i22": "20261101"},
    ],
)
def test_a_former_town_that_still_has_the_person_is_refused(
    country: Country, claim: dict[str, str]
) -> None:
    told(country, 1, 1, i22="20200401")
    told(country, 1, 1, **WAKO_SIDE)
    refused = "identity.not_responsible"
    assert said_of_late(country, 2, **claim) == (refused, [refused])
    assert asked(country, by="code", code=code_of(1)) == ["和光市広沢１番５号"]


def test_whoever_comes_back_is_theirs_again(country: Country) -> None:
    """A 転入 of the same day or later moves the person, and so does any once the other town has let go."""
    told(country, 1, 1, i22="20200401")
    told(country, 1, 1, **WAKO_SIDE)
    assert told(country, 1, 2, i22="20261110") == "accepted"
    assert asked(country, by="code", code=code_of(1)) == [person()["11"]]
    assert told(country, 1, 2, **WAKO_SIDE | {"i22": "20261112"}) == "accepted"
    gone = WAKO_SIDE | {"i21": "国内転出", "i22": "20261120", "i35": "転出"}
    assert told(country, 1, 3, **gone) == "accepted"
    assert told(country, 1, 3, i22="20261111") == "accepted"
    assert asked(country, by="code", code=code_of(1)) == [person()["11"]]


def test_a_code_that_was_changed_before_the_move_leaves_one_row(country: Country) -> None:
    """和光市 tells of the person under the new code before 福島市's change of the code has come."""
    told(country, 1, 1, i22="20200401")
    told(country, 2, 1, **WAKO_SIDE)
    change = {
        "i21": "住民票コードの変更請求",
        "i22": "20261105",
        "i24": code_of(1),
        "i25": "20261105",
    }
    order = (key_of(code_of(1)), 2)
    answer = country.update(person(2, **change), at=NATION, sender=FUKUSHIMA_KEN, order=order)
    assert outcome(answer) == "accepted"
    rows = country.rows(
        "SELECT code, municipality, items FROM identity WHERE party = %s", str(NATION)
    )
    assert [(row["code"], row["municipality"]) for row in rows] == [(code_of(2), "112291")]
    assert asked(country, by="code", code=code_of(1)) == ["和光市広沢１番５号"]


def test_a_prefecture_speaks_for_its_own_municipalities_alone(country: Country) -> None:
    order = (key_of(code_of(1)), 1)
    answer = country.update(person(), at=NATION, sender=SAITAMA_KEN, order=order)
    assert outcome(answer) == "line.not_your_prefecture"


def test_a_town_does_not_tell_the_nation_itself(country: Country) -> None:
    answer = country.update(person(), at=NATION)
    assert outcome(answer) == "line.not_your_prefecture"


def test_a_query_finds_by_code_number_and_the_items_that_the_law_names(country: Country) -> None:
    number = number_of(country, 1)
    told(country, 1, 1, i13=number)
    told(country, 2, 1, i2="和光　花子", i4="ワコウ　ハナコ")
    address, name, birth = person()["11"], person()["2"], person()["6"]

    assert asked(country, by="code", code=code_of(1)) == [address]
    assert asked(country, by="number", number=number) == [address]
    assert asked(country, by="items", name=name, birth_on=birth) == [address]
    assert asked(country, by="items", name=name, address=address) == [address]
    assert asked(country, by="items", name="福島　次郎", birth_on=birth) == []
    assert asked(country, by="code", code=code_of(3)) == []


@pytest.mark.parametrize(
    "items",
    [
        {"name": "福島　太郎"},
        {"name": "福島　太郎", "sex": "男"},
        {"address": "福島市五老内町３番１号", "birth_on": "319800201"},
    ],
)
def test_a_query_with_too_few_items_is_refused(country: Country, items: dict[str, str]) -> None:
    told(country, 1, 1)
    answer = country.ask("identity.query", {"by": "items", "purpose": "転入", **items}, at=NATION)
    assert outcome(answer) == "query.too_few_items"


def test_the_dead_are_found_with_their_history_alone(country: Country) -> None:
    told(country, 1, 1)
    told(country, 1, 2, i21="死亡", i35="死亡")
    assert asked(country, by="code", code=code_of(1)) == []
    assert len(asked(country, by="code", code=code_of(1), history=True)) == 1


@pytest.mark.proves("JUK-057")
def test_numbers_have_right_check_digits_and_the_same_code_gets_the_same_number(
    country: Country,
) -> None:
    numbers = [number_of(country, n) for n in range(1, 31)]
    assert all(is_individual_number(number) for number in numbers)
    assert len(set(numbers)) == 30
    assert [number_of(country, n) for n in range(1, 31)] == numbers

    told(country, 1, 1, i13=numbers[0])
    assert asked(country, by="number", number=numbers[0]) == [person()["11"]]


def test_the_same_code_asked_for_at_once_gets_one_number(country: Country) -> None:
    body = {"code": code_of(1), "reason": "new"}
    messages = [country.message("number.request", body, receiver=NATION) for _ in range(8)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda raw: country.post(raw, at=NATION), messages))
    assert len(country.rows("SELECT 1 FROM number")) == 1
    assert len(country.rows("SELECT 1 FROM sent WHERE kind = 'number.assigned'")) == 8


def test_a_change_gives_a_new_number_once_for_each_former_one(country: Country) -> None:
    first = number_of(country, 1)
    second = number_of(country, 1, reason="request", former_number=first)
    assert second != first
    assert number_of(country, 1, reason="request", former_number=first) == second
    assert number_of(country, 1) == second

    wrong = {"code": code_of(1), "reason": "ex_officio", "former_number": number_of(country, 2)}
    assert outcome(country.ask("number.request", wrong, at=NATION)) == "number.former_mismatch"


def test_number_assigned_is_a_message_of_its_own_in_the_thread(country: Country) -> None:
    body = {"code": code_of(1), "reason": "new"}
    raw = country.message("number.request", body, receiver=NATION)
    answer = country.answer(country.post(raw, at=NATION))
    (row,) = country.rows("SELECT * FROM sent")
    assert str(row["thread"]) == answer.thread
    assert row["answers"] is None
    assert row["receiver"] == "072010:municipal_cs"


def test_a_number_for_another_towns_resident_is_refused(country: Country) -> None:
    told(country, 1, 1)
    body = {"code": code_of(1), "reason": "new"}
    answer = country.ask("number.request", body, at=NATION, sender=WAKO)
    assert outcome(answer) == "number.not_responsible"


def test_an_update_with_another_number_than_the_nations_is_refused(country: Country) -> None:
    number_of(country, 1)
    other = number_of(country, 2)
    assert told(country, 1, 1, i13=other) == "identity.number_mismatch"


def test_a_changed_code_keeps_its_number(country: Country) -> None:
    number = number_of(country, 1)
    told(country, 1, 1, i13=number)
    items = person(2, i13=number, i21="住民票コードの変更請求", i24=code_of(1), i25="20261120")
    order = (key_of(code_of(1)), 2)
    answer = country.update(items, at=NATION, sender=FUKUSHIMA_KEN, order=order)
    assert outcome(answer) == "accepted"
    assert asked(country, by="code", code=code_of(1)) == [person()["11"]]
    assert number_of(country, 2) == number


def test_a_symbol_is_made_once_for_each_cause(country: Country) -> None:
    for reason in ("new", "new", "code_changed"):
        body = {"code": code_of(1), "reason": reason}
        assert outcome(country.ask("symbol.request", body, at=NATION)) == "accepted"
    rows = country.rows("SELECT reason, ended_at FROM symbol ORDER BY made_at")
    assert [(row["reason"], row["ended_at"] is None) for row in rows] == [
        ("new", False),
        ("code_changed", True),
    ]


def test_line_status_is_answered(country: Country) -> None:
    assert country.ask("line.status", {}, at=NATION).body == {"state": "running"}
