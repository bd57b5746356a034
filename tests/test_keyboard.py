"""Keyboard only (キーボードのみ, STD-2.3.2): a 転入 from the menu to the register, and no mouse is touched."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page

from daicho.registers.residents.models import Version
from tests.town import Town, chromium, hand_in, served

pytestmark = pytest.mark.browser

MOST_STEPS = 400
PAPER = {
    "event_date": "R8.4.1",
    "previous_address": "東京都架空区見本町1番地",
    "notified_on": "R8.4.2",
    "banchi": "3-1",
}
PERSON = {
    "persons.0.name": "見本\u3000太郎",
    "persons.0.name_kana": "ミホン\u3000タロウ",
    "persons.0.birth_date": "S60.4.1",
    "persons.0.relationship": "世帯主",
    "persons.0.domicile": "",
    "persons.0.family_register_head": "",
}


def here(page: Page, what: str) -> bool:
    """Whether the element with the focus matches."""
    return bool(page.evaluate("what => document.activeElement.matches(what)", what))


def tab_to(page: Page, what: str) -> None:
    """Tab forward until an element has the focus; it is then in view."""
    for _ in range(MOST_STEPS):
        if here(page, what):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard does not reach {what}")


def press(page: Page, what: str, key: str = "Enter") -> None:
    """Go to a link or a button and press it."""
    tab_to(page, what)
    with page.expect_navigation():
        page.keyboard.press(key)


def type_into(page: Page, name: str, text: str) -> None:
    tab_to(page, f'[name="{name}"]')
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(text)


def choose(page: Page, name: str, label: str) -> None:
    """Choose in a list by typing the start of a label, as a clerk does."""
    tab_to(page, f'select[name="{name}"]')
    wanted = page.evaluate(
        "([n, l]) => [...document.querySelector(`select[name='${n}']`).options]"
        ".findIndex(o => o.text.includes(l))",
        [name, label],
    )
    page.keyboard.press("Home")
    for _ in range(wanted):
        page.keyboard.press("ArrowDown")
    assert label in str(page.evaluate("document.activeElement.selectedOptions[0].text"))


def tick(page: Page, name: str, value: str) -> None:
    """Choose among radio buttons with the arrows."""
    tab_to(page, f'[name="{name}"]')
    wanted = f'[name="{name}"][value="{value}"]:checked'
    for _ in range(9):
        if here(page, wanted):
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"the arrows do not reach {value}")


def enter(page: Page) -> None:
    """From the first screen through the form of a 転入, in the order of the fields."""
    press(page, "a[href='/movements/']")
    press(page, "a[href='/movements/new/']")
    press(page, "a[href='/movements/new/move_in/']")
    tick(page, "origin", "overseas")
    for name in ("event_date", "previous_address", "notified_on"):
        type_into(page, name, PAPER[name])
    choose(page, "notifier_relation", "本人")
    choose(page, "identity_document", "旅券")
    tab_to(page, "[name=town_code_text]")
    page.keyboard.insert_text("ゴロウ")  # at once, as from a Japanese conversion
    page.wait_for_selector("[role=option]")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    type_into(page, "banchi", PAPER["banchi"])
    for name, text in PERSON.items():
        if text:
            type_into(page, name, text)
    press(page, "button[value='borrow:persons.0.domicile:previous']")
    assert here(page, "button[value='borrow:persons.0.domicile:previous']")
    press(page, "button[value='borrow:persons.0.family_register_head:own']", "Space")
    assert page.input_value('[name="persons.0.domicile"]') == PAPER["previous_address"]
    assert page.input_value('[name="persons.0.family_register_head"]') == "見本\u3000太郎"
    hand_in(page)


def confirm(page: Page) -> None:
    """Tick every alert, and hand the form in again."""
    boxes = page.evaluate(
        "[...document.querySelectorAll('main form [type=checkbox][name^=confirm]')].map(b => b.id)"
    )
    for box in boxes:
        tab_to(page, f"[id='{box}']")
        page.keyboard.press("Space")
    hand_in(page)


def decide(town: Town, browser: Browser, case: str) -> None:
    """Examination and approval by two others."""
    for login, words in (("審査1", "審査を終える"), ("決裁1", "決裁して")):
        page = town.sign_in(browser, login)
        page.goto(case)
        label = page.locator(f"button:has-text('{words}')")
        tab_to(page, f"[formaction='{label.get_attribute('formaction')}']")
        with page.expect_navigation():
            page.keyboard.press("Enter")


@pytest.mark.usefixtures("fresh_database")
@pytest.mark.proves("STD-2.3.2/m1")
def test_a_move_in_without_a_mouse() -> None:
    with served() as town, chromium() as browser:
        clerk = town.sign_in(browser, "窓口1")
        enter(clerk)
        if "仮登録（審査待ち）" not in clerk.inner_text("main"):
            confirm(clerk)
        assert "仮登録（審査待ち）" in clerk.inner_text("main")
        decide(town, browser, clerk.url)
    (version,) = Version.objects.all()
    items = version.particulars()
    assert items.name == "見本\u3000太郎"
    assert items.domicile == PAPER["previous_address"]
    assert items.town == "五老内町"
