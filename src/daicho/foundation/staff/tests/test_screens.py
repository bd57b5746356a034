"""What every view passes through: a refusal shows nothing, says why, and is on the trail once."""

from __future__ import annotations

import json
from collections.abc import Callable
from types import ModuleType
from urllib.parse import unquote

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path

from daicho.foundation.audit.models import Entry
from daicho.foundation.staff.middleware import REACHABLE
from daicho.foundation.staff.screens import StaffRequest, open_to_all, screen
from daicho.foundation.staff.selectors.hidden_items import hidden_items
from daicho.foundation.staff.sessions import Standing
from daicho.foundation.staff.tests.conftest import Person, kinds
from daicho.foundation.staff.web import urls as staff_urls
from daicho.kernel.access import Access, Duty, Purpose
from daicho.kernel.errors import Conflict, Missing

WHAT_IS_SHOWN = "試験の住民"


@screen("residents.view")
def resident(request: StaffRequest) -> HttpResponse:
    return HttpResponse(f"{WHAT_IS_SHOWN} {request.access.purpose} {request.access.terminal}")


@screen("movements.approve", purpose=Purpose.CORRECTION)
def approve(_request: StaffRequest) -> HttpResponse:
    raise Conflict("ほかの職員が先に決裁しました。", remedy="開き直してください。")


@screen("residents.view")
def absent(_request: StaffRequest) -> HttpResponse:
    raise Missing("この住民票はありません。")


def unguarded(_request: HttpRequest) -> HttpResponse:
    return HttpResponse(WHAT_IS_SHOWN)


@open_to_all("監視")
def health(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


@pytest.fixture(autouse=True)
def addresses(settings: object) -> None:
    module = ModuleType("staff_test_urls")
    module.urlpatterns = [  # type: ignore[attr-defined]  # what Django reads
        path("", include(staff_urls)),
        path("resident/", resident),
        path("approve/", approve),
        path("absent/", absent),
        path("unguarded/", unguarded),
        path("health/", health),
    ]
    settings.ROOT_URLCONF = module  # type: ignore[attr-defined]  # pytest-django's wrapper


pytestmark = pytest.mark.django_db

Register = Callable[..., Person]
SignIn = Callable[..., Client]
Enrol = Callable[..., Client]


def test_duty_terminal_and_session_open_the_view(
    register: Register, signed_in: SignIn, enrolled: Enrol
) -> None:
    browser = enrolled(signed_in(register("窓口1", Duty.COUNTER)))

    assert browser.get("/resident/").content.decode() == f"{WHAT_IS_SHOWN} inquiry 本庁1"
    browser.post("/purpose/", {"purpose": "movement"})
    assert browser.get("/resident/").content.decode() == f"{WHAT_IS_SHOWN} movement 本庁1"
    assert ("session.purpose_chosen", "done") in kinds()


@pytest.mark.proves("ACC-010", "ACC-018")
def test_without_the_duty_nothing_is_shown_and_one_refusal_is_entered(
    register: Register, signed_in: SignIn, enrolled: Enrol
) -> None:
    browser = enrolled(signed_in(register("管理1", Duty.ADMINISTER)))

    response = browser.get("/resident/")

    assert response.status_code == 403
    assert WHAT_IS_SHOWN not in response.content.decode()
    assert "窓口・審査・決裁・支援措置の職務が必要" in response.content.decode()
    assert "no-store" in response.headers["Cache-Control"]
    entry = Entry.objects.get(kind="screen.refused")
    assert (entry.outcome, entry.login) == ("refused", "管理1")
    assert json.loads(entry.body)["reason"] == "duty_missing"
    home = browser.get("/").content.decode()
    assert "職員と権限の管理" in home
    assert "住民の検索" not in home


def test_unknown_terminal_is_refused_in_words(register: Register, signed_in: SignIn) -> None:
    browser = signed_in(register("窓口1", Duty.COUNTER))

    response = browser.get("/resident/")

    assert response.status_code == 403
    assert "この端末は登録されていません" in response.content.decode()
    assert WHAT_IS_SHOWN not in response.content.decode()
    assert browser.get("/account/").status_code == 200


def test_terminal_is_not_believed_from_a_header_or_a_forged_cookie(
    register: Register, signed_in: SignIn
) -> None:
    browser = signed_in(register("窓口1", Duty.COUNTER))
    assert browser.get("/resident/", headers={"X-Terminal": "本庁1"}).status_code == 403
    browser.cookies["daicho_terminal"] = "IjEi:1abcde:forged"

    assert browser.get("/resident/").status_code == 403


def test_partial_request_gets_the_sentence(
    register: Register, signed_in: SignIn, enrolled: Enrol
) -> None:
    browser = enrolled(signed_in(register("監査1", Duty.AUDIT)))

    response = browser.get("/resident/", headers={"HX-Request": "true"})

    assert response.status_code == 403
    assert response.content == b""
    assert "できません" in unquote(response.headers["X-Daicho-Message"])


def test_errors_of_a_view_become_pages(
    register: Register, signed_in: SignIn, enrolled: Enrol
) -> None:
    browser = enrolled(signed_in(register("決裁1", Duty.DECIDE)))

    conflict, missing = browser.get("/approve/"), browser.get("/absent/")

    assert (conflict.status_code, missing.status_code) == (409, 404)
    assert "ほかの職員が先に決裁しました。" in conflict.content.decode()
    assert "この住民票はありません。" in missing.content.decode()


def test_view_without_a_session_guard_is_still_behind_the_middleware() -> None:
    assert Client().get("/unguarded/").status_code == 302
    assert Client().get("/health/").content == b"ok"


def test_screen_refuses_when_the_middleware_is_not_there(settings: object) -> None:
    guard = "daicho.foundation.staff.middleware.StaffSession"
    settings.MIDDLEWARE = [m for m in settings.MIDDLEWARE if m != guard]  # type: ignore[attr-defined]

    response = Client().get("/resident/")

    assert response.status_code == 403
    assert WHAT_IS_SHOWN not in response.content.decode()
    assert kinds() == [("screen.refused", "refused")]


def test_screen_itself_refuses_a_locked_session(
    register: Register, signed_in: SignIn, enrolled: Enrol, settings: object
) -> None:
    browser = enrolled(signed_in(register("窓口1", Duty.COUNTER)))
    assert browser.get("/resident/").status_code == 200
    browser.post("/lock/")
    guard = "daicho.foundation.staff.middleware.StaffSession"
    settings.MIDDLEWARE = [m for m in settings.MIDDLEWARE if m != guard]  # type: ignore[attr-defined]
    browser.handler.load_middleware()

    response = browser.get("/resident/")

    assert response.status_code == 403
    assert WHAT_IS_SHOWN not in response.content.decode()


def test_purpose_outside_ones_duties_cannot_be_chosen(
    register: Register, signed_in: SignIn
) -> None:
    browser = signed_in(register("窓口1", Duty.COUNTER))

    assert browser.post("/purpose/", {"purpose": "audit"}).status_code == 422
    assert browser.session.get("staff_purpose", "") == ""


def test_hidden_items_of_a_person(register: Register, access_of: Callable[..., Access]) -> None:
    person = register("窓口1", Duty.COUNTER)
    assert hidden_items(access_of(person)) == frozenset()


def test_every_address_of_this_app_says_who_may() -> None:
    names = set()
    for pattern in staff_urls.urlpatterns:
        assert getattr(pattern.callback, "operation", ""), pattern.name
        names.add(pattern.name)
    for standing, reached in REACHABLE.items():
        assert standing is not Standing.FULL
        assert reached <= names
