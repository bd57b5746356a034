"""Signing in: two factors for everyone, and nothing of the secrets in the database."""

from __future__ import annotations

import json
from collections.abc import Callable

import pyotp
import pytest
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client

from daicho.foundation.audit.models import Entry
from daicho.foundation.staff.models import Staff
from daicho.foundation.staff.tests.conftest import (
    PASSWORD,
    SECRET,
    Person,
    give_code,
    give_password,
    kinds,
)
from daicho.kernel.access import Duty

pytestmark = [pytest.mark.django_db, pytest.mark.urls("daicho.foundation.staff.web.urls")]

Register = Callable[..., Person]
SignIn = Callable[..., Client]


def test_password_alone_opens_nothing(register: Register) -> None:
    person = register("窓口1", Duty.COUNTER)
    browser = Client()

    response = give_password(browser, "窓口1")

    assert response.headers["Location"] == "/sign-in/second/"
    home = browser.get("/")
    assert home.status_code == 302
    assert home.headers["Location"].startswith("/sign-in/?next=")
    assert person.login not in home.content.decode()


def test_password_and_code_open_the_home_page(register: Register, signed_in: SignIn) -> None:
    browser = signed_in(register("窓口1", Duty.COUNTER))

    home = browser.get("/")

    assert home.status_code == 200
    assert "試験 窓口1" in home.content.decode()
    assert ("session.signed_in", "done") in kinds()
    entry = Entry.objects.get(kind="session.signed_in")
    assert json.loads(entry.body)["detail"]["method"] == "パスワード・認証アプリ"


def test_full_width_and_capitals_are_the_same_login(register: Register) -> None:
    register("Mado1", Duty.COUNTER)

    assert give_password(Client(), "ＭＡＤＯ１").headers["Location"] == "/sign-in/second/"


def test_a_code_counts_once(register: Register, signed_in: SignIn) -> None:
    person = register("窓口1", Duty.COUNTER)
    signed_in(person)
    other = Client()
    give_password(other, person.login)

    used = other.post("/sign-in/second/", {"code": _code_now()})

    assert used.status_code == 200
    assert other.get("/").status_code == 302


def _code_now() -> str:
    return pyotp.TOTP(SECRET).now()


@pytest.mark.proves("ACC-002")
def test_wrong_password_is_refused_and_never_written_down(register: Register) -> None:
    register("窓口1", Duty.COUNTER)
    wrong = "chigau-password-desu"

    response = give_password(Client(), "窓口1", wrong)

    assert response.status_code == 200
    assert ("session.sign_in_failed", "refused") in kinds()
    with connection.cursor() as cursor:
        for table in ("audit_entry", "axes_accessattempt", "django_session"):
            cursor.execute(f"SELECT count(*) FROM {table} t WHERE t::text LIKE %s", [f"%{wrong}%"])
            assert cursor.fetchone() == (0,), table


def test_secrets_of_second_factors_are_sealed_at_rest(
    register: Register, signed_in: SignIn
) -> None:
    person = register("窓口1", Duty.COUNTER)
    stored = Authenticator.objects.get(user_id=person.key, type="totp").data

    assert stored["secret"].startswith("v1.")
    assert SECRET not in json.dumps(stored)
    browser = signed_in(person)
    browser.post("/account/codes/new/", {})
    codes = Authenticator.objects.get(user_id=person.key, type="recovery_codes").data
    assert codes["seed"].startswith("v1.")


def test_secret_of_an_app_being_enrolled_is_sealed_in_the_session(register: Register) -> None:
    register("新人1", totp_secret=None)
    browser = Client()
    give_password(browser, "新人1")

    page = browser.get("/account/app/")

    secret = page.context["form"].secret
    assert secret in page.content.decode()
    session = Session.objects.get(session_key=browser.session.session_key)
    assert secret not in json.dumps(session.get_decoded())


