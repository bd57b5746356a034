"""Clusters, checks, widths and the MJ numbers (文字, STD-2.2.3)."""

from __future__ import annotations

import gzip
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daicho.kernel.characters import (
    TextKind,
    check_text,
    cluster_length,
    clusters,
    codes_of,
    mj_of,
    text_problems,
    to_full_width,
    to_full_width_katakana,
    to_half_width_kana,
    without_selectors,
)
from daicho.kernel.errors import Invalid

KATSU_ADOBE = "葛\U000e0100"
KATSU_MJ = "葛\U000e0102"
KATAKANA = st.text(st.characters(min_codepoint=0x30A1, max_codepoint=0x30F6), max_size=20)


def _mj_clusters() -> list[str]:
    table = resources.files("daicho.kernel.characters").joinpath("data/mj.tsv.gz")
    rows = gzip.decompress(table.read_bytes()).decode().splitlines()
    return [row.split("\t")[0] for row in rows]


def test_a_base_and_its_selector_are_one_cluster() -> None:
    assert clusters(f"{KATSU_ADOBE}城 {KATSU_MJ}𠮷") == (KATSU_ADOBE, "城", " ", KATSU_MJ, "𠮷")
    assert cluster_length(f"{KATSU_ADOBE}城") == 2


@given(st.text())
def test_clusters_lose_nothing_and_are_as_many_as_the_length(text: str) -> None:
    assert "".join(clusters(text)) == text
    assert len(clusters(text)) == cluster_length(text)


def test_every_character_of_the_mj_list_is_one_cluster_and_may_enter() -> None:
    listed = _mj_clusters()
    assert len(listed) > 64_000
    refused = [c for c in listed if cluster_length(c) != 1 or text_problems(c, field="", limit=1)]
    assert refused == []


def test_selectors_come_off_and_nothing_else() -> None:
    assert without_selectors(f"{KATSU_MJ}城侮\ufe00") == "葛城侮"


def test_the_codes_of_a_character_are_told() -> None:
    codes = codes_of(KATSU_MJ)
    assert (codes.ucs, codes.mj, codes.juki) == (("U+845B", "U+E0102"), "MJ022335", "J+845B")
    assert mj_of("葛") == "MJ022336"
    assert codes_of("𠮷").ucs == ("U+20BB7",)


def test_what_the_mj_list_does_not_have_has_no_number() -> None:
    assert mj_of(KATSU_ADOBE) is None
    assert mj_of("A") is None
    assert codes_of("A").ucs == ("U+0041",)


@pytest.mark.parametrize(
    ("text", "code", "position"),
    [
        ("田\u202e中", "text-bidi", "2文字目(U+202E)"),
        ("田\u0007", "text-control", "2文字目(U+0007)"),
        ("田\n中", "text-newline", "2文字目(U+000A)"),
        ("\ud842", "text-surrogate", "1文字目(U+D842)"),
        (f"{KATSU_MJ}\ue000", "text-private", "2文字目(U+E000)"),
        ("\U000f0000", "text-private", "1文字目(U+F0000)"),
        ("\u0378", "text-unassigned", "1文字目(U+0378)"),
        ("\uffff", "text-unassigned", "1文字目(U+FFFF)"),
        ("田\u200b中", "text-invisible", None),
        ("田\u00a0中", "text-space", "2文字目(U+00A0)"),
        ("\U000e0100", "text-selector", "1文字目(U+E0100)"),
        ("あ\U000e0100", "text-selector", None),
        ("葛\U000e0100\U000e0101", "text-selector", None),
        ("\u3099", "text-mark", "1文字目(U+3099)"),
    ],
)
def test_an_unwanted_character_is_refused_where_it_stands(
    text: str, code: str, position: str | None
) -> None:
    with pytest.raises(Invalid) as refused:
        check_text(text, field="note", limit=20)
    (problem,) = refused.value.problems
    assert (problem.code, problem.field) == (code, "note")
    assert position is None or problem.what.startswith(position)
    assert problem.why
    assert problem.remedy


def test_a_note_may_have_lines_and_still_no_tab() -> None:
    typed = "一行\r\n二行\n"
    assert check_text(typed, field="note", limit=20, kind=TextKind.NOTE) == "一行\r\n二行"
    with pytest.raises(Invalid):
        check_text("一行\t二行", field="note", limit=20, kind=TextKind.NOTE)


def test_length_is_counted_as_a_reader_counts() -> None:
    assert check_text(KATSU_MJ * 5, field="name", limit=5) == KATSU_MJ * 5
    for overlong in (KATSU_MJ * 6, "あ" * 10_000, "か" + "\u3099" * 10_000):
        with pytest.raises(Invalid) as refused:
            check_text(overlong, field="name", limit=5)
        assert refused.value.problems[-1].code == "text-too-long"


def test_compatibility_ideographs_and_selectors_survive_the_check() -> None:
    kept = f"\ufa30\u4fae\ufe00{KATSU_ADOBE}\u304b\u3099"
    assert check_text(f"\u3000 {kept} ", field="name", limit=20) == kept


def test_many_faults_are_named_up_to_five_and_without_the_text() -> None:
    problems = text_problems("秘" + "\ue000" * 50, field="name", limit=100)
    assert len(problems) == 5
    assert not any("秘" in problem.message or "\ue000" in problem.message for problem in problems)


@given(st.text(max_size=30))
def test_what_passed_the_check_passes_it_again_unchanged(text: str) -> None:
    try:
        once = check_text(text, field="name", limit=30)
    except Invalid:
        return
    assert check_text(once, field="name", limit=30) == once
    assert once in text


@given(KATAKANA)
def test_katakana_survive_half_width_and_back(kana: str) -> None:
    without_rare = kana.translate(dict.fromkeys(map(ord, "ヮヰヱヵヶ"), "ア"))
    assert to_full_width_katakana(to_half_width_kana(without_rare)) == without_rare


def test_kana_typed_in_any_way_become_full_width_katakana() -> None:
    assert to_full_width_katakana("ｺﾞﾄｳ  たろ-") == "ゴトウ\u3000タロー"
    assert to_full_width("A1 ｶﾞ") == "Ａ１\u3000ガ"
    assert to_half_width_kana("ガ\u3000Ａ") == "ｶﾞ A"
