"""The letters of a measure (支援措置の通知): real letters with number, seal and copy, sent once (STD-3.4)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from pypdf import PdfReader

from daicho.business.certificates.commands.set_certifier import set_certifier
from daicho.business.certificates.models import Issue
from daicho.foundation.audit.models import Entry
from daicho.foundation.staff.tests.conftest import Person, enrolled, register, signed_in, system
from daicho.kernel.access import Access, Duty
from daicho.registers.protection.tests.scene import support
from daicho.registers.residents.tests.factories import make_resident
from tests.test_protection_channels import connected

__all__ = ["connected", "enrolled", "register", "signed_in", "system"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today", "connected")]


@pytest.fixture
def browser(
    register: Callable[..., Person],
    signed_in: Callable[..., Client],
    enrolled: Callable[..., Client],
    system: Access,
) -> Client:
    """Somebody who looks after 支援措置, and does not issue certificates."""
    set_certifier(system, valid_from=date(2020, 4, 1), title="見本市長", name="台帳　守")
    return enrolled(signed_in(register("支援係", Duty.PROTECT, Duty.PROTECT_VIEW)))


def words(answer: Any) -> str:  # Any: a test client's response
    assert answer["Content-Type"] == "application/pdf"
    pages = PdfReader(BytesIO(answer.content)).pages
    return "".join("".join(page.extract_text().split()) for page in pages)


@pytest.mark.proves("STD-3.4/m7")
def test_the_letter_of_the_end_goes_out_once_a_period_and_can_be_opened_again(
    browser: Client,
) -> None:
    she = make_resident(name="支援　花子", postal_code="9608601", katagaki="見本ハイツ101号")
    child = make_resident(name="支援　一郎", relationship_to_head="子", member_order=2)
    measure = support(she.person, child.person, since=date(2025, 12, 10))
    path = f"/protection/measures/{measure}/letters/protection_end/"
    assert browser.get(path).status_code == 404
    assert browser.post(path, {"edition": "1"}).status_code == 302
    text = words(browser.get(path))
    for each in (
        "支援措置期間終了通知書",
        "〒960-8601",
        "支援花子様",
        "見本ハイツ101号",
        "令和7年12月10日から令和8年12月9日まで",
        "支援花子、支援一郎",
        "福島県見本市長台帳守",
    ):
        assert each in text
    assert "加害" not in text
    row = Issue.objects.get()
    assert (row.kind, set(row.persons)) == ("protection_end", {she.person, child.person})
    assert browser.post(path, {"edition": "1"}).status_code == 409
    assert browser.post(path, {"edition": "2"}).status_code == 409
    assert Issue.objects.count() == 1
    entry = Entry.objects.filter(kind="protection.measure_kept", outcome="done").latest("seq")
    assert row.number in entry.body
    page = browser.get(f"/protection/measures/{measure}/").content.decode()
    assert path in page
    assert "期間終了通知を出す" not in page
    browser.post(f"/protection/measures/{measure}/do/renew/", {"edition": "2"})
    assert browser.get(path).status_code == 404


def test_the_letter_of_the_start_goes_out_once_and_not_before_it_has_begun(browser: Client) -> None:
    she = make_resident(name="支援　花子")
    measure = support(she.person, since=date(2026, 10, 1))
    path = f"/protection/measures/{measure}/letters/protection_start/"
    page = browser.get(f"/protection/measures/{measure}/").content.decode()
    assert "支援措置開始通知を出す" in page
    assert browser.post(path, {"edition": "1"}).status_code == 302
    assert "支援措置開始通知書" in words(browser.get(path))
    assert browser.post(path, {"edition": "1"}).status_code == 409
    assert Issue.objects.count() == 1
    assert browser.get(f"/protection/measures/{measure}/letters/other/").status_code == 404


def test_nothing_goes_out_while_nobody_certifies(
    register: Callable[..., Person],
    signed_in: Callable[..., Client],
    enrolled: Callable[..., Client],
) -> None:
    client = enrolled(signed_in(register("支援係", Duty.PROTECT, Duty.PROTECT_VIEW)))
    measure = support(make_resident().person, since=date(2025, 12, 10))
    path = f"/protection/measures/{measure}/letters/protection_end/"
    assert client.post(path, {"edition": "1"}).status_code == 503
    assert not Issue.objects.exists()
    page = client.get(f"/protection/measures/{measure}/").content.decode()
    assert "期間終了通知を出す" in page
