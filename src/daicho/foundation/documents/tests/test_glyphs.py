"""Characters: forms stay apart, Adobe-Japan1 finds its Moji_Joho form, the rest is refused by name."""

from __future__ import annotations

import pytest

from daicho.foundation.documents.glyphs import glyphs_of
from daicho.foundation.documents.tests.specimens import font, household, japanese, printer
from daicho.kernel.errors import Invalid

# Looked at as pictures, Noto Serif CJK JP beside IPAmj.
LOOKED_AT = [
    ("葛\U000e0100", "葛\U000e0102"),
    ("葛\U000e0101", "葛\U000e0103"),
    ("辻\U000e0100", "辻\U000e0102"),
    ("辻\U000e0101", "辻\U000e0103"),
    ("祇\U000e0100", "祇\U000e0102"),
    ("飴\U000e0101", "飴\U000e0103"),
    ("榊\U000e0100", "榊\U000e0102"),
    ("逢\U000e0101", "逢\U000e0104"),
    ("邉\U000e0100", "邉\U000e010f"),
    ("邊\U000e0100", "邊\U000e0108"),
    ("神\U000e0100", "神\U000e0103"),
    ("吉\U000e0100", "吉"),
]


@pytest.mark.parametrize(("theirs", "ours"), LOOKED_AT)
def test_adobe_japan1_becomes_moji_joho(theirs: str, ours: str) -> None:
    assert glyphs_of(font()).printable(theirs) == ours


@pytest.mark.parametrize("base", ["葛", "辻", "祇", "飴", "榊", "逢"])
def test_two_forms_of_a_character_are_two_outlines(base: str) -> None:
    glyphs = glyphs_of(font())
    drawn = {
        glyphs.outline(glyphs.printable(base + selector), scale=1000, x=0, y=0)
        for selector in "\U000e0100\U000e0101"
    }
    assert len(drawn) == 2


def test_the_sixteen_forms_of_one_name_are_sixteen_outlines() -> None:
    glyphs = glyphs_of(font())
    every = ("邉" + chr(selector) for selector in range(0xE010F, 0xE0120))
    forms = [form for form in every if not glyphs.check_printable(form)]
    assert len(forms) == 16
    assert len({glyphs.outline(form, scale=1000, x=0, y=0) for form in forms}) == 16
    assert glyphs.printable("".join(forms)) == "".join(forms)


def test_what_every_form_needs_is_printable() -> None:
    text = "ＡＢＣ０１２ａｂｃ－　（カナ）ガギ･ｱｲｳ々〆ヶ①㈱﨑髙𠮷ABC 012é、。"
    assert glyphs_of(font()).check_printable(text) == ()


@pytest.mark.parametrize(
    "cluster", ["葛\U000e01ef", "邉\U000e0101", "😀", "\ue000", "か\u0301", "\u200b", "\x07"]
)
def test_what_is_outside_is_named_and_never_drawn(cluster: str) -> None:
    (found,) = glyphs_of(font()).check_printable("見本" + cluster)
    assert (found.cluster, found.position) == (cluster, 3)
    with pytest.raises(Invalid) as refused:
        glyphs_of(font()).printable("見本" + cluster, field="氏名")
    assert f"U+{ord(cluster[-1]):04X}" in refused.value.what
    assert "3文字目" in refused.value.what
    assert "文字を確認" in refused.value.remedy


def test_a_sheet_names_all_its_unprintable_characters_at_once() -> None:
    sheet = household(japanese("見本　葛\U000e01ef子", remarks="\ue001"))
    with pytest.raises(Invalid) as refused:
        printer().render(sheet)
    assert [problem.field for problem in refused.value.problems] == ["氏名", "備考"]
