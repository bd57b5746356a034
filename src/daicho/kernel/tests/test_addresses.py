"""The address dictionary and written addresses (住所辞書・住所, STD-1.3.2, STD-1.3.3)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daicho.kernel.addresses import (
    Address,
    municipalities,
    municipality_of,
    prefectures,
    read_address,
    read_banchi,
    search_by_heads,
    search_municipalities,
    search_towns,
    towns_by_postal_code,
    towns_of,
)
from daicho.kernel.addresses.banchi import kanji_number
from daicho.kernel.addresses.towns import LAST_CHOME
from daicho.kernel.check_digits import LOCAL_GOVERNMENT_CODE
from daicho.kernel.errors import Invalid, Missing

FUKUSHIMA, IWAKI, WAKO, MINATO = "072010", "072044", "112291", "131032"
ONE_OF_EACH_KIND = ("011002", "011011", "013030", MINATO, "341002", "162019", "133621")
NUMBERS = st.lists(st.integers(1, 9999), min_size=1, max_size=3)


def test_the_list_is_whole_and_its_check_digits_fit() -> None:
    listed = municipalities()
    assert len(prefectures()) == 47
    assert sum(not of.is_ward for of in listed) == 1741
    assert sum(of.is_ward for of in listed) == 171
    assert all(LOCAL_GOVERNMENT_CODE.is_valid(of.code) for of in listed)


@pytest.mark.parametrize(
    ("code", "name"),
    [
        (FUKUSHIMA, "福島県福島市"),
        (IWAKI, "福島県いわき市"),
        (WAKO, "埼玉県和光市"),
        (MINATO, "東京都港区"),
        ("271004", "大阪府大阪市"),
        ("221309", "静岡県浜松市"),
    ],
)
def test_official_codes_lead_to_their_municipality(code: str, name: str) -> None:
    assert municipality_of(code).full_name == name


def test_an_unknown_code_is_missing() -> None:
    with pytest.raises(Missing):
        municipality_of("072018")


def test_wards_and_towns_in_a_district_have_a_name_of_their_own() -> None:
    ward, town = municipality_of("341045"), municipality_of("013030")
    assert (ward.local_name, ward.local_kana) == ("西区", "ニシク")
    assert (town.local_name, town.local_kana) == ("当別町", "トウベツチョウ")
    assert municipality_of("072036").local_name == "郡山市"


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("福島市", FUKUSHIMA),
        ("フクシマシ", FUKUSHIMA),
        ("いわき", IWAKI),
        ("わこう", WAKO),
        ("東京都港", MINATO),
        ("当別", "013030"),
    ],
)
def test_a_municipality_is_found_by_what_is_typed(query: str, first: str) -> None:
    assert search_municipalities(query)[0].code == first


def test_the_place_itself_comes_before_what_lies_in_it() -> None:
    assert [of.name for of in search_municipalities("ふくしま", limit=3)][:2] == [
        "松前郡福島町",
        "福島市",
    ]
    assert search_municipalities("  ") == ()


@pytest.mark.parametrize(
    ("code", "count", "town", "kana", "postal_code"),
    [
        (FUKUSHIMA, 180, "飯坂町", "イイザカマチ", "9600201"),
        (IWAKI, 250, "泉玉露", "イズミタマツユ", "9718172"),
        (WAKO, 12, "広沢", "ヒロサワ", "3510106"),
        (MINATO, 30, "芝公園", "シバコウエン", "1050011"),
    ],
)
def test_the_towns_of_the_sample_municipalities_are_real(
    code: str, count: int, town: str, kana: str, postal_code: str
) -> None:
    names = {of.name for of in towns_of(code)}
    assert len(names) >= count
    found = search_towns(town, municipality_code=code)[0]
    assert (found.name, found.kana, found.postal_code) == (town, kana, postal_code)
    assert search_towns(kana, municipality_code=code)[0].kana == kana


def test_a_town_is_found_by_a_part_of_its_name_or_kana_or_note() -> None:
    names = [town.name for town in search_towns("シバ", municipality_code=MINATO)]
    assert names[:2] == ["芝", "芝"]
    assert {"芝浦", "芝公園", "芝大門"} <= set(names)
    assert "南麻布" in [town.name for town in search_towns("麻布", municipality_code=MINATO)]
    assert search_towns("勿来町大高", municipality_code=IWAKI)[0].postal_code == "9790144"


def test_heads_of_kana_find_town_and_postal_code() -> None:
    found = [
        (municipality_of(t.municipality_code).name, t.name, t.postal_code)
        for t in search_by_heads("ト ヒ シ")
    ]
    assert ("日野市", "神明", "1910016") in found
    assert search_by_heads("カナ　ナカ ヤマシ")[0].name == "山下町"
    assert search_by_heads("ト ヒ") == ()


@pytest.mark.proves("STD-1.3.3/m6")
@pytest.mark.parametrize("typed", ["191-0016", "1910016", "１９１－００１６"])
def test_a_postal_code_brings_the_town(typed: str) -> None:
    (town,) = towns_by_postal_code(typed)
    assert (municipality_of(town.municipality_code).full_name, town.name) == (
        "東京都日野市",
        "神明",
    )


@given(st.text(max_size=9))
def test_no_typed_postal_code_fails(typed: str) -> None:
    assert all(len(town.postal_code) == 7 for town in towns_by_postal_code(typed))


def test_a_designated_city_has_the_towns_of_its_wards() -> None:
    assert {town.municipality_code for town in towns_of("341002")} == {
        of.code for of in municipalities() if of.city_code == "341002"
    }


@pytest.mark.proves("STD-1.3.3/m4", "STD-1.3.3/m5")
@pytest.mark.parametrize("code", ONE_OF_EACH_KIND)
def test_address_codes_have_eleven_digits_and_tell_towns_apart(code: str) -> None:
    towns = towns_of(code)
    assert all(
        len(town.address_code) == 11
        and town.address_code.isdigit()
        and town.address_code[:5] == town.municipality_code[:5]
        for town in towns
    )
    assert len({town.address_code for town in towns}) == len(
        {(town.municipality_code, town.name) for town in towns}
    )


@given(st.integers(1, LAST_CHOME))
def test_a_chome_is_written_in_kanji_and_read_back(number: int) -> None:
    town = search_towns("芝公園", municipality_code=MINATO)[0].with_chome(number)
    assert town.code.endswith(f"{number:03}")
    assert kanji_number(town.name.removeprefix("芝公園").removesuffix("丁目")) == number


@pytest.mark.parametrize("number", [0, 100])
def test_a_chome_beyond_two_digits_is_refused(number: int) -> None:
    with pytest.raises(Invalid):
        search_towns("芝公園", municipality_code=MINATO)[0].with_chome(number)


def test_a_town_without_chome_has_none() -> None:
    with pytest.raises(Invalid):
        search_towns("麻布永坂町", municipality_code=MINATO)[0].with_chome(1)


@pytest.mark.proves("STD-1.3.2/m2")
def test_numbers_are_sorted_as_numbers() -> None:
    typed = ["2番地", "10番地", "1番地", "甲1番地", "1番地の10", "1番地の2"]
    in_order = sorted(map(read_banchi, typed), key=lambda banchi: banchi.order)
    assert [of.text for of in in_order] == [
        "1番地",
        "1番地の2",
        "1番地の10",
        "2番地",
        "10番地",
        "甲1番地",
    ]


@given(NUMBERS)
def test_every_way_of_writing_a_number_is_one_place(numbers: list[int]) -> None:
    hyphens = "-".join(map(str, numbers))
    spellings = [
        hyphens,
        hyphens.translate(str.maketrans("0123456789-", "０１２３４５６７８９－")),
        hyphens.replace("-", "ー"),
        "番".join(map(str, numbers)) + "号",
        "番地の".join(map(str, numbers)),
    ]
    assert {read_banchi(text).parts for text in spellings} == {tuple(numbers)}


@pytest.mark.parametrize(
    ("typed", "text", "parts"),
    [
        ("１２番地ノ３", "12番地ノ3", (12, 3)),
        ("百二十三番地", "百二十三番地", (123,)),
        ("甲12番地", "甲12番地", ("甲", 12)),
        ("", "", ()),
    ],
)
def test_the_words_of_a_number_are_kept(
    typed: str, text: str, parts: tuple[int | str, ...]
) -> None:
    assert (read_banchi(typed).text, read_banchi(typed).parts) == (text, parts)


def _sample() -> Address:
    town = search_towns("芝公園", municipality_code=MINATO)[0].with_chome(4)
    return read_address(
        municipality_code=MINATO,
        town_code=town.code,
        town=town.name,
        banchi="１番２号",
        katagaki="架空荘 102",
        postal_code="105-0011",
    )


def test_an_address_stands_on_one_line_with_or_without_prefecture_and_katagaki() -> None:
    address = _sample()
    assert address.line() == "港区芝公園四丁目1番2号\u3000架空荘 102"
    assert address.line(with_prefecture=True, with_katagaki=False) == "東京都港区芝公園四丁目1番2号"
    assert address.address_code == "13103012004"
    assert address.postal_code == "1050011"


def test_the_same_place_is_the_same_whatever_the_katagaki_and_the_spelling() -> None:
    address = _sample()
    assert address.is_same_place(replace(address, katagaki="", postal_code=""))
    assert address.is_same_place(
        read_address(municipality_code=MINATO, town="芝公園", banchi="4-1-2")
    )
    assert not address.is_same_place(replace(address, banchi="1番3号"))
    assert not address.is_same_place(replace(address, town="芝公園三丁目"))
    assert not address.is_same_place(replace(address, municipality_code=FUKUSHIMA))


def test_addresses_are_sorted_by_town_and_number() -> None:
    address = _sample()
    second, tenth = replace(address, banchi="2番1号"), replace(address, banchi="10番1号")
    assert sorted([tenth, second, address], key=lambda of: of.order) == [address, second, tenth]


def test_a_place_abroad_is_free_words() -> None:
    abroad = read_address(elsewhere=" アメリカ合衆国 見本州 ")
    assert (abroad.line(), abroad.address_code) == ("アメリカ合衆国 見本州", "")
    assert abroad.is_same_place(read_address(elsewhere="アメリカ合衆国見本州"))
    assert not abroad.is_same_place(read_address(elsewhere="カナダ"))


def test_every_fault_of_an_address_is_told_beside_its_field() -> None:
    with pytest.raises(Invalid) as refused:
        read_address(
            municipality_code="999999",
            town_code="12",
            town="町\ue000",
            banchi="1" * 500,
            postal_code="123",
            elsewhere="カナダ",
        )
    assert {problem.field for problem in refused.value.problems} == {
        "address.municipality_code",
        "address.town_code",
        "address.town",
        "address.banchi",
        "address.postal_code",
        "address.elsewhere",
    }
    with pytest.raises(Invalid):
        read_address()
