"""Several at once (同時の処理): one account, one payment, one drawer, and no payment that a closing does not know."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connections

from daicho.business.cash.commands.count_drawer import Counted, count_drawer
from daicho.business.cash.domain.fees import FeeLine
from daicho.business.cash.models import Account, AccountSheet, Drawer, Entry
from daicho.business.cash.selectors.standing import places_of
from daicho.business.cash.tests.desk import COPY, FLOAT, charged, opened, paid, pieces_of, sheet
from daicho.kernel.access import Access
from daicho.kernel.errors import DaichoError

pytestmark = pytest.mark.usefixtures("fresh_database")


def together(*acts: Callable[[], object]) -> list[str]:
    """Run the acts at the same moment on connections of their own: "done", or the code of the refusal."""
    barrier = Barrier(len(acts))

    def run(act: Callable[[], object]) -> str:
        barrier.wait()
        try:
            act()
        except DaichoError as error:
            return error.reason_code
        else:
            return "done"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as threads:
        return sorted(threads.map(run, acts))


def test_two_tills_that_take_for_one_account_take_once(
    cashier: Access, other_cashier: Access
) -> None:
    opened(cashier)
    opened(other_cashier)
    account = charged(cashier)
    ends = together(lambda: paid(cashier, account), lambda: paid(other_cashier, account))
    assert ends == ["cash.account_settled", "done"]
    assert Entry.objects.filter(kind="payment").count() == 1


def test_a_request_that_is_charged_twice_at_once_has_one_account(cashier: Access) -> None:
    request = uuid4()
    ends = together(*[lambda: charged(cashier, request_key=request)] * 4)
    assert ends == ["done"] * 4
    assert Account.objects.count() == 1


def test_a_sheet_that_two_charge_at_once_is_on_one_account(
    cashier: Access, other_cashier: Access
) -> None:
    one = sheet(cashier)
    line = FeeLine("", 1, issues=(one.key,))
    ends = together(lambda: charged(cashier, line), lambda: charged(other_cashier, line))
    assert ends == ["cash.sheet_charged", "done"]
    assert AccountSheet.objects.count() == 1


def test_a_drawer_that_is_opened_twice_at_once_is_one(cashier: Access) -> None:
    ends = together(*[lambda: opened(cashier)] * 3)
    assert ends == ["cash.drawer_unclosed", "cash.drawer_unclosed", "done"]
    assert Drawer.objects.count() == 1


def test_a_payment_beside_the_counting_is_in_it_or_is_not_taken(cashier: Access) -> None:
    drawer = opened(cashier)
    account = charged(cashier, FeeLine(COPY, 1))
    as_it_was = Counted(pieces_of(FLOAT))
    ends = together(
        lambda: paid(cashier, account),
        lambda: count_drawer(cashier, drawer=drawer, edition=1, counted=as_it_was),
    )
    row = Drawer.objects.get(key=drawer)
    held = sum(places_of(row).values())
    assert (ends, row.state, held) in (
        (["cash.difference", "done"], "open", FLOAT + 300),
        (["cash.drawer.state", "done"], "counted", FLOAT),
        (["cash.no_open_drawer", "done"], "counted", FLOAT),
    )
