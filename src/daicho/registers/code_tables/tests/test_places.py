"""Places: districts and buildings of a lot, order by numbers, and what may not stand beside what."""

from __future__ import annotations

from datetime import date

import pytest

from daicho.kernel.access import Access
from daicho.registers.code_tables.domain.places import in_range, place_order, ranges_meet
from daicho.registers.code_tables.public import (
    districts_of,
    lot_notes,
    rows_on,
    search_buildings,
)
from daicho.registers.code_tables.tests.keeping import GORONAI, building, district, keep, refused

TODAY = date(2026, 11, 20)
KOSHIHAMA = "063000"
in_a_database = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


def lots(first: str = "", last: str = "") -> dict[str, str]:
    return {"town_code": GORONAI, "first": first, "last": last}


@pytest.mark.parametrize(
    ("first", "last", "numbers", "inside"),
    [
        ("", "", ((5, ""),), True),
        ("1番", "20番", ((20, ""), (3, "")), True),
        ("1番", "20番", ((21, ""),), False),
        ("2番", "", ((1, ""), (9, "")), False),
        ("2番3号", "", ((2, ""), (2, "")), False),
        ("2番3号", "2番5号", ((2, ""), (5, ""), (1, "")), True),
        ("1番", "", (), False),
        ("", "", (), True),
    ],
)
def test_a_lot_is_in_a_range_by_its_numbers(
    first: str, last: str, numbers: tuple[tuple[int, str], ...], inside: bool
) -> None:
    assert in_range(lots(first, last), numbers) is inside


@pytest.mark.parametrize(
    ("one", "other", "meet"),
    [
        (("1番", "20番"), ("20番5号", "30番"), True),
        (("1番", "20番"), ("21番", ""), False),
        (("", ""), ("7番", "8番"), True),
        (("", "6番"), ("", "3番"), True),
        (("", "6番"), ("7番", ""), False),
    ],
)
def test_ranges_that_share_a_lot_meet(
    one: tuple[str, str], other: tuple[str, str], meet: bool
) -> None:
    assert ranges_meet(lots(*one), lots(*other)) is meet
    assert ranges_meet(lots(*other), lots(*one)) is meet
    assert not ranges_meet(lots(*one), lots(*other) | {"town_code": KOSHIHAMA})


@pytest.mark.proves("STD-1.3.2/m2")
def test_lots_are_ordered_by_numbers_not_by_letters() -> None:
    written = ["2番地", "10番地", "1番地", "1番地の10", "1番地の2"]
    ordered = sorted(written, key=lambda banchi: place_order("", {"banchi": banchi}))
    assert ordered == ["1番地", "1番地の2", "1番地の10", "2番地", "10番地"]


class TestDistricts:
    pytestmark = in_a_database

    def test_a_lot_has_the_districts_that_cover_it(self, keeper: Access) -> None:
        district(keeper, "districts", "01", "第一地区", GORONAI)
        district(keeper, "elementary_districts", "012-1", "見本第一小学校", GORONAI, "1番", "20番")
        district(keeper, "elementary_districts", "013-1", "見本第二小学校", GORONAI, "21番", "")
        district(keeper, "polling_districts", "7", "第7投票区", KOSHIHAMA)
        assert districts_of(GORONAI, "20番3号", TODAY) == {
            "districts": ("01", "第一地区"),
            "elementary_districts": ("012", "見本第一小学校"),
        }
        found = districts_of(GORONAI, "21-1", TODAY)
        assert found["elementary_districts"] == ("013", "見本第二小学校")

    def test_a_row_of_a_chome_goes_before_one_of_the_whole_oaza(self, keeper: Access) -> None:
        district(keeper, "polling_districts", "1-1", "第1投票区", "028000")
        district(keeper, "polling_districts", "2-1", "第2投票区", "028004")
        assert districts_of("028003", "1番", TODAY)["polling_districts"][0] == "1"
        assert districts_of("028004", "1番", TODAY)["polling_districts"][0] == "2"

    def test_two_districts_of_one_table_never_share_a_lot(self, keeper: Access) -> None:
        district(keeper, "polling_districts", "1-1", "第1投票区", GORONAI, "1番", "20番")
        with refused("重なります"):
            district(keeper, "polling_districts", "2-1", "第2投票区", GORONAI, "20番1号", "")
        district(keeper, "elementary_districts", "2-1", "見本小学校", GORONAI, "20番1号", "")

    def test_one_district_has_one_name(self, keeper: Access) -> None:
        district(keeper, "polling_districts", "1-1", "第1投票区", GORONAI)
        with refused("名称"):
            district(keeper, "polling_districts", "1-2", "第一投票区", KOSHIHAMA)

    def test_a_range_does_not_run_backwards(self, keeper: Access) -> None:
        with refused("範囲"):
            district(keeper, "districts", "1", "地区", GORONAI, "9番", "3番")


class TestBuildings:
    pytestmark = in_a_database

    @pytest.mark.proves("STD-1.3.4/m1", "STD-1.3.4/m2", "STD-4.0.7/m1")
    def test_the_buildings_of_a_lot_are_found_however_it_is_written(self, keeper: Access) -> None:
        for code, name in (("1", "見本ハイツ"), ("2", "架空荘"), ("3", "見本団地1号棟")):
            building(keeper, code, name)
        building(keeper, "4", "隣のビル", banchi="3番10号")
        for written in ("3番1号", "3-1", "３－１", "三番一号"):
            assert set(search_buildings(GORONAI, written, TODAY)) == {
                "見本ハイツ",
                "架空荘",
                "見本団地1号棟",
            }
        assert search_buildings(KOSHIHAMA, "3番1号", TODAY) == ()

    @pytest.mark.proves("STD-4.0.7/n1")
    def test_without_a_lot_no_building_is_offered(self, keeper: Access) -> None:
        building(keeper, "1", "見本ハイツ")
        assert search_buildings(GORONAI, "", TODAY) == ()
        assert search_buildings("", "3番1号", TODAY) == ()

    def test_one_building_is_registered_once(self, keeper: Access) -> None:
        building(keeper, "1", "見本ハイツ")
        with refused("登録されています"):
            building(keeper, "2", "見本ハイツ")
        building(keeper, "2", "見本ハイツ別館")

    @pytest.mark.proves("STD-1.3.2/m2")
    def test_the_list_is_in_the_order_of_the_numbers(self, keeper: Access) -> None:
        for code, banchi in (("a", "2番地"), ("b", "10番地"), ("c", "1番地")):
            building(keeper, code, f"見本{code}", banchi=banchi)
        listed = [row.values["banchi"] for row in rows_on("buildings", TODAY)]
        assert listed == ["1番地", "2番地", "10番地"]


class TestLots:
    pytestmark = in_a_database

    @pytest.mark.proves("STD-1.3.2/m1")
    def test_what_is_known_of_a_lot(self, keeper: Access) -> None:
        values = lots("1番", "30番") | {"standing": "住居表示", "words": "番と号で書く"}
        keep(keeper, "lots", "1", values)
        keep(keeper, "lots", "2", lots("31番", "31番") | {"standing": "no_home", "words": "河川敷"})
        assert lot_notes(GORONAI, "3番1号", TODAY) == (("住居表示", "番と号で書く"),)
        assert lot_notes(GORONAI, "31-2", TODAY) == (("住所を置けない", "河川敷"),)
        assert lot_notes(GORONAI, "40", TODAY) == ()
