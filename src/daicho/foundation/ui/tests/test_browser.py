"""The gallery in a real browser: accessible, and everything by the keyboard."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from daicho.foundation.ui.tests.browser import until

pytestmark = pytest.mark.browser

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
NOON = datetime(2026, 11, 20, 3, tzinfo=UTC)


@pytest.mark.parametrize("name", ["gallery", "error", "public"])
def test_axe_finds_nothing_serious(page: Page, site: str, name: str) -> None:
    page.goto(f"{site}/{name}.html")
    found = Axe().run(page, options={"runOnly": TAGS}).response
    assert found["passes"]
    bad = [
        (v["id"], [node["html"] for node in v["nodes"]])
        for v in found["violations"]
        if v["impact"] in ("serious", "critical")
    ]
    assert not bad


def test_axe_finds_nothing_serious_in_the_help_dialog(page: Page, site: str) -> None:
    page.goto(f"{site}/gallery.html")
    page.keyboard.press("?")
    expect(page.locator("#keys-dialog")).to_be_visible()
    found = Axe().run(page, context="#keys-dialog", options={"runOnly": TAGS}).response
    assert not [v["id"] for v in found["violations"] if v["impact"] in ("serious", "critical")]


def test_the_policy_is_never_violated(page: Page, site: str) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(f"{site}/gallery.html")
    page.get_by_role("button", name="人を追加").click()
    expect(page.locator("[data-block]")).to_have_count(2)
    assert said == []


def test_the_summary_takes_the_focus_and_leads_to_the_field(page: Page, site: str) -> None:
    page.goto(f"{site}/gallery.html")
    expect(page.locator(".error-summary")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#field-persons-0-born")).to_be_focused()


def test_keys_for_look_up_and_menu(page: Page, site: str) -> None:
    page.goto(f"{site}/gallery.html")
    page.keyboard.press("Alt+3")
    expect(page).to_have_url(re.compile("#relocate$"))
    page.keyboard.press("/")
    look_up = page.get_by_label("住民を探す")
    expect(look_up).to_be_focused()
    page.keyboard.type("a/?")
    expect(look_up).to_have_value("a/?")
    expect(page.locator("#keys-dialog")).to_be_hidden()


def test_keys_of_one_character_can_be_switched_off(page: Page, site: str) -> None:
    page.goto(f"{site}/gallery.html")
    page.keyboard.press("?")
    page.get_by_label("1文字の操作を使う").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    expect(page.get_by_label("住民を探す")).not_to_be_focused()


def test_control_enter_sends_the_main_form_once(page: Page, site: str, posts: list[str]) -> None:
    page.goto(f"{site}/gallery.html")
    page.locator("#field-block").fill("1番1号")
    # The answer goes to another window, so that the form is still there for the second try.
    page.evaluate("document.querySelector('form[data-main]').target = 'elsewhere'")
    page.keyboard.press("Control+Enter")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#toast")).to_contain_text("送信しています")
    until(page, lambda: posts)
    page.wait_for_timeout(300)
    assert posts == ["/gallery.html"]


def test_a_choice_by_arrows_and_enter(page: Page, site: str) -> None:
    page.goto(f"{site}/gallery.html")
    box = page.get_by_role("combobox", name="町字")
    box.focus()
    page.keyboard.type("みほん")
    expect(page.locator("#field-town-options [role=option]")).to_have_count(2)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(box).to_have_attribute("aria-activedescendant", "field-town-options-1")
    page.keyboard.press("Enter")
    expect(box).to_have_value("見本町二丁目")
    expect(box).to_have_attribute("aria-expanded", "false")
    hidden = page.locator('input[name="town"]')
    expect(hidden).to_have_value("1002")
    page.keyboard.type("x")
    expect(hidden).to_have_value("")


def test_blocks_come_and_go_and_the_focus_follows(page: Page, site: str) -> None:
    page.goto(f"{site}/gallery.html")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    index = "block.html?index="
    add = page.get_by_role("button", name="人を追加")
    add.press("Enter")
    expect(page.locator('input[name="persons.1.name"]')).to_be_focused()
    add.press("Enter")
    expect(page.locator("[data-block]")).to_have_count(3)
    assert [url.partition(index)[2] for url in asked if index in url] == ["1", "2"]
    page.locator("[data-remove-block]").last.press("Enter")
    expect(page.locator("[data-block]")).to_have_count(2)
    expect(page.locator("[data-remove-block]").last).to_be_focused()


def test_typed_words_are_not_lost_unasked(page: Page, site: str) -> None:
    page.goto(f"{site}/gallery.html")
    asked: list[str] = []

    def stay(dialog: object) -> None:
        asked.append("beforeunload")
        dialog.dismiss()  # type: ignore[attr-defined]  # playwright hands over a Dialog

    page.on("dialog", stay)
    page.locator("#field-block").press_sequentially("1")
    page.close(run_before_unload=True)
    until(page, lambda: asked or page.is_closed())
    assert asked == ["beforeunload"]


def test_a_shown_number_turns_back_into_a_mask(page: Page, site: str) -> None:
    page.clock.set_fixed_time(NOON)
    page.goto(f"{site}/gallery.html")
    page.get_by_role("button", name="個人番号を表示する").press("Enter")
    expect(page.get_by_text("SECRET-7")).to_be_visible()
    expect(page.get_by_role("button", name="個人番号を隠す")).to_be_focused()
    page.clock.set_fixed_time(NOON + timedelta(seconds=2))
    expect(page.get_by_text("SECRET-7")).to_have_count(0)
    assert "SECRET-7" not in page.content()
    expect(page.get_by_role("button", name="個人番号を表示する")).to_be_focused()


def test_an_unattended_screen_is_locked(page: Page, site: str, posts: list[str]) -> None:
    page.clock.set_fixed_time(NOON)
    page.goto(f"{site}/idle.html")
    page.locator("#field-block").press_sequentially("1")
    page.clock.set_fixed_time(NOON + timedelta(seconds=60))
    page.wait_for_url("**/locked.html")
    assert posts == ["/locked.html"]


def test_the_page_fits_its_window(page: Page, site: str) -> None:
    for width in (1280, 640, 320):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(f"{site}/gallery.html")
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, f"{wide} at {width}"


@pytest.mark.proves("STD-2.2.3/m1")
def test_what_is_typed_is_shown_enlarged(page: Page, site: str) -> None:
    page.goto(f"{site}/gallery.html")
    field = page.locator("#field-persons-0-name")
    field.focus()
    expect(page.locator("#enlarged")).to_be_hidden()
    page.keyboard.press("Alt+0")
    field.fill("髙\U000e0101橋")
    enlarged = page.locator("#enlarged")
    expect(enlarged).to_have_text("髙\U000e0101橋")
    size = enlarged.evaluate("e => parseFloat(getComputedStyle(e).fontSize)")
    assert size >= 4 * field.evaluate("e => parseFloat(getComputedStyle(e).fontSize)")
    page.get_by_role("button", name="文字の拡大").click()
    expect(enlarged).to_be_hidden()
    expect(field).to_be_focused()
