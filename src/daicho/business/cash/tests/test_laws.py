"""Laws of the books (Hypothesis): every entry balances, a drawer holds what went in, corrections come to what is right."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import pairwise
from uuid import uuid4

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from daicho.business.cash.commands.ask_correction import Right, ask_correction
from daicho.business.cash.commands.cancel_payment import cancel_payment
from daicho.business.cash.commands.carry_out import carry_out
from daicho.business.cash.commands.decide_correction import decide_correction
from daicho.business.cash.domain.denominations import DENOMINATIONS, known, total_of
from daicho.business.cash.domain.fees import Charged, FeeLine
from daicho.business.cash.domain.fees import total_of as fee_total
from daicho.business.cash.domain.postings import (
    IN_DRAWER,
    Place,
    Posting,
    balance,
    by_place,
    close,
    corrected,
    moved,
    reverse,
    taken,
)
from daicho.business.cash.domain.tenders import Tender, change_yen, tender_problems
from daicho.business.cash.models import Drawer
from daicho.business.cash.models import Posting as Row
from daicho.business.cash.selectors.ledger import view_drawer
from daicho.business.cash.selectors.monthly import monthly
from daicho.business.cash.selectors.standing import places_of
from daicho.business.cash.tests.desk import COPY, charged, closed, day_closed, opened, paid
from daicho.kernel.access import Access
from daicho.kernel.errors import Conflict

TODAY = date(2026, 11, 20)
CODES = st.sampled_from(["a", "b", "c"])


@st.composite
def lines(draw: st.DrawFn) -> Charged:
    exemption = draw(st.sampled_from(["", "", "welfare"]))
    unit = draw(st.integers(0, 2_000))
    return Charged(draw(CODES), "x", draw(st.integers(1, 9)), unit, exemption)


MANY = st.lists(lines(), min_size=1, max_size=5)
YEN = st.integers(0, 100_000)
PLACES = st.sampled_from(IN_DRAWER)


def fees(postings: Iterable[Posting]) -> int:
    return -by_place(postings).get(Place.FEE, 0)


@given(MANY, PLACES)
def test_what_is_taken_balances_and_comes_to_the_fee(charge: list[Charged], place: Place) -> None:
    postings = taken(charge, place)
    assert balance(postings) == 0
    assert by_place(postings).get(place, 0) == fee_total(charge) == fees(postings)
    assert sum(p.sheets for p in postings) == sum(line.count for line in charge)


@given(MANY, PLACES)
def test_a_reversal_leaves_nothing(charge: list[Charged], place: Place) -> None:
    postings = taken(charge, place)
    both = (*postings, *reverse(postings))
    assert balance(reverse(postings)) == 0
    assert not any(by_place(both).values())
    assert sum(p.sheets for p in both) == 0


@given(MANY, st.lists(MANY, min_size=1, max_size=3), PLACES, PLACES)
def test_a_correction_and_its_origin_sum_to_the_right_fee(
    wrong: list[Charged], rights: list[list[Charged]], place: Place, other: Place
) -> None:
    postings = list(taken(wrong, place))
    for before, right in pairwise([wrong, *rights]):
        fix = corrected(before, right, other)
        assert balance(fix) == 0
        postings += fix
        assert fees(postings) == fee_total(right)
        by_code = {
            (p.code, p.exemption): sum(
                q.sheets for q in postings if (q.code, q.exemption) == (p.code, p.exemption)
            )
            for p in postings
            if p.place is Place.FEE
        }
        assert sum(by_code.values()) == sum(line.count for line in right)
        assert all(count >= 0 for count in by_code.values())


@given(
    st.dictionaries(PLACES, YEN),
    st.dictionaries(PLACES, YEN),
    st.dictionaries(st.sampled_from([Place.CASH, Place.MONEY_ORDER]), YEN),
)
def test_a_closing_empties_the_drawer_and_hands_on_what_was_counted(
    should: dict[Place, int], there: dict[Place, int], floats: dict[Place, int]
) -> None:
    plan = close(should, there, floats)
    everything = (*plan.difference, *plan.float_back, *plan.hand_in)
    for part in (plan.difference, plan.float_back, plan.hand_in):
        assert balance(part) == 0
    left = by_place([*everything, *(Posting(p, yen) for p, yen in should.items())])
    assert all(left.get(place, 0) == 0 for place in IN_DRAWER)
    given_on = left.get(Place.SAFE, 0) + left.get(Place.PROVIDER, 0) + left.get(Place.FLOAT, 0)
    assert given_on == sum(there.values())
    assert -left.get(Place.DIFFERENCE, 0) == sum(there.values()) - sum(should.values())
    assert all(p.yen >= 0 for p in plan.float_back if p.place is Place.FLOAT)


@given(YEN)
def test_money_that_moves_balances(yen: int) -> None:
    assert balance(moved(Place.SAFE, Place.TREASURER, yen)) == 0


@given(st.integers(1, 20_000), st.integers(0, 30_000))
def test_change_and_fee_are_what_was_handed_over(due: int, handed: int) -> None:
    tender = Tender("cash", tendered_yen=handed)
    problems = tender_problems(tender, due=due, day=TODAY)
    assert bool(problems) is (handed < due)
    if not problems:
        assert due + change_yen(tender, due) == handed


@given(st.dictionaries(st.sampled_from(DENOMINATIONS), st.integers(0, 999)))
def test_what_is_counted_is_the_sum_of_its_kinds(counts: dict[int, int]) -> None:
    assert known(counts)
    assert total_of(counts) == sum(face * pieces for face, pieces in counts.items())
    assert not known({**counts, 3: 1})
    assert not known({**counts, 1_000: -1})


ACTS = st.lists(
    st.tuples(st.sampled_from(["pay", "card", "cancel", "return", "more"]), st.integers(1, 4)),
    max_size=8,
)


@pytest.mark.django_db
@given(acts=ACTS, over=st.integers(-50, 50))
@settings(max_examples=12)
def test_a_whole_day_adds_up(
    cashier: Access,
    confirmer: Access,
    decider: Access,
    today: date,
    acts: list[tuple[str, int]],
    over: int,
) -> None:
    with transaction.atomic():
        drawer = opened(cashier)
        for number, (act, count) in enumerate(acts):
            _act(cashier, decider, act, count, slip=str(number))
        row = Drawer.objects.get(key=drawer)
        entries = Row.objects.filter(entry__drawer=row)
        slip = view_drawer(cashier, drawer=drawer)
        held = places_of(row)
        assert sum(yen for place, yen in held.items() if place in IN_DRAWER) == 30_000 + _fees()
        assert slip.places[0].should_yen == held.get(Place.CASH, 0)
        closed(cashier, confirmer, drawer, over_yen=over, reason="数えた額" if over else "")
        assert sum(entries.values_list("yen", flat=True)) == 0
        assert sum(f.yen for f in view_drawer(cashier, drawer=drawer).fees) == _fees()
        day_closed(confirmer, remark="試験")
        table = monthly(cashier, month=today)
        assert table.yen == _fees()
        assert table.difference_yen == over
        assert table.remitted_yen + table.later_yen + _sum(Place.FLOAT) == _fees() + over
        transaction.set_rollback(True)


def _sum(place: Place) -> int:
    return sum(Row.objects.filter(place=place).values_list("yen", flat=True))


def _fees() -> int:
    return -_sum(Place.FEE)


def _act(cashier: Access, decider: Access, act: str, count: int, *, slip: str) -> None:
    account = charged(cashier, FeeLine(COPY, count))
    paid(cashier, account, Tender("card", slip_number=slip) if act == "card" else None)
    if act == "cancel":
        cancel_payment(cashier, account=account, entry=uuid4(), reason="試験")
    if act not in ("return", "more"):
        return
    right = Right(count - 1 if act == "return" else count + 1)
    asked = ask_correction(cashier, account=account, lines={0: right}, reason="試験")
    decide_correction(decider, correction=asked, edition=1, approve=True)
    tender = Tender("cash", tendered_yen=1_000) if act == "more" else Tender("cash")
    carry_out(cashier, correction=asked, edition=2, entry=uuid4(), tender=tender)
    with pytest.raises(Conflict):
        carry_out(cashier, correction=asked, edition=2, entry=uuid4(), tender=tender)
