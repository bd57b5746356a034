"""A day at the till in short words: open, charge, pay, count, close."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

from django.conf import settings

from daicho.business.cash.commands.close_office_day import close_office_day
from daicho.business.cash.commands.confirm_drawer import confirm_drawer
from daicho.business.cash.commands.count_drawer import Counted, count_drawer
from daicho.business.cash.commands.open_account import open_account
from daicho.business.cash.commands.open_drawer import open_drawer
from daicho.business.cash.commands.take_payment import Taken, take_payment
from daicho.business.cash.domain.denominations import DENOMINATIONS
from daicho.business.cash.domain.fees import FeeLine
from daicho.business.cash.domain.postings import Place
from daicho.business.cash.domain.tenders import Tender
from daicho.business.cash.models import Drawer
from daicho.business.cash.selectors.standing import places_of
from daicho.business.certificates.models import Issue
from daicho.kernel.access import Access
from daicho.kernel.clock import business_now, business_today

COPY = "resident_record_copy"
FLOAT = 30_000


def opened(access: Access, *, float_yen: int = FLOAT, orders_yen: int = 0) -> UUID:
    """The drawer of this clerk and terminal."""
    return open_drawer(access, float_cash_yen=float_yen, float_orders_yen=orders_yen)


def charged(access: Access, *lines: FeeLine, request_key: UUID | None = None) -> UUID:
    """An account; two copies when nothing is said."""
    wanted = lines or (FeeLine(COPY, 2),)
    return open_account(access, request_key=request_key or uuid4(), lines=wanted)


def paid(access: Access, account: UUID, tender: Tender | None = None) -> Taken:
    """Paid, with a note of 10,000 yen when nothing is said."""
    how = tender or Tender("cash", tendered_yen=10_000)
    return take_payment(access, account=account, entry=uuid4(), tender=how)


def pieces_of(yen: int) -> dict[int, int]:
    """The fewest notes and coins that come to an amount."""
    found: dict[int, int] = {}
    for face in DENOMINATIONS:
        found[face], yen = divmod(yen, face)
    return found


def counted(access: Access, drawer: UUID, *, over_yen: int = 0, reason: str = "") -> int:
    """Counted as the books say, and so much over."""
    row = Drawer.objects.get(key=drawer)
    there = places_of(row)
    return count_drawer(
        access,
        drawer=drawer,
        edition=row.edition,
        counted=Counted(
            pieces=pieces_of(there.get(Place.CASH, 0) + over_yen),
            money_order_yen=there.get(Place.MONEY_ORDER, 0),
            cashless_yen=there.get(Place.CASHLESS, 0),
            reason=reason,
        ),
    )


def closed(access: Access, second: Access, drawer: UUID, **given: int | str) -> None:
    """Counted and confirmed."""
    edition = counted(access, drawer, **given)  # type: ignore[arg-type]  # handed on
    confirm_drawer(second, drawer=drawer, edition=edition)


def day_closed(second: Access, *, day: date | None = None, remark: str = "") -> UUID:
    """The day of the office, closed."""
    return close_office_day(
        second, office=second.office, day=day or business_today(), remark=remark
    )


def sheet(access: Access, **given: object) -> Issue:
    """A copy as the certificate desk keeps it, with as much as the till looks at."""
    key = uuid4()
    facts: dict[str, object] = {
        "key": key,
        "request_key": uuid4(),
        "copy": 1,
        "number": f"{business_today():%Y%m%d} {settings.TOWN['code']} {key.hex[:6]}",
        "kind": "individual",
        "issued_on": business_today(),
        "issued_at": business_now(),
        "issued_by": access.staff_key,
        "issued_by_name": access.name,
        "office": access.office,
        "terminal": access.terminal,
        "persons": [uuid4()],
        "requester": "self",
        "requester_name": "見本　太郎",
        "identity_documents": [],
        "items": [],
        "fee_yen": 300,
        "pages": 1,
        "template_version": "x",
        "pdf_sha256": "x",
        "snapshot": b"",
        "snapshot_key": "x",
    }
    return Issue.objects.create(**{**facts, **given})
