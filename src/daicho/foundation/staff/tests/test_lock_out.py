"""Failures lock an account, whatever they were; time or 管理 opens it again."""

from __future__ import annotations

import json
from collections.abc import Callable

import pyotp
import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client

from daicho.foundation.audit.models import Entry
from daicho.foundation.staff.commands.unlock_account import unlock_account
from daicho.foundation.staff.tests.conftest import (
    SECRET,
    Person,
    give_code,
    give_password,
    kinds,
)
from daicho.kernel.access import Access, Duty

pytestmark = [pytest.mark.django_db, pytest.mark.urls("daicho.foundation.staff.web.urls")]

Register = Callable[..., Person]
SignIn = Callable[..., Client]
WRONG = "chigau-password-desu"


def fail(login: str, times: int) -> None:
    for _ in range(times):
        give_password(Client(), login, WRONG)


@pytest.mark.proves("ACC-002", "STD-10.2/m5")
def test_five_wrong_passwords_lock_the_account(register: Register) -> None:
    person = register("窓口1", Duty.COUNTER)
    fail(person.login, 4)
    assert give_password(Client(), person.login).status_code == 302
    fail(person.login, 1)

    refused = give_password(Client(), person.login)

    assert refused.status_code == 429
    assert "アカウントをロックしました" in refused.content.decode()
    assert "30分" in refused.content.decode()
    assert ("session.locked_out", "refused") in kinds()
    failures = Entry.objects.filter(kind="session.sign_in_failed").order_by("seq")
    counted = [json.loads(entry.body)["detail"]["failures"] for entry in failures]
    assert counted[:5] == [1, 2, 3, 4, 5]


def test_another_spelling_of_the_login_counts_for_the_same_account(register: Register) -> None:
    register("mado1", Duty.COUNTER)
    for login in ("MADO1", "ｍａｄｏ１", "Mado1", " mado1 ", "mado1"):
        give_password(Client(), login, WRONG)

    assert give_password(Client(), "mado1").status_code == 429


def test_wrong_codes_count_like_wrong_passwords(register: Register) -> None:
    person = register("窓口1", Duty.COUNTER)
    right = pyotp.TOTP(SECRET).now()
    wrong = f"{(int(right) + 1) % 1000000:06d}"
    browser = Client()
    give_password(browser, person.login)
    for _ in range(5):
        response = give_code(browser, wrong)

    assert response.status_code == 429
    assert give_code(browser).status_code == 429
    assert browser.get("/").status_code == 302
    assert give_password(Client(), person.login).status_code == 429
    failures = Entry.objects.filter(kind="session.sign_in_failed").order_by("seq")
    assert [entry.login for entry in failures][:5] == ["窓口1"] * 5


def test_wrong_codes_and_wrong_passwords_add_up(register: Register) -> None:
    person = register("窓口1", Duty.COUNTER)
    browser = Client()
    give_password(browser, person.login)
    give_code(browser, "abcdef")
    give_code(browser, "abcdef")
    fail(person.login, 3)

    assert give_code(browser).status_code == 429


def test_lock_ends_after_half_an_hour_and_trying_on_does_not_lengthen_it(
    register: Register,
) -> None:
    person = register("窓口1", Duty.COUNTER)
    fail(person.login, 5)
    with connection.cursor() as cursor:
        move = "UPDATE axes_accessattempt SET attempt_time = attempt_time - %s::interval"
        cursor.execute(move, ["29 minutes"])
        assert give_password(Client(), person.login).status_code == 429
        cursor.execute(move, ["2 minutes"])

    assert give_password(Client(), person.login).status_code == 302


def test_administrator_unlocks(register: Register, access_of: Callable[..., Access]) -> None:
    person, keeper = register("窓口1", Duty.COUNTER), register("管理1", Duty.ADMINISTER)
    fail(person.login, 5)

    unlock_account(access_of(keeper, Duty.ADMINISTER), staff_key=person.key, reason="本人から電話")

    assert give_password(Client(), person.login).status_code == 302
    assert ("staff.unlocked", "done") in kinds()


def test_success_forgets_the_failures(register: Register, signed_in: SignIn) -> None:
    person = register("窓口1", Duty.COUNTER)
    fail(person.login, 4)
    signed_in(person)
    fail(person.login, 4)

    assert give_password(Client(), person.login).status_code == 302


def test_failures_do_not_lock_somebody_else(register: Register) -> None:
    register("窓口1", Duty.COUNTER)
    fail("窓口1", 6)
    register("窓口2", Duty.COUNTER)

    assert give_password(Client(), "窓口2").status_code == 302


@pytest.mark.proves("STD-10.3/m13")
def test_failures_at_the_locked_screen_end_the_session(
    register: Register, signed_in: SignIn
) -> None:
    person = register("窓口1", Duty.COUNTER)
    browser = signed_in(person)
    browser.post("/lock/")
    cache.clear()
    for _ in range(5):
        response = browser.post("/unlock/", {"password": WRONG})

    assert response.status_code == 429
    assert browser.get("/").headers["Location"].startswith("/sign-in/")
    assert give_password(Client(), person.login).status_code == 429
    assert ("session.signed_out", "done") in kinds()
