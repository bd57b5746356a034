"""A real browser with a virtual authenticator: enrol a passkey, sign in with it alone, lock and
unlock.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.db import connection
from django.test.testcases import LiveServerThread
from playwright.sync_api import CDPSession, Page

from daicho.foundation.staff.access import system_access
from daicho.foundation.staff.commands.register_staff import register_staff
from daicho.foundation.staff.tests.conftest import PASSWORD
from daicho.foundation.ui.tests.browser import chromium, press, window
from daicho.kernel.access import Duty, Purpose

pytestmark = [pytest.mark.browser, pytest.mark.urls("daicho.foundation.staff.web.urls")]

AUTHENTICATOR = {
    "protocol": "ctap2",
    "ctap2Version": "ctap2_1",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def address(fresh_database: str, django_db_blocker: Any) -> Iterator[str]:
    """The screens served on loopback over a database of their own, with one newcomer registered."""
    with django_db_blocker.unblock():
        assert connection.settings_dict["NAME"] == fresh_database
        register_staff(
            system_access(Purpose.ADMINISTRATION, job="test"),
            login="窓口1",
            name="試験 窓口",
            office="架空課",
            password=PASSWORD,
            duties=[Duty.COUNTER],
            temporary=False,
        )
        server = LiveServerThread("localhost", StaticFilesHandler)
        server.daemon = True
        server.start()
        server.is_ready.wait()
        if server.error:
            raise server.error
        try:
            yield f"http://localhost:{server.port}"
        finally:
            server.terminate()
            connection.close()


@pytest.fixture
def page(address: str) -> Iterator[Page]:
    """A page, begun after the database was reached: its event loop keeps Django out of this thread."""
    with chromium() as browser:
        yield window(browser, base_url=address).new_page()


@pytest.fixture
def device(page: Page) -> tuple[CDPSession, str]:
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable", {"enableUI": False})
    made = session.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    return session, made["authenticatorId"]


def sign_in_by_passkey(page: Page, address: str) -> None:
    page.goto(f"{address}/sign-in/")
    page.click("#passkey_login")


def give_password(page: Page, address: str) -> None:
    page.goto(f"{address}/sign-in/")
    page.fill("[name=login]", "窓口1")
    page.fill("[name=password]", PASSWORD)
    press(page, "text=次へ")


@pytest.mark.proves("STD-10.3/m12")
def test_passkey_signs_in_with_a_password_or_alone_when_its_holder_is_verified(
    page: Page, device: tuple[CDPSession, str], address: str
) -> None:
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    give_password(page, address)
    press(page, "text=パスキーを登録する")
    page.click("#passkey_add")
    page.wait_for_url(f"{address}/account/codes/")
    page.click("text=続ける")
    page.wait_for_url(f"{address}/")

    page.context.clear_cookies()
    session, authenticator = device
    state = {"authenticatorId": authenticator, "isUserVerified": False}
    session.send("WebAuthn.setUserVerified", state)
    sign_in_by_passkey(page, address)
    page.wait_for_selector("[data-passkey-trouble]:not([hidden])")
    page.goto(f"{address}/")
    assert page.url.startswith(f"{address}/sign-in/")

    session.send("WebAuthn.setUserVerified", {**state, "isUserVerified": True})
    give_password(page, address)
    page.click("#factor_passkey")
    page.wait_for_url(f"{address}/")

    page.context.clear_cookies()
    sign_in_by_passkey(page, address)
    page.wait_for_url(f"{address}/")
    assert "試験 窓口" in page.inner_text("body")

    page.click("button:text-is('ロック')")
    page.wait_for_url(f"{address}/unlock/**")
    page.click("#unlock_passkey")
    page.wait_for_url(f"{address}/")
    assert complaints == []
