"""Finding a character: by reading, likeness, code, strokes and radical; nothing for what is none of these."""

from __future__ import annotations

import pytest

from daicho.kernel.characters import (
    RADICALS,
    find_alike,
    find_by_code,
    find_by_reading,
    find_by_shape,
)


def found(glyphs: list) -> list[str]:  # type: ignore[type-arg]  # of glyphs
    return [glyph.cluster for glyph in glyphs]


@pytest.mark.parametrize("reading", ["なべ", "ナベ", "ﾅﾍﾞ"])
def test_by_reading_the_commonest_first(reading: str) -> None:
    assert found(find_by_reading(reading))[0] == "鍋"


def test_a_longer_reading_comes_after_the_exact_one() -> None:
    glyphs = find_by_reading("かつ")
    exact = [("カツ" in g.readings or "かつ" in g.readings) for g in glyphs]
    assert exact == sorted(exact, reverse=True)
    assert "桂" in found(glyphs)


@pytest.mark.parametrize("text", ["", "渡辺", "abc", "ー　ー"])
def test_what_is_no_kana_is_no_reading(text: str) -> None:
    assert find_by_reading(text) == []


def test_alike_are_the_variants_and_their_forms() -> None:
    glyphs = found(find_alike("辺"))
    assert glyphs[0] == "辺"
    assert {"邉", "邊"} <= set(glyphs)
    assert len(glyphs) == len(set(glyphs)) > 20
    assert found(find_alike("邉"))[0] == "邉"
    assert find_alike("ab") == []


@pytest.mark.parametrize("code", ["U+9089", "9089", "u9089", "Ｕ＋９０８９"])
def test_by_the_code_of_the_character(code: str) -> None:
    glyphs = find_by_code(code)
    assert glyphs[0].cluster == "邉"
    assert all(g.cluster.startswith("邉") for g in glyphs)


def test_by_mj_by_juki_and_with_a_selector() -> None:
    [one] = find_by_code("MJ000001")
    assert one.cluster == "々"
    assert found(find_by_code("J+AD1D")) == ["々"]
    written = next(g for g in find_alike("辺") if len(g.cluster) == 2)
    base, selector = (f"{ord(point):X}" for point in written.cluster)
    assert found(find_by_code(f"U+{base} U+{selector}")) == [written.cluster]
    assert found(find_by_code("845B E0100"))[0] == "葛"


@pytest.mark.parametrize("code", ["", "MJ999999", "J+0000", "FFFFFF", "渡", "12"])
def test_a_code_of_nothing_finds_nothing(code: str) -> None:
    assert find_by_code(code) == []


def test_by_strokes_and_radical() -> None:
    heart = RADICALS.index("心") + 1
    glyphs = find_by_shape(strokes=11, radical=heart)
    assert all(g.strokes == 11 and heart in g.radicals for g in glyphs)
    assert "情" in found(glyphs)
    assert {"情", "渉"} <= set(found(find_by_shape(strokes=11, radical=None)))
    assert "愛" in found(find_by_shape(strokes=None, radical=heart))
    assert find_by_shape(strokes=None, radical=None) == []
