"""Choosing a character (文字を探す, STD-2.1.3): from whatever field, by the keyboard alone, put where the caret stood."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from tests.test_screens import SignIn, sign_in
from tests.town import chromium, served

__all__ = ["sign_in"]


def ask(client: Any, **query: str) -> dict[str, Any]:  # Any: a test client and whatever JSON holds
    answer = client.get(reverse("characters_suggest"), query)
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json()
    return found


@pytest.mark.django_db
@pytest.mark.usefixtures("today")
def test_candidates_carry_their_codes_and_their_outline(sign_in: SignIn) -> None:
    client = sign_in("窓口1")
    first = ask(client, q="なべ")["options"][0]
    assert (first["value"], first["codes"]) == ("鍋", "U+934B")
    assert first["mj"].startswith("MJ")
    assert first["shape"].startswith("M")
    alike = ask(client, q="辺")
    assert {"邉", "邊"} <= {option["value"] for option in alike["options"]}
    shapes = {o["shape"] for o in alike["options"] if o["value"][0] == "邉"}
    assert len(shapes) == len([o for o in alike["options"] if o["value"][0] == "邉"])
    narrowed = ask(client, q="へん", strokes="5")
    assert {option["strokes"] for option in narrowed["options"]} == {5}
    pages = ask(client, strokes="11")
    assert pages["more"] == 2
    again = ask(client, strokes="11", page="2")
    assert not {o["mj"] for o in pages["options"]} & {o["mj"] for o in again["options"]}


@pytest.mark.django_db
@pytest.mark.usefixtures("today")
def test_nothing_found_says_what_to_do(sign_in: SignIn) -> None:
    client = sign_in("窓口1")
    assert "読み" in ask(client)["advice"]
    assert "1文字ずつ" in ask(client, q="わたなべ")["advice"]
    assert ask(client, q="なべ", strokes="x", page="-3")["count"] > 0
    radicals = client.get(reverse("radicals_suggest")).json()["options"]
    assert len(radicals) == 214


def open_picker(page: Page) -> None:
    page.keyboard.press("Alt+Minus")
    page.wait_for_selector("#picker[open]")
    page.wait_for_selector("#picker-grid [role=option]")


@pytest.mark.browser
@pytest.mark.proves("STD-2.1.3/m9")
def test_a_character_is_chosen_by_the_keyboard_for_a_search_and_for_an_entry(
    fresh_database: str,
) -> None:
    assert fresh_database
    with served() as town, chromium() as browser:
        clerk = town.sign_in(browser, "窓口1")
        clerk.goto("/residents/")
        clerk.fill("#field-name", "渡辺　太郎")
        clerk.evaluate("document.getElementById('field-name').setSelectionRange(2, 2)")
        clerk.keyboard.press("Shift")
        open_picker(clerk)
        assert clerk.input_value("#picker-words") == "辺"
        clerk.keyboard.press("ArrowDown")
        wanted = clerk.evaluate(
            "[...document.querySelectorAll('#picker-grid [role=option]')]"
            ".findIndex((o) => o.dataset.value === '邉')"
        )
        assert wanted > 0
        for _ in range(wanted):
            clerk.keyboard.press("ArrowRight")
        clerk.keyboard.press("Enter")
        assert clerk.input_value("#field-name") == "渡邉　太郎"
        assert clerk.evaluate("document.activeElement.id") == "field-name"

        clerk.goto("/movements/new/move_in/")
        clerk.click('[name="persons.0.name"]')
        clerk.keyboard.press("Alt+Minus")
        clerk.wait_for_selector("#picker[open]")
        clerk.wait_for_selector("#picker-status:not(:text('探しています'))")
        clerk.keyboard.insert_text("なべ")
        clerk.keyboard.press("Enter")
        clerk.wait_for_selector("#picker-grid [role=option]")
        clerk.keyboard.press("ArrowDown")
        clerk.keyboard.press("Enter")
        assert clerk.input_value('[name="persons.0.name"]') == "鍋"
        open_picker(clerk)
        clerk.fill("#picker-words", "わたなべ")
        clerk.keyboard.press("Enter")
        clerk.wait_for_selector("#picker-status:has-text('1文字ずつ')")
        clerk.keyboard.press("Escape")
        assert clerk.query_selector("#picker[open]") is None
        assert clerk.input_value('[name="persons.0.name"]') == "鍋"
