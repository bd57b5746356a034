"""A session is locked when left alone, ends when its time is up, and stops with its account."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pyotp
import pytest
from django.core.cache import cache
from django.test import Client

from daicho.foundation.staff.commands.change_staff import change_staff
from daicho.foundation.staff.commands.reset_factors import reset_factors
from daicho.foundation.staff.commands.stop_staff import stop_staff
from daicho.foundation.staff.tests.conftest import (
    PASSWORD,
    SECRET,
    Person,
    give_password,
    kinds,
)
from daicho.kernel.access import Access, Duty
from daicho.kernel.clock import business_today, set_to

pytestmark = [pytest.mark.django_db, pytest.mark.urls("daicho.foundation.staff.web.urls")]

Register = Callable[..., Person]
SignIn = Callable[..., Client]


def let_pass(browser: Client, *, minutes: float, since_beginning: bool = False) -> None:
    """Move the session's own clocks back."""
    session = browser.session
    session["staff_seen_at"] -= minutes * 60
    if since_beginning:
        session["staff_begun_at"] -= minutes * 60
    session.save()


def test_idle_screen_is_locked_and_opened_again(register: Register, signed_in: SignIn) -> None:
    browser = signed_in(register("窓口1", Duty.COUNTER))
    let_pass(browser, minutes=9)
    assert browser.get("/").status_code == 200
    let_pass(browser, minutes=11)

    locked = browser.get("/account/")

    assert locked.headers["Location"] == "/unlock/?next=%2Faccount%2F"
    assert "試験" not in locked.content.decode()
    assert ("session.locked", "done") in kinds()
    wrong = browser.post("/unlock/", {"password": "chigau-password", "next": "/account/"})
    assert wrong.status_code == 422
    assert browser.get("/account/").status_code == 302
    opened = browser.post("/unlock/", {"password": PASSWORD, "next": "/account/"})
    assert opened.headers["Location"] == "/account/"
    assert browser.get("/account/").status_code == 200
    assert ("session.unlocked", "done") in kinds()


def test_code_opens_a_screen_that_the_person_has_locked(
    register: Register, signed_in: SignIn
) -> None:
    browser = signed_in(register("窓口1", Duty.COUNTER))
    response = browser.post("/lock/", {"next": "/account/"})
    assert response.headers["Location"] == "/unlock/?next=/account/"
    assert browser.get("/").status_code == 302

    cache.clear()
    code = pyotp.TOTP(SECRET).now()
    opened = browser.post("/unlock/", {"code": code, "next": "/account/"})

    assert opened.headers["Location"] == "/account/"
    assert browser.get("/").status_code == 200


def test_unlock_leads_nowhere_else(register: Register, signed_in: SignIn) -> None:
    browser = signed_in(register("窓口1", Duty.COUNTER))
    browser.post("/lock/")

    opened = browser.post("/unlock/", {"password": PASSWORD, "next": "https://example.org/"})

    assert opened.headers["Location"] == "/"


def test_locked_session_takes_no_request_of_htmx(register: Register, signed_in: SignIn) -> None:
    browser = signed_in(register("窓口1", Duty.COUNTER))
    browser.post("/lock/")

    response = browser.get("/account/", headers={"HX-Request": "true"})

    assert response.status_code == 204
    assert response.headers["HX-Redirect"] == "/unlock/"


@pytest.mark.parametrize("locked", [True, False])
def test_half_an_hour_idle_ends_the_session(
    register: Register, signed_in: SignIn, locked: bool
) -> None:
    browser = signed_in(register("窓口1", Duty.COUNTER))
    if locked:
        browser.post("/lock/")
    let_pass(browser, minutes=31)

    assert browser.get("/").headers["Location"].startswith("/sign-in/")
    assert "_auth_user_id" not in browser.session
    assert ("session.signed_out", "done") in kinds()


def test_twelve_hours_end_the_session_however_busy(register: Register, signed_in: SignIn) -> None:
    browser = signed_in(register("窓口1", Duty.COUNTER))
    session = browser.session
    session["staff_begun_at"] -= 12 * 3600 - 60
    session.save()
    assert browser.get("/").status_code == 200
    session = browser.session
    session["staff_begun_at"] -= 120
    session.save()

    assert browser.get("/").headers["Location"].startswith("/sign-in/")


@pytest.mark.proves("ACC-014")
def test_account_whose_period_is_over_stops_at_the_next_act(
    register: Register, signed_in: SignIn, access_of: Callable[..., Access]
) -> None:
    person, keeper = register("窓口1", Duty.COUNTER), register("管理1", Duty.ADMINISTER)
    leaves_on = business_today() + timedelta(days=7)
    change_staff(
        access_of(keeper, Duty.ADMINISTER),
        staff_key=person.key,
        name="試験",
        office="架空課",
        valid_from=business_today(),
        valid_until=leaves_on,
        reason="異動",
    )
    browser = signed_in(person)
    with set_to(leaves_on - timedelta(days=1)):
        assert browser.get("/").status_code == 200
    with set_to(leaves_on):
        assert browser.get("/").headers["Location"].startswith("/sign-in/")
        other = Client()
        refused = give_password(other, person.login)
        assert refused.headers["Location"] == "/sign-in/stopped/"
        assert other.get("/").status_code == 302


def test_account_registered_beforehand_opens_on_its_first_day(register: Register) -> None:
    begins: date = business_today() + timedelta(days=30)
    person = register("新人1", Duty.COUNTER, valid_from=begins)

    with set_to(begins - timedelta(days=1)):
        assert give_password(Client(), person.login).headers["Location"] == "/sign-in/stopped/"
    with set_to(begins):
        assert give_password(Client(), person.login).headers["Location"] == "/sign-in/second/"


def test_stopped_account_stops_at_once(
    register: Register, signed_in: SignIn, access_of: Callable[..., Access]
) -> None:
    person, keeper = register("窓口1", Duty.COUNTER), register("管理1", Duty.ADMINISTER)
    browser = signed_in(person)

    stop_staff(access_of(keeper, Duty.ADMINISTER), staff_key=person.key, reason="不正の疑い")

    assert browser.get("/").headers["Location"].startswith("/sign-in/")
    response = give_password(Client(), person.login)
    assert response.headers.get("Location") != "/sign-in/second/"


def test_reset_of_factors_ends_the_open_sessions(
    register: Register, signed_in: SignIn, access_of: Callable[..., Access]
) -> None:
    person, keeper = register("窓口1", Duty.COUNTER), register("管理1", Duty.ADMINISTER)
    browser = signed_in(person)

    temporary = reset_factors(
        access_of(keeper, Duty.ADMINISTER), staff_key=person.key, reason="端末の紛失"
    )

    assert browser.get("/account/app/").headers["Location"].startswith("/sign-in/")
    anew = Client()
    give_password(anew, person.login, temporary)
    assert anew.get("/").headers["Location"].startswith("/sign-in/first-factor/")


def test_sign_out_is_on_the_trail(register: Register, signed_in: SignIn) -> None:
    browser = signed_in(register("窓口1", Duty.COUNTER))

    browser.post("/sign-out/")

    assert browser.get("/").status_code == 302
    assert kinds()[-1] == ("session.signed_out", "done")
