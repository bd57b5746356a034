"""The screens of measures: entered, shown with all their facts, put right, passed on, prolonged, ended."""

from __future__ import annotations

from datetime import date

import pytest

from daicho.kernel.access import Duty
from daicho.registers.protection.models import MeasureEdition
from daicho.registers.protection.tests.conftest import Browse
from daicho.registers.protection.tests.scene import hidden_values, support, text
from daicho.registers.residents.tests.factories import make_resident, remove

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
SUPPORT = (Duty.PROTECT, Duty.PROTECT_VIEW)

APPLICATION = {
    "role": "first",
    "standing": "current",
    "cause.spouse": "on",
    "applied_on": "R8.11.20",
    "provisional_on": "R8.11.20",
    "telephone": "000-0000-0000",
    "perpetrators.0.name": "架空　加害",
    "perpetrators.0.address": "東京都架空区",
    "want.copy.address": "on",
    "place.copy.address": "福島市五老内町3番1号",
    "want.copy.former_address": "on",
    "place.copy.former_address": "東京都架空区見本町1番地",
    "want.register_slip.domicile": "on",
    "place.register_slip.domicile": "東京都架空区見本町1番地",
}


@pytest.mark.proves(
    "STD-1.1.16/m2", "STD-1.1.16/m4", "STD-1.1.16/m5", "STD-1.1.16/m6", "STD-1.1.16/m11"
)
def test_an_application_is_entered_and_shows_all_its_facts(browse: Browse) -> None:
    she = make_resident(name="支援　花子", name_kana="シエン　ハナコ")
    child = make_resident(name="支援　一郎", relationship_to_head="子", member_order=2)
    browser = browse(*SUPPORT)
    form = text(browser.get(f"/protection/apply/{she.person}/"))
    assert she.items.address in form
    assert she.items.domicile in form
    typed = {
        **APPLICATION,
        **hidden_values(form),
        "joint.0.atena_number": child.atena_number,
        "joint.0.relation": "子",
    }
    answer = browser.post(f"/protection/apply/{she.person}/", typed)
    assert answer.status_code == 302, text(answer)
    page = text(browser.get(answer["Location"]))
    for words in (
        "支援　花子",
        "シエン　ハナコ",
        she.atena_number,
        she.items.domicile,
        "000-0000-0000",
        "支援　一郎",
        child.atena_number,
        "併せて支援を求める者（子）",
        "架空　加害",
        "東京都架空区",
        "配偶者からの暴力",
        "住民票の写し等の交付（前住所）",
        "戸籍の附票の写し等の交付（本籍）",
        "仮支援措置期間中",
        "あり（令和8年11月20日から）",
    ):
        assert words in page, words
    again = browser.post(f"/protection/apply/{she.person}/", typed)
    assert again.status_code == 409
    assert MeasureEdition.objects.count() == 1


def test_a_form_that_is_wrong_keeps_what_was_typed(browse: Browse) -> None:
    she = make_resident()
    browser = browse(*SUPPORT)
    typed = {
        **APPLICATION,
        "applied_on": "きのう",
        "joint.3.atena_number": "9999999999",
        "joint.3.relation": "母",
    }
    answer = browser.post(f"/protection/apply/{she.person}/", typed)
    assert answer.status_code == 422
    page = text(answer)
    assert 'value="きのう"' in page
    assert 'value="9999999999"' in page
    assert "この宛名番号の人はいません" in page
    assert "日付として読み取れません" in page
    assert not MeasureEdition.objects.exists()


