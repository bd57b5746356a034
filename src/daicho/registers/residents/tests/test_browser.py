"""A real browser: from the search to a record and back by keyboard, and a number that masks itself again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.db import connection
from django.test import Client
from django.test.testcases import LiveServerThread
from playwright.sync_api import Page, expect

from daicho.foundation.ui.tests.browser import chromium, window
from daicho.kernel.access import Duty
from daicho.registers.residents.tests.factories import individual_number, make_resident

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("today", "served")]
NOON = datetime(2026, 11, 20, 3, tzinfo=UTC)


@pytest.fixture
def page(
    fresh_database: str,  # noqa: ARG001  # commits, so that the server's own connection sees it
    django_db_blocker: Any,
    register: Callable[..., Any],
    signed_in: Callable[..., Client],
    enrolled: Callable[..., Client],
) -> Iterator[Page]:
    """A signed-in browser over two residents, one of them with a number."""
    with django_db_blocker.unblock():
        _, ref = individual_number()
        make_resident(individual_number_ref=ref)
        make_resident(name="見本　花子", name_kana="ミホン　ハナコ")
        client = enrolled(signed_in(register("窓口1", Duty.COUNTER)))
        server = LiveServerThread("localhost", StaticFilesHandler)
        server.daemon = True
        server.start()
        server.is_ready.wait()
        url = f"http://localhost:{server.port}"
        cookies: list[Any] = [
            {"name": name, "value": morsel.value, "url": url}
            for name, morsel in client.cookies.items()
        ]
        try:
            with chromium() as browser:
                context = window(browser, base_url=url)
                context.add_cookies(cookies)
                yield context.new_page()
        finally:
            server.terminate()
            connection.close()


def test_search_open_and_return_by_keyboard_and_a_number_for_a_while(page: Page) -> None:
    page.goto("/residents/")
    expect(page.locator("#field-name")).to_be_focused()
    page.keyboard.type("ミホン")
    page.keyboard.press("Enter")
    found = page.locator("[data-result]")
    expect(found.nth(0)).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(found.nth(1)).to_be_focused()
    expect(found.nth(1)).to_have_text("見本　花子")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    page.wait_for_url("**/residents/*-*-*/")
    assert "%E3" not in page.url
    expect(page.locator("h1")).to_have_text("見本　太郎")

    page.go_back()
    expect(found).to_have_count(2)
    with page.expect_navigation(url="**/residents/*-*-*/"):
        page.get_by_role("link", name="見本　太郎").click()
    page.clock.set_fixed_time(NOON)
    page.reload()
    page.locator(".reveal").first.click()
    shown = page.locator("[data-remask-seconds]")
    expect(shown).to_have_count(1)
    number = shown.inner_text()
    assert len(number.replace(" ", "")) == 12
    page.clock.set_fixed_time(NOON + timedelta(seconds=29))
    page.wait_for_timeout(1_200)  # it looks twice a second
    assert page.get_by_text(number).count() == 1
    page.clock.set_fixed_time(NOON + timedelta(seconds=30))
    expect(page.get_by_text(number)).to_have_count(0)
