"""Standing (会計の状態): what an account comes to, what was taken for it, and what a drawer should hold.

Within the caller's own act; nobody is named in it.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Sum

from daicho.business.cash.domain.fees import Charged, total_of
from daicho.business.cash.domain.postings import IN_DRAWER, Kind, Place, by_place
from daicho.business.cash.domain.postings import Posting as Side
from daicho.business.cash.domain.states import CorrectionState
from daicho.business.cash.models import (
    Account,
    AccountLine,
    AccountSheet,
    Correction,
    CorrectionLine,
    Drawer,
    Entry,
    Posting,
)


@dataclass(frozen=True, slots=True)
class Standing:
    """How an account stands: its lines as opened and as they are right, what was taken, and the payment in force."""

    opened: tuple[Charged, ...]
    lines: tuple[Charged, ...]
    line_keys: tuple[int, ...]
    taken_yen: int
    payment: Entry | None

    @property
    def charged_yen(self) -> int:
        return total_of(self.lines)

    @property
    def due_yen(self) -> int:
        """What is still to be paid; below zero what is still to be returned."""
        return self.charged_yen - self.taken_yen


def standings(accounts: Collection[Account]) -> dict[UUID, Standing]:
    """How each stands now; as many questions of the database for a hundred as for one."""
    keys = [account.key for account in accounts]
    lines: dict[UUID, list[AccountLine]] = {key: [] for key in keys}
    for row in AccountLine.objects.filter(account__in=keys).order_by("position"):
        lines[row.account_id].append(row)
    sheets: dict[int, list[UUID]] = {}
    on_lines = AccountSheet.objects.filter(line__account__in=keys).order_by("id")
    for line, issue in on_lines.values_list("line", "issue"):
        sheets.setdefault(line, []).append(issue)
    right = _right(keys)
    fees = Posting.objects.filter(entry__account__in=keys, place=Place.FEE)
    taken = dict(fees.values_list("entry__account").annotate(yen=Sum("yen")).order_by())
    payments = payments_of(keys)
    return {
        key: Standing(
            opened=tuple(_line(row, row, sheets) for row in rows),
            lines=tuple(_line(row, right.get(row.pk, row), sheets) for row in rows),
            line_keys=tuple(row.pk for row in rows),
            taken_yen=-taken.get(key, 0),
            payment=payments.get(key),
        )
        for key, rows in lines.items()
    }


def standing(account: Account) -> Standing:
    """How one stands now."""
    return standings([account])[account.key]


def _right(keys: Collection[UUID]) -> dict[int, CorrectionLine]:
    """The lines that corrections have put right, by the line; the newest counts."""
    done = Entry.objects.filter(account__in=keys, kind=Kind.CORRECTION).values("correction")
    rows = CorrectionLine.objects.filter(correction__in=done)
    return {row.line_id: row for row in rows.order_by("correction__asked_at", "id")}


def _line(
    row: AccountLine, now: AccountLine | CorrectionLine, sheets: dict[int, list[UUID]]
) -> Charged:
    return Charged(
        code=row.code,
        title=row.title,
        count=now.count,
        unit_yen=row.unit_yen,
        exemption=now.exemption,
        article=now.article,
        ground=now.ground,
        issues=tuple(sheets.get(row.pk, ())),
    )


def right_lines(correction: Correction) -> tuple[Charged, ...]:
    """The lines of an account as a correction says that they should have been."""
    rows = CorrectionLine.objects.filter(correction=correction).select_related("line")
    return tuple(_line(row.line, row, {}) for row in rows.order_by("line__position"))


def lines_before(correction: Correction) -> tuple[Charged, ...]:
    """The lines of an account as they were charged until a correction."""
    done = Correction.objects.filter(
        account=correction.account_id, state=CorrectionState.DONE, asked_at__lt=correction.asked_at
    )
    last = done.order_by("-asked_at").first()
    if last is not None:
        return right_lines(last)
    return standing(Account.objects.get(key=correction.account_id)).opened


def lines_taken(entry: Entry) -> tuple[Charged, ...]:
    """The lines that an entry was about: of a payment those as opened, of a correction those that are right now."""
    if entry.correction is not None:
        return right_lines(Correction.objects.get(key=entry.correction))
    return standing(entry.account).opened if entry.account else ()


def payments_of(keys: Collection[UUID]) -> dict[UUID, Entry]:
    """The payments of these accounts that have not been cancelled."""
    cancelled = Entry.objects.filter(account__in=keys, kind=Kind.CANCELLATION).values("origin")
    paid_ones = Entry.objects.filter(account__in=keys, kind=Kind.PAYMENT)
    rows = paid_ones.exclude(key__in=cancelled).order_by("at")
    return {row.account_id: row for row in rows if row.account_id is not None}


def payment_of(account: Account) -> Entry | None:
    """The payment of one account that has not been cancelled."""
    return payments_of([account.key]).get(account.key)


def places_of(drawer: Drawer) -> dict[Place, int]:
    """What should be in a drawer now, place by place."""
    rows = Posting.objects.filter(
        entry__drawer=drawer, place__in=[place.value for place in IN_DRAWER]
    ).values_list("place", "yen")
    return by_place(Side(Place(place), yen) for place, yen in rows)


@dataclass(frozen=True, slots=True)
class RequestStanding:
    """How the fee of a request stands. `account` is None when none was opened (or it was dropped)."""

    account: UUID | None
    charged_yen: int
    taken_yen: int

    @property
    def due_yen(self) -> int:
        """What is still to be paid; below zero what is still to be returned."""
        return self.charged_yen - self.taken_yen

    @property
    def paid(self) -> bool:
        """Whether nothing is left to pay; a free account is paid, a missing one is not."""
        return self.account is not None and self.due_yen <= 0


NOTHING = RequestStanding(None, 0, 0)


def standing_of_requests(request_keys: Collection[UUID]) -> dict[UUID, RequestStanding]:
    """How the fees of these requests stand; a request without an account is there too."""
    found = dict.fromkeys(request_keys, NOTHING)
    rows = Account.objects.filter(request_key__in=list(found), dropped_at__isnull=True)
    by_request = {row.key: row.request_key for row in rows}
    for key, now in standings(rows).items():
        found[by_request[key]] = RequestStanding(key, now.charged_yen, now.taken_yen)
    return found


def due_of(request_key: UUID) -> int:
    """What is still to be paid for a request, in yen; nothing where no account was opened."""
    return standing_of_requests([request_key])[request_key].due_yen


def paid(request_key: UUID) -> bool:
    """Whether the fee of a request is paid in full, or free; False where no account was opened."""
    return standing_of_requests([request_key])[request_key].paid
