"""Browser (測定用の利用者): a signed-in keep-alive connection to the measured server, and accesses like its staff's."""

from __future__ import annotations

import http.client
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from urllib.parse import urlencode
from uuid import UUID

from django.core import signing
from django.test import RequestFactory

from daicho.foundation.staff.access import staff_access, system_access
from daicho.foundation.staff.commands.enrol_terminal import enrol_this_terminal
from daicho.foundation.staff.models import Staff
from daicho.foundation.staff.terminals import COOKIE
from daicho.kernel.access import Access, Purpose
from daicho.kernel.errors import Unavailable
from daicho.operations.accounts import code_for, find_account
from daicho.operations.home import Home

HOST = "127.0.0.1"
_CSRF = "csrftoken"
_CODE_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Page:
    """What came back."""

    status: int
    body: bytes
    location: str


@dataclass(slots=True)
class Browser:
    """One connection that stays open, with its cookies."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    _line: http.client.HTTPConnection | None = None

    def get(self, path: str) -> Page:
        return self._ask("GET", path, None)

    def post(self, path: str, form: Mapping[str, str]) -> Page:
        return self._ask("POST", path, urlencode(form).encode())

    def beside(self) -> Browser:
        """Another connection of the same session."""
        return Browser(self.port, dict(self.cookies))

    def close(self) -> None:
        if self._line is not None:
            self._line.close()
            self._line = None

    def _ask(self, method: str, path: str, body: bytes | None) -> Page:
        if self._line is None:
            self._line = http.client.HTTPConnection(HOST, self.port, timeout=60)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            headers["X-CSRFToken"] = self.cookies.get(_CSRF, "")
        self._line.request(method, path, body=body, headers=headers)
        answer = self._line.getresponse()
        page = Page(answer.status, answer.read(), answer.headers.get("Location", ""))
        for text in answer.headers.get_all("Set-Cookie", []):
            for name, morsel in SimpleCookie(text).items():
                self.cookies[name] = morsel.value
        return page


def enrol() -> UUID:
    """A terminal for the benchmark's browsers."""
    return enrol_this_terminal(
        system_access(Purpose.ADMINISTRATION, job="bench"), name="測定1", office="市民課"
    )


def mark_of(terminal: UUID) -> str:
    """The cookie of an enrolled terminal."""
    return signing.dumps(str(terminal), salt="daicho.foundation.staff.terminal")


def access_of(login: str, *, terminal: UUID, purpose: Purpose) -> Access:
    """What a screen would make for this person at this terminal."""
    request = RequestFactory().get("/")
    request.COOKIES[COOKIE] = mark_of(terminal)
    return staff_access(request, Staff.objects.get(login=login), purpose=purpose)


def sign_in(home: Home, *, port: int, login: str, terminal: UUID) -> Browser:
    """A browser signed in with password and code, through the screens."""
    browser = Browser(port, {COOKIE: mark_of(terminal)})
    account = find_account(home, login)
    browser.get("/sign-in/")
    browser.post("/sign-in/", {"login": login, "password": account.password})
    code = code_for(account)
    if code.seconds_left < 2:
        time.sleep(_CODE_SECONDS / 10)
        code = code_for(account)
    browser.post("/sign-in/second/", {"code": code.digits})
    home_page = browser.get("/")
    if home_page.status != 200:
        raise Unavailable(
            "測定用の職員がログインできませんでした。",
            why=f"{login}: {home_page.status} {home_page.location}",
        )
    return browser
