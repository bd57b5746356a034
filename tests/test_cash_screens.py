"""Screens of cash: opened by their duties, and a day at the till as a browser posts it."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse

from daicho.business.cash.commands.open_account import open_account
from daicho.business.cash.domain.fees import FeeLine
from daicho.business.cash.models import Account, Correction, Drawer, Entry, OfficeDay
from daicho.business.cash.tests.desk import pieces_of, sheet
from daicho.foundation.audit.models import Entry as TrailEntry
from daicho.kernel.access import Access, Purpose
from tests.test_screens import SignIn, sign_in

__all__ = ["sign_in"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
COUNTER, EXAMINE, DECIDE, AUDIT = "窓口1", "審査1", "決裁1", "監査1"
DESK = (COUNTER, EXAMINE, DECIDE)
DAY, FAMILY = "2026-11-20", "family_register_item_certificate"


def pages(account: UUID) -> list[tuple[str, tuple[str, ...]]]:
    """Addresses, and who may open them."""
    return [
        (reverse("cash_till"), (COUNTER,)),
        (reverse("cash_open"), (COUNTER,)),
        (reverse("cash_account", args=[account]), DESK),
        (reverse("cash_correct", args=[account]), (COUNTER,)),
        (reverse("cash_entries"), DESK),
        (f"{reverse('cash_entries')}?day=R8.13.1&kind=x&page=9", DESK),
        (reverse("cash_drawers"), DESK),
        (f"{reverse('cash_drawers')}?day=R8.11.1", DESK),
        (reverse("cash_office_day", args=[DAY]), DESK),
        (reverse("cash_corrections"), DESK),
        (f"{reverse('cash_corrections')}?state=done", DESK),
        (reverse("cash_monthly"), DESK),
        (f"{reverse('cash_monthly')}?month=2026-13&all=1", DESK),
        (reverse("cash_monthly_file"), DESK),
    ]


@pytest.mark.parametrize("login", [*DESK, AUDIT])
def test_each_duty_opens_its_screens_and_no_other(
    sign_in: SignIn, clerk: Access, login: str
) -> None:
    desk = clerk.serving(Purpose.CERTIFICATE)
    account = open_account(desk, request_key=uuid4(), lines=[FeeLine("resident_record_copy", 1)])
    client = sign_in(login)
    for address, duties in pages(account):
        before = TrailEntry.objects.count()
        answer = client.get(address)
        outcomes = [e.outcome for e in TrailEntry.objects.order_by("seq")[before:]]
        if login in duties:
            assert answer.status_code == 200, address
            assert outcomes in ([], ["done"]), address
        else:
            assert answer.status_code == 403, address
            assert outcomes == ["refused"], address


def test_what_is_not_there_is_said_in_words(sign_in: SignIn) -> None:
    client = sign_in(COUNTER)
    for name, arguments in (
        ("cash_account", [uuid4()]),
        ("cash_drawer", [uuid4()]),
        ("cash_drawer_slip", [uuid4()]),
        ("cash_correction", [uuid4()]),
        ("cash_office_day", ["2026-13-40"]),
        ("cash_day_paper", [DAY, "nothing"]),
        ("cash_day_paper", [DAY, "remittance"]),
    ):
        answer = client.get(reverse(name, args=arguments))
        assert answer.status_code == 404, name
        assert "ません" in answer.content.decode()


def open_drawer(client: Client) -> UUID:
    assert (
        client.post(reverse("cash_open"), {"float_cash_yen": "３０，０００円"}).status_code == 302
    )
    return Drawer.objects.get().key


def charge(client: Client, **typed: str) -> UUID:
    answer = client.post(reverse("cash_till"), {"key": str(uuid4()), **typed})
    assert answer.status_code == 302, answer.content.decode()
    return UUID(answer["Location"].strip("/").rpartition("/")[2])


def test_a_payment_a_receipt_and_a_cancellation(sign_in: SignIn, clerk: Access) -> None:
    client = sign_in(COUNTER)
    issued = [sheet(clerk) for _ in range(2)]
    handed = reverse("certificates_issued", args=[issued[0].request_key])
    assert reverse("cash_till") in client.get(handed).content.decode()
    shown = client.get(reverse("cash_till")).content.decode()
    assert "あなたのレジは開いていません" in shown
    assert all(each.number in shown for each in issued)
    assert client.post(reverse("cash_open"), {"float_cash_yen": "x"}).status_code == 422
    open_drawer(client)
    assert client.post(reverse("cash_till"), {}).status_code == 422
    account = charge(client, issues=" ".join(str(each.key) for each in issued))
    page, pay = (reverse(n, args=[account]) for n in ("cash_account", "cash_pay"))
    assert "600円" in client.get(page).content.decode()
    short = client.post(pay, {"method": "cash", "tendered_yen": "500"})
    assert short.status_code == 422
    assert "100円足りません" in short.content.decode()
    entry = {"entry": str(uuid4())}
    failed = {"method": "card", "act": "failed", "failed_reason": "通信エラー"}
    assert client.post(pay, failed).status_code == 302
    assert client.post(pay, {**failed, "failed_reason": ""}).status_code == 422
    assert client.post(pay, {"method": "cash", "tendered_yen": "1000", **entry}).status_code == 302
    assert client.post(pay, {"method": "cash", "tendered_yen": "1000", **entry}).status_code == 409
    assert "400円" in client.get(page).content.decode()
    receipt = reverse("cash_receipt", args=[entry["entry"]])
    assert client.post(receipt, {"payer": "見本"})["Content-Type"] == "application/pdf"
    assert client.post(receipt, {}).status_code == 422
    assert client.post(receipt, {"reason": "紛失"}).status_code == 200
    cancel = reverse("cash_cancel", args=[account])
    assert client.post(cancel, {"reason": ""}).status_code == 422
    assert client.post(cancel, {"reason": "取り違え"}).status_code == 302
    drop = reverse("cash_drop", args=[account])
    assert client.post(drop, {"reason": ""}).status_code == 422
    assert client.post(drop, {"reason": "取り違え"}).status_code == 302
    assert "取りやめ" in client.get(page).content.decode()


def test_money_orders_and_other_fees_are_typed(sign_in: SignIn) -> None:
    client = sign_in(COUNTER)
    open_drawer(client)
    wrong = {
        "lines.0.code": FAMILY,
        "lines.0.count": "1",
        "exemption": "pension",
    }
    refused = client.post(reverse("cash_till"), wrong)
    assert refused.status_code == 422
    assert "減免の根拠になるものが書かれていません。" in refused.content.decode()
    account = charge(client, **{"lines.0.code": "resident_record_copy", "lines.0.count": "2"})
    pay = reverse("cash_pay", args=[account])
    typed = {
        "method": "money_order",
        "orders.0.number": "12345",
        "orders.0.yen": "500",
        "orders.0.issued_on": "R8.11.1",
    }
    page = client.post(pay, typed)
    assert page.status_code == 422
    assert "定額小為替の額が合いません。" in page.content.decode()
    assert "12345" in page.content.decode()
    unread = {**typed, "orders.0.issued_on": "R8.13.1"}
    assert client.post(pay, unread).status_code == 422
    more = {"orders.1.number": "12346", "orders.1.yen": "100", "orders.1.issued_on": "R8.11.1"}
    assert client.post(pay, {**typed, **more}).status_code == 302
    free = charge(client, **{**wrong, "ground": "老齢基礎年金の請求"})
    assert "無料として会計する" in client.get(reverse("cash_account", args=[free])).content.decode()
    assert client.post(reverse("cash_pay", args=[free]), {"method": "free"}).status_code == 302


def test_the_drawer_and_the_day_are_closed_by_two(sign_in: SignIn) -> None:
    client, second = sign_in(COUNTER), sign_in(EXAMINE)
    drawer = open_drawer(client)
    account = charge(client, **{"lines.0.code": FAMILY, "lines.0.count": "1"})
    client.post(reverse("cash_pay", args=[account]), {"method": "cash", "tendered_yen": "350"})
    page, count, confirm = (
        reverse(n, args=[drawer]) for n in ("cash_drawer", "cash_count", "cash_confirm")
    )
    assert "数えて締める" in client.get(page).content.decode()
    pieces = {f"pieces.{face}": str(n) for face, n in pieces_of(30_340).items() if n}
    form = {"edition": "1", **pieces}
    short = client.post(count, form)
    assert short.status_code == 422
    assert "帳簿と合いません（現金-10円）" in short.content.decode()
    assert client.post(count, {**form, "pieces.500": "x"}).status_code == 422
    assert client.post(count, {**form, "reason": "お釣りの間違い"}).status_code == 302
    assert client.post(confirm, {"edition": "2"}).status_code == 403
    assert "確かめて締める" in second.get(page).content.decode()
    back = {"edition": "2", "act": "send_back"}
    assert second.post(confirm, back).status_code == 422
    assert second.post(confirm, {**back, "back_reason": "数え直し"}).status_code == 302
    again = {"edition": "3", "reason": "お釣りの間違い", **pieces}
    assert client.post(count, again).status_code == 302
    assert second.post(confirm, {"edition": "4", "act": "confirm"}).status_code == 302
    assert second.post(confirm, {"edition": "4", "act": "confirm"}).status_code == 409
    slip = client.get(reverse("cash_drawer_slip", args=[drawer]))
    assert slip["Content-Type"] == "application/pdf"
    close, day = (reverse(n, args=[DAY]) for n in ("cash_close_day", "cash_office_day"))
    assert "日計を締める" in second.get(day).content.decode()
    assert client.post(close, {}).status_code == 403
    assert second.post(close, {}).status_code == 302
    assert second.post(close, {}).status_code == 409
    assert OfficeDay.objects.get().remitted_yen == 340
    assert Entry.objects.get(kind="remittance").yen == 340
    for paper in ("slip", "remittance"):
        answer = client.get(reverse("cash_day_paper", args=[DAY, paper]))
        assert answer["Content-Type"] == "application/pdf"
    assert "不足" in second.get(day).content.decode()


def test_a_fee_wrongly_taken_is_returned(sign_in: SignIn) -> None:
    client, decider = sign_in(COUNTER), sign_in(DECIDE)
    open_drawer(client)
    account = charge(client, **{"lines.0.code": "resident_record_copy", "lines.0.count": "2"})
    client.post(reverse("cash_pay", args=[account]), {"method": "cash", "tendered_yen": "600"})
    ask = reverse("cash_correct", args=[account])
    assert client.post(ask, {"lines.0.count": "1", "reason": ""}).status_code == 422
    answer = client.post(ask, {"lines.0.count": "1", "reason": "通数の誤り"})
    assert answer.status_code == 302
    key = Correction.objects.get().key
    page, decide, carry, withdraw = (
        reverse(n, args=[key])
        for n in ("cash_correction", "cash_decide", "cash_carry_out", "cash_withdraw")
    )
    assert "通数の誤り" in decider.get(reverse("cash_corrections")).content.decode()
    assert client.post(withdraw, {"edition": "1", "reason": ""}).status_code == 422
    assert client.post(decide, {"edition": "1", "act": "approve"}).status_code == 403
    assert decider.post(decide, {"edition": "1", "act": "decline"}).status_code == 422
    assert decider.post(decide, {"edition": "1", "act": "approve"}).status_code == 302
    assert decider.post(decide, {"edition": "1", "act": "approve"}).status_code == 409
    assert "還付を記録する" in client.get(page).content.decode()
    assert client.post(carry, {"edition": "2", "method": "card"}).status_code == 422
    assert client.post(carry, {"edition": "2", "method": "cash"}).status_code == 302
    done = Entry.objects.get(kind="correction")
    assert done.yen == -300
    assert client.post(reverse("cash_receipt", args=[done.key]), {}).status_code == 200
    shown = client.get(reverse("cash_entries")).content.decode()
    assert "誤徴収の訂正" in shown
    assert Account.objects.get().number in shown
    csv = client.get(reverse("cash_monthly_file")).getvalue().decode("utf-8-sig")
    assert csv.splitlines()[1].endswith("住民票の写し,現金,,1,300")
