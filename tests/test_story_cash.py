"""A day at the till (会計の物語): opened, paid by the keyboard, counted, closed by a second person, handed on."""

from __future__ import annotations

from uuid import NAMESPACE_URL, uuid5

import pytest
from playwright.sync_api import Page, expect

from daicho.business.cash.models import Drawer, Entry, OfficeDay
from daicho.business.cash.tests.desk import pieces_of, sheet
from daicho.kernel.access import Access, Duty, Purpose
from daicho.kernel.clock import business_today
from tests.town import chromium, hand_in, nothing_serious, press, served

pytestmark = pytest.mark.browser
DESK = Access(
    staff_key=uuid5(NAMESPACE_URL, "窓口1"),
    login="窓口1",
    name="架空 窓口1",
    duties=frozenset({Duty.COUNTER}),
    purpose=Purpose.CERTIFICATE,
    terminal="本庁1",
    office="市民課",
)


def open_drawer(page: Page) -> None:
    page.goto("/cash/drawers/open/")
    nothing_serious(page)
    page.fill("[name=float_cash_yen]", "30,000")
    hand_in(page)
    assert "レジを開きました" in page.inner_text("main")


def take_cash(page: Page) -> None:
    """Two issued copies are paid with a note of a thousand."""
    page.check("[name=issues]")
    nothing_serious(page)
    hand_in(page)
    nothing_serious(page)
    expect(page.locator("[name=tendered_yen]")).to_be_focused()
    page.keyboard.type("500")
    assert page.inner_text(".till-figure.short .name") == "不足"
    page.fill("[name=tendered_yen]", "1000")
    assert page.inner_text("[data-change]") == "400円"
    hand_in(page)
    assert "お釣りは400円です" in page.inner_text("main")
    nothing_serious(page)


def take_other(page: Page) -> None:
    """Another fee by a card, whose slip is typed."""
    page.goto("/cash/")
    page.select_option('[name="lines.0.code"]', "family_register_item_certificate")
    hand_in(page)
    page.check("[name=method][value=card]")
    assert not page.is_visible("[name=tendered_yen]")
    page.fill("[name=slip_number]", "00123")
    hand_in(page)
    assert "収納済" in page.inner_text("main")


def count(page: Page) -> None:
    page.goto("/cash/")
    press(page, "text=数えて締める")
    nothing_serious(page)
    expect(page.locator("[data-face]").first).to_be_focused()
    for number in pieces_of(30_600).values():
        page.keyboard.type(str(number))
        page.keyboard.press("Enter")
    assert page.inner_text("[data-over]") == "合っています"
    page.fill("[name=cashless_yen]", "350")
    hand_in(page)
    assert "ほかの職員の確認を待っています" in page.inner_text("main")
    nothing_serious(page)


@pytest.mark.usefixtures("fresh_database")
def test_a_day_at_the_till() -> None:
    request = uuid5(NAMESPACE_URL, "請求")
    with served() as town:
        for copy in (1, 2):
            sheet(DESK, request_key=request, copy=copy)
        with chromium() as browser:
            clerk, second = town.sign_in(browser, "窓口1"), town.sign_in(browser, "審査1")
            open_drawer(clerk)
            take_cash(clerk)
            take_other(clerk)
            count(clerk)
            second.goto(clerk.url)
            nothing_serious(second)
            hand_in(second)
            assert "レジを締めました" in second.inner_text("main")
            second.goto(f"/cash/days/{business_today():%Y-%m-%d}/")
            nothing_serious(second)
            hand_in(second)
            assert "日計を締めました" in second.inner_text("main")
            for address in ("/cash/entries/", "/cash/monthly/", "/cash/corrections/"):
                second.goto(address)
                nothing_serious(second)
    assert Drawer.objects.get().state == "closed"
    assert OfficeDay.objects.get().remitted_yen == 600
    assert Entry.objects.filter(kind="difference").count() == 0
