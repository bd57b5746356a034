"""Fees wrongly taken: asked for, approved by another, returned by an entry of its own; the origin stays as it was."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID, uuid4

import pytest
from django.db.models import Sum

from daicho.business.cash.commands.ask_correction import Right, ask_correction
from daicho.business.cash.commands.cancel_payment import cancel_payment
from daicho.business.cash.commands.carry_out import carry_out
from daicho.business.cash.commands.decide_correction import (
    decide_correction,
    withdraw_correction,
)
from daicho.business.cash.domain.fees import FeeLine
from daicho.business.cash.domain.postings import Place
from daicho.business.cash.domain.states import CorrectionState
from daicho.business.cash.domain.tenders import Tender
from daicho.business.cash.models import Account, Correction, Drawer, Entry, Posting
from daicho.business.cash.selectors.corrections import list_corrections, view_correction
from daicho.business.cash.selectors.standing import places_of, standing
from daicho.business.cash.tests.desk import (
    COPY,
    charged,
    closed,
    day_closed,
    opened,
    paid,
)
from daicho.foundation.outbox.models import Message
from daicho.kernel import clock
from daicho.kernel.access import Access, Duty
from daicho.kernel.errors import Conflict, Invalid, Refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
NEXT = date(2026, 11, 24)


def asked(access: Access, account: UUID, right: Right, *, reason: str = "通数の誤り") -> UUID:
    return ask_correction(access, account=account, lines={0: right}, reason=reason)


def fee_of(account: UUID) -> int:
    sums = Posting.objects.filter(entry__account=account, place=Place.FEE)
    return -(sums.aggregate(sum=Sum("yen"))["sum"] or 0)


def test_too_much_is_returned_on_a_later_day_and_the_closed_day_stays(
    cashier: Access, confirmer: Access, decider: Access
) -> None:
    drawer = opened(cashier)
    account = charged(cashier, FeeLine("family_register_item_certificate", 2))
    taken = paid(cashier, account)
    closed(cashier, confirmer, drawer)
    day_closed(confirmer)
    before = list(Posting.objects.order_by("id").values())
    with clock.set_to(NEXT):
        today = opened(cashier)
        correction = asked(cashier, account, Right(1))
        decide_correction(decider, correction=correction, edition=1, approve=True)
        done = carry_out(
            cashier, correction=correction, edition=2, entry=uuid4(), tender=Tender("cash")
        )
        assert done.yen == -350
        assert places_of(Drawer.objects.get(key=today))[Place.CASH] == 29_650
    entry = Entry.objects.get(key=done.entry)
    assert (entry.on, entry.origin_id, entry.reason) == (NEXT, taken.entry, "通数の誤り")
    assert fee_of(account) == 350 == standing(Account.objects.get(key=account)).charged_yen
    changed = Posting.objects.exclude(entry=entry).exclude(entry__drawer=today)
    assert list(changed.order_by("id").values()) == before
    assert Message.objects.get(kind="cash.returned").payload["yen"] == 350
    view = view_correction(cashier, correction=correction)
    assert view is not None
    assert (view.state, view.outcome) == (CorrectionState.DONE, "還付")
    assert [(line.wrong.count, line.right.count) for line in view.lines] == [(2, 1)]


def test_too_little_is_collected(cashier: Access, decider: Access) -> None:
    opened(cashier)
    account = charged(cashier, FeeLine(COPY, 1))
    paid(cashier, account)
    correction = asked(cashier, account, Right(3))
    decide_correction(decider, correction=correction, edition=1, approve=True)
    with pytest.raises(Invalid):
        carry_out(cashier, correction=correction, edition=2, entry=uuid4(), tender=Tender("cash"))
    tender = Tender("cash", tendered_yen=1_000)
    done = carry_out(cashier, correction=correction, edition=2, entry=uuid4(), tender=tender)
    assert (done.yen, done.change_yen) == (600, 400)
    assert fee_of(account) == 900


def test_an_exemption_found_later_returns_the_whole_fee(cashier: Access, decider: Access) -> None:
    opened(cashier)
    account = charged(cashier, FeeLine("family_register_item_certificate", 1))
    paid(cashier, account)
    with pytest.raises(Invalid) as wrong:
        asked(cashier, account, Right(1, "pension"))
    assert wrong.value.problems[0].field == "lines.0.ground"
    correction = asked(cashier, account, Right(1, "pension", "年金請求書"))
    decide_correction(decider, correction=correction, edition=1, approve=True)
    carry_out(cashier, correction=correction, edition=2, entry=uuid4(), tender=Tender("cash"))
    assert fee_of(account) == 0
    sheets = (
        Posting.objects.filter(entry__account=account, place=Place.FEE)
        .values_list("exemption")
        .annotate(n=Sum("sheets"))
    )
    assert dict(sheets) == {"": 0, "pension": 1}


def test_whoever_asks_does_not_approve(cashier: Access, decider: Access) -> None:
    opened(cashier)
    account = charged(cashier)
    paid(cashier, account)
    correction = asked(cashier, account, Right(1))
    both = replace(cashier, duties=frozenset({Duty.COUNTER, Duty.DECIDE}))
    with pytest.raises(Refused) as own:
        decide_correction(both, correction=correction, edition=1, approve=True)
    assert own.value.reason_code == "cash.own_correction"
    with pytest.raises(Refused):
        decide_correction(cashier, correction=correction, edition=1, approve=True)
    with pytest.raises(Conflict):
        carry_out(cashier, correction=correction, edition=1, entry=uuid4(), tender=Tender("cash"))
    with pytest.raises(Invalid):
        decide_correction(decider, correction=correction, edition=1, approve=False)
    decide_correction(
        decider, correction=correction, edition=1, approve=False, words="誤りではない"
    )
    with pytest.raises(Conflict) as ended:
        withdraw_correction(cashier, correction=correction, edition=2, reason="遅い")
    assert ended.value.reason_code == "cash.correction.state"
    assert fee_of(account) == 600


def test_one_correction_at_a_time_and_no_cancellation_beside_it(
    cashier: Access, decider: Access
) -> None:
    opened(cashier)
    account = charged(cashier)
    with pytest.raises(Conflict) as unpaid:
        asked(cashier, account, Right(1))
    assert unpaid.value.reason_code == "cash.not_paid"
    paid(cashier, account)
    with pytest.raises(Invalid) as same:
        asked(cashier, account, Right(2))
    assert same.value.problems[0].code == "cash.nothing_differs"
    with pytest.raises(Invalid):
        asked(cashier, account, Right(-1))
    with pytest.raises(Invalid):
        asked(cashier, account, Right(1), reason=" ")
    correction = asked(cashier, account, Right(1))
    with pytest.raises(Conflict) as second:
        asked(cashier, account, Right(0))
    assert second.value.reason_code == "cash.correction_pending"
    with pytest.raises(Conflict) as cancelled:
        cancel_payment(cashier, account=account, entry=uuid4(), reason="取消し")
    assert cancelled.value.reason_code == "cash.corrected"
    assert list(list_corrections(decider)) == [Correction.objects.get(key=correction)]
    withdraw_correction(cashier, correction=correction, edition=1, reason="取消しで足りる")
    assert list(list_corrections(decider)) == []
    cancel_payment(cashier, account=account, entry=uuid4(), reason="取消し")
    assert fee_of(account) == 0


def test_a_correction_of_a_correction_starts_from_what_is_right_now(
    cashier: Access, decider: Access
) -> None:
    opened(cashier)
    account = charged(cashier, FeeLine(COPY, 3))
    paid(cashier, account)
    seen = []
    for count, left in ((1, 300), (2, 600), (0, 0)):
        correction = asked(cashier, account, Right(count))
        decide_correction(decider, correction=correction, edition=1, approve=True)
        tender = Tender("cash", tendered_yen=300) if count == 2 else Tender("cash")
        carry_out(cashier, correction=correction, edition=2, entry=uuid4(), tender=tender)
        assert fee_of(account) == left
        seen.append(_counts(cashier, correction))
    assert seen == [(3, 1), (1, 2), (2, 0)]


def _counts(access: Access, correction: UUID) -> tuple[int, int]:
    view = view_correction(access, correction=correction)
    assert view is not None
    (line,) = view.lines
    return line.wrong.count, line.right.count


def test_a_drawer_cannot_return_what_it_has_not(cashier: Access, decider: Access) -> None:
    opened(cashier, float_yen=0)
    account = charged(cashier)
    paid(cashier, account, Tender("card", slip_number="3"))
    correction = asked(cashier, account, Right(1))
    decide_correction(decider, correction=correction, edition=1, approve=True)
    with pytest.raises(Conflict) as error:
        carry_out(cashier, correction=correction, edition=2, entry=uuid4(), tender=Tender("cash"))
    assert error.value.reason_code == "cash.too_little"
    done = carry_out(
        cashier,
        correction=correction,
        edition=2,
        entry=uuid4(),
        tender=Tender("card", slip_number="4"),
    )
    assert done.yen == -300
