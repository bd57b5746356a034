"""Offices (窓口の画面): the staff of a town that `./daicho up --towns` runs, each in a browser window of an enrolled terminal."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from playwright.sync_api import Browser, BrowserContext, Page
from psycopg.rows import dict_row

from daicho.foundation.staff.terminals import COOKIE
from daicho.foundation.ui.tests.browser import window
from daicho.operations.accounts import code_for, find_account
from daicho.operations.environment import COMMANDS
from daicho.operations.home import Home
from tests.town import look_up, press, submit
from tests.towns.variables import clean, installation

UP_SECONDS = 1200.0
SETTLE_SECONDS = 180.0
NEVER_LOCKED = {"DAICHO_LOCK_MINUTES": "600", "DAICHO_IDLE_MINUTES": "600"}
"""On a slow machine the staff of one town wait long for those of the other."""


@dataclass(slots=True)
class Running:
    """`./daicho up --towns …` as a child, in a home of its own."""

    home: Path
    port: int
    process: subprocess.Popen[bytes]

    def seat(self, town: str, node: str) -> Home:
        return Home(self.home / "towns" / town / node)

    def port_of(self, at: int, node: str = "core") -> int:
        """The port of the screens of the n-th town."""
        return self.port + 10 * at + (node != "core")

    def outside(self, *words: str) -> list[dict[str, object]]:
        """`python -m outside …`; the rows that it showed."""
        done = subprocess.run(
            [sys.executable, "-m", "outside", *words],
            env=clean(os.environ, OUTSIDE_HOME=str(self.home / "outside")),
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]

    def code_of(self, name: str) -> str:
        """The 住民票コード under which the nation knows a name; empty while it does not."""
        told = json.loads((self.home / "outside" / "outside.json").read_text(encoding="utf-8"))
        with psycopg.connect(
            told["database"], row_factory=dict_row, options="-c search_path=outside"
        ) as connection:
            row = connection.execute(
                "SELECT code FROM identity WHERE party = '000000:nation' AND items ->> '2' = %s",
                [name],
            ).fetchone()
        return str(row["code"]) if row else ""

    def known(self, name: str) -> list[tuple[str, str]]:
        """Municipality and address under which the nation knows a name, as `outside show` tells it."""
        code = self.code_of(name)
        rows = self.outside("show", "000000:nation", "--person", code) if code else []
        return [
            (str(row["municipality"]), str(row["items"]["11"]))  # type: ignore[index]
            for row in rows
            if row["table"] == "identity"
        ]

    def pid_of(self, server: str) -> int:
        """The process that the supervisor has under a name now (「wako core lines」)."""
        state = json.loads((self.home / "run" / "state.json").read_text(encoding="utf-8"))
        return next(int(s["pid"]) for s in state["servers"] if s["name"] == server and s["pid"])


@contextmanager
def towns_up(home: Path, *, port: int, residents: int) -> Iterator[Running]:
    """Start the towns and wait until they say where they are; stop them as `./daicho stop` does."""
    log = home.with_suffix(".log")
    command = [sys.executable, "-m", COMMANDS, "up", "--towns", "fukushima,wako"]
    command += ["--port", str(port), "--residents", str(residents)]
    with log.open("ab") as output:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=clean(os.environ, DAICHO_HOME=str(home), **NEVER_LOCKED),
            start_new_session=True,
        )
    try:
        until(
            lambda: "./daicho stop" in log.read_text(encoding="utf-8"),
            patience=UP_SECONDS,
            alive=process,
            what=log,
        )
        yield Running(home, port, process)
    finally:
        if process.poll() is None:
            stop = [sys.executable, "-m", COMMANDS, "stop"]
            subprocess.run(stop, env=clean(os.environ, DAICHO_HOME=str(home)), check=False)
        process.wait(120)
    assert process.returncode == 0, log.read_text(encoding="utf-8")[-2000:]


def until(
    true: Callable[[], object],
    *,
    patience: float = SETTLE_SECONDS,
    alive: subprocess.Popen[bytes] | None = None,
    what: object = "",
) -> None:
    deadline = time.monotonic() + patience
    while not true():
        assert time.monotonic() < deadline, f"it never came about: {what}"
        assert alive is None or alive.poll() is None, f"it ended: {what}"
        time.sleep(0.5)


@dataclass(slots=True)
class Office:
    """One town's staff at their screens; every window belongs to one enrolled terminal."""

    home: Home
    address: str
    browser: Browser
    terminal: str = "本庁1"
    pages: dict[str, Page] = field(default_factory=dict)
    _terminal: list[dict[str, object]] = field(default_factory=list)

    def at(self, login: str) -> Page:
        """The window of a member of staff, signed in."""
        if login not in self.pages:
            self.pages[login] = self._signed_in(login)
        return self.pages[login]

    def carried(self, page: Page) -> str:
        """Submit what stands on the clerk's page, and have it examined and decided; the case's address."""
        case = submit(page)
        for login, button in (("審査1", "審査を終える"), ("決裁1", "決裁して")):
            other = self.at(login)
            other.goto(case)
            press(other, f"button:has-text('{button}')")
        assert "台帳に記録されています" in self.at("決裁1").inner_text("main")
        return case

    def _signed_in(self, login: str) -> Page:
        page = self._context().new_page()
        account = find_account(self.home, login)
        page.goto("/sign-in/")
        page.fill("[name=login]", account.login)
        page.fill("[name=password]", account.password)
        press(page, "button[type=submit], button.primary")
        page.fill("[name=code]", code_for(account).digits)
        press(page, "button[type=submit], button.primary")
        assert "/sign-in" not in page.url, page.inner_text("main")[:500]
        return page

    def _context(self) -> BrowserContext:
        context = window(self.browser, base_url=self.address)
        if self._terminal:
            context.add_cookies(self._terminal)  # type: ignore[arg-type]
            return context
        page = context.new_page()
        page.goto(self._enrolment())
        press(page, "button:has-text('この端末を登録する')")
        self._terminal = [dict(c) for c in context.cookies() if c["name"] == COOKIE]
        assert self._terminal, page.inner_text("body")[:500]
        page.close()
        return context

    def _enrolment(self) -> str:
        port = self.address.rpartition(":")[2]
        made = subprocess.run(
            [sys.executable, "-m", COMMANDS, "terminal", self.terminal, "--port", port],
            env=installation(self.home),
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        return made.stdout.strip()


def household_of(page: Page, name_kana: str) -> str:
    """What the links of a record say of whom they are about: `household=…&person=…`."""
    page.goto("/residents/")
    look_up(page, name_kana)
    press(page, "[data-result]")
    query = page.locator("a[href*='household=']").first.get_attribute("href") or ""
    found = re.search(r"household=[^&]*&person=[0-9a-f-]{36}", query)
    assert found, query
    return found[0]
