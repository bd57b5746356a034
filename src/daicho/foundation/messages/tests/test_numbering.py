"""Numbers of items: an item too many refuses the whole, and the two cities' layouts meet by field, never by number."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from daicho.foundation.messages.public import (
    LAYOUTS,
    TOLD,
    Part,
    canonical,
    check_body,
    decode,
    derive,
    encode,
    numbered,
    project,
    told,
)
from daicho.foundation.messages.tests import definitions as specs
from daicho.kernel.errors import Invalid


def _identity(name: str) -> dict[str, str]:
    items: dict[str, str] = specs.example("identity.update", name)["items"]
    return items


def _posting(name: str) -> dict[str, Any]:
    posting: dict[str, Any] = specs.example("dispatch.information", name)["households"][0]
    return posting


def _addressee(name: str) -> dict[str, str]:
    items: dict[str, str] = _posting(name)["people"][0]["items"]
    return items


@pytest.mark.proves("JUK-037", "DATA-002")
@pytest.mark.parametrize("number", ["39", "40", "41", "99", "0", "name", "戸籍"])
def test_one_item_too_many_refuses_the_whole(number: str) -> None:
    """告示で定める情報以外: the update with one item more is refused with that item named; without it, it is taken."""
    body = specs.example("identity.update", "move_within_38")
    assert check_body("identity.update", body) == []
    body["items"][number] = "1"
    problems = check_body("identity.update", body)
    assert [problem.code for problem in problems] == ["message.unknown_item"]
    assert "全体を受け付けません" in problems[0].why


@pytest.mark.proves("JUK-037")
def test_one_item_too_many_anywhere_refuses_a_posting() -> None:
    good = specs.example("dispatch.information", "roman_and_former_surname_67")
    for path in ((), ("households", 0), ("households", 0, "people", 1), ("households", 0, "items")):
        body = copy.deepcopy(good)
        inside = body
        for step in path:
            inside = inside[step]  # type: ignore[index]
        inside["88"] = "1"
        assert "message.unknown_item" in {p.code for p in check_body("dispatch.information", body)}


@pytest.mark.proves("DATA-013")
def test_number_39_is_the_kana_of_the_former_surname_in_wako() -> None:
    items = _identity("move_in_with_former_surname_40")
    fields = canonical("identity-40", items)
    assert fields["former_surname_kana"] == items["39"] == "カメイ"
    assert LAYOUTS["identity-40"].by_number["39"].title == "旧氏 ふりがな"
    refused = check_body("identity.update", {"layout": "identity-38", "items": items})
    assert ("message.unknown_item", "items.39") in {(p.code, p.field) for p in refused}


@pytest.mark.proves("DATA-002")
def test_all_38_items_go_out_and_come_back() -> None:
    fields = _every_identity_field("identity-38")
    items = numbered("identity-38", fields)
    assert list(items) == [str(number) for number in range(1, 39)]
    assert check_body("identity.update", {"layout": "identity-38", "items": items}) == []
    assert canonical("identity-38", items) == fields


@pytest.mark.proves("DATA-013")
def test_all_40_items_go_out_and_come_back() -> None:
    fields = _every_identity_field("identity-40")
    items = numbered("identity-40", fields)
    assert list(items) == [str(number) for number in range(1, 41)]
    assert check_body("identity.update", {"layout": "identity-40", "items": items}) == []
    assert canonical("identity-40", items) == fields


def _every_identity_field(layout: str) -> dict[str, str]:
    fields = canonical("identity-40", _identity("move_in_with_former_surname_40"))
    fields |= {
        "reason_detail": "住居表示の実施による",
        "former_resident_record_code": _identity("code_changed_38")["24"],
        "code_used_from": "20261119",
        "emergency_update_number": "1",
        "former_surname_gaiji_serial": "2",
    }
    return {name: fields[name] for name in LAYOUTS[layout].by_field}


@pytest.mark.proves("DATA-016")
def test_fukushimas_items_in_wakos_numbers() -> None:
    fields = canonical("identity-38", project("identity-40", "identity-38", _wakos()))
    items = numbered("identity-38", fields | {"former_surname": "髙仮名"})
    moved = project("identity-38", "identity-40", items)
    assert moved["39"] == items["38"]
    assert moved["38"] == "1"
    assert "40" not in moved
    assert {number: moved[number] for number in items if number != "38"} == {
        number: items[number] for number in items if number != "38"
    }


def _wakos() -> dict[str, str]:
    return _identity("move_in_with_former_surname_40")


@pytest.mark.proves("DATA-014", "DATA-017")
def test_roman_name_is_64_in_fukushima_and_66_in_wako() -> None:
    items = _addressee("roman_and_former_surname_67")
    assert items["66"] == "KAKUU HANAKO"
    short = project("dispatch-67", "dispatch-65", items)
    assert (short["64"], short["65"]) == ("KAKUU HANAKO", "KAMEI")
    back = project("dispatch-65", "dispatch-67", short)
    assert back == {number: value for number, value in items.items() if number != "65"}
    assert project("dispatch-67", "dispatch-65", back) == short


@pytest.mark.proves("DATA-014")
def test_67_items_are_not_taken_as_65() -> None:
    body = specs.example("dispatch.information", "roman_and_former_surname_67")
    problems = check_body("dispatch.information", {**body, "layout": "dispatch-65"})
    assert "households.0.people.0.items.66" in {p.field for p in problems}


@pytest.mark.proves("DATA-003", "DATA-014")
@pytest.mark.parametrize(("name", "count"), [("dispatch-65", 65), ("dispatch-67", 67)])
def test_every_item_of_a_posting_goes_out_and_comes_back(name: str, count: int) -> None:
    """Every item has a value, in order; on the other side all are there under their numbers, not a letter changed."""
    household, person = _every_dispatch_field(name)
    items = [numbered(name, household), numbered(name, person)]
    assert [*items[0], *items[1]] == [str(number) for number in range(1, count + 1)]
    posting = {"items": items[0], "people": [{"items": items[1]}]}
    body = {"layout": name, "households": [posting]}
    assert check_body("dispatch.information", body) == []
    arrived = decode(encode(body))["households"][0]
    assert canonical(name, arrived["items"]) == household
    assert canonical(name, arrived["people"][0]["items"]) == person


def _every_dispatch_field(name: str) -> tuple[dict[str, str], dict[str, str]]:
    household = canonical("dispatch-65", _posting("newborn_65")["items"])
    person = {
        **canonical("dispatch-67", _addressee("roman_and_former_surname_67")),
        "name": "髙架空　花子",
        "person_address": "埼玉県和光市広沢1番5号　葛\U000e0100城荘",
        "residence_category": "中長期在留者",
        "residence_until": "20290331",
        "former_surname_gaiji_serial": "3",
    }
    person = {field: person.get(field, "") for field in _fields_of(name, Part.PERSON)}
    return derive(name, household), derive(name, person)


def _fields_of(name: str, part: Part) -> list[str]:
    return [item.field for item in LAYOUTS[name].of(part)]


def test_field_or_number_that_a_layout_lacks_is_refused() -> None:
    with pytest.raises(Invalid):
        numbered("identity-38", {"former_surname_gaiji_count": "1"})
    with pytest.raises(Invalid):
        canonical("identity-38", {"39": "カメイ"})
    with pytest.raises(Invalid):
        canonical("identity-39", {})
    with pytest.raises(ValueError, match="one family"):
        project("identity-38", "dispatch-65", {})


def test_empty_fields_are_left_out() -> None:
    assert numbered("identity-38", {"name": "", "sex": "男"}) == {"7": "男"}


def test_only_the_told_items_go_to_the_prefecture() -> None:
    items = _identity("planned_departure_38")
    on = told("identity-38", items)
    assert {"20", "23", "9", "14", "15", "26", "27", "28", "32", "34", "36"}.isdisjoint(on)
    assert set(canonical("identity-38", on)) <= set(TOLD)
    assert check_body("identity.update", {"layout": "identity-38", "items": on}) == []
