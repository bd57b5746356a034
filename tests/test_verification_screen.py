"""照合用一覧の画面: what the list holds is said before it is taken, by the administrator alone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyotp
import pytest

from daicho.foundation.audit.models import Entry
from daicho.foundation.staff.access import system_access
from daicho.foundation.staff.commands.register_staff import register_staff
from daicho.kernel.access import Duty, Purpose
from tests.town import PASSWORD, chromium, nothing_serious, served

pytestmark = pytest.mark.browser
ADMINISTRATOR = "管理1"
EXPORTED = "certificates.verification_exported"


def register_administrator() -> str:
    """The one who may export; the TOTP secret."""
    secret = pyotp.random_base32()
    register_staff(
        system_access(Purpose.ADMINISTRATION, job="test"),
        login=ADMINISTRATOR,
        name=f"架空 {ADMINISTRATOR}",
        office="市民課",
        password=PASSWORD,
        duties=[Duty.ADMINISTER],
        totp_secret=secret,
        temporary=False,
    )
    return secret


def test_the_list_is_taken_by_the_administrator_alone(
    fresh_database: str,
    settings: Any,  # Any: pytest-django's settings
    tmp_path: Path,
) -> None:
    assert fresh_database
    with served() as town, chromium() as browser:
        town.secrets[ADMINISTRATOR] = register_administrator()
        page = town.sign_in(browser, ADMINISTRATOR)
        page.goto("/certificates/verification/")
        assert "照合は使っていません" in page.inner_text("main")
        assert page.query_selector("main form") is None

        settings.CERTIFICATE_VERIFICATION = True
        page.reload()
        assert "一覧に入らないもの" in page.inner_text("main")
        nothing_serious(page)
        with page.expect_download() as waiting:
            page.click("main button:has-text('一覧を書き出す')")
        assert waiting.value.suggested_filename == "verification.jsonl"
        waiting.value.save_as(tmp_path / "list")
        heading = json.loads((tmp_path / "list").read_text())
        assert heading["town"] == "福島県福島市"
        assert Entry.objects.filter(kind=EXPORTED, outcome="done").count() == 1

        clerk = town.sign_in(browser, "窓口1")
        answer = clerk.goto("/certificates/verification/")
        assert answer is not None
        assert answer.status == 403
        assert "一覧を書き出す" not in clerk.content()
    assert Entry.objects.filter(kind=EXPORTED).count() == 1
