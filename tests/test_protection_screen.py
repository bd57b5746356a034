"""抑止・支援措置の画面: every page of a measure and a suppression can be used by everybody (axe), and with the keyboard."""

from __future__ import annotations

from datetime import date

import pyotp
import pytest
from playwright.sync_api import Page

from daicho.foundation.staff.access import system_access
from daicho.foundation.staff.commands.register_staff import register_staff
from daicho.kernel.access import Duty, Purpose
from daicho.registers.protection.domain.levels import Restraint
from daicho.registers.protection.tests.scene import lifted, support, suppress
from daicho.registers.residents.tests.factories import make_resident
from tests.town import PASSWORD, chromium, hand_in, nothing_serious, served

pytestmark = pytest.mark.browser
SUPPORTER = "支援2"


def register_supporter() -> str:
    """The one who looks after measures, and sits at the counter too; the TOTP secret."""
    secret = pyotp.random_base32()
    register_staff(
        system_access(Purpose.ADMINISTRATION, job="test"),
        login=SUPPORTER,
        name=f"架空 {SUPPORTER}",
        office="市民課",
        password=PASSWORD,
        duties=[Duty.PROTECT, Duty.PROTECT_VIEW, Duty.COUNTER],
        totp_secret=secret,
        temporary=False,
    )
    return secret


def check(page: Page, address: str, words: str) -> None:
    page.goto(address)
    assert words in page.inner_text("main")
    nothing_serious(page)


def test_every_page_can_be_used_by_everybody(fresh_database: str) -> None:
    assert fresh_database
    with served() as town, chromium() as browser:
        town.secrets[SUPPORTER] = register_supporter()
        page = town.sign_in(browser, SUPPORTER)
        she = make_resident(name="支援　花子", name_kana="シエン　ハナコ")
        child = make_resident(name="支援　一郎", relationship_to_head="子", member_order=2)
        measure = support(she.person, child.person, since=date(2026, 4, 1))
        key = suppress(she.person, certificate=Restraint.ERROR, look_up=Restraint.ALERT)
        lifted(she.person)
        for address, words in (
            (f"/residents/{she.record}/", "支援措置期間中"),
            ("/protection/", "支援　花子"),
            (f"/protection/measures/{measure}/", "併せて支援を求める者"),
            (f"/protection/measures/{measure}/correct/", "申出の理由"),
            (f"/protection/measures/{measure}/do/end/", "終了の事由"),
            (f"/protection/persons/{she.person}/", "設定されている抑止"),
            ("/protection/suppressed/", "支援　一郎"),
            ("/protection/suppressed/print/", "抑止対象者一覧"),
            (f"/protection/suppressions/set/?person={she.person}", "何を、どの段階で"),
            (f"/protection/suppressions/{key}/end/", "解除の理由"),
            (f"/protection/lift/?person={she.person}", "審査の結果"),
        ):
            check(page, address, words)
        page.goto(f"/protection/measures/{measure}/do/transfer/")
        page.fill("[name=municipality]", "東京都架空区")
        page.fill("[name=on]", "R8.11.20")
        hand_in(page)
        assert "転送先 東京都架空区" in page.inner_text("main")
