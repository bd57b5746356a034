"""The page outside (照合ページ): a receiver's browser, the exported list beside the page, no server behind it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib import resources
from pathlib import Path
from shutil import copyfile
from threading import Thread

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from daicho.business.certificates.domain.verification import (
    Printed,
    list_text,
    new_code,
    seal_line,
)
from daicho.foundation.ui.tests.browser import chromium, window

pytestmark = pytest.mark.browser
OUTSIDE = resources.files("daicho.business.certificates").joinpath("outside")
GOOD, SPOILED, UNKNOWN = new_code(), new_code(), new_code()
PRINTED = Printed(
    number="20261120 架空市 本庁1 000001",
    kind="住民票の写し（世帯連記式）",
    issued_on=date(2026, 11, 20),
    pages=2,
    name="葛\U000e0102城　太郎",
    born_on="昭和60年4月1日",
)


class Quiet(SimpleHTTPRequestHandler):
    """A static host that writes no log."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (named by its class)
        """Say nothing."""


@contextmanager
def static_host(folder: Path) -> Iterator[str]:
    """Any static host: the folder's files over the loopback."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """What a town puts outside: three files and the list of two sheets, one spoiled."""
    for name in ("verify.html", "verify.js", "verify.css"):
        copyfile(str(OUTSIDE.joinpath(name)), tmp_path / name)
    lines = [(seal_line(GOOD, PRINTED), False), (seal_line(SPOILED, PRINTED), True)]
    lines += [(seal_line(new_code(), PRINTED), False) for _ in range(50)]
    text = list_text(
        lines, town="架空県架空市", made_on=date(2026, 11, 20), issued_from=date(2026, 5, 20)
    )
    (tmp_path / "verification.jsonl").write_text(text, encoding="utf-8")
    return tmp_path


@pytest.fixture
def page(folder: Path) -> Iterator[Page]:
    """The page in a browser."""
    with static_host(folder) as address, chromium() as browser:
        yield window(browser, base_url=address).new_page()


def ask(page: Page, code: str, name: str, born: str) -> str:
    """Fill the form in, and what the page answers."""
    for field, text in (("#code", code), ("#name", name), ("#born", born)):
        page.fill(field, text)
    page.click("button")
    page.wait_for_selector("#result:not([hidden])")
    return page.inner_text("#result")


def nothing_wrong(page: Page) -> None:
    """axe finds nothing (WCAG 2.2 AA)."""
    found = Axe().run(page).response["violations"]
    assert not found, [(v["id"], [n["html"][:120] for n in v["nodes"]]) for v in found]


def test_a_sheet_matches_from_its_two_dimensional_code(page: Page) -> None:
    asked: list[str] = []
    faults: list[str] = []
    page.on("request", lambda request: asked.append(f"{request.method} {request.url}"))
    page.on("console", lambda message: faults.append(message.text))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(f"/verify.html#{GOOD}")
    assert page.input_value("#code") == GOOD
    assert "#" not in page.url
    page.wait_for_selector("#as-of:not(:empty)")
    assert "令和8年11月20日現在" in page.inner_text("#as-of")
    answer = ask(page, GOOD, "葛城太郎", "S60.4.1")
    for words in ("一致", PRINTED.number, PRINTED.kind, "令和8年11月20日", "2枚"):
        assert words in answer
    assert "不一致" not in answer
    nothing_wrong(page)
    host = page.url.rsplit("/", 1)[0]
    wanted = {f"GET {host}/{n}" for n in ("verify.html", "verify.js", "verify.css")}
    assert {a.partition("#")[0] for a in asked} == {*wanted, f"GET {host}/verification.jsonl"}
    assert not [f for f in faults if "favicon" not in f]


def test_another_name_or_day_does_not_match(page: Page) -> None:
    page.goto("/verify.html")
    answer = ask(page, GOOD.lower().replace("-", " "), "葛城　次郎", "昭和60年4月1日")
    assert answer.splitlines()[0] == "不一致"
    assert "氏名\n不一致" in answer
    assert "生年月日\n一致" in answer
    nothing_wrong(page)
    page.fill("#born", "昭和60年4月2日")
    page.fill("#name", "葛\U000e0102城 太郎")
    page.click("button")
    page.wait_for_selector("dd:text-is('一致') + dt:text-is('生年月日') + dd:text-is('不一致')")


def test_an_unknown_code_and_a_spoiled_sheet(page: Page) -> None:
    page.goto("/verify.html")
    answer = ask(page, UNKNOWN, "葛城太郎", "昭和60年4月1日")
    assert answer.startswith("一覧にありません")
    assert "000001" not in answer
    page.fill("#code", SPOILED)
    page.click("button")
    page.wait_for_selector("#result h2:text-is('無効')")
    assert "書損じ" in page.inner_text("#result")
    nothing_wrong(page)


def test_a_mistyped_code_is_told_beside_its_field(page: Page) -> None:
    page.goto("/verify.html")
    page.fill("#code", GOOD[:-1] + ("A" if GOOD[-1] != "A" else "C"))
    page.click("button")
    assert "照合番号が正しくありません" in page.inner_text("#code-error")
    assert "1人目の氏名を入れてください" in page.inner_text("#name-error")
    assert page.evaluate("document.activeElement.id") == "code"
    assert page.is_hidden("#result")
    nothing_wrong(page)


def test_a_list_that_is_not_there_is_told(page: Page, folder: Path) -> None:
    (folder / "verification.jsonl").unlink()
    page.goto("/verify.html")
    assert "一覧を読めませんでした" in ask(page, GOOD, "葛城太郎", "昭和60年4月1日")
