"""Cancel a payment (収納の取消し): on the same day, before the drawer is counted, by an entry that undoes it."""

from __future__ import annotations

from uuid import UUID

from daicho.business.cash.audit_types import PAYMENT_CANCELLED
from daicho.business.cash.commands.drop_account import reason_missing
from daicho.business.cash.commands.steps import (
    check_not_sent_twice,
    check_office_day,
    lock_account,
    own_drawer,
    post,
)
from daicho.business.cash.domain.postings import Kind, Place, reverse
from daicho.business.cash.domain.postings import Posting as Side
from daicho.business.cash.domain.states import PENDING
from daicho.business.cash.events import Returned
from daicho.business.cash.models import (
    Account,
    Correction,
    Drawer,
    Entry,
    MoneyOrderNote,
    Posting,
)
from daicho.business.cash.selectors.standing import payment_of
from daicho.foundation.audit.public import recorded
from daicho.foundation.outbox.public import emit
from daicho.foundation.staff.public import check_may
from daicho.kernel.access import Access
from daicho.kernel.errors import Conflict, Invalid


def cancel_payment(access: Access, *, account: UUID, entry: UUID, reason: str) -> str:
    """Give back what was paid and make the account due again, under the key that the form was given.

    Returns the number of the entry. `Invalid` without a reason; `Conflict` when it was paid into another drawer or is
    corrected: then a correction (還付) is what there is.
    """
    check_may(access, "cash.take")
    with recorded(access, PAYMENT_CANCELLED) as note:
        drawer = own_drawer(access)
        check_office_day(drawer.office, drawer.day)
        check_not_sent_twice(entry)
        row = lock_account(account)
        payment = _cancellable(row, drawer)
        if not reason.strip():
            raise Invalid([reason_missing()])
        sides = [
            Side(Place(p.place), p.yen, p.code, p.exemption, p.sheets)
            for p in Posting.objects.filter(entry=payment).order_by("id")
        ]
        undone = post(
            access,
            Kind.CANCELLATION,
            reverse(sides),
            drawer=drawer,
            key=entry,
            account=row,
            origin=payment,
            method=payment.method,
            slip_number=payment.slip_number,
            reason=reason.strip(),
        )
        MoneyOrderNote.objects.bulk_create(
            MoneyOrderNote(
                entry=undone,
                number=order.number,
                yen=order.yen,
                issued_on=order.issued_on,
                incoming=not order.incoming,
            )
            for order in MoneyOrderNote.objects.filter(entry=payment)
        )
        emit(Returned((), str(row.key), str(row.request_key), payment.yen, still_paid=False))
        note.say(account=row.number, number=undone.number, yen=payment.yen, reason=reason.strip())
    return undone.number


def _cancellable(row: Account, drawer: Drawer) -> Entry:
    payment = payment_of(row)
    if payment is None:
        raise Conflict(
            "取り消す収納がありません。",
            why="まだ収納していないか、もう取り消しています。",
            remedy="会計の画面を開き直してください。",
            code="cash.not_paid",
        )
    if payment.drawer_id != drawer.key:
        raise Conflict(
            "この収納は、取り消せません。",
            why="ほかのレジか前の日に収納したものです。取消しは、収納したレジで、締める前にだけできます。",
            remedy="誤徴収の訂正（還付）を申し出てください。",
            code="cash.other_drawer",
        )
    corrected = Entry.objects.filter(account=row, kind=Kind.CORRECTION, origin=payment)
    if (
        corrected.exists()
        or Correction.objects.filter(payment=payment, state__in=[s.value for s in PENDING]).exists()
    ):
        raise Conflict(
            "この収納は、取り消せません。",
            why="誤徴収の訂正が行われたか、申し出られています。",
            remedy="訂正を続けるか、申出を取り下げてから取り消してください。",
            code="cash.corrected",
        )
    return payment
