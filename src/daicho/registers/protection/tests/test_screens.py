"""The screens of protection, and what the look-up shows of somebody protected, by right."""

from __future__ import annotations

import re
from datetime import date
from uuid import UUID

import pytest
from pytest_django.fixtures import Settings

from daicho.foundation.audit.models import Entry
from daicho.kernel import clock
from daicho.kernel.access import Duty
from daicho.registers.protection.domain.levels import Process, Restraint
from daicho.registers.protection.models import Suppression, TemporaryLift
from daicho.registers.protection.tests.conftest import Browse
from daicho.registers.protection.tests.scene import hidden_values, lifted, support, suppress, text
from daicho.registers.residents.tests.factories import make_resident, remove

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
ERROR, ALERT = Restraint.ERROR, Restraint.ALERT
DESK, SUPPORT, VIEWER = Duty.COUNTER, Duty.PROTECT, Duty.PROTECT_VIEW


@pytest.mark.proves("STD-1.1.16/m1", "STD-2.2.4/m1", "STD-2.2.4/m2")
def test_the_records_of_applicant_child_and_the_removed_one_lead_to_the_measure(
    browse: Browse,
) -> None:
    she, child, gone = make_resident(), make_resident(), make_resident()
    measure = support(she.person, child.person, gone.person)
    remove(gone, on=date(2026, 11, 10))
    browser, plain = browse(DESK, VIEWER), browse(DESK)
    for who, words in (
        (she, "支援措置期間中（令和8年10月1日から令和9年9月30日）です。"),
        (child, "支援措置期間中（令和8年10月1日から令和9年9月30日）です。"),
        (gone, "仮支援措置期間中（前住所地）（令和8年11月10日から）です。"),
    ):
        page = text(browser.get(f"/residents/{who.record}/"))
        assert words in page
        assert f"/protection/measures/{measure}/" in page
        unlinked = text(plain.get(f"/residents/{who.record}/"))
        assert words in unlinked
        assert f"/protection/measures/{measure}/" not in unlinked
    details = text(browser.get(f"/protection/measures/{measure}/"))
    assert she.atena_number in details


def test_details_are_refused_without_the_right_and_nothing_is_shown(browse: Browse) -> None:
    she = make_resident(name="支援　花子")
    measure = support(she.person)
    key = suppress(she.person, certificate=ERROR)
    browser = browse(DESK)
    for path in (
        "",
        "due/print/",
        f"apply/{she.person}/",
        f"measures/{measure}/",
        f"measures/{measure}/correct/",
        f"measures/{measure}/do/end/",
        f"measures/{measure}/letters/protection_end/",
        f"persons/{she.person}/",
        "suppressed/",
        "suppressed/print/",
        f"suppressions/set/?person={she.person}",
        f"suppressions/{key}/end/",
        f"lift/?person={she.person}",
        "notices/",
    ):
        answer = browser.get(f"/protection/{path}")
        assert answer.status_code == 403, path
        assert "支援　花子" not in text(answer)
        assert "架空　加害" not in text(answer)
    last = Entry.objects.order_by("-seq").first()
    assert last is not None
    assert (last.kind, last.outcome) == ("screen.refused", "refused")


@pytest.mark.proves("STD-3.4/m8", "STD-3.4/m9")
@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2027, 8, 29), "支援措置期間中（令和8年10月1日"),
        (date(2027, 8, 30), "支援措置期間中（1か月以内に終了）"),
        (date(2027, 10, 1), "支援措置の期間が終了（延長なし）"),
    ],
)
def test_the_record_says_that_the_period_runs_out(browse: Browse, day: date, words: str) -> None:
    she = make_resident()
    support(she.person)
    browser = browse(DESK)
    with clock.set_to(day):
        assert words in text(browser.get(f"/residents/{she.record}/"))


@pytest.mark.proves("STD-3.1/m11")
def test_a_search_shows_who_is_protected(browse: Browse) -> None:
    she, he, other = (make_resident(name=f"照会　{n}") for n in ("花子", "太郎", "次郎"))
    support(she.person)
    suppress(he.person, certificate=ERROR)
    lines = text(browse(DESK).post("/residents/", {"name": "照会"})).split("<tr")
    marks = {
        n: [m for m in ("支援", "抑止") if f">{m}<" in line]
        for line in lines
        for n in ("花子", "太郎", "次郎")
        if f"照会　{n}" in line and "/residents/" in line
    }
    assert marks == {"花子": ["支援"], "太郎": ["抑止"], "次郎": []}
    assert other.record


PAGES = ("", "household/", "history/", "characters/")


def test_a_suppressed_look_up_shows_a_line_and_no_page(browse: Browse) -> None:
    who = make_resident(name="抑止　花子", name_kana="ヨクシ　ハナコ", alias="別名")
    number = who.items.household_number
    mate = make_resident(
        household_number=number, relationship_to_head="子", member_order=2, name="抑止　一郎"
    )
    suppress(who.person, look_up=ERROR)
    browser = browse(DESK)
    line = text(browser.post("/residents/", {"name": "ヨクシ"}))
    assert "照会が抑止されています。担当に確かめてください。" in line
    assert who.items.address not in line
    assert f"/residents/{who.record}/" not in line
    for page in PAGES:
        answer = browser.get(f"/residents/{who.record}/{page}")
        assert answer.status_code == 403, page
        assert who.items.address not in text(answer)
        assert "ヨクシ" not in text(answer)
    last = Entry.objects.order_by("-seq").first()
    assert last is not None
    assert (last.outcome, last.subjects) == ("refused", [who.person])
    members = text(browser.get(f"/residents/{mate.record}/household/"))
    assert "照会が抑止されています" in members
    assert f"/residents/{who.record}/" not in members
    viewer = browse(DESK, VIEWER)
    for page in PAGES:
        assert viewer.get(f"/residents/{who.record}/{page}").status_code == 200
    assert who.items.address in text(viewer.post("/residents/", {"name": "ヨクシ"}))


