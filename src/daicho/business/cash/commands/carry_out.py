"""Carry out a correction (還付・追徴): the difference leaves or enters the drawer of today, by an entry of its own."""

from __future__ import annotations

from uuid import UUID

from daicho.business.cash.audit_types import CORRECTION_DONE
from daicho.business.cash.commands.decide_correction import (
    check_correction,
    lock_correction,
    move,
)
from daicho.business.cash.commands.steps import (
    check_not_sent_twice,
    check_office_day,
    lock_account,
    own_drawer,
    post,
)
from daicho.business.cash.commands.take_payment import Taken, check_slip, held_orders, keep_orders
from daicho.business.cash.domain.fees import Charged
from daicho.business.cash.domain.postings import Kind, Place, corrected
from daicho.business.cash.domain.states import CorrectionAction
from daicho.business.cash.domain.tenders import Tender, change_yen, place_of, tender_problems
from daicho.business.cash.events import Returned
from daicho.business.cash.models import Drawer
from daicho.business.cash.selectors.standing import places_of, right_lines, standing
from daicho.foundation.audit.public import recorded
from daicho.foundation.outbox.public import emit
from daicho.foundation.staff.public import check_may
from daicho.kernel.access import Access
from daicho.kernel.clock import business_today
from daicho.kernel.errors import Conflict, Invalid
from daicho.kernel.money import format_yen


def carry_out(
    access: Access, *, correction: UUID, edition: int, entry: UUID, tender: Tender
) -> Taken:
    """Return or collect the difference under the key that the form was given; the day that is closed stays as it is.

    `Invalid` for what was handed over; `Conflict` when it is not approved, the drawer is not open or has too little.
    """
    check_may(access, "cash.take")
    with recorded(access, CORRECTION_DONE) as note:
        drawer = own_drawer(access)
        check_office_day(drawer.office, drawer.day)
        check_not_sent_twice(entry)
        row = lock_correction(correction)
        account = lock_account(row.account_id)
        check_correction(row, CorrectionAction.CARRY_OUT, edition=edition)
        due, day = row.difference_yen, business_today()
        if wrong := tender_problems(tender, due=due, day=day) + held_orders(tender.orders):
            raise Invalid(wrong)
        check_slip(tender)
        place = place_of(tender.method, day) if due else Place.CASH
        _check_enough(drawer, place, due)
        back = change_yen(tender, due) if due > 0 else 0
        wrong_lines: tuple[Charged, ...] = standing(account).lines
        done = post(
            access,
            Kind.CORRECTION,
            corrected(wrong_lines, right_lines(row), place),
            drawer=drawer,
            key=entry,
            account=account,
            origin=row.payment,
            correction=row.key,
            method=tender.method,
            tendered_yen=tender.tendered_yen if due > 0 else None,
            change_yen=back if due > 0 else None,
            slip_number=tender.slip_number.strip(),
            reason=row.reason,
        )
        keep_orders(done, tender)
        move(row, CorrectionAction.CARRY_OUT)
        if due < 0:
            told = str(account.key), str(account.request_key)
            emit(Returned((), *told, -due, still_paid=True))
        note.say(account=account.number, number=done.number, yen=due, reason=row.reason)
    return Taken(done.key, done.number, due, back)


def _check_enough(drawer: Drawer, place: Place, due: int) -> None:
    there = places_of(drawer).get(Place.CASH, 0)
    if place is Place.CASH and there + due < 0:
        raise Conflict(
            "このレジの現金では、還付できません。",
            why=f"レジにあるはずの現金は{format_yen(there)}です。",
            remedy="釣銭準備金の多いレジで行うか、別の方法で還付してください。",
            code="cash.too_little",
        )
