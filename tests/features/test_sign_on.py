"""Steps of specs/features/sign_on.feature (シングルサインオン): the screens, and a provider on loopback."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

import pyotp
import pytest
from django.core.cache import cache
from django.test import Client
from pytest_bdd import given, parsers, scenarios, then, when

from daicho.foundation.staff.access import system_access
from daicho.foundation.staff.commands.bind_sign_on import bind_sign_on
from daicho.foundation.staff.commands.register_staff import register_staff
from daicho.foundation.staff.commands.unbind_sign_on import unbind_sign_on
from daicho.foundation.staff.tests.provider import CLIENT, SECRET, Provider, serving
from daicho.kernel.access import Duty, Purpose

scenarios(str(Path(__file__).parents[2] / "specs/features/sign_on.feature"))

PASSWORD = "kawasemi-no-tobu-asa"
TOTP = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@dataclass
class Desk:
    """A browser before the sign-in page, the provider, and the last page."""

    provider: Provider
    browser: Client = field(default_factory=Client)
    person: UUID | None = None
    page: Any = None  # Any: a response of the test client

    def through_provider(self, subject: str) -> None:
        self.provider.subject = subject
        self.page = self.browser.get("/sign-in/office/")
        if self.page.status_code == 302:
            query = self.provider.answer(self.page["Location"])
            self.page = self.browser.get(f"/sign-in/office/back/?{query}")

    def give_code(self) -> None:
        cache.clear()
        code = {"code": pyotp.TOTP(TOTP).now()}
        self.page = self.browser.post("/sign-in/second/", code, follow=True)


@pytest.fixture
def desk(db: None) -> Iterator[Desk]:
    assert db is None
    with serving() as provider:
        yield Desk(provider)


@given(parsers.parse("認証基盤があり、窓口1が識別子「{subject}」と結び付いている"))
def _(desk: Desk, settings: Any, subject: str) -> None:
    settings.SIGN_ON_ISSUER = desk.provider.address
    settings.SIGN_ON_CLIENT, settings.SIGN_ON_SECRET = CLIENT, SECRET
    system = system_access(Purpose.ADMINISTRATION, job="test")
    desk.person = register_staff(
        system,
        login="窓口1",
        name="試験 窓口1",
        office="市民課",
        password=PASSWORD,
        duties=[Duty.COUNTER],
        totp_secret=TOTP,
        temporary=False,
    )
    bind_sign_on(system, staff_key=desk.person, subject=subject, reason="開始")


@when(parsers.parse("識別子「{subject}」で庁内の認証を通る"))
def _(desk: Desk, subject: str) -> None:
    desk.through_provider(subject)


@when("庁内の認証を始める")
def _(desk: Desk) -> None:
    desk.through_provider("p-100")


@when("確認コードを入れる")
def _(desk: Desk) -> None:
    desk.give_code()


@when("パスワードと確認コードを入れる")
def _(desk: Desk) -> None:
    desk.browser.post("/sign-in/", {"login": "窓口1", "password": PASSWORD})
    desk.give_code()


@when("認証基盤の鍵が替わる")
def _(desk: Desk) -> None:
    desk.provider.rotate("next")


@when("認証基盤が止まる")
def _(desk: Desk) -> None:
    desk.provider.down = True


@when("管理1が窓口1の結び付けを解く")
def _(desk: Desk) -> None:
    assert desk.person
    system = system_access(Purpose.ADMINISTRATION, job="test")
    unbind_sign_on(system, staff_key=desk.person, reason="異動")


@then("確認コードを求められる")
def _(desk: Desk) -> None:
    assert desk.page["Location"] == "/sign-in/second/"
    assert desk.browser.get("/").status_code == 302


@then("窓口1としてホームが開く")
def _(desk: Desk) -> None:
    assert desk.page.status_code == 200
    assert "試験 窓口1 さん" in desk.page.content.decode()


@then(parsers.parse("「{words}」と表示され、入れない"))
def _(desk: Desk, words: str) -> None:
    assert words in desk.page.content.decode()
    assert desk.browser.get("/").status_code == 302
