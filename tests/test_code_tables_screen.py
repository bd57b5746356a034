"""The code tables in a real browser: a building kept by 管理 is offered at the counter for its lot, and a place in stages."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from daicho.business.movements.tests.paper import PLACE
from daicho.foundation.staff.public import system_access
from daicho.kernel.access import Purpose
from daicho.registers.code_tables.tests.keeping import building
from tests.town import chromium, served

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("fresh_database")]


@pytest.mark.proves("STD-4.0.7/m1", "STD-1.3.3/m9")
def test_the_counter_chooses_buildings_and_places_from_lists(django_db_blocker: object) -> None:
    with django_db_blocker.unblock():  # type: ignore[attr-defined]  # pytest-django's own
        system = system_access(Purpose.ADMINISTRATION, job="test")
        for code, name in (("1", "見本ハイツ"), ("2", "架空荘")):
            building(system, code, name, town=PLACE["town_code"], banchi="3番12号")
        with served() as town, chromium() as browser:
            page = town.sign_in(browser, "窓口1")
            page.goto("/movements/new/move_in/")
            page.fill("[name=town_code_text]", "960-8111")
            page.locator("#field-town_code-options [role=option]").first.click()
            page.fill("[name=banchi]", "3-12")
            katagaki = page.locator("[name=katagaki]")
            katagaki.focus()
            offered = page.locator("#field-katagaki-options [role=option]")
            expect(offered).to_have_text(["見本ハイツ", "架空荘"])
            page.keyboard.press("ArrowDown")
            page.keyboard.press("Enter")
            expect(katagaki).to_have_value("見本ハイツ")
            domicile = page.locator("[name='persons.0.domicile']")
            domicile.focus()
            page.keyboard.press("ArrowDown")
            places = page.locator("#field-persons-0-domicile-options")
            for words in ("福島県", "福島県福島市", "福島県福島市五老内町"):
                places.get_by_text(words, exact=True).click()
                expect(domicile).to_have_value(words)
