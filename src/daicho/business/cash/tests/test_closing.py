"""The closing of the day: counted, confirmed by a second person, handed on; afterwards nothing moves."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import BytesIO
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Sum
from pypdf import PdfReader

from daicho.business.cash.commands.cancel_payment import cancel_payment
from daicho.business.cash.commands.confirm_drawer import confirm_drawer
from daicho.business.cash.commands.count_drawer import Counted, count_drawer, send_back
from daicho.business.cash.domain.postings import IN_DRAWER, Kind, Place
from daicho.business.cash.domain.states import DrawerState
from daicho.business.cash.domain.tenders import Tender
from daicho.business.cash.models import (
    Drawer,
    DrawerCount,
    Entry,
    MoneyOrderNote,
    Posting,
)
from daicho.business.cash.public import cash_waiting
from daicho.business.cash.selectors.ledger import (
    view_drawer,
)
from daicho.business.cash.selectors.papers import remittance_pdf
from daicho.business.cash.selectors.standing import places_of
from daicho.business.cash.tests.desk import (
    charged,
    closed,
    counted,
    day_closed,
    opened,
    paid,
    pieces_of,
)
from daicho.kernel import clock
from daicho.kernel.access import Access, Duty
from daicho.kernel.errors import Conflict, Invalid, Refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
TODAY, TOMORROW = date(2026, 11, 20), date(2026, 11, 24)


def code_of(error: pytest.ExceptionInfo[Conflict] | pytest.ExceptionInfo[Refused]) -> str:
    return error.value.reason_code


def places_everywhere() -> dict[str, int]:
    rows = Posting.objects.values_list("place").annotate(yen=Sum("yen")).order_by()
    return {place: yen for place, yen in rows if yen}


def test_a_drawer_is_counted_confirmed_and_empty(cashier: Access, confirmer: Access) -> None:
    drawer = opened(cashier)
    paid(cashier, charged(cashier))
    paid(cashier, charged(cashier), Tender("emoney", slip_number="9"))
    closed(cashier, confirmer, drawer)
    row = Drawer.objects.get(key=drawer)
    assert row.state == DrawerState.CLOSED
    assert row.closed_by == confirmer.staff_key
    assert not any(places_of(row).values())
    assert places_everywhere() == {"fee": -1_200, "safe": 600, "provider": 600}
    assert [p.place for p in Posting.objects.filter(entry__kind=Kind.FLOAT_BACK)] == [
        Place.CASH,
        Place.FLOAT,
    ]


def test_a_difference_needs_its_reason_and_is_booked(cashier: Access, confirmer: Access) -> None:
    drawer = opened(cashier)
    paid(cashier, charged(cashier))
    with pytest.raises(Invalid) as error:
        counted(cashier, drawer, over_yen=-100)
    assert error.value.problems[0].field == "reason"
    assert "現金-100円" in error.value.problems[0].what
    closed(cashier, confirmer, drawer, over_yen=-100, reason="お釣りの渡し間違い")
    entry = Entry.objects.get(kind=Kind.DIFFERENCE)
    assert (entry.yen, entry.reason) == (-100, "お釣りの渡し間違い")
    assert places_everywhere() == {"fee": -600, "safe": 500, "difference": 100}


def test_a_shortage_beyond_the_takings_is_met_by_the_float(
    cashier: Access, confirmer: Access
) -> None:
    drawer = opened(cashier)
    closed(cashier, confirmer, drawer, over_yen=-100, reason="不明")
    day_closed(confirmer)
    assert places_everywhere() == {"difference": 100, "float": -100}
    _, pdf = remittance_pdf(cashier, office=cashier.office, day=TODAY)
    words = "".join(PdfReader(BytesIO(pdf)).pages[0].extract_text().split())
    assert "釣銭準備金から埋めた不足100円" in words


def test_a_cashless_total_that_differs_is_a_difference_too(cashier: Access) -> None:
    drawer = opened(cashier)
    paid(cashier, charged(cashier), Tender("card", slip_number="1"))
    with pytest.raises(Invalid) as error:
        count_drawer(
            cashier, drawer=drawer, edition=1, counted=Counted(pieces_of(30_000), cashless_yen=0)
        )
    assert "キャッシュレス-600円" in error.value.problems[0].what


def test_the_second_person_is_neither_the_clerk_nor_who_counted(
    cashier: Access, other_cashier: Access, confirmer: Access
) -> None:
    drawer = opened(cashier)
    edition = counted(other_cashier, drawer)
    for access in (cashier, other_cashier):
        with pytest.raises(Refused):
            confirm_drawer(access, drawer=drawer, edition=edition)
        with pytest.raises(Refused) as own:
            confirm_drawer(also_confirming(access), drawer=drawer, edition=edition)
        assert code_of(own) == "cash.own_drawer"
    confirm_drawer(confirmer, drawer=drawer, edition=edition)


def also_confirming(access: Access) -> Access:
    return replace(access, duties=frozenset({Duty.COUNTER, Duty.EXAMINE}))


def test_it_can_be_sent_back_and_is_counted_again(cashier: Access, confirmer: Access) -> None:
    drawer = opened(cashier)
    edition = counted(cashier, drawer)
    with pytest.raises(Conflict) as waiting:
        paid(cashier, charged(cashier))
    assert code_of(waiting) == "cash.drawer.state"
    with pytest.raises(Invalid):
        send_back(confirmer, drawer=drawer, edition=edition, reason="")
    edition = send_back(confirmer, drawer=drawer, edition=edition, reason="100円玉が1枚多い")
    with pytest.raises(Conflict) as stale:
        count_drawer(cashier, drawer=drawer, edition=1, counted=Counted(pieces_of(30_000)))
    assert code_of(stale) == "cash.drawer.stale"
    closed(cashier, confirmer, drawer, over_yen=100, reason="不明")
    counts = DrawerCount.objects.order_by("edition").values_list("cash_yen", "sent_back_reason")
    assert list(counts) == [(30_000, "100円玉が1枚多い"), (30_100, "")]
    slip = view_drawer(cashier, drawer=drawer)
    assert [c.sent_back_reason for c in slip.sent_back] == ["100円玉が1枚多い"]
    assert slip.places[0].difference_yen == 100


def test_after_the_closing_nothing_is_taken_cancelled_or_closed_again(
    cashier: Access, confirmer: Access
) -> None:
    drawer = opened(cashier)
    account = charged(cashier)
    paid(cashier, account)
    closed(cashier, confirmer, drawer)
    with pytest.raises(Conflict) as taking:
        paid(cashier, charged(cashier))
    assert code_of(taking) == "cash.no_open_drawer"
    with pytest.raises(Conflict):
        cancel_payment(cashier, account=account, entry=uuid4(), reason="遅い")
    with pytest.raises(Conflict) as twice:
        confirm_drawer(confirmer, drawer=drawer, edition=3)
    assert code_of(twice) == "cash.drawer.state"
    with pytest.raises(Conflict) as again:
        opened(cashier)
    assert code_of(again) == "cash.closed_today"


CHANGES = [
    "UPDATE cash_entry SET yen = 1",
    "DELETE FROM cash_entry",
    "UPDATE cash_posting SET yen = yen + 1",
    "DELETE FROM cash_posting",
    "UPDATE cash_accountline SET count = 9",
    "UPDATE cash_account SET number = 'x'",
    "UPDATE cash_drawer SET float_cash_yen = 0",
    "UPDATE cash_drawercount SET cash_yen = 0",
    "UPDATE cash_officeday SET remitted_yen = 0",
    "DELETE FROM cash_officeday",
    "DELETE FROM cash_receipt",
    "UPDATE cash_correction SET difference_yen = 0",
    "TRUNCATE cash_posting",
]


@pytest.mark.parametrize("statement", CHANGES)
def test_the_role_of_the_program_has_no_right_to_change_the_books(statement: str) -> None:
    with (
        pytest.raises(Exception, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def closed_drawer(cashier: Access, confirmer: Access) -> tuple[Drawer, Entry]:
    drawer = opened(cashier)
    taken = paid(cashier, charged(cashier))
    closed(cashier, confirmer, drawer)
    return Drawer.objects.get(key=drawer), Entry.objects.get(key=taken.entry)


def rule_of(error: pytest.ExceptionInfo[IntegrityError]) -> str:
    cause = error.value.__cause__
    return str(getattr(getattr(cause, "diag", None), "constraint_name", ""))


def test_the_database_itself_lets_nothing_into_a_closed_drawer(
    cashier: Access, confirmer: Access
) -> None:
    drawer, entry = closed_drawer(cashier, confirmer)
    late = Entry(
        number="late",
        kind="payment",
        on=drawer.day,
        at=drawer.opened_at,
        office=drawer.office,
        drawer=drawer,
        yen=0,
        posting_count=1,
        by=cashier.staff_key,
        by_name="x",
    )
    note = MoneyOrderNote(entry=entry, number="1", yen=50, issued_on=TODAY, incoming=True)
    for row in (
        late,
        Posting(entry=entry, place="cash", yen=0),
        note,
        DrawerCount(
            drawer=drawer,
            edition=9,
            at=drawer.opened_at,
            by=cashier.staff_key,
            by_name="x",
            pieces={},
            cash_yen=0,
            money_order_yen=0,
            stamp_yen=0,
            cashless_yen=0,
        ),
    ):
        with pytest.raises(IntegrityError) as error, transaction.atomic():
            row.save(force_insert=True)
        assert rule_of(error) == "cash_closed"
    with pytest.raises(IntegrityError) as reopened, transaction.atomic():
        Drawer.objects.filter(key=drawer.key).update(state="open", closed_at=None, closed_by=None)
    assert rule_of(reopened) == "cash_closed"


def test_the_database_itself_wants_entries_that_balance(cashier: Access) -> None:
    drawer = Drawer.objects.get(key=opened(cashier))
    for count, amounts in ((2, (100, -99)), (1, (0, 0)), (1, ())):
        with pytest.raises(IntegrityError) as error:
            _write(cashier, drawer, count, amounts)
        assert rule_of(error) == "cash_balance"


def _write(access: Access, drawer: Drawer, count: int, amounts: tuple[int, ...]) -> None:
    with transaction.atomic():
        row = Entry.objects.create(
            number="x",
            kind="payment",
            on=drawer.day,
            at=drawer.opened_at,
            office=drawer.office,
            drawer=drawer,
            yen=0,
            posting_count=count,
            by=access.staff_key,
            by_name="x",
        )
        for yen in amounts:
            Posting.objects.create(entry=row, place="cash", yen=yen)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_what_waits_is_counted_on_the_first_page(
    cashier: Access, confirmer: Access, auditor: Access
) -> None:
    drawer = opened(cashier)
    assert cash_waiting(confirmer) == ()
    counted(cashier, drawer)
    assert [(w.label, w.count) for w in cash_waiting(confirmer)] == [("確認を待つレジ", 1)]
    assert cash_waiting(cashier) == ()
    with clock.set_to(TOMORROW):
        late = "締まっていない前の日のレジ"
        assert [w.label for w in cash_waiting(cashier)] == [late]
        assert [w.label for w in cash_waiting(confirmer)] == [late, "確認を待つレジ"]
        assert cash_waiting(auditor) == ()


def test_the_slip_says_the_same_before_and_after_the_closing(
    cashier: Access, confirmer: Access
) -> None:
    drawer = opened(cashier, orders_yen=500)
    paid(cashier, charged(cashier))
    counted(cashier, drawer)
    before = view_drawer(cashier, drawer=drawer)
    confirm_drawer(confirmer, drawer=drawer, edition=2)
    after = view_drawer(cashier, drawer=drawer)
    assert (before.places, before.fees, before.kinds) == (after.places, after.fees, after.kinds)
    assert {row.place for row in after.places} == set(IN_DRAWER)
    assert sum(row.should_yen for row in after.places) == 31_100
