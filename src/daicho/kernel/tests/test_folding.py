"""Foldings for search (STD-2.1.2) and the 清音化かな氏名 of 住基ネット (JUK-046)."""

from __future__ import annotations

from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daicho.kernel.characters import (
    bigrams,
    juki_net_seion,
    search_fold_kana,
    search_fold_name,
    to_half_width_kana,
    variants_of,
)

KANA = st.text(
    st.one_of(
        st.characters(min_codepoint=0x3041, max_codepoint=0x3096),
        st.characters(min_codepoint=0x30A1, max_codepoint=0x30FC),
        st.sampled_from(" \u3000-‐−－ｰﾞﾟｶｳｵ"),
    ),
    max_size=12,
)
PLAIN_KANA = st.text(st.sampled_from("アイカキコソトノハマミヨロンガジ"), min_size=1, max_size=8)


def _classes() -> list[str]:
    table = resources.files("daicho.kernel.characters").joinpath("data/variants.txt")
    return table.read_text(encoding="utf-8").splitlines()


def _one(words: str) -> bool:
    return len({search_fold_kana(word) for word in words.split()}) == 1


@pytest.mark.proves("STD-2.1.2/m2")
@pytest.mark.parametrize(
    "words",
    ["ヂ ジ", "ズ ヅ", "ワ ハ", "ヴァ バ", "ヴィ ビ", "ヴ ブ", "オ ヲ", "ヒ ピ ビ", "ガキ カギ"],
)
def test_voiced_and_plain_kana_are_searched_alike(words: str) -> None:
    assert _one(words)


@pytest.mark.proves("STD-2.1.2/m3")
@pytest.mark.parametrize(
    "words", ["ハットリ ハツトリ", "ジャ ジヤ", "シュン シユン", "キョウ キヨウ"]
)
def test_small_and_large_kana_are_searched_alike(words: str) -> None:
    assert _one(words)


@pytest.mark.proves("STD-2.1.2/m7", "STD-2.1.2/m8")
def test_kouno_is_found_however_its_long_vowel_is_written() -> None:
    assert _one("コオノ コウノ コーノ ｺｳﾉ こうの")
    assert search_fold_kana("ウノ") == "ウノ"
    assert not _one("カウノ カオノ")


@pytest.mark.proves("STD-2.1.2/m9")
def test_every_dash_is_one_dash_and_every_space_one_space() -> None:
    assert _one("ユーコ ユ－コ ユ−コ ユ‐コ ユｰコ ユ-コ ユ―コ")
    assert search_fold_kana("コウノ　ハナコ") == search_fold_kana("コウノ ハナコ")


@pytest.mark.proves("STD-2.1.2/m6")
@given(KANA, KANA)
def test_the_space_between_family_and_given_name_does_not_count(family: str, given_: str) -> None:
    joined = search_fold_kana(family + "ン" + given_)
    assert search_fold_kana(f"{family}ン\u3000{given_}") == joined
    assert search_fold_kana(f"{family}ン {given_}") == joined


def test_different_names_stay_different() -> None:
    names = ["サトウ", "スズキ", "タナカ", "イトウ", "ヤマモト", "ナカムラ", "コバヤシ", "カトウ"]
    assert len({search_fold_kana(name) for name in names}) == len(names)


@given(KANA)
def test_folding_kana_twice_is_folding_once(text: str) -> None:
    assert search_fold_kana(search_fold_kana(text)) == search_fold_kana(text)
    assert juki_net_seion(juki_net_seion(text)) == juki_net_seion(text)


@given(PLAIN_KANA)
def test_width_and_script_do_not_count(kana: str) -> None:
    hiragana = "".join(chr(ord(letter) - 0x60) for letter in kana)
    assert search_fold_kana(hiragana) == search_fold_kana(kana)
    assert search_fold_kana(to_half_width_kana(kana)) == search_fold_kana(kana)
    assert juki_net_seion(to_half_width_kana(hiragana)) == juki_net_seion(kana)


def test_seion_of_juki_net_is_made_from_the_reading_and_joins_gagi_with_kaki() -> None:
    reading = "ガギ\u3000パッチョ"
    assert juki_net_seion(reading) == "カキハツチヨ"
    assert juki_net_seion("ガギ") == juki_net_seion("カキ")
    assert reading == "ガギ\u3000パッチョ"


def test_the_two_foldings_are_not_one() -> None:
    assert juki_net_seion("ヂワヲヴー") == "チワヲウー"
    assert search_fold_kana("ヂワヲヴー") == "シハオフ"


@pytest.mark.proves("STD-2.1.2/m10")
@pytest.mark.parametrize(
    "variants",
    ["辺邊邉边", "浜濱濵滨", "藤䕨籘籐", "高髙", "崎﨑", "吉𠮷", "沢澤", "島嶋嶌", "桧檜", "真眞"],
)
def test_variants_find_each_other(variants: str) -> None:
    assert {search_fold_name(character) for character in variants} == {variants_of(variants)[0]}
    assert set(variants) <= set(variants_of(variants[-1]))


def test_every_selector_form_finds_its_base() -> None:
    for selector in range(0xE0100, 0xE0120):
        assert search_fold_name(f"渡邉{chr(selector)}") == search_fold_name("渡辺")
    assert search_fold_name("葛\U000e0100城") == search_fold_name("葛\U000e0101城") == "葛城"
    assert search_fold_name("辻\U000e0101") == "辻"


def test_saito_is_two_families_by_the_table() -> None:
    assert search_fold_name("齋藤") == search_fold_name("斎藤")
    assert search_fold_name("齊藤") == search_fold_name("斉藤")
    assert search_fold_name("斎藤") != search_fold_name("斉藤")


def test_letters_of_any_width_and_case_and_old_kana_are_searched_alike() -> None:
    assert search_fold_name("Nguyen　Van") == search_fold_name("ＮＧＵＹＥＮ ＶＡＮ") == "NGUYENVAN"
    assert search_fold_name("\U0001b002き") == "あき"
    assert search_fold_name("龍ヶ崎") == search_fold_name("竜ケ﨑")


def test_no_character_is_in_two_classes_and_each_class_is_small() -> None:
    members = [character for line in _classes() for character in line]
    assert len(members) == len(set(members))
    assert max(map(len, _classes())) <= 40


@given(st.sampled_from(_classes()))
def test_all_of_a_class_fold_to_its_first(line: str) -> None:
    assert {search_fold_name(character) for character in line} == {line[0]}


@given(
    st.text(max_size=6)
    | st.text(
        st.sampled_from("渡邉邊辺髙﨑𠮷籐Ａa ﾊ\u3099\u3000\U000e0100\ufe00㈱ヶΐ"), max_size=12
    )
)
def test_folding_names_twice_is_folding_once(text: str) -> None:
    assert search_fold_name(search_fold_name(text)) == search_fold_name(text)


@given(
    st.text(st.sampled_from("渡邉髙﨑太郎"), max_size=8),
    st.text(st.sampled_from("辺高崎"), max_size=4),
)
def test_a_part_of_a_name_is_a_part_of_its_key(name: str, part: str) -> None:
    assert search_fold_name(part) in search_fold_name(name + part + name)
    assert set(bigrams(part)) <= set(bigrams(name + part + name)) or len(part) == 1


def test_bigrams_are_the_distinct_neighbours() -> None:
    assert bigrams("コノコノミ") == ("コノ", "ノコ", "ノミ")
    assert bigrams("林") == ("林",)
    assert bigrams("") == ()
