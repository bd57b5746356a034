"""Plain static files for templates under test, and the gallery served on loopback for a browser."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from django.template import Context, Template
from django.template.loader import render_to_string
from playwright.sync_api import Browser, Page
from pytest_django.fixtures import Settings

from daicho.foundation.ui.gallery import gallery_context
from daicho.foundation.ui.headers import CONTENT_SECURITY_POLICY
from daicho.foundation.ui.tests.browser import chromium, window

STATIC = Path(__file__).parent.parent / "static"
OPTIONS = (
    '{"options": [{"value": "1001", "label": "見本町一丁目", "note": "みほんちょう"},'
    ' {"value": "1002", "label": "見本町二丁目"}]}'
)
BLOCK = (
    '<div class="block" data-block><label>氏名 <input name="persons.1.name"></label>'
    '<button type="button" data-remove-block>取り除く</button></div>'
)
NUMBER = (
    "{% load daicho_ui %}"
    '{% masked_number "個人番号" url="number.html" value="SECRET-7" seconds=2 %}'
)


@pytest.fixture(autouse=True)
def plain_static_files(settings: Settings) -> None:
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


class Site(SimpleHTTPRequestHandler):
    """Files with the policy of the real screens; a POST is counted and answered with its file."""

    posts: list[str]

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        super().end_headers()

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.posts.append(self.path)
        self.do_GET()

    def log_message(self, *args: object) -> None:
        """Nothing: a test's output is its result."""


@pytest.fixture
def posts() -> list[str]:
    return []


@pytest.fixture
def site(tmp_path: Path, posts: list[str]) -> Iterator[str]:
    shutil.copytree(STATIC, tmp_path / "static")
    context = gallery_context()
    shown = {**context, "lock_url": "locked.html", "lock_after": 60}
    pages = {
        "gallery.html": render_to_string("daicho/gallery.html", context),
        "idle.html": render_to_string("daicho/gallery.html", shown),
        "locked.html": "<title>locked</title>",
        "options.json": OPTIONS,
        "block.html": BLOCK,
        "number.html": _rendered(NUMBER),
        "error.html": render_to_string("daicho/errors/409.html", context),
        "public.html": render_to_string("daicho/errors/500.html", {}),
    }
    for name, text in pages.items():
        (tmp_path / name).write_text(text)
    handler = type("CountedSite", (Site,), {"posts": posts})
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(tmp_path)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as made:
        yield made


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = window(browser)
    yield context.new_page()
    context.close()


def _rendered(source: str) -> str:
    return Template(source).render(Context({}))
