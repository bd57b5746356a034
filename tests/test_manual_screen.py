"""F1 in a browser (STD-10.5): the page about the screen opens beside it, and what was being typed stays."""

from __future__ import annotations

import pytest

from tests.town import chromium, served

pytestmark = pytest.mark.browser


@pytest.mark.usefixtures("fresh_database")
@pytest.mark.proves("STD-10.5/m2")
def test_the_manual_opens_beside_what_is_being_typed() -> None:
    with served() as town, chromium() as browser:
        page = town.sign_in(browser, "窓口1")
        page.goto("/movements/new/move_in/")
        typed = page.locator('[name="previous_address"]')
        typed.fill("東京都架空区見本町1番地")
        with page.context.expect_page() as opened:
            page.keyboard.press("F1")
        manual = opened.value
        manual.wait_for_load_state()
        assert manual.url.endswith("/manual/move_in/")
        assert manual.locator("h1").inner_text() == "転入・特例転入・未届転入"
        assert page.url.endswith("/movements/new/move_in/")
        assert typed.input_value() == "東京都架空区見本町1番地"
        manual.locator("[name=q]").fill("再交付")
        with manual.expect_navigation():
            manual.keyboard.press("Enter")
        assert manual.locator(".manual-found li").count() > 1