def test_account_without_second_factor_reaches_only_its_enrolment(register: Register) -> None:
    register("新人1", Duty.COUNTER, totp_secret=None)
    browser = Client()
    give_password(browser, "新人1")

    for address in ("/", "/account/", "/staff/", "/account/password/"):
        response = browser.get(address)
        assert response.status_code == 302
        assert response.headers["Location"].startswith("/sign-in/first-factor/")

    page = browser.get("/account/app/")
    code = pyotp.TOTP(page.context["form"].secret).now()
    done = browser.post("/account/app/", {"code": code})
    assert done.headers["Location"] == "/account/codes/"
    assert browser.get("/").status_code == 200
    assert ("account.factor_changed", "done") in kinds()


def test_recovery_code_signs_in_once(register: Register, signed_in: SignIn) -> None:
    person = register("窓口1", Duty.COUNTER)
    browser = signed_in(person)
    browser.post("/account/codes/new/", {})
    code = browser.get("/account/codes/").context["unused_codes"][0]

    first, second = Client(), Client()
    give_password(first, person.login)
    assert give_code(first, code).status_code == 302
    give_password(second, person.login)
    assert give_code(second, code).status_code == 200
    assert browser.get("/account/codes/").context["unused_codes"][0] == "****"


def test_the_only_second_factor_cannot_be_removed(register: Register, signed_in: SignIn) -> None:
    person = register("窓口1", Duty.COUNTER)
    browser = signed_in(person)

    browser.post("/account/app/remove/", {})

    assert Authenticator.objects.filter(user_id=person.key, type="totp").exists()


@pytest.mark.parametrize(
    "address",
    ["/accounts/signup/", "/sign-up/", "/account/email/", "/account/password/reset/"],
)
def test_there_is_no_sign_up_and_no_mail(address: str, client: Client) -> None:
    assert client.get(address).status_code == 404


@pytest.mark.proves("STD-10.3/m3")
def test_temporary_password_must_be_changed_at_once(register: Register, signed_in: SignIn) -> None:
    person = register("窓口1", Duty.COUNTER, temporary=True)
    browser = signed_in(person)
    assert browser.get("/").headers["Location"].startswith("/account/password/")

    again = {"oldpassword": PASSWORD, "password1": PASSWORD, "password2": PASSWORD}
    refused = browser.post("/account/password/", again)
    assert "一つ前のパスワード" in refused.content.decode()
    fresh = "hototogisu-no-koe-3"
    changed = browser.post(
        "/account/password/", {"oldpassword": PASSWORD, "password1": fresh, "password2": fresh}
    )

    assert changed.status_code == 302
    assert browser.get("/").status_code == 200
    assert ("account.password_changed", "done") in kinds()
    assert Staff.objects.get(key=person.key).check_password(fresh)


@pytest.mark.proves("ACC-016")
def test_password_of_a_year_ago_must_be_changed(register: Register, signed_in: SignIn) -> None:
    person = register("窓口1", Duty.COUNTER)
    with connection.cursor() as cursor:
        move = "UPDATE staff_staff SET password_changed_at = now() - %s::interval WHERE key = %s"
        cursor.execute(move, ["364 days", person.key])
        browser = signed_in(person)
        assert browser.get("/").status_code == 200
        cursor.execute(move, ["366 days", person.key])

    assert browser.get("/").headers["Location"].startswith("/account/password/")
    same = {"oldpassword": PASSWORD, "password1": PASSWORD, "password2": PASSWORD}
    assert browser.post("/account/password/", same).status_code == 200
    assert browser.get("/").status_code == 302
    fresh = "hototogisu-no-koe-3"
    changed = {"oldpassword": PASSWORD, "password1": fresh, "password2": fresh}
    assert browser.post("/account/password/", changed).status_code == 302
    back = {"oldpassword": fresh, "password1": PASSWORD, "password2": PASSWORD}
    assert browser.post("/account/password/", back).status_code == 200
    assert Staff.objects.get(key=person.key).check_password(fresh)


def test_a_used_code_is_remembered_as_long_as_it_is_good(
    register: Register, signed_in: SignIn
) -> None:
    signed_in(register("窓口1", Duty.COUNTER))

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT extract(epoch FROM expires - now()) FROM django_cache"
            " WHERE cache_key LIKE '%%totp.used%%'"
        )
        row = cursor.fetchone()
    assert row is not None
    assert 85 < float(row[0]) <= 91
