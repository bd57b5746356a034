"""The day of an office: closed once for all, issues beside takings, the money to the treasurer."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID, uuid4

import pytest

from daicho.business.cash.domain.comparison import Difference
from daicho.business.cash.domain.fees import FeeLine
from daicho.business.cash.models import Entry, OfficeDay
from daicho.business.cash.selectors.comparison import compare_day
from daicho.business.cash.selectors.ledger import list_drawers, list_entries, view_office_day
from daicho.business.cash.selectors.till import open_till
from daicho.business.cash.tests.desk import (
    COPY,
    charged,
    closed,
    day_closed,
    opened,
    paid,
    sheet,
)
from daicho.business.cash.tests.test_closing import (
    TODAY,
    TOMORROW,
    also_confirming,
    code_of,
    places_everywhere,
)
from daicho.business.certificates.commands.spoil import spoil
from daicho.kernel import clock
from daicho.kernel.access import Access
from daicho.kernel.errors import Conflict, Invalid, Missing, Refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


def test_the_day_of_an_office_is_closed_once_and_the_money_goes_to_the_treasurer(
    cashier: Access, other_cashier: Access, confirmer: Access
) -> None:
    first, second = opened(cashier), opened(other_cashier)
    paid(cashier, charged(cashier, FeeLine("family_register_item_certificate", 2)))
    closed(cashier, confirmer, first)
    with pytest.raises(Conflict) as open_one:
        day_closed(confirmer)
    assert code_of(open_one) == "cash.drawer_unclosed"
    closed(other_cashier, confirmer, second)
    with pytest.raises(Refused) as own:
        day_closed(also_confirming(cashier))
    assert code_of(own) == "cash.own_day"
    key = day_closed(confirmer)
    assert OfficeDay.objects.get(key=key).remitted_yen == 700
    assert places_everywhere() == {"fee": -700, "treasurer": 700}
    with pytest.raises(Conflict) as twice:
        day_closed(confirmer)
    assert code_of(twice) == "cash.day_closed"
    with pytest.raises(Missing):
        day_closed(confirmer, day=date(2026, 11, 19))
    third = replace(other_cashier, staff_key=UUID(int=7), terminal="本庁3")
    with pytest.raises(Conflict) as late:
        opened(third)
    assert code_of(late) == "cash.day_closed"


def test_the_drawer_of_yesterday_is_shown_first_and_takes_nothing_today(
    cashier: Access, confirmer: Access
) -> None:
    drawer = opened(cashier)
    paid(cashier, charged(cashier, FeeLine("family_register_item_certificate", 1)))
    with clock.set_to(TOMORROW):
        view = open_till(cashier)
        assert view.drawer is None
        assert [(row.key, row.late) for row in view.unclosed] == [(drawer, True)]
        assert list_drawers(cashier, day=TOMORROW)[0].key == drawer
        assert list_entries(cashier, day=TOMORROW).late_days == (TODAY,)
        with pytest.raises(Conflict) as taking:
            paid(cashier, charged(cashier))
        assert code_of(taking) == "cash.day_passed"
        with pytest.raises(Conflict) as opening:
            opened(cashier)
        assert code_of(opening) == "cash.drawer_unclosed"
        closed(cashier, confirmer, drawer)
        assert set(Entry.objects.values_list("on", flat=True)) == {TODAY}
        day_closed(confirmer, day=TODAY)
        assert list_entries(cashier, day=TOMORROW).late_days == ()
        opened(cashier)
        assert paid(cashier, charged(cashier)).yen == 600


def test_issues_and_takings_are_compared_and_every_difference_is_listed(
    cashier: Access, confirmer: Access
) -> None:
    drawer = opened(cashier)
    fine, unpaid, uncharged, bad = (sheet(cashier) for _ in range(4))
    sheet(cashier, official=True, fee_yen=0)
    spoil(cashier, issue=sheet(cashier).key, reason="印字のずれ")
    paid(cashier, charged(cashier, FeeLine("", 1, issues=(fine.key,))))
    charged(cashier, FeeLine("", 1, issues=(unpaid.key,)))
    paid(cashier, charged(cashier, FeeLine("", 1, issues=(bad.key,))))
    spoil(cashier, issue=bad.key, reason="渡す前に破れた")
    asked = uuid4()
    paid(cashier, charged(cashier, FeeLine(COPY, 1), request_key=asked))
    found = compare_day(cashier.office, TODAY)
    (row,) = found.rows
    assert (row.issued, row.issued_free, row.spoiled) == (3, 1, 2)
    assert (row.paid_sheets, row.free_sheets, row.yen) == (3, 0, 900)
    assert {(f.kind, f.number) for f in found.differences} == {
        (Difference.NOT_PAID, unpaid.number),
        (Difference.NOT_CHARGED, uncharged.number),
        (Difference.SPOILED_PAID, bad.number),
        (Difference.NOT_ISSUED, "1件"),
    }
    sheet(cashier, request_key=asked)
    assert Difference.NOT_ISSUED not in {
        f.kind for f in compare_day(cashier.office, TODAY).differences
    }
    closed(cashier, confirmer, drawer)
    with pytest.raises(Invalid) as error:
        day_closed(confirmer)
    assert error.value.problems[0].field == "remark"
    day_closed(confirmer, remark="1件は明日支払の約束、ほかは訂正を申し出た")
    before = view_office_day(cashier, office=cashier.office, day=TODAY).comparison
    spoil(cashier, issue=fine.key, reason="後から分かった")
    assert view_office_day(cashier, office=cashier.office, day=TODAY).comparison == before
    assert compare_day(cashier.office, TODAY) != before


def test_a_mailed_request_is_matched_by_its_request(cashier: Access) -> None:
    opened(cashier)
    asked = uuid4()
    paid(cashier, charged(cashier, FeeLine(COPY, 1), request_key=asked))
    sheet(cashier, request_key=asked)
    assert compare_day(cashier.office, TODAY).differences == ()
    sheet(cashier, request_key=asked, copy=2, fee_yen=350)
    assert [f.kind for f in compare_day(cashier.office, TODAY).differences] == [
        Difference.OTHER_FEE
    ]
