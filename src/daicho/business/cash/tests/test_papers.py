"""Papers of cash as PDFs: receipt and its reprint, closing slip, day slip, remittance; and the monthly table."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from uuid import uuid4

import pytest
from pypdf import PdfReader

from daicho.business.cash.commands.cancel_payment import cancel_payment
from daicho.business.cash.commands.print_receipt import print_receipt
from daicho.business.cash.domain.fees import FeeLine, fees_on, subject_on
from daicho.business.cash.domain.tenders import Tender
from daicho.business.cash.models import Receipt
from daicho.business.cash.selectors.monthly import HEADINGS, lines_of, month_of, monthly
from daicho.business.cash.selectors.papers import day_slip_pdf, drawer_slip_pdf, remittance_pdf
from daicho.business.cash.tests.desk import (
    COPY,
    charged,
    closed,
    day_closed,
    opened,
    paid,
    sheet,
)
from daicho.kernel.access import Access
from daicho.kernel.errors import Conflict, Invalid, Missing

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
TODAY = date(2026, 11, 20)
FAMILY = "family_register_item_certificate"


def words_of(pdf: bytes) -> str:
    pages = PdfReader(BytesIO(pdf)).pages
    return "".join("".join(page.extract_text().split()) for page in pages)


def test_a_receipt_says_what_was_paid_and_its_reprint_says_so(cashier: Access) -> None:
    opened(cashier)
    taken = paid(
        cashier,
        charged(cashier, FeeLine(COPY, 2), FeeLine(FAMILY, 1, "pension", "年金請求書")),
        Tender("cash", tendered_yen=1_000),
    )
    number, first = print_receipt(cashier, entry=taken.entry, payer="株式会社　見本商事")
    words = words_of(first)
    assert number == taken.number
    for part in (
        *("領収書", taken.number, "株式会社見本商事様", "￥600－", "1,000円", "400円"),
        *("住民票の写し", "300円", "国民年金法104条", "出納員", "令和8年11月20日"),
    ):
        assert part in words, part
    assert "再発行" not in words
    with pytest.raises(Invalid):
        print_receipt(cashier, entry=taken.entry)
    _, second = print_receipt(cashier, entry=taken.entry, payer="別の人", reason="紛失")
    again = words_of(second)
    assert "再発行" in again
    assert "株式会社見本商事様" in again
    assert list(Receipt.objects.order_by("copy").values_list("copy", "reason")) == [
        (1, ""),
        (2, "紛失"),
    ]


def test_a_cancelled_payment_has_no_receipt(cashier: Access) -> None:
    opened(cashier)
    account = charged(cashier)
    taken = paid(cashier, account)
    cancel_payment(cashier, account=account, entry=uuid4(), reason="取り違え")
    with pytest.raises(Conflict):
        print_receipt(cashier, entry=taken.entry)
    with pytest.raises(Missing):
        print_receipt(cashier, entry=uuid4())


def test_the_closing_slips_and_the_remittance_agree(cashier: Access, confirmer: Access) -> None:
    drawer = opened(cashier)
    paid(cashier, charged(cashier, FeeLine(FAMILY, 2)))
    paid(cashier, charged(cashier, FeeLine(FAMILY, 1)), Tender("card", slip_number="1"))
    left = sheet(cashier)
    closed(cashier, confirmer, drawer, over_yen=-50, reason="お釣りの渡し間違い")
    _, slip = drawer_slip_pdf(cashier, drawer=drawer)
    words = words_of(slip)
    for part in ("レジ締め票", "本庁1", "お釣りの渡し間違い", "金種表", "不足50円", "1,050円"):
        assert part in words, part
    with pytest.raises(Missing):
        remittance_pdf(cashier, office=cashier.office, day=TODAY)
    day_closed(confirmer, remark="明日支払の約束")
    _, day = day_slip_pdf(cashier, office=cashier.office, day=TODAY)
    words = words_of(day)
    for part in ("手数料日計表", "交付したが会計していない", "".join(left.number.split()), "650円"):
        assert part in words, part
    name, remitted = remittance_pdf(cashier, office=cashier.office, day=TODAY)
    words = words_of(remitted)
    for part in ("公金払込書", "￥650－", "戸籍手数料", "1,050円", "−50円", "−350円", "会計管理者"):
        assert part in words, part
    assert name.startswith("公金払込書-20261120")


def test_the_month_by_subject_fee_and_method(cashier: Access, confirmer: Access) -> None:
    drawer = opened(cashier)
    paid(cashier, charged(cashier, FeeLine(COPY, 2), FeeLine(FAMILY, 1)))
    paid(cashier, charged(cashier, FeeLine(COPY, 1)), Tender("card", slip_number="1"))
    paid(cashier, charged(cashier, FeeLine(COPY, 3, "welfare", "受給証明書")), Tender("free"))
    table = monthly(cashier, month=TODAY, office=cashier.office)
    assert (table.yen, table.sheets, table.open_days) == (1_250, 4, (TODAY,))
    assert [(each.yen, each.sheets) for each in table.subjects] == [(900, 3), (350, 1)]
    assert {m: (n, y) for m, n, y in table.methods} == {
        "現金": (3, 950),
        "クレジットカード": (1, 300),
    }
    assert [(row.exemption, row.sheets, row.yen) for row in table.free] == [
        ("生活保護を受けている人（受給証明書の提示）", 3, 0)
    ]
    rows = list(lines_of(table))
    assert all(len(row) == len(HEADINGS) for row in rows)
    assert sum(int(row[-1]) for row in rows) == table.yen
    closed(cashier, confirmer, drawer)
    day_closed(confirmer, remark="前納")
    after = monthly(cashier, month=TODAY)
    assert (after.open_days, after.remitted_yen, after.later_yen) == ((), 950, 300)
    assert monthly(cashier, month=date(2026, 10, 31)).subjects == ()
    assert monthly(cashier, month=TODAY, office="支所").subjects == ()


def test_a_month_ends_with_its_last_day() -> None:
    assert month_of(date(2026, 12, 31)) == (date(2026, 12, 1), date(2027, 1, 1))
    assert month_of(date(2028, 2, 29)) == (date(2028, 2, 1), date(2028, 3, 1))


def test_every_fee_has_its_subject_in_the_books() -> None:
    assert all(subject_on(row.code, TODAY).title for row in fees_on(TODAY))
