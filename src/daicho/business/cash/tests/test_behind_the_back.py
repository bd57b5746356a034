"""Behind the app's back: what the database itself refuses of the books, whoever asks (house style 25)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection, transaction

from daicho.business.cash.commands.ask_correction import Right, ask_correction
from daicho.business.cash.commands.decide_correction import withdraw_correction
from daicho.business.cash.commands.drop_account import drop_account
from daicho.business.cash.domain.fees import FeeLine
from daicho.business.cash.models import (
    Account,
    AccountLine,
    AccountSheet,
    Correction,
    Drawer,
    OfficeDay,
)
from daicho.business.cash.tests.desk import charged, opened, paid, sheet
from daicho.kernel.access import Access
from daicho.kernel.clock import business_now, business_today

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


def refused(act: Callable[[], object]) -> str:
    """The rule by which the database refuses an act, at once or at the commit."""
    with pytest.raises(IntegrityError) as error:
        _committed(act)
    cause = error.value.__cause__
    return str(getattr(getattr(cause, "diag", None), "constraint_name", ""))


def _committed(act: Callable[[], object]) -> None:
    with transaction.atomic():
        act()
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_no_line_is_added_to_an_account(cashier: Access) -> None:
    opened(cashier)
    account = charged(cashier)

    def add() -> None:
        line = AccountLine.objects.get(account=account)
        line.pk, line.position = None, line.position + 1
        line.save(force_insert=True)

    assert refused(add) == "cash_account_whole"
    assert AccountLine.objects.filter(account=account).count() == 1
    assert paid(cashier, account).yen == 600


def test_an_account_that_was_dropped_and_its_sheets_stay_dropped(cashier: Access) -> None:
    account = charged(cashier, FeeLine("", 1, issues=(sheet(cashier).key,)))
    drop_account(cashier, account=account, reason="別の証明書と一緒に会計する")
    accounts = Account.objects.filter(key=account)
    sheets = AccountSheet.objects.filter(line__account=account)
    assert refused(lambda: accounts.update(dropped_reason="書き換え")) == "cash_ended"
    assert refused(lambda: sheets.update(dropped=False)) == "cash_ended"
    assert accounts.get().dropped_reason == "別の証明書と一緒に会計する"


def test_a_correction_that_has_ended_stays_as_it_ended(cashier: Access) -> None:
    opened(cashier)
    account = charged(cashier)
    paid(cashier, account)
    key = ask_correction(cashier, account=account, lines={0: Right(1)}, reason="通数の誤り")
    rows = Correction.objects.filter(key=key)
    withdraw_correction(cashier, correction=key, edition=rows.get().edition, reason="誤りではない")
    before = rows.values().get()
    assert refused(lambda: rows.update(state="approved")) == "cash_ended"
    assert rows.values().get() == before


def test_a_drawer_is_counted_before_it_is_closed(cashier: Access, confirmer: Access) -> None:
    rows = Drawer.objects.filter(key=opened(cashier))
    closing = {"closed_at": business_now(), "closed_by": confirmer.staff_key}
    assert refused(lambda: rows.update(state="closed", **closing)) == "cash_drawer_order"
    assert rows.get().state == "open"


def test_a_day_is_not_closed_over_an_open_drawer(cashier: Access, confirmer: Access) -> None:
    opened(cashier)
    day = OfficeDay(
        office=cashier.office,
        day=business_today(),
        closed_at=business_now(),
        closed_by=confirmer.staff_key,
        closed_by_name=confirmer.name,
        number="1",
        remitted_yen=0,
        comparison={},
    )
    assert refused(lambda: day.save(force_insert=True)) == "cash_day_drawers"
    assert not OfficeDay.objects.exists()
