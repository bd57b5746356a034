"""A browser (ブラウザー): the Chromium that `./daicho test` found, for every test that drives one.

The machine may be busy with much else: nothing here is timed, and a key or a click waits for the page that hears it.
A page hears all its scripts do only once it is whole, so whatever leads to another page goes through `press`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

from axe_playwright_python.sync_playwright import Axe
from django.db import connection
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

PATIENCE_MS: Final = 120_000
# What draws is a thread of the browser: as a process of its own it costs a third more for each page.
_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--in-process-gpu",
    "--disable-background-networking",
]

expect.set_options(timeout=PATIENCE_MS)


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser for some windows."""
    with sync_playwright() as playwright:
        # Django keeps a connection apart for code under a running loop, as all code is from here on. What an earlier
        # browser left open belongs to a database that is gone.
        connection.close()
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("DAICHO_BROWSER", "/usr/bin/chromium"),
            args=_FLAGS,
            timeout=PATIENCE_MS,
        )
        yield browser
        connection.close()
        browser.close()


def window(browser: Browser, **options: Any) -> BrowserContext:  # Any: Playwright's own options
    """A window of a Japanese clerk, with nobody's cookies."""
    size = {"width": 1280, "height": 800}
    context = browser.new_context(**{"locale": "ja-JP", "viewport": size, **options})
    context.set_default_timeout(PATIENCE_MS)
    return context


def press(page: Page, selector: str) -> None:
    """Click the first of what leads to another page; that one is whole afterwards."""
    with page.expect_navigation():
        page.locator(selector).first.click()


def until(page: Page, true: Callable[[], object]) -> None:
    """Wait for what the test itself counts, while the browser goes on."""
    for _ in range(PATIENCE_MS // 100):
        if true():
            return
        page.wait_for_timeout(100)
    raise AssertionError("it never came about")


def nothing_serious(page: Page) -> None:
    """axe finds nothing serious or critical on the page (WCAG 2.2 AA)."""
    found = Axe().run(page).response["violations"]
    serious = [v for v in found if v["impact"] in ("serious", "critical")]
    assert not serious, [(v["id"], [n["html"][:120] for n in v["nodes"]]) for v in serious]