@pytest.mark.proves("STD-3.4/m7")
def test_measures_that_run_out_come_first_and_their_notice_is_printed(browse: Browse) -> None:
    first, second = make_resident(name="長い　期間"), make_resident(name="短い　期間")
    support(first.person)
    measure = support(second.person, since=date(2025, 12, 10))
    browser = browse(*SUPPORT)
    page = text(browser.get("/protection/"))
    assert page.index("短い　期間") < page.index("長い　期間")
    due = text(browser.get("/protection/?show=due"))
    assert "短い　期間" in due
    assert "長い　期間" not in due
    assert "短い　期間" in text(browser.get("/protection/due/print/"))
    path = f"/protection/measures/{measure}/letters/protection_end/"
    assert browser.get(path).status_code == 404
    assert browser.post(path, {"edition": "1"}).status_code == 302
    notice = browser.get(path)
    assert notice["Content-Type"] == "application/pdf"
    assert "令和7年12月10日から令和8年12月9日まで" in notice.content.decode()
    assert browser.post(path, {"edition": "2"}).status_code == 409
    assert "令和8年11月20日" in text(browser.get("/protection/?show=due"))
    form = text(browser.get(f"/protection/measures/{measure}/do/renew/"))
    assert "令和8年12月10日から1年" in form
    stale = browser.post(f"/protection/measures/{measure}/do/renew/", {"edition": "1"})
    assert stale.status_code == 409
    browser.post(f"/protection/measures/{measure}/do/renew/", {"edition": "2"})
    assert "令和8年12月10日から令和9年12月9日まで" in text(
        browser.get(f"/protection/measures/{measure}/")
    )


@pytest.mark.proves("STD-1.1.16/m10")
def test_a_measure_is_put_right_passed_on_and_ended_on_the_screens(browse: Browse) -> None:
    she = make_resident()
    measure = support(she.person)
    browser = browse(*SUPPORT)
    form = text(browser.get(f"/protection/measures/{measure}/correct/"))
    assert "架空　加害" in form
    assert 'value="R9.9.30"' in form
    typed = {**APPLICATION, **hidden_values(form), "provisional_on": "", "applied_on": "R8.10.1"}
    typed |= {"starts_on": "R8.10.1", "ends_on": "R9.3.31"}
    answer = browser.post(f"/protection/measures/{measure}/correct/", typed)
    assert answer.status_code == 302, text(answer)
    kept = text(browser.get(answer["Location"]))
    for words in (
        she.items.name,
        she.atena_number,
        "住民票の写し等の交付（現住所）",
        "福島市五老内町3番1号",
        "令和8年10月1日から令和9年3月31日まで",
    ):
        assert words in kept, words
    path = f"/protection/measures/{measure}/do"
    blank = browser.post(f"{path}/transfer/", {"edition": "2", "municipality": ""})
    assert blank.status_code == 422
    passed = {"edition": "2", "municipality": "東京都架空区", "on": "R8.11.19"}
    assert browser.post(f"{path}/transfer/", passed).status_code == 302
    assert browser.post(f"{path}/end/", {"edition": "3", "on": "R8.11.20"}).status_code == 422
    over = {"edition": "3", "on": "R8.11.20", "ground": "petition"}
    assert browser.post(f"{path}/end/", over).status_code == 302
    page = text(browser.get(f"/protection/measures/{measure}/"))
    assert "転送先 東京都架空区" in page
    assert "支援対象者の申出" in page
    assert browser.get(f"{path}/nothing/").status_code == 404
    earlier = text(browser.get(f"/protection/measures/{measure}/?edition=1"))
    assert "今の内容ではありません" in earlier
    assert "転送先 東京都架空区" not in earlier


@pytest.mark.proves("STD-1.1.16/m3", "STD-1.1.16/m7")
def test_one_who_moved_away_and_one_passed_on_by_another_town(browse: Browse) -> None:
    she = make_resident(name="転出　花子")
    remove(she, on=date(2026, 11, 10))
    browser = browse(*SUPPORT)
    form = text(browser.get(f"/protection/apply/{she.person}/"))
    typed = {
        **APPLICATION,
        **hidden_values(form),
        "role": "transferred",
        "standing": "former",
        "first_municipality": "東京都架空区",
        "received_on": "R8.11.18",
        "contacted_on": "R8.11.19",
    }
    answer = browser.post(f"/protection/apply/{she.person}/", typed)
    assert answer.status_code == 302, text(answer)
    page = text(browser.get(answer["Location"]))
    for words in (
        "転送受付・前住所地等",
        "前住所（ここでの最終住所）",
        "転出届による転出先（予定）",
        "東京都架空区見本町9番地",
        "転入通知による転出先",
        "統合記載欄",
        "令和8年11月18日",
        "令和8年11月19日",
    ):
        assert words in page, words
