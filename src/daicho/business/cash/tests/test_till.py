"""The till: accounts at the fees of the day, payments of every kind, what is no payment, cancellation."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest

from daicho.business.cash.commands.cancel_payment import cancel_payment
from daicho.business.cash.commands.drop_account import drop_account, renew_account
from daicho.business.cash.commands.take_payment import note_failure, take_payment
from daicho.business.cash.domain.fees import FeeLine
from daicho.business.cash.domain.postings import Place
from daicho.business.cash.domain.tenders import MoneyOrder, Tender
from daicho.business.cash.models import Account, Drawer, Entry, MoneyOrderNote, Posting
from daicho.business.cash.public import charge_account, due_of, open_account, standing_of_requests
from daicho.business.cash.public import paid as is_paid
from daicho.business.cash.selectors.standing import places_of, standing
from daicho.business.cash.selectors.till import open_till, view_account
from daicho.business.cash.tests.desk import COPY, charged, opened, paid, sheet
from daicho.business.certificates.commands.spoil import spoil
from daicho.foundation.audit.models import Entry as TrailEntry
from daicho.foundation.outbox.models import Message
from daicho.kernel import clock
from daicho.kernel.access import Access
from daicho.kernel.errors import Conflict, Invalid

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


def codes(error: pytest.ExceptionInfo[Invalid]) -> set[str]:
    return {problem.field for problem in error.value.problems}


def test_an_account_is_opened_once_for_a_request_and_paid_in_cash(cashier: Access) -> None:
    drawer = opened(cashier)
    request = uuid4()
    lines = [FeeLine(COPY, 2), FeeLine("family_register_item_certificate", 1)]
    account = open_account(cashier, request_key=request, lines=lines)
    assert open_account(cashier, request_key=request, lines=lines) == account
    assert (due_of(request), is_paid(request)) == (950, False)
    taken = paid(cashier, account, Tender("cash", tendered_yen=1_000))
    assert (taken.yen, taken.change_yen) == (950, 50)
    assert (due_of(request), is_paid(request)) == (0, True)
    assert places_of(Drawer.objects.get(key=drawer))[Place.CASH] == 30_950
    message = Message.objects.get(kind="cash.paid")
    assert message.payload == {
        "account": str(account),
        "request_key": str(request),
        "yen": 950,
        "method": "cash",
    }
    with pytest.raises(Conflict) as other:
        open_account(cashier, request_key=request, lines=[FeeLine(COPY, 1)])
    assert other.value.reason_code == "cash.account_differs"


def test_a_request_that_nobody_charged_is_not_paid(cashier: Access) -> None:
    request = uuid4()
    assert (due_of(request), is_paid(request)) == (0, False)
    assert standing_of_requests([request])[request].account is None
    assert cashier.terminal


def test_the_fee_is_that_of_the_day(cashier: Access) -> None:
    request = uuid4()
    with clock.set_to(date(1999, 4, 1)), pytest.raises(Invalid) as error:
        open_account(cashier, request_key=request, lines=[FeeLine(COPY, 1)])
    assert codes(error) == {"lines.0.code"}


@pytest.mark.parametrize(
    ("line", "field"),
    [
        (FeeLine("nothing", 1), "lines.0.code"),
        (FeeLine(COPY, 0), "lines.0.count"),
        (FeeLine(COPY, 1, "no_such"), "lines.0.exemption"),
        (FeeLine(COPY, 1, "welfare"), "lines.0.ground"),
        (FeeLine(COPY, 1, "pension", "年金請求"), "lines.0.exemption"),
    ],
)
def test_what_cannot_be_charged_is_said_beside_its_field(
    cashier: Access, line: FeeLine, field: str
) -> None:
    with pytest.raises(Invalid) as error:
        charged(cashier, line)
    assert codes(error) == {field}
    assert not Account.objects.exists()


def test_an_exemption_keeps_its_article_and_ground_and_is_settled_without_money(
    cashier: Access,
) -> None:
    opened(cashier)
    pension = FeeLine("family_register_item_certificate", 1, "pension", "老齢基礎年金の請求")
    account = charged(cashier, FeeLine(COPY, 1, "welfare", "受給証明書"), pension)
    lines = standing(Account.objects.get(key=account)).lines
    assert [line.amount_yen for line in lines] == [0, 0]
    assert "国民年金法104条" in lines[1].article
    with pytest.raises(Invalid) as error:
        paid(cashier, account)
    assert codes(error) == {"method"}
    taken = paid(cashier, account, Tender("free"))
    assert taken.yen == 0
    fees = Posting.objects.filter(entry=taken.entry).values_list("code", "exemption", "sheets")
    assert set(fees) == {
        (COPY, "welfare", 1),
        ("family_register_item_certificate", "pension", 1),
    }


@pytest.mark.parametrize(
    ("tender", "fields"),
    [
        (Tender(""), {"method"}),
        (Tender("stamp", tendered_yen=600), {"method"}),
        (Tender("cash"), {"tendered_yen"}),
        (Tender("cash", tendered_yen=500), {"tendered_yen"}),
        (Tender("card"), {"slip_number"}),
        (
            Tender("money_order", orders=(MoneyOrder("1", 500, date(2026, 11, 1)),)),
            {"orders"},
        ),
        (
            Tender("money_order", orders=(MoneyOrder("", 600, date(2026, 1, 1)),)),
            {"orders.0.number", "orders.0.yen", "orders.0.issued_on"},
        ),
    ],
)
def test_what_does_not_pay_is_no_payment(cashier: Access, tender: Tender, fields: set[str]) -> None:
    opened(cashier)
    account = charged(cashier)
    with pytest.raises(Invalid) as error:
        paid(cashier, account, tender)
    assert codes(error) == fields
    assert not Entry.objects.filter(kind="payment").exists()


def test_a_stamp_is_taken_while_the_town_has_it(cashier: Access) -> None:
    with clock.set_to(date(2022, 3, 31)):
        drawer = opened(cashier)
        account = charged(cashier)
        with pytest.raises(Invalid):
            paid(cashier, account, Tender("stamp", tendered_yen=700))
        paid(cashier, account, Tender("stamp", tendered_yen=600))
        assert places_of(Drawer.objects.get(key=drawer))[Place.STAMP] == 600


def test_a_payment_that_the_terminal_refused_is_on_the_trail_alone(cashier: Access) -> None:
    opened(cashier)
    account = charged(cashier)
    note_failure(cashier, account=account, method="card", reason="通信エラー")
    assert not Entry.objects.filter(kind="payment").exists()
    assert TrailEntry.objects.filter(kind="cash.payment_failed", outcome="done").count() == 1
    assert standing(Account.objects.get(key=account)).payment is None


def test_a_slip_of_the_terminal_pays_once(cashier: Access) -> None:
    opened(cashier)
    paid(cashier, charged(cashier), Tender("card", slip_number="00012"))
    with pytest.raises(Conflict) as error:
        paid(cashier, charged(cashier), Tender("card", slip_number="00012"))
    assert error.value.reason_code == "cash.slip_used"


def test_money_orders_are_kept_by_number_with_their_change(cashier: Access) -> None:
    drawer = opened(cashier, orders_yen=1_000)
    day = date(2026, 11, 1)
    tender = Tender(
        "money_order",
        orders=(MoneyOrder("12345", 750, day),),
        change_orders=(MoneyOrder("99999", 150, day),),
    )
    taken = paid(cashier, charged(cashier), tender)
    assert (taken.yen, taken.change_yen) == (600, 150)
    assert places_of(Drawer.objects.get(key=drawer))[Place.MONEY_ORDER] == 1_600
    notes = MoneyOrderNote.objects.order_by("number").values_list("number", "yen", "incoming")
    assert list(notes) == [("12345", 750, True), ("99999", 150, False)]
    again = Tender("money_order", orders=(MoneyOrder("12345", 300, day),) * 1)
    with pytest.raises(Invalid) as error:
        paid(cashier, charged(cashier, FeeLine(COPY, 1)), again)
    assert codes(error) == {"orders.0.number"}


def test_a_money_order_of_more_than_six_months_is_refused(cashier: Access) -> None:
    opened(cashier)
    account = charged(cashier, FeeLine(COPY, 1))
    old = MoneyOrder("1", 300, date(2026, 5, 19))
    with pytest.raises(Invalid) as error:
        paid(cashier, account, Tender("money_order", orders=(old,)))
    assert codes(error) == {"orders.0.issued_on"}
    last = MoneyOrder("1", 300, date(2026, 5, 20))
    assert paid(cashier, account, Tender("money_order", orders=(last,))).yen == 300


def test_a_form_sent_twice_takes_once(cashier: Access) -> None:
    opened(cashier)
    account, entry = charged(cashier), uuid4()
    tender = Tender("cash", tendered_yen=600)
    take_payment(cashier, account=account, entry=entry, tender=tender)
    with pytest.raises(Conflict) as twice:
        take_payment(cashier, account=account, entry=entry, tender=tender)
    assert twice.value.reason_code == "cash.sent_twice"
    with pytest.raises(Conflict) as again:
        take_payment(cashier, account=account, entry=uuid4(), tender=tender)
    assert again.value.reason_code == "cash.account_settled"


def test_nothing_is_taken_without_an_open_drawer(cashier: Access, other_cashier: Access) -> None:
    account = charged(cashier)
    opened(other_cashier)
    with pytest.raises(Conflict) as error:
        paid(cashier, account)
    assert error.value.reason_code == "cash.no_open_drawer"


def test_a_cancellation_is_an_entry_of_its_own_and_the_account_is_due_again(
    cashier: Access, other_cashier: Access
) -> None:
    drawer = opened(cashier)
    opened(other_cashier)
    request = uuid4()
    account = charged(cashier, request_key=request)
    taken = paid(cashier, account)
    with pytest.raises(Conflict) as other:
        cancel_payment(other_cashier, account=account, entry=uuid4(), reason="違うレジ")
    assert other.value.reason_code == "cash.other_drawer"
    with pytest.raises(Invalid):
        cancel_payment(cashier, account=account, entry=uuid4(), reason=" ")
    cancel_payment(cashier, account=account, entry=uuid4(), reason="通数の誤り")
    undone = Entry.objects.get(kind="cancellation")
    assert (undone.origin_id, undone.yen, undone.reason) == (taken.entry, -600, "通数の誤り")
    assert places_of(Drawer.objects.get(key=drawer))[Place.CASH] == 30_000
    assert (due_of(request), is_paid(request)) == (600, False)
    assert Message.objects.get(kind="cash.returned").payload["still_paid"] is False
    paid(cashier, account, Tender("card", slip_number="7"))
    assert is_paid(request)


def test_cancelled_money_orders_go_back_and_may_come_again(cashier: Access) -> None:
    opened(cashier)
    account = charged(cashier, FeeLine(COPY, 1))
    tender = Tender("money_order", orders=(MoneyOrder("5", 300, date(2026, 11, 1)),))
    paid(cashier, account, tender)
    cancel_payment(cashier, account=account, entry=uuid4(), reason="取り違え")
    assert paid(cashier, account, tender).yen == 300


def test_issued_sheets_are_charged_once_at_the_fee_that_they_carry(cashier: Access) -> None:
    opened(cashier)
    copy, removed = sheet(cashier), sheet(cashier, kind="removed", fee_yen=350)
    official = sheet(cashier, official=True, fee_yen=0)
    line = FeeLine("", 3, issues=(copy.key, removed.key, official.key))
    account = charged(cashier, line)
    lines = standing(Account.objects.get(key=account)).lines
    assert {(charge.title, charge.amount_yen, charge.exemption) for charge in lines} == {
        ("住民票の写し", 300, ""),
        ("除票の写し", 350, ""),
        ("住民票の写し", 0, "official"),
    }
    with pytest.raises(Conflict) as error:
        charged(cashier, FeeLine("", 1, issues=(copy.key,)))
    assert error.value.reason_code == "cash.sheet_charged"


def test_a_spoiled_sheet_costs_nothing(cashier: Access) -> None:
    opened(cashier)
    good, bad = sheet(cashier), sheet(cashier)
    account = charged(cashier, FeeLine("", 2, issues=(good.key, bad.key)))
    spoil(cashier, issue=bad.key, reason="印字のずれ")
    with pytest.raises(Conflict) as error:
        paid(cashier, account)
    assert error.value.reason_code == "cash.spoiled_inside"
    fresh = renew_account(cashier, account=account)
    assert fresh is not None
    assert paid(cashier, fresh).yen == 300
    with pytest.raises(Invalid):
        charged(cashier, FeeLine("", 1, issues=(bad.key,)))


def test_an_unpaid_account_is_dropped_with_its_reason_and_its_sheets_are_free_again(
    cashier: Access,
) -> None:
    opened(cashier)
    one = sheet(cashier)
    account = charged(cashier, FeeLine("", 1, issues=(one.key,)))
    with pytest.raises(Invalid):
        drop_account(cashier, account=account, reason="")
    drop_account(cashier, account=account, reason="別の証明書と一緒に会計する")
    with pytest.raises(Conflict):
        drop_account(cashier, account=account, reason="もう一度")
    with pytest.raises(Conflict):
        paid(cashier, account)
    again = charged(cashier, FeeLine("", 1, issues=(one.key,)))
    paid(cashier, again)
    with pytest.raises(Conflict) as settled:
        drop_account(cashier, account=again, reason="収納した後")
    assert settled.value.reason_code == "cash.account_settled"


def test_the_till_shows_what_waits_by_number_and_never_by_name(cashier: Access) -> None:
    opened(cashier)
    waiting, dropped = sheet(cashier), sheet(cashier)
    spoil(cashier, issue=dropped.key, reason="書損じ")
    sheet(cashier, requester="", fee_yen=0)
    account = charged(cashier)
    view = open_till(cashier)
    assert [group.issues for group in view.sheets] == [(waiting.key,)]
    assert "見本" not in str([group.titles for group in view.sheets])
    assert [row.key for row in view.accounts] == [account]
    assert view.cash_yen == 30_000
    paid(cashier, account)
    assert open_till(cashier).accounts == ()
    shown = view_account(cashier, account=account)
    assert shown.payment is not None
    assert (shown.payment.tendered_yen, shown.payment.change_yen) == (10_000, 9_400)
    assert shown.cancellable


def test_an_account_can_be_charged_within_an_act_of_somebody_else(cashier: Access) -> None:
    request = uuid4()
    row = charge_account(cashier, request_key=request, lines=[FeeLine(COPY, 1)])
    assert due_of(request) == 300
    assert charge_account(cashier, request_key=request, lines=[FeeLine(COPY, 1)]) == row
