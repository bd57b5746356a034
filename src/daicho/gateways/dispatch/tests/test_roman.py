"""ローマ字: the proposal from kana, as passports are written."""

from __future__ import annotations

import pytest

from daicho.gateways.dispatch.domain.roman import is_written, proposed


@pytest.mark.parametrize(
    ("kana", "letters"),
    [
        ("ミホン　タロウ", "MIHON TARO"),
        ("オオノ　コウジ", "ONO KOJI"),
        ("オオコウチ　ユウキ", "OKOCHI YUKI"),
        ("セノオ　シンイチ", "SENOO SHINICHI"),
        ("ナンバ　ケンペイ", "NAMBA KEMPEI"),
        ("ホンマ　ジュンコ", "HOMMA JUNKO"),
        ("ハットリ　イッチュウ", "HATTORI ITCHU"),
        ("キッカワ　ショウタ", "KIKKAWA SHOTA"),
        ("イノウエ　チヅル", "INOUE CHIZURU"),
        ("ニイガタ　ケイタ", "NIIGATA KEITA"),
        ("ツツミ　フジオ", "TSUTSUMI FUJIO"),
        ("ショーン　ジェシカ", "SHON JESHIKA"),
        ("ヴィクター", "BIKUTA"),
        ("リョウヘイ　ギョウブ", "RYOHEI GYOBU"),
        ("シンノスケ", "SHINNOSUKE"),
        ("ミホン　T", ""),
        ("", ""),
    ],
)
def test_kana_become_letters(kana: str, letters: str) -> None:
    assert proposed(kana) == letters


@pytest.mark.parametrize(
    ("text", "good"),
    [("MIHON TARO", True), ("O'NEIL-SMITH, J.", True), ("Mihon", False), ("", False)],
)
def test_only_letters_of_the_item_are_written(text: str, *, good: bool) -> None:
    assert is_written(text) is good
