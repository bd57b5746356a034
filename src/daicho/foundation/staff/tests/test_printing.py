"""A screen goes onto paper after its entry on the trail (画面のハードコピー, STD-10.7/m5), and not otherwise."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from daicho.foundation.audit.models import Entry
from daicho.foundation.staff.tests.conftest import Person
from daicho.kernel.access import Duty

pytestmark = pytest.mark.django_db


def source(name: str) -> str:
    found = finders.find(name)
    assert isinstance(found, str)
    return Path(found).read_text(encoding="utf-8")


@pytest.mark.proves("STD-10.7/m5", "STD-10.2/m8")
def test_a_printed_screen_is_on_the_trail(
    register: Callable[..., Person],
    signed_in: Callable[..., Client],
    enrolled: Callable[[Client], Client],
) -> None:
    client = signed_in(register("窓口9", Duty.COUNTER), enrolled(Client()))
    page = client.get("/").content.decode()
    assert 'data-print-url="/printed/"' in page
    assert "daicho/js/print" in page
    what = {"path": "/account/", "title": "自分のアカウント | 台帳", "numbers": "on"}
    assert client.post("/printed/", what).status_code == 204
    entry = json.loads(Entry.objects.get(kind="screen.printed").body)
    assert entry["login"] == "窓口9"
    assert entry["terminal"]
    assert entry["number_shown"] is True
    assert entry["detail"] == {
        "title": "自分のアカウント | 台帳",
        "screen": "自分のアカウント",
        "files": ["/account/"],
        "pages": "1画面",
        "output": "画面の印刷",
        "seal": "無",
    }


def test_nothing_is_entered_for_a_screen_that_is_not_there_or_by_a_stranger(
    register: Callable[..., Person], signed_in: Callable[..., Client]
) -> None:
    client = signed_in(register("窓口9", Duty.COUNTER))
    assert client.post("/printed/", {"path": "/no/such/"}).status_code == 404
    assert client.get("/printed/").status_code == 405
    assert Client().post("/printed/", {"path": "/"}).status_code in (302, 403)
    assert not Entry.objects.filter(kind="screen.printed").exists()


def test_the_browsers_own_printing_shows_no_resident() -> None:
    """The sheet hides every screen that was not let onto paper; only the script that asks lets it."""
    assert "body[data-print-url]:not([data-printing]) > * { display: none !important; }" in source(
        "daicho/css/print.css"
    )
    script = source("daicho/js/print.js")
    assert script.index("answer.status === 204") < script.index("return onPaper()")
    assert "window.print()" not in source("daicho/js/forms.js")
