"""定額小為替 are written down once: the till shows what the mail desk took in, and the fee is paid with it."""

from __future__ import annotations

import re
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from daicho.business.cash import ports
from daicho.business.cash.models import Account, MoneyOrderNote
from daicho.business.cash.selectors.till import view_account
from daicho.business.cash.tests.desk import opened
from daicho.business.requests.commands.post import take_notes
from daicho.business.requests.domain.postal import Note
from daicho.business.requests.selectors.held_orders import orders_kept_for
from daicho.business.requests.tests.paper import made, row_of
from daicho.foundation.staff.models import Staff
from daicho.foundation.staff.tests.conftest import enrolled, register, signed_in, system
from daicho.kernel.access import Access, Duty, Purpose
from daicho.registers.residents.tests.factories import Resident

__all__ = ["enrolled", "register", "signed_in", "system"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today", "certifier", "wired")]
EXACT = Note("12345-678901", 300, date(2026, 11, 2))
TOO_MUCH = Note("12345-678902", 300, date(2026, 11, 2))
LAST_DAY = Note("12345-678903", 300, date(2026, 5, 20))
UNDATED = Note("12345-678904", 300)


@pytest.fixture
def wired(monkeypatch: pytest.MonkeyPatch) -> None:
    """As the wiring fills it, whether or not the addresses were loaded before."""
    monkeypatch.setattr(
        ports,
        "orders_held",
        lambda key: tuple(
            ports.HeldOrder(one.number, one.yen, one.issued_on) for one in orders_kept_for(key)
        ),
    )


def account_of(request: UUID) -> Account:
    """The account that was opened for a request."""
    issue = row_of(request).issue_key
    assert issue is not None
    return Account.objects.get(request_key=issue)


def mailed(desk: Access, head: Resident, *notes: Note) -> UUID:
    """The account of a request by post that came with these notes."""
    key = made(desk, head, channel="post")
    take_notes(desk, request=key, edition=row_of(key).edition, notes=notes)
    return account_of(key).key


def test_the_till_has_what_the_mail_desk_wrote_down(desk: Access, head: Resident) -> None:
    held = view_account(desk, account=mailed(desk, head, EXACT)).held
    assert [(one.number, one.yen, one.issued_on) for one in held] == [
        (EXACT.number, 300, EXACT.issued_on)
    ]


def test_what_goes_back_as_it_came_is_not_taken(desk: Access, head: Resident) -> None:
    held = view_account(desk, account=mailed(desk, head, EXACT, TOO_MUCH)).held
    assert len(held) == 1
    assert sum(one.yen for one in held) == 300


def test_another_request_has_nothing_to_do_with_it(desk: Access, head: Resident) -> None:
    mailed(desk, head, EXACT)
    key = made(desk, head)
    assert view_account(desk, account=account_of(key).key).held == ()


@pytest.mark.parametrize("note", [EXACT, LAST_DAY, UNDATED])
def test_the_fee_is_paid_without_typing_again(
    desk: Access, head: Resident, note: Note, register: Any, signed_in: Any, enrolled: Any
) -> None:
    account = mailed(desk, head, note)
    browser: Client = enrolled(signed_in(register("係1", Duty.COUNTER)), name="本庁係1")
    page = browser.get(reverse("cash_account", args=[account])).content.decode()
    assert "郵送の受付で受け入れた定額小為替が入っています。" in page
    assert re.search(r'value="money_order"[^>]*checked', page)
    form = dict(re.findall(r'name="((?:orders\.0|entry)[\w.]*)" value="([^"]*)"', page))
    face = re.search(r'name="orders\.0\.yen">.*?<option value="(\d+)" selected', page)
    assert face
    form |= {"orders.0.yen": face[1], "method": "money_order"}
    if note.issued_on is None:
        assert form["orders.0.issued_on"] == ""
        form["orders.0.issued_on"] = "R8.11.1"
    staff = Staff.objects.get(login="係1")
    own = Access(
        staff_key=staff.key,
        login=staff.login,
        name=staff.name,
        duties=frozenset({Duty.COUNTER}),
        purpose=Purpose.CERTIFICATE,
        terminal="本庁係1",
        office=desk.office,
    )
    opened(own)
    assert browser.post(reverse("cash_pay", args=[account]), form).status_code == 302
    taken = MoneyOrderNote.objects.get()
    assert (taken.number, taken.yen) == (note.number, note.yen)
    after = view_account(desk, account=account)
    assert after.payment is not None
    assert after.held == ()
