"""The screens of the look-up: each page one entry, a refusal shows nothing, a number only on request."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from uuid import uuid4

import pytest
from django.test import Client

from daicho.foundation.audit.models import Entry
from daicho.foundation.staff.models import Staff
from daicho.kernel.access import Duty
from daicho.registers.residents import ports
from daicho.registers.residents.domain.particulars import Removal
from daicho.registers.residents.models import SavedQuery, Version
from daicho.registers.residents.tests.factories import (
    change,
    enter,
    foreigner,
    individual_number,
    make_resident,
    remove,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

Browse = Callable[..., Client]


def text(response: object) -> str:
    return response.content.decode()  # type: ignore[attr-defined,no-any-return]  # a test client's


def after(seq: int) -> list[Entry]:
    return list(Entry.objects.filter(seq__gt=seq).order_by("seq"))


def head() -> int:
    return Entry.objects.order_by("-seq").values_list("seq", flat=True).first() or 0


@pytest.mark.parametrize("page", ["", "household/", "history/", "characters/"])
def test_each_page_is_one_entry_about_the_person(browse: Browse, page: str) -> None:
    who = make_resident()
    browser = browse()
    before = head()
    shown = browser.get(f"/residents/{who.record}/{page}")
    assert shown.status_code == 200
    assert "見本" in text(shown)
    [entry] = after(before)
    assert entry.subjects == [who.person]
    assert entry.outcome == "done"
    assert not entry.number_shown


@pytest.mark.parametrize("page", ["", "household/", "history/", "characters/"])
def test_without_the_duty_nothing_is_shown_and_one_refusal_stands(
    browse: Browse, page: str
) -> None:
    who = make_resident()
    browser = browse(Duty.ADMINISTER)
    before = head()
    shown = browser.get(f"/residents/{who.record}/{page}")
    assert shown.status_code == 403
    assert "見本" not in text(shown)
    assert "五老内" not in text(shown)
    [entry] = after(before)
    assert (entry.kind, entry.outcome, entry.subjects) == ("screen.refused", "refused", [])


def test_a_record_that_is_not_there_is_said_so_and_entered(browse: Browse) -> None:
    browser = browse()
    before = head()
    assert browser.get(f"/residents/{uuid4()}/").status_code == 404
    assert [e.outcome for e in after(before)] == ["refused"]


@pytest.mark.proves("REG-005")
def test_search_then_choose_opens_that_record_alone(browse: Browse) -> None:
    first = make_resident(
        name="同　名", name_kana="ドウ　メイ", banchi="1番", address="福島市五老内町1番"
    )
    other = make_resident(
        name="同　名", name_kana="ドウ　メイ", banchi="2番", address="福島市五老内町2番"
    )
    browser = browse()
    before = head()
    listed = text(browser.post("/residents/", {"name": "ドウ", "birth": "S60.4.1"}))
    assert str(first.record) in listed
    assert str(other.record) in listed
    opened = text(browser.get(f"/residents/{first.record}/"))
    assert first.atena_number in opened
    assert other.atena_number not in opened
    assert [e.kind for e in after(before)] == ["residents.searched", "residents.record_viewed"]


def test_a_partial_search_answers_the_list_alone_and_names_no_condition_in_its_url(
    browse: Browse,
) -> None:
    make_resident()
    browser = browse()
    answer = browser.post("/residents/", {"name": "見本"}, headers={"HX-Request": "true"})
    assert "<html" not in text(answer)
    assert "data-result" in text(answer)
    kept = SavedQuery.objects.get()
    assert answer["HX-Push-Url"] == f"/residents/?saved={kept.key}&page=1"
    again = browser.get(answer["HX-Push-Url"])
    assert "data-result" in text(again)
    assert 'value="見本"' in text(again)


def test_nobody_is_said_in_words_with_what_was_searched(browse: Browse) -> None:
    answer = text(browse().post("/residents/", {"name": "誰某"}))
    assert "該当する住民はいません" in answer
    assert "氏名 誰某" in answer
    assert "除票を含む" in answer


def test_a_search_that_cannot_be_read_keeps_what_was_typed(browse: Browse) -> None:
    browser = browse()
    answer = browser.post("/residents/", {"name": "見本", "birth": "きのう"})
    assert answer.status_code == 422
    assert "日付として読み取れません" in text(answer)
    assert 'value="きのう"' in text(answer)


@pytest.mark.proves("REG-006")
def test_the_number_field_is_there_for_the_right_and_the_purpose_alone(browse: Browse) -> None:
    number, ref = individual_number()
    make_resident(individual_number_ref=ref)
    decider = browse(Duty.DECIDE)
    assert 'name="individual_number"' not in text(decider.get("/residents/"))
    before = head()
    answer = decider.post("/residents/", {"individual_number": number})
    assert answer.status_code == 403
    assert "見本" not in text(answer)
    assert [(e.kind, e.outcome) for e in after(before)] == [("residents.searched", "refused")]


def test_with_the_purpose_the_number_field_finds_the_person(browse: Browse) -> None:
    number, ref = individual_number()
    make_resident(individual_number_ref=ref)
    browser = browse(purpose="movement")
    assert 'name="individual_number"' in text(browser.get("/residents/"))
    answer = text(browser.post("/residents/", {"individual_number": number}))
    assert "data-result" in answer
    assert number not in answer.replace(f'value="{number}"', "")


def test_a_number_is_masked_until_asked_for_and_the_showing_is_entered(browse: Browse) -> None:
    number, ref = individual_number()
    who = make_resident(individual_number_ref=ref)
    browser = browse()
    page = text(browser.get(f"/residents/{who.record}/"))
    spaced = f"{number[:4]} {number[4:8]} {number[8:]}"
    assert number not in page
    assert spaced not in page
    version = Version.objects.get(person=who.person)
    before = head()
    shown = browser.post(f"/residents/numbers/{version.key}/individual_number/")
    assert spaced in text(shown)
    assert 'data-remask-seconds="30"' in text(shown)
    [entry] = after(before)
    assert entry.number_shown
    assert entry.purpose == "movement"
    assert entry.subjects == [who.person]
    assert number not in entry.body
    assert browser.get(f"/residents/numbers/{version.key}/individual_number/").status_code == 405


def test_a_number_is_not_shown_without_the_right(browse: Browse) -> None:
    number, ref = individual_number()
    who = make_resident(individual_number_ref=ref)
    version = Version.objects.get(person=who.person)
    browser = browse(Duty.DECIDE)
    before = head()
    shown = browser.post(f"/residents/numbers/{version.key}/individual_number/")
    assert shown.status_code == 403
    assert number[:4] not in text(shown)
    [entry] = after(before)
    assert (entry.outcome, entry.number_shown) == ("refused", False)


@pytest.mark.proves("STD-10.4/n1")
def test_hidden_items_are_hidden_on_every_page_but_never_the_relationship(browse: Browse) -> None:
    number, ref = individual_number()
    who = make_resident(individual_number_ref=ref, domicile="東京都架空区秘町1番地")
    change(who, on=date(2023, 1, 1), domicile="東京都架空区新町2番地")
    version = Version.objects.get(person=who.person, history_number=2)
    browser = browse()
    Staff.objects.update(hidden_items=["domicile", "my_number"])
    for page in ("", "household/", "history/"):
        shown = text(browser.get(f"/residents/{who.record}/{page}"))
        assert "架空区" not in shown, page
        assert "individual_number" not in shown, page
    assert "世帯主との続柄" in text(browser.get(f"/residents/{who.record}/"))
    before = head()
    refused = browser.post(f"/residents/numbers/{version.key}/individual_number/")
    assert refused.status_code == 403
    assert number[:4] not in text(refused)
    assert [(e.outcome, e.number_shown) for e in after(before)] == [("refused", False)]


def test_marks_of_removed_planned_and_under_way(
    browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone, going = make_resident(), make_resident()
    remove(gone, on=date(2026, 11, 1), removal=Removal.DEAD)
    remove(going, on=date(2026, 12, 1))
    monkeypatch.setattr(
        ports, "pending_cases", lambda people: {p: "R8-000009" for p in people if p == going.person}
    )
    browser = browse()
    removed = text(browser.get(f"/residents/{gone.record}/"))
    assert "令和8年11月1日に消除された住民票です" in removed
    planned = text(browser.get(f"/residents/{going.record}/"))
    assert "令和8年12月1日から除票になる予定です" in planned
    assert "異動処理中です（受付番号" in planned
    assert "R8-000009" in planned


def test_a_page_as_of_a_day_and_a_day_that_cannot_be_read(browse: Browse) -> None:
    who = make_resident(address="福島市五老内町1番")
    change(who, on=date(2023, 1, 1), address="福島市五老内町2番")
    browser = browse()
    past = text(browser.get(f"/residents/{who.record}/", {"on": "R4.1.1"}))
    assert "福島市五老内町1番" in past
    assert "今の内容ではありません" in past
    wrong = browser.get(f"/residents/{who.record}/", {"on": "むかし"})
    assert wrong.status_code == 422
    assert "日付として読み取れません" in text(wrong)


@pytest.mark.proves("STD-2.2.3/m2")
def test_the_characters_of_a_name_enlarged_with_their_codes(browse: Browse) -> None:
    who = make_resident(name="葛󠄀城　花", name_kana="カツラギ　ハナ")
    shown = text(browse().get(f"/residents/{who.record}/characters/"))
    assert "U+845B U+E0100" in shown
    assert "MJ" in shown
    assert "J+" in shown


def test_towns_and_municipalities_are_suggested(browse: Browse) -> None:
    browser = browse()
    towns = json.loads(text(browser.get("/code-tables/suggest/towns/", {"q": "ごろう"})))["options"]
    assert {"value": "066000", "label": "五老内町"}.items() <= towns[0].items()
    assert "960-8053" in towns[0]["note"] or "〒" in towns[0]["note"]
    for typed in ("荒井北2", "荒井北二丁目", "あらいきた２"):
        found = json.loads(text(browser.get("/code-tables/suggest/towns/", {"q": typed})))[
            "options"
        ]
        assert (found[0]["value"], found[0]["label"]) == ("003002", "荒井北二丁目"), typed
    cities = json.loads(
        text(browser.get("/code-tables/suggest/municipalities/", {"q": "ふくしまし"}))
    )
    assert {"value": "072010", "label": "福島県福島市"}.items() <= cities["options"][0].items()
    assert json.loads(text(browser.get("/code-tables/suggest/towns/", {"q": ""}))) == {
        "options": []
    }


def test_a_foreigner_has_the_western_calendar_and_the_alias(browse: Browse) -> None:
    her = enter(foreigner(residence_until=date(2028, 2, 3)))
    shown = text(browse().get(f"/residents/{her.record}/"))
    assert "1988年2月3日" in shown
    assert "2028年2月3日" in shown
    assert "令和10年" not in shown
    assert "見本　真理" in shown


def test_what_a_resident_is_called_is_text_and_never_markup(browse: Browse) -> None:
    make_resident(name="<b>見本</b>　花", name_kana="ミホン　ハナ")
    answer = text(browse().post("/residents/", {"name": "ミホン"}))
    assert "<b>見本" not in answer
    assert "&lt;b&gt;見本" in answer
