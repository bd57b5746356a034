"""Places written in two ways have one key, and two places have two."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daicho.kernel.addresses import fold_place

HOME = "福島県福島市五老内町3番地の2"


@pytest.mark.parametrize(
    "written",
    [
        "福島市五老内町３番地の２",
        "福島市五老内町三番地の二",
        "福島県福島市五老内町3番地2",
        "福島市五老内町3-2",
        "福島市五老内町３－２",
        "福島市五老内町3番2",
        "福島市五老内町3番2号",
        "福島市　五老内町 3の2",
        "福島市五老内町３番地之２",
    ],
)
def test_one_place_in_many_hands(written: str) -> None:
    assert fold_place(written) == fold_place(HOME)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("福島市五老内町3番地", "福島市五老内町3番地2"),
        ("福島市五老内町3番地2", "福島市五老内町32番地"),
        ("福島市本町一丁目2番", "福島市本町1番地2"),
        ("千代田区三番町5番", "千代田区三町5番"),
        ("福島市五老内町3番地甲", "福島市五老内町3番地乙"),
    ],
)
def test_two_places_stay_two(one: str, other: str) -> None:
    assert fold_place(one) != fold_place(other)


def test_a_number_in_kanji_is_its_number() -> None:
    assert fold_place("和光市本町一丁目二十三番地") == fold_place("和光市本町１丁目23番")
    assert fold_place("和光市本町三番") == fold_place("埼玉県和光市本町3番地")


@given(st.text("市町村丁目番地号のー-－１２３ 之甲", max_size=20))
def test_folding_twice_is_folding_once(text: str) -> None:
    once = fold_place(text)
    assert fold_place(once) == once
