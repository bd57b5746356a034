"""Invented staff of an invented town, and a browser that is signed in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pyotp
import pytest
from django.core import signing
from django.core.cache import cache
from django.test import Client

from daicho.foundation.audit.models import Entry
from daicho.foundation.staff import ports
from daicho.foundation.staff.access import system_access
from daicho.foundation.staff.commands.enrol_terminal import enrol_this_terminal
from daicho.foundation.staff.commands.register_staff import register_staff
from daicho.foundation.staff.models import Staff
from daicho.foundation.staff.terminals import COOKIE
from daicho.kernel.access import Access, Duty, Purpose

PASSWORD = "kawasemi-no-tobu-asa"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@dataclass(frozen=True, slots=True)
class Person:
    """One registered member of staff."""

    key: UUID
    login: str


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another test of the process may have connected the wiring; here only the staff's own screens are served."""
    monkeypatch.setattr(ports, "waiting_for", lambda _access: ())


@pytest.fixture
def system() -> Access:
    return system_access(Purpose.ADMINISTRATION, job="test")


@pytest.fixture
def register(system: Access) -> Callable[..., Person]:
    def make(login: str, *duties: Duty, **more: Any) -> Person:
        settled: dict[str, Any] = {"totp_secret": SECRET, "temporary": False, **more}
        key = register_staff(
            system,
            login=login,
            name=f"試験 {login}",
            office="架空課",
            password=PASSWORD,
            duties=duties,
            **settled,
        )
        return Person(key, Staff.objects.get(key=key).login)

    return make


@pytest.fixture
def access_of() -> Callable[..., Access]:
    """The access of a registered person, as a screen would make it."""

    def make(person: Person, *duties: Duty, purpose: Purpose = Purpose.ADMINISTRATION) -> Access:
        return Access(
            staff_key=person.key,
            login=person.login,
            name="試験",
            duties=frozenset(duties),
            purpose=purpose,
            terminal="本庁1",
            office="架空課",
        )

    return make


@pytest.fixture
def enrolled(system: Access) -> Callable[[Client], Client]:
    """Makes a browser one of an enrolled terminal."""

    def make(client: Client, name: str = "本庁1") -> Client:
        key = enrol_this_terminal(system, name=name, office="本庁")
        client.cookies[COOKIE] = signing.dumps(str(key), salt="daicho.foundation.staff.terminal")
        return client

    return make


@pytest.fixture
def signed_in() -> Callable[[Person], Client]:
    """Signs a person in with password and code, through the pages."""

    def make(person: Person, client: Client | None = None) -> Client:
        browser = client or Client()
        response = give_password(browser, person.login)
        assert response.status_code == 302, response.content.decode()
        response = give_code(browser)
        assert response.status_code == 302, response.content.decode()
        return browser

    return make


def give_password(browser: Client, login: str, password: str = PASSWORD) -> Any:
    return browser.post("/sign-in/", {"login": login, "password": password})


def give_code(browser: Client, code: str | None = None) -> Any:
    # Several sign-ins within one test may fall into one half minute; a code counts once.
    cache.clear()
    return browser.post("/sign-in/second/", {"code": code or pyotp.TOTP(SECRET).now()})


def kinds() -> list[tuple[str, str]]:
    """The trail as (kind, outcome), in order."""
    return list(Entry.objects.order_by("seq").values_list("kind", "outcome"))
