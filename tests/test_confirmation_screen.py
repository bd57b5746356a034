"""確認用帳票 on the screens: offered once a draft is saved, on the form and on the case."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.test_story_counter import FATHER, PAPER
from tests.town import Town, choose, chromium, press, served

pytestmark = pytest.mark.browser
LINK = "a:has-text('確認用帳票')"


def opens_as_pdf(town: Town, page: Page) -> bool:
    """Whether the link of the page leads to a PDF."""
    answer = page.context.request.get(f"{town.address}{page.get_attribute(LINK, 'href')}")
    return answer.status == 200 and answer.body().startswith(b"%PDF")


@pytest.mark.proves("STD-4.0.9/m1")
def test_the_sheet_is_offered_from_the_first_saving_on(fresh_database: str) -> None:
    assert fresh_database
    with served() as town, chromium() as browser:
        clerk = town.sign_in(browser, "窓口1")
        clerk.goto("/movements/new/move_in/")
        assert clerk.query_selector(LINK) is None
        clerk.check("[name=origin][value=domestic_certificate]")
        clerk.check("[name=certificate_seen]")
        for name, value in PAPER.items():
            clerk.fill(f"[name={name}]", value)
        clerk.select_option('[name="persons.0.sex"]', "male")
        for name, value in FATHER.items():
            clerk.fill(f'[name="persons.0.{name}"]', value)
        choose(clerk, "town_code_text", "ゴロウ")
        press(clerk, "[name=act][value=save]")
        assert opens_as_pdf(town, clerk)
        clerk.goto(clerk.url.rsplit("/", 3)[0] + "/")
        assert opens_as_pdf(town, clerk)
