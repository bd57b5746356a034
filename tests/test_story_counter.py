"""A morning at the counter (窓口の物語): a family moves in, two others decide, the sheet is handed over."""

from __future__ import annotations

from io import BytesIO

import pytest
from playwright.sync_api import Browser, Page
from pypdf import PdfReader

from daicho.foundation.audit.models import Entry
from tests.town import Town, choose, chromium, look_up, nothing_serious, press, served

pytestmark = pytest.mark.browser

IVS = "葛\U000e0102城　太郎"
PAPER = {
    "event_date": "R8.4.1",
    "notified_on": "R8.4.2",
    "previous_address": "東京都架空区見本町1番地",
    "banchi": "3-1",
    "katagaki": "見本ハイツ101号",
}
FATHER = {
    "name": IVS,
    "name_kana": "カツラギ　タロウ",
    "birth_date": "S60.4.1",
    "relationship": "世帯主",
    "domicile": "東京都架空区見本町1番地",
    "family_register_head": IVS,
    "individual_number": "123456789018",
}
MOTHER = {
    "name_alphabet": "SAMPLE MARIA",
    "name_kana": "サンプル　マリア",
    "birth_date": "1988-02-03",
    "relationship": "妻",
    "nationality": "架空国",
    "residence_status": "日本人の配偶者等",
    "residence_period": "3年",
    "residence_until": "2028-02-03",
    "residence_card_number": "ZZ00000001ZZ",
}
SON = {
    "name": "葛\U000e0102城　一郎",
    "name_kana": "カツラギ　イチロウ",
    "birth_date": "H27.6.3",
    "relationship": "子",
    "domicile": "東京都架空区見本町1番地",
    "family_register_head": IVS,
}


def enter_family(page: Page) -> None:
    page.goto("/movements/new/move_in/")
    page.check("[name=origin][value=domestic_certificate]")
    page.check("[name=certificate_seen]")
    page.select_option("[name=notifier_relation]", "self")
    page.select_option("[name=identity_document]", "individual_number_card")
    for name, value in PAPER.items():
        page.fill(f"[name={name}]", value)
    choose(page, "town_code_text", "ゴロウ")
    assert page.input_value("[name=town_code_text]") == "五老内町"
    for index, person in enumerate((FATHER, MOTHER, SON)):
        if index:
            page.click("text=人を追加")
            page.wait_for_selector(f'[name="persons.{index}.name_kana"]')
        if "nationality" in person:
            page.check(f'[name="persons.{index}.kind"][value=foreign]')
            page.select_option(f'[name="persons.{index}.residence_category"]', "mid_long_term")
        page.select_option(
            f'[name="persons.{index}.sex"]', "female" if person is MOTHER else "male"
        )
        for name, value in person.items():
            page.fill(f'[name="persons.{index}.{name}"]', value)


def decide(town: Town, browser: Browser, case: str) -> None:
    """Two others examine and approve."""
    examiner = town.sign_in(browser, "審査1")
    examiner.goto(case)
    press(examiner, "button:has-text('審査を終える')")
    approver = town.sign_in(browser, "決裁1")
    approver.goto(case)
    press(approver, "button:has-text('決裁して')")
    assert "本登録" in approver.inner_text("main")


def find(clerk: Page) -> None:
    """Find the father by かな and open his record."""
    clerk.goto("/residents/")
    nothing_serious(clerk)
    look_up(clerk, "かつらぎ")
    nothing_serious(clerk)
    press(clerk, "table a:has-text('太郎')")
    clerk.wait_for_selector("text=証明書を交付する")
    nothing_serious(clerk)


def get_paper(clerk: Page) -> str:
    """Ask for the household's certificate with 続柄, 本籍 and 国籍; the text of the PDF."""
    press(clerk, "a:has-text('証明書を交付する')")
    assert clerk.input_value("[name=stated_name]") == IVS
    clerk.fill("[name=requester_name]", IVS)
    clerk.check("[name=documents][value=individual_number_card]")
    for item in ("relationship", "domicile", "nationality"):
        clerk.check(f"[name=items][value={item}]")
    nothing_serious(clerk)
    press(clerk, "[data-main] button.primary")
    for member in clerk.locator("[name=records]").all():
        member.check()
    assert clerk.locator("[name=requester_record]").first.is_checked()
    nothing_serious(clerk)
    press(clerk, "[data-main] button.primary")
    press(clerk, "a:has-text('審査・決定へ')")
    nothing_serious(clerk)
    press(clerk, "[name=act][value=grant]")
    nothing_serious(clerk)
    link = clerk.get_attribute("a:has-text('PDFを開く')", "href")
    answer = clerk.context.request.get(f"{clerk.url.split('/requests')[0]}{link}")
    assert answer.status == 200
    return "".join(p.extract_text() for p in PdfReader(BytesIO(answer.body())).pages)


@pytest.mark.usefixtures("fresh_database")
@pytest.mark.proves("REG-004")
def test_a_family_moves_in_and_gets_its_certificate() -> None:
    with served() as town, chromium() as browser:
        clerk = town.sign_in(browser, "窓口1")
        nothing_serious(clerk)
        enter_family(clerk)
        nothing_serious(clerk)
        press(clerk, "[name=act][value=save]")
        assert FATHER["individual_number"] not in clerk.content()
        press(clerk, "[name=act][value=submit]")
        assert "仮登録（審査待ち）" in clerk.inner_text("main")
        assert clerk.query_selector("button:has-text('審査を終える')") is None
        nothing_serious(clerk)
        decide(town, browser, clerk.url)
        find(clerk)
        text = get_paper(clerk)
    for words in ("葛\U000e0102城", "SAMPLE MARIA", "架空国", "世帯主", "世帯全員の住民票"):
        assert words in text
    assert FATHER["individual_number"] not in text
    kinds = list(Entry.objects.order_by("seq").values_list("kind", flat=True))
    for kind in ("movements.case_approved", "certificates.issued"):
        assert kinds.count(kind) == 1
