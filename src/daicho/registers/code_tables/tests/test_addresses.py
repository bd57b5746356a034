"""The address dictionary: the country's list, the town's additions and corrections, and the ways to find a place."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from daicho.kernel.access import Access
from daicho.kernel.errors import Invalid
from daicho.registers.code_tables.public import (
    addresses_search,
    full_name,
    search_in,
    town_of,
)
from daicho.registers.code_tables.selectors.addresses import stages
from daicho.registers.code_tables.tests.keeping import keep

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

TODAY = date(2026, 11, 20)
APRIL = date(2027, 4, 1)
FUKUSHIMA = "072010"


def town(
    by: Access,
    code: str,
    name: str,
    kana: str,
    *,
    standing: str = "current",
    postal: str = "9608999",
    from_on: date = date(2020, 4, 1),
) -> None:
    values = {"name": name, "kana": kana, "postal_code": postal, "standing": standing}
    keep(by, "towns", code, values, from_on=from_on)


def named(text: str, day: date = TODAY, *, old_names: bool = False) -> list[str]:
    return [full_name(found) for found in addresses_search(text, day, old_names=old_names)]


@pytest.mark.proves("STD-1.3.3/m7", "STD-1.3.3/m6")
def test_heads_of_kana_find_a_place_and_its_postal_code() -> None:
    found = {full_name(t): t.postal_code for t in addresses_search("ト ヒ シ", TODAY)}
    assert found["東京都日野市神明"] == "1910016"
    assert "東京都日野市神明" in named("とう ひの しん")


@pytest.mark.proves("STD-1.3.3/m8")
@pytest.mark.parametrize("typed", ["1910016", "191-0016", "１９１－００１６"])
def test_a_postal_code_alone_finds_the_place(typed: str) -> None:
    assert named(typed) == ["東京都日野市神明"]


@pytest.mark.proves("STD-1.3.3/m3", "STD-1.3.3/m1")
def test_a_town_that_is_added_is_found_from_its_day_on(keeper: Access) -> None:
    town(keeper, "07201901000", "見本町", "ミホンチョウ", from_on=APRIL)
    eve = APRIL - timedelta(days=1)
    assert named("9608999", eve) == []
    assert named("9608999", APRIL) == ["福島県福島市見本町"]
    assert named("フク フク ミホ", APRIL) == ["福島県福島市見本町"]
    assert [t.name for t in search_in("みほん", FUKUSHIMA, APRIL, limit=5)] == ["見本町"]
    assert town_of(FUKUSHIMA, "901000", eve) is None


def test_a_correction_takes_the_place_of_the_country_s_row(keeper: Access) -> None:
    town(keeper, "07201066000", "五老内町", "ゴロウチマチ", postal="9608111")
    found = [t for t in search_in("五老内", FUKUSHIMA, TODAY, limit=9) if t.code == "066000"]
    assert [t.kana for t in found] == ["ゴロウチマチ"]


def test_an_abolished_town_is_offered_no_more(keeper: Access) -> None:
    town(keeper, "07201066000", "五老内町", "ゴロウウチマチ", standing="廃止", from_on=APRIL)
    assert [t.name for t in search_in("五老内", FUKUSHIMA, TODAY, limit=9)] == [
        "五老内町",
        "北五老内町",
    ]
    assert [t.name for t in search_in("五老内", FUKUSHIMA, APRIL, limit=9)] == ["北五老内町"]


@pytest.mark.proves("STD-1.3.3/m2", "STD-4.0.6/m2")
def test_an_old_name_is_offered_for_a_domicile_and_never_for_an_address(keeper: Access) -> None:
    town(keeper, "07201902000", "旧見本町", "キュウミホンチョウ", standing="旧町名", postal="")
    assert named("福島県福島市旧見", old_names=True) == ["福島県福島市旧見本町"]
    assert named("旧見本", old_names=True) == ["福島県福島市旧見本町"]
    assert named("フク フク キュウミ", old_names=True) == ["福島県福島市旧見本町"]
    assert named("旧見本") == []
    assert search_in("旧見本", FUKUSHIMA, TODAY, limit=9) == ()


@pytest.mark.proves("STD-1.3.3/m9")
def test_a_place_is_chosen_in_stages() -> None:
    prefectures = stages("", TODAY)
    assert len(prefectures) == 47
    assert prefectures[0] == ("北海道", True)
    cities = [words for words, more in stages("福島県", TODAY) if more]
    assert cities[0] == "福島県福島市"
    towns = dict(stages("福島県福島市", TODAY))
    assert towns["福島県福島市五老内町"] is False
    with_chome = next(words for words, more in towns.items() if more)
    assert f"{with_chome}二丁目" in dict(stages(with_chome, TODAY))
    assert stages("福島県福島市五老内町", TODAY) == ()
    assert stages("大阪府架空市", TODAY) == ()


@pytest.mark.proves("STD-1.3.3/m4", "STD-1.3.3/m5")
def test_a_code_has_eleven_digits_that_begin_with_a_municipality(keeper: Access) -> None:
    assert {len(t.address_code) for t in addresses_search("ト ヒ シ", TODAY)} == {11}
    assert addresses_search("1910016", TODAY)[0].address_code.startswith("13212")
    for wrong in ("0720190100", "99999901000", "０７２０１見本"):
        with pytest.raises(Invalid):
            town(keeper, wrong, "見本町", "ミホンチョウ")


def test_a_postal_code_and_heads_narrow_to_the_town() -> None:
    assert [t.name for t in search_in("960-8111", FUKUSHIMA, TODAY, limit=9)] == ["五老内町"]
    assert search_in("191-0016", FUKUSHIMA, TODAY, limit=9) == ()
    assert "五老内町" in [t.name for t in search_in("フ フ ゴロ", FUKUSHIMA, TODAY, limit=9)]
