"""Print a receipt (領収書): the first is the receipt, every later one says 再発行 and why."""

from __future__ import annotations

from uuid import UUID

from daicho.business.cash.audit_types import RECEIPT_PRINTED
from daicho.business.cash.commands.drop_account import reason_missing
from daicho.business.cash.commands.steps import lock_account
from daicho.business.cash.domain.postings import Kind
from daicho.business.cash.models import Entry, Receipt
from daicho.business.cash.selectors.papers import receipt_pdf
from daicho.business.cash.selectors.standing import payment_of
from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.public import check_may
from daicho.kernel.access import Access
from daicho.kernel.clock import business_now
from daicho.kernel.errors import Conflict, Invalid, Missing

MOST_NAME = 100


def print_receipt(
    access: Access, *, entry: UUID, payer: str = "", reason: str = ""
) -> tuple[str, bytes]:
    """The number of the receipt and its PDF. The name on the first copy stays on the others.

    `Invalid` for a later copy without a reason; `Conflict` for a payment that was cancelled.
    """
    check_may(access, "cash.take")
    with recorded(access, RECEIPT_PRINTED) as note:
        row = Entry.objects.filter(key=entry, kind__in=[Kind.PAYMENT, Kind.CORRECTION]).first()
        if row is None or row.account_id is None:
            raise Missing("この収納はありません。", remedy="会計の画面から選び直してください。")
        account = lock_account(row.account_id)
        if row.kind == Kind.PAYMENT and payment_of(account) != row:
            raise Conflict(
                "取り消した収納の領収書は出せません。",
                remedy="会計の画面を開き直してください。",
                code="cash.cancelled",
            )
        before = Receipt.objects.filter(entry=row).order_by("copy")
        first = before.first()
        if first is not None and not reason.strip():
            raise Invalid([reason_missing()])
        printed = Receipt.objects.create(
            entry=row,
            copy=before.count() + 1,
            payer=first.payer if first else payer.strip()[:MOST_NAME],
            printed_at=business_now(),
            printed_by=access.staff_key,
            printed_by_name=access.name,
            reason=reason.strip(),
        )
        note.say(number=row.number, yen=row.yen, count=printed.copy, reason=reason.strip())
        return row.number, receipt_pdf(row, printed)
