"""外字 and 代替文字 (JUK-047), and what else is derived or told beside it: 清音化かな, ローマ字, 旧住民票コード."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daicho.foundation.messages.gaiji import CHANGED, NO_SUBSTITUTE, NOT_ALL, UNCHANGED
from daicho.foundation.messages.numbered_parts import numbered_parts
from daicho.foundation.messages.public import (
    Substituted,
    canonical,
    check_body,
    derive,
    gaiji_count,
    length_of,
    numbered,
    substitute,
)
from daicho.foundation.messages.tests import definitions as specs
from daicho.kernel.characters import juki_net_seion, search_fold_kana

NAME = "髙見本　𠮷子"
WITH_SELECTOR = "葛\U000e0100城"


@pytest.mark.proves("JUK-047")
def test_two_gaiji_have_their_substitutes_and_two_positions() -> None:
    found = substitute(NAME)
    assert found.text == "高見本　吉子"
    assert found.positions == (1, 5)
    assert found.result == CHANGED
    assert found.patterns == ("J+9AD9", "J+AEAC")
    assert gaiji_count(NAME) == 2


@pytest.mark.proves("JUK-047")
def test_name_without_gaiji_stays_as_it_is() -> None:
    assert substitute("架空　太郎") == Substituted("架空　太郎", (), (), UNCHANGED)


@pytest.mark.proves("JUK-047")
def test_posting_of_two_gaiji_carries_them_and_one_without_says_unchanged() -> None:
    body = specs.example("dispatch.information", "gaiji_67")
    person = canonical("dispatch-67", body["households"][0]["people"][0]["items"])
    assert person["substituted_name"] == "高見本　吉子"
    assert person["substituted_name_positions"] == "1,5"
    assert person["substitution_result"] == CHANGED
    assert person["gaiji"] == "1"
    assert person["name"] == NAME
    plain = specs.example("dispatch.information", "newborn_65")
    other = canonical("dispatch-65", plain["households"][0]["people"][0]["items"])
    assert other["substitution_result"] == UNCHANGED
    assert "substituted_name" not in other


@pytest.mark.proves("JUK-047", "DATA-020")
@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name_gaiji_count", "3"),
        ("name_length", "7"),
        ("gaiji", "0"),
        ("substituted_name_positions", "1,4"),
        ("substituted_name", NAME),
        ("substitution_result", UNCHANGED),
        ("gaiji_patterns", "J+9AD9"),
    ],
)
def test_posting_that_counts_otherwise_is_refused(field: str, value: str) -> None:
    body = specs.example("dispatch.information", "gaiji_67")
    person = body["households"][0]["people"][0]
    fields = canonical("dispatch-67", person["items"])
    person["items"] = numbered("dispatch-67", fields | {field: value})
    assert {p.code for p in check_body("dispatch.information", body)} & {
        "message.count",
        "message.substitution",
    }


@pytest.mark.proves("DATA-020")
def test_record_with_two_gaiji_says_two() -> None:
    body = specs.example("identity.update", "gaiji_and_birth_known_in_part_40")
    assert (body["items"]["3"], body["items"]["34"]) == ("2", "1")
    body["items"]["3"] = "3"
    (problem,) = check_body("identity.update", body)
    assert (problem.code, problem.field) == ("message.count", "items.3")


def test_character_with_a_selector_is_one_and_a_gaiji() -> None:
    assert length_of(WITH_SELECTOR) == 2
    found = substitute(WITH_SELECTOR)
    assert found.text == "葛城"
    assert found.positions == (1,)


def test_letter_without_a_substitute_is_a_geta() -> None:
    found = substitute("架空한")
    assert found.text == f"架空{NO_SUBSTITUTE}"
    assert found.result == NOT_ALL


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
def test_substituted_text_has_the_length_and_no_gaiji(text: str) -> None:
    found = substitute(text)
    assert gaiji_count(found.text) == 0
    assert len(found.positions) == len(found.patterns) == gaiji_count(text)
    assert not any("," in pattern or " " in pattern for pattern in found.patterns)


def test_voiced_and_unvoiced_kana_have_one_seion_and_the_reading_stays() -> None:
    for kana, seion in (("ガギ　パッチ", "カキハツチ"), ("カキ　ハツチ", "カキハツチ")):
        assert juki_net_seion(kana) == seion
        fields = {"name_kana": kana, "name_kana_seion": seion}
        body = specs.example("identity.update", "move_within_38")
        body["items"] |= numbered("identity-38", fields)
        assert check_body("identity.update", body) == []
        assert body["items"]["4"] == kana


def test_seion_is_not_the_search_folding() -> None:
    """The item of the network keeps rows and ー, which a clerk's search does not."""
    assert juki_net_seion("ヂュウオー") == "チユウオー"
    assert juki_net_seion("オオノ") != search_fold_kana("オオノ")


def test_roman_names_are_told_as_they_are_spelt() -> None:
    people = specs.example("dispatch.information", "roman_and_former_surname_67")["households"][0]
    with_surname, without = (canonical("dispatch-67", p["items"]) for p in people["people"])
    assert with_surname["roman_name"] == "KAKUU HANAKO"
    assert with_surname["roman_former_surname"] == "KAMEI"
    assert without["roman_name"] == "KAKUU ICHIRO"
    assert "roman_former_surname" not in without


def test_changed_code_is_told_with_the_former_one_and_its_day() -> None:
    body = specs.example("identity.update", "code_changed_38")
    fields = canonical("identity-38", body["items"])
    assert fields["former_resident_record_code"] != fields["resident_record_code"]
    assert fields["code_used_from"] == "20261119"
    del body["items"]["25"]
    (problem,) = check_body("identity.update", body)
    assert (problem.code, problem.field) == ("message.missing", "items.25")


def test_derived_items_are_those_that_a_reader_takes() -> None:
    for path in ("identity.update/*", "dispatch.information/*"):
        for found in sorted((specs.MESSAGES / "examples").glob(f"{path}.json")):
            body = specs.load(found)["body"]
            for part in numbered_parts(found.parent.name, body):
                derived = derive(part.layout.name, part.fields)
                same = {name: derived[name] for name in part.fields if name in derived}
                assert same == {name: part.fields[name] for name in same}, found


@pytest.mark.proves("JUK-047", "DATA-020")
def test_posting_made_from_a_name_with_gaiji_is_taken() -> None:
    body = specs.example("dispatch.information", "newborn_65")
    person = body["households"][0]["people"][0]
    fields = canonical("dispatch-65", person["items"]) | {"name": NAME}
    person["items"] = numbered("dispatch-65", derive("dispatch-65", fields))
    assert check_body("dispatch.information", body) == []
    assert person["items"]["55"] == "高見本　吉子"
    assert person["items"]["58"] == "1,5"
    assert "57" not in person["items"]
