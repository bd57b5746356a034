"""A town that is served for a test: staff with two factors, an enrolled terminal, a mayor, codes; over a real port."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from threading import Thread

import pyotp
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core import signing
from django.core.handlers.wsgi import WSGIHandler
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.urls import resolve
from playwright.sync_api import Browser, Page

from daicho.business.certificates.commands.set_certifier import set_certifier
from daicho.business.movements.tests.paper import pool
from daicho.foundation.staff.access import system_access
from daicho.foundation.staff.commands.enrol_terminal import enrol_this_terminal
from daicho.foundation.staff.commands.register_staff import register_staff
from daicho.foundation.staff.terminals import COOKIE
from daicho.foundation.ui.tests.browser import chromium, nothing_serious, press, window
from daicho.kernel.access import Duty, Purpose

__all__ = [
    "PASSWORD",
    "Town",
    "choose",
    "chromium",
    "fill",
    "furnish",
    "hand_in",
    "look_up",
    "nothing_serious",
    "press",
    "served",
    "submit",
]

PASSWORD = "kawasemi-no-tobu-asa"
DUTIES = {
    "窓口1": Duty.COUNTER,
    "審査1": Duty.EXAMINE,
    "決裁1": Duty.DECIDE,
    "監査1": Duty.AUDIT,
}
COLLEAGUES = {"窓口2": Duty.COUNTER, "窓口3": Duty.COUNTER, "支援1": Duty.PROTECT}
"""Who else works there, in stories that need more people."""
MORE = {
    "窓口1": (Duty.BATCH, Duty.ASSIGN_CODES),
    "審査1": (Duty.BATCH,),
    "支援1": (Duty.PROTECT_VIEW,),
}
"""What is a right of its own (STD-10.3), for those who use it in stories."""
MOST_ALERTS = 6


@dataclass(slots=True)
class Town:
    """The served town and how to sign in to it."""

    address: str
    secrets: dict[str, str]
    terminal: str

    def sign_in(self, browser: Browser, login: str) -> Page:
        """A new window of the enrolled terminal, signed in with password and code."""
        context = window(browser, base_url=self.address)
        context.add_cookies([{"name": COOKIE, "value": self.terminal, "url": self.address}])
        page = context.new_page()
        page.goto("/sign-in/")
        page.fill("[name=login]", login)
        page.fill("[name=password]", PASSWORD)
        with page.expect_navigation():
            page.keyboard.press("Enter")
        page.fill("[name=code]", pyotp.TOTP(self.secrets[login]).now())
        with page.expect_navigation():
            page.keyboard.press("Enter")
        return page


def furnish() -> dict[str, str]:
    """Staff, mayor and codes in the database that is connected to; the TOTP secrets by login."""
    system = system_access(Purpose.ADMINISTRATION, job="test")
    set_certifier(system, valid_from=date(2000, 4, 1), title="見本市長", name="台帳　守")
    pool(200)
    staff = DUTIES | COLLEAGUES
    secrets = {login: pyotp.random_base32() for login in staff}
    for login, duty in staff.items():
        register_staff(
            system,
            login=login,
            name=f"架空 {login}",
            office="市民課",
            password=PASSWORD,
            duties=[duty, *MORE.get(login, ())],
            totp_secret=secrets[login],
            temporary=False,
        )
    return secrets


@contextmanager
def served() -> Iterator[Town]:
    """Serve the connected database on a free port of the loopback, with threads of its own."""
    secrets = furnish()
    key = enrol_this_terminal(
        system_access(Purpose.ADMINISTRATION, job="test"), name="本庁1", office="市民課"
    )
    resolve("/sign-in/")  # every screen is imported here, while no browser waits for its first page
    server = ThreadedWSGIServer(("127.0.0.1", 0), WSGIRequestHandler)
    server.set_app(StaticFilesHandler(WSGIHandler()))
    server.daemon_threads = True
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield Town(
            address=f"http://localhost:{server.server_port}",
            secrets=secrets,
            terminal=signing.dumps(str(key), salt="daicho.foundation.staff.terminal"),
        )
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def hand_in(page: Page) -> None:
    """Ctrl+Enter (送信), as who serves a queue does; the page hears keys once it is whole."""
    page.wait_for_load_state()
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")


def look_up(page: Page, name: str) -> None:
    """Find residents from the search's page; the list is there afterwards."""
    page.fill("#field-name", name)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"saved="))
    page.locator("#results tbody tr").first.wait_for()


def submit(page: Page) -> str:
    """Hand a 届出 in by its button; read and confirm what the screen warns of; the address of the case."""
    for _ in range(MOST_ALERTS):
        press(page, "[name=act][value=submit]")
        if "仮登録しました" in page.inner_text("body"):
            return page.url
        boxes = page.locator("[name=confirm]")
        assert boxes.count(), page.inner_text(".error-summary, main")[:1200]
        for n in range(boxes.count()):
            boxes.nth(n).check()
        reasons = page.locator('[name^="confirm_reason."]')
        for n in range(reasons.count()):
            if reasons.nth(n).is_visible():
                reasons.nth(n).fill("窓口で確かめた")
    raise AssertionError(page.inner_text("main")[:1500])


def fill(page: Page, fields: Mapping[str, str]) -> None:
    """Type into fields of whatever kind, as the screen has them."""
    for name, value in fields.items():
        found = page.locator(f'[name="{name}"]')
        kind = found.first.evaluate("e => e.type || e.tagName")
        if kind == "radio":
            page.check(f'[name="{name}"][value="{value}"]')
        elif kind == "checkbox":
            found.first.set_checked(bool(value))
        elif kind.startswith("select"):
            found.first.select_option(value)
        else:
            found.first.fill(value)


def choose(page: Page, name: str, typed: str) -> None:
    """The first that a combobox offers, by the keyboard.

    The words come all at once, as from a Japanese conversion: no list for their beginning comes in between.
    """
    page.fill(f"[name={name}]", typed)
    page.locator(f"[data-combobox]:has([name={name}]) [role=option]").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