def test_a_suppression_is_set_listed_lifted_and_ended_on_the_screens(browse: Browse) -> None:
    who = make_resident(name="抑止　花子")
    browser = browse(SUPPORT, VIEWER)
    path = f"/protection/suppressions/set/?person={who.person}"
    form = text(browser.get(path))
    typed = {
        **hidden_values(form),
        "unit": "household",
        "kind": "other",
        "level.certificate": "error",
        "level.movement": "alert",
        "starts_on": "R8.11.20",
        "ends_on": "R8.12.20",
        "reason": "本人の申出",
    }
    wrong = browser.post(path, {**typed, "reason": ""})
    assert wrong.status_code == 422
    assert "理由がありません" in text(wrong)
    assert browser.post(path, typed).status_code == 302
    row = Suppression.objects.get()
    assert (row.household, row.person) == (who.items.household_number, None)
    page = text(browser.get(f"/protection/persons/{who.person}/"))
    assert f"世帯 {who.items.household_number}" in page
    assert "証明書発行: エラー（できない）" in page
    assert "異動入力: アラート（確認して処理できる）" in page
    path = f"/protection/lift/?person={who.person}"
    form = text(browser.get(path))
    typed = {**hidden_values(form), "process": "certificate", "persons": str(who.person)}
    assert browser.post(path, {**typed, "reason": ""}).status_code == 422
    assert browser.post(path, {**typed, "reason": "本人と確かめた"}).status_code == 302
    assert "解除中" in text(browser.get(f"/protection/persons/{who.person}/"))
    lift = TemporaryLift.objects.get()
    assert browser.post(f"/protection/lifts/{lift.key}/return/").status_code == 302
    assert "解除中" not in text(browser.get(f"/protection/persons/{who.person}/"))
    path = f"/protection/suppressions/{row.key}/end/"
    assert "本人の申出" in text(browser.get(path))
    assert browser.post(path, {"reason": " "}).status_code == 422
    assert browser.post(path, {"reason": "申出の取下げ"}).status_code == 302
    assert browser.post(path, {"reason": "申出の取下げ"}).status_code == 409
    assert "解除された抑止" in text(browser.get(f"/protection/persons/{who.person}/"))


@pytest.mark.proves("STD-9.2/m1", "REG-077")
@pytest.mark.parametrize("path", ["suppressed/", "suppressed/print/"])
def test_the_list_of_the_suppressed_has_those_not_ended(browse: Browse, path: str) -> None:
    names = ("現在", "期限切れ", "世帯", "終了済", "支援", "将来なし")
    people = {n: make_resident(name=f"一覧　{n}") for n in names}
    suppress(people["現在"].person, certificate=ERROR)
    suppress(people["期限切れ"].person, until=date(2026, 11, 1), certificate=ERROR)
    suppress(household=people["世帯"].items.household_number, look_up=ALERT)
    support(people["支援"].person)
    over = suppress(people["終了済"].person, certificate=ERROR)
    browser = browse(SUPPORT, VIEWER)
    assert "一覧　終了済" in text(browser.get(f"/protection/{path}"))
    browser.post(f"/protection/suppressions/{over}/end/", {"reason": "済"})
    page = text(browser.get(f"/protection/{path}"))
    listed = {n for n in names if f"一覧　{n}" in page}
    assert listed == {"現在", "期限切れ", "世帯", "支援"}
    assert "終了日を過ぎています" in page
    assert "令和8年10月1日" in page


def test_notices_are_offered_only_where_the_town_does(browse: Browse, settings: Settings) -> None:
    who = make_resident(name="通知　花子")
    browser = browse(SUPPORT, VIEWER)
    path = f"/protection/notices/register/{who.person}/"
    typed = {"starts_on": "R8.11.20", "ends_on": "R9.11.19"}
    assert browser.post(path, typed).status_code == 503
    settings.THIRD_PARTY_NOTICE = True
    form = text(browser.get(path))
    assert 'value="R9.11.19"' in form
    typed |= hidden_values(form)
    assert browser.post(path, {**typed, "ends_on": ""}).status_code == 422
    assert browser.post(path, {**typed, "ends_on": "R8.11.1"}).status_code == 422
    assert browser.post(path, typed).status_code == 302
    assert browser.post(path, typed).status_code == 409
    with clock.set_to(date(2027, 10, 18)):
        assert "期間満了のお知らせ" not in text(browser.get("/protection/notices/"))
    with clock.set_to(date(2027, 10, 19)):
        page = text(browser.get("/protection/notices/"))
        assert "通知　花子" in page
        assert "期間満了のお知らせ" in page
    key = UUID(re.findall(r"notices/([0-9a-f-]{36})/end/", page)[0])
    assert browser.post(f"/protection/notices/{key}/end/", {"reason": "希望"}).status_code == 302
    assert "通知　花子" not in text(browser.get("/protection/notices/"))


def test_a_lifted_look_up_is_open_to_the_desk_and_closes_again(browse: Browse) -> None:
    nine = clock.business_now()
    who = make_resident(name="抑止　花子")
    suppress(who.person, look_up=ERROR)
    browser = browse(DESK)
    assert browser.get(f"/residents/{who.record}/").status_code == 403
    with clock.set_to(nine):
        lifted(who.person, process=Process.LOOK_UP)
        shown = text(browser.get(f"/residents/{who.record}/"))
        assert who.items.address in shown
        assert ">抑止<" in shown
    with clock.set_to(nine.replace(hour=nine.hour + 1)):
        assert browser.get(f"/residents/{who.record}/").status_code == 403
