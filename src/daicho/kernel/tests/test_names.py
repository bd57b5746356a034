"""Names (氏名) as the register writes them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daicho.kernel.errors import Invalid
from daicho.kernel.names import (
    check_alias,
    check_alphabet,
    check_japanese_name,
    check_name_kana,
    family_name_of,
    given_name_of,
    read_foreign_name,
    read_japanese_name,
)

PART = st.text(st.sampled_from("架空見本例太郎花子邉髙"), min_size=1, max_size=5)


def _codes(refusal: Callable[[], object]) -> list[tuple[str, str]]:
    with pytest.raises(Invalid) as refused:
        refusal()
    return [(problem.field, problem.code) for problem in refused.value.problems]


@given(PART, PART, st.sampled_from([" ", "\u3000", " \u3000 "]))
def test_family_and_given_name_stand_with_one_full_width_space(
    family: str, given_: str, space: str
) -> None:
    name = check_japanese_name(f" {family}{space}{given_} ", field="name")
    assert name == f"{family}\u3000{given_}"
    assert (family_name_of(name), given_name_of(name)) == (family, given_)
    assert check_japanese_name(name, field="name") == name


def test_a_japanese_name_is_read_with_its_reading_and_keeps_its_selector() -> None:
    name = read_japanese_name("見本邉\U000e010f 例太郎", kana="みほんべ ﾚｲﾀﾛｳ")
    assert (name.written, name.kana) == ("見本邉\U000e010f\u3000例太郎", "ミホンベ\u3000レイタロウ")
    assert (name.family, name.given, name.display) == ("見本邉\U000e010f", "例太郎", name.written)


@pytest.mark.parametrize("text", ["見本例太郎", "見本 例 太郎"])
def test_a_name_that_does_not_divide_in_two_is_refused(text: str) -> None:
    assert _codes(lambda: check_japanese_name(text, field="name")) == [("name", "name-parts")]


def test_every_fault_is_told_at_once_beside_its_field() -> None:
    found = _codes(lambda: read_japanese_name("見本", kana="MIHON"))
    assert found == [("name", "name-parts"), ("name_kana", "name-kana-letters")]


def test_the_reading_divides_as_the_name_does() -> None:
    found = _codes(lambda: read_japanese_name("見本 例子", kana="ミホンレイコ"))
    assert found == [("name_kana", "name-kana-parts")]


@pytest.mark.parametrize(
    ("typed", "kana"),
    [
        ("みほん れいこ", "ミホン\u3000レイコ"),
        ("ﾐﾎﾝ", "ミホン"),
        ("ジャン・ポ-ル", "ジャン・ポール"),
    ],
)
def test_a_reading_becomes_full_width_katakana(typed: str, kana: str) -> None:
    assert check_name_kana(typed, field="kana") == kana


@pytest.mark.parametrize("typed", ["見本", "ミホン1", "ABC", "ミホン、レイコ"])
def test_a_reading_in_other_letters_is_refused(typed: str) -> None:
    assert _codes(lambda: check_name_kana(typed, field="k")) == [("k", "name-kana-letters")]


def test_the_alphabet_is_in_half_width_capitals() -> None:
    assert check_alphabet("ｎｇｕｙｅｎ　Sample-o’neil", field="a") == "NGUYEN SAMPLE-O'NEIL"
    long_name = "SAMPLE " * 17 + "A"
    assert check_alphabet(long_name, field="a") == long_name
    assert len(long_name) == 120


@pytest.mark.parametrize("typed", ["MÜLLER", "見本", "SAMPLE 2", "-A"])
def test_other_letters_than_those_of_the_card_are_refused(typed: str) -> None:
    assert _codes(lambda: check_alphabet(typed, field="a")) == [("a", "name-alphabet-letters")]


def test_a_foreign_name_shows_alphabet_and_kanji() -> None:
    name = read_foreign_name("Sample Yu", kanji="見本 雨", kana="サンプル ユウ")
    assert name.display == "SAMPLE YU\u3000見本\u3000雨"
    assert read_foreign_name("", kanji="見本雨").display == "見本雨"
    assert _codes(lambda: read_foreign_name(" ")) == [("name_alphabet", "name-empty")]


def test_an_alias_may_have_one_part() -> None:
    assert check_alias(" 見本 ", field="alias") == "見本"
    assert _codes(lambda: check_alias("\u3000", field="alias")) == [("alias", "name-empty")]


@pytest.mark.parametrize(
    "check", [check_japanese_name, check_name_kana, check_alphabet, check_alias]
)
def test_ten_thousand_characters_are_refused(check: Callable[..., str]) -> None:
    assert _codes(lambda: check("ア" * 10_000, field="x")) == [("x", "text-too-long")]


def test_a_message_never_repeats_the_name() -> None:
    with pytest.raises(Invalid) as refused:
        read_japanese_name("架空見本", kana="KAKUU")
    assert not any("架空" in p.message or "KAKUU" in p.message for p in refused.value.problems)
