"""Take a payment (収納): all that an account comes to, at once, into the drawer of this clerk and terminal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from daicho.business.cash.audit_types import PAYMENT_FAILED, PAYMENT_TAKEN
from daicho.business.cash.commands.drop_account import reason_missing
from daicho.business.cash.commands.steps import (
    check_not_sent_twice,
    check_office_day,
    lock_account,
    own_drawer,
    post,
)
from daicho.business.cash.domain.postings import Kind, Place, taken
from daicho.business.cash.domain.tenders import (
    MoneyOrder,
    Tender,
    change_yen,
    place_of,
    tender_problems,
)
from daicho.business.cash.events import Paid
from daicho.business.cash.models import Account, Entry, MoneyOrderNote
from daicho.business.cash.selectors.standing import Standing, standing
from daicho.business.certificates.public import sheets_of
from daicho.foundation.audit.public import recorded
from daicho.foundation.outbox.public import emit
from daicho.foundation.staff.public import check_may
from daicho.kernel.access import Access
from daicho.kernel.clock import business_today
from daicho.kernel.errors import Conflict, Invalid, Problem


@dataclass(frozen=True, slots=True)
class Taken:
    """What was taken: the entry's number, yen, and お釣り."""

    entry: UUID
    number: str
    yen: int
    change_yen: int


def take_payment(access: Access, *, account: UUID, entry: UUID, tender: Tender) -> Taken:
    """Take what is due, under the key that the form was given.

    `Invalid` for what was handed over; `Conflict` when it is paid or dropped already, a sheet was spoiled since, the
    drawer is not open, or the form was sent twice.
    """
    check_may(access, "cash.take")
    with recorded(access, PAYMENT_TAKEN) as note:
        drawer = own_drawer(access)
        check_office_day(drawer.office, drawer.day)
        check_not_sent_twice(entry)
        row = lock_account(account)
        now = standing(row)
        _check_payable(row, now)
        due, day = now.due_yen, business_today()
        if wrong := tender_problems(tender, due=due, day=day) + held_orders(tender.orders):
            raise Invalid(wrong)
        back = change_yen(tender, due)
        place = place_of(tender.method, day) if due else Place.CASH
        check_slip(tender)
        paid = post(
            access,
            Kind.PAYMENT,
            taken(now.lines, place),
            drawer=drawer,
            key=entry,
            account=row,
            method=tender.method,
            tendered_yen=tender.tendered_yen,
            change_yen=back,
            slip_number=tender.slip_number.strip(),
        )
        keep_orders(paid, tender)
        emit(Paid((), str(row.key), str(row.request_key), due, tender.method))
        note.say(account=row.number, number=paid.number, method=tender.method, yen=due, change=back)
    return Taken(paid.key, paid.number, due, back)


def note_failure(access: Access, *, account: UUID, method: str, reason: str) -> None:
    """A cashless payment that did not come about: it is no payment, and nothing but the trail keeps it."""
    check_may(access, "cash.take")
    with recorded(access, PAYMENT_FAILED) as note:
        row = lock_account(account)
        if not reason.strip():
            raise Invalid([reason_missing()])
        note.say(account=row.number, method=method, reason=reason.strip())


def check_slip(tender: Tender) -> None:
    """A slip of the terminal pays once a day."""
    slip = tender.slip_number.strip()
    used = Entry.objects.filter(
        kind=Kind.PAYMENT, method=tender.method, slip_number=slip, on=business_today()
    )
    if slip and used.exists():
        raise Conflict(
            "この伝票番号の決済は、もう収納しています。",
            why="同じ日に同じ端末の伝票番号で、二度は収納できません。",
            remedy="決済端末の控えを見て、番号を確かめてください。",
            code="cash.slip_used",
        )


def _check_payable(row: Account, now: Standing) -> None:
    if row.dropped_at is not None or now.payment is not None:
        raise Conflict(
            "この会計は、収納を受けられません。",
            why="もう収納したか、取りやめた会計です。",
            remedy="会計の画面を開き直してください。",
            code="cash.account_settled",
        )
    sheets = sheets_of([issue for line in now.lines for issue in line.issues])
    if any(sheet.spoiled for sheet in sheets):
        raise Conflict(
            "この会計に、書損じにした証明書が入っています。",
            why="書損じの証明書から手数料は取りません。",
            remedy="「書損じを除いて会計し直す」を行ってください。",
            code="cash.spoiled_inside",
        )


def held_orders(orders: Sequence[MoneyOrder]) -> list[Problem]:
    """A certificate that lies in our safe cannot come in again."""
    numbers = [order.number.strip() for order in orders]
    net: dict[str, int] = {}
    for number, incoming in MoneyOrderNote.objects.filter(number__in=numbers).values_list(
        "number", "incoming"
    ):
        net[number] = net.get(number, 0) + (1 if incoming else -1)
    return [
        Problem(
            "cash.order_held",
            f"orders.{at}.number",
            f"番号{number}の定額小為替は、もう受け取っています。",
            "証書の番号は一枚ごとに違います。",
            "証書を見て番号を確かめてください。",
        )
        for at, number in enumerate(numbers)
        if net.get(number, 0) > 0
    ]


def keep_orders(entry: Entry, tender: Tender) -> None:
    """The certificates that came and went, by number."""
    MoneyOrderNote.objects.bulk_create(
        MoneyOrderNote(
            entry=entry,
            number=order.number.strip(),
            yen=order.yen,
            issued_on=order.issued_on,
            incoming=incoming,
        )
        for orders, incoming in ((tender.orders, True), (tender.change_orders, False))
        for order in orders
    )
