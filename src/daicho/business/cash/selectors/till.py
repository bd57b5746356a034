"""The till (会計の画面): what waits to be charged or paid, and one account with all that was done about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db.models import Count, QuerySet

from daicho.business.cash import ports
from daicho.business.cash.audit_types import TILL_OPENED
from daicho.business.cash.domain.fees import Charged
from daicho.business.cash.domain.postings import Kind, Place
from daicho.business.cash.domain.states import ACCOUNT, DrawerState
from daicho.business.cash.domain.tenders import method_title
from daicho.business.cash.models import Account, AccountSheet, Correction, Drawer, Entry, Receipt
from daicho.business.cash.selectors.standing import Standing, places_of, standing, standings
from daicho.business.certificates.public import ChargedSheet, sheets_of, sheets_on
from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.public import check_may
from daicho.kernel.access import Access
from daicho.kernel.clock import business_today

MOST_WAITING: Final = 100


@dataclass(frozen=True, slots=True)
class SheetGroup:
    """Issued sheets of one request that nobody has charged yet; told by number, never by name."""

    request_key: UUID
    numbers: tuple[str, ...]
    issues: tuple[UUID, ...]
    titles: str
    yen: int
    issued_at: datetime
    terminal: str
    by: str


@dataclass(frozen=True, slots=True)
class AccountRow:
    """An account that waits to be paid."""

    key: UUID
    number: str
    titles: str
    yen: int
    opened_at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class DrawerRow:
    """A drawer in a few words. `late`: it is of a day before today and not closed."""

    key: UUID
    day: date
    office: str
    terminal: str
    clerk: str
    state: DrawerState
    late: bool
    own: bool


@dataclass(frozen=True, slots=True)
class TillView:
    """What the till shows; `drawer` is this clerk's open one, `cash_yen` what should be in it."""

    drawer: DrawerRow | None
    cash_yen: int
    unclosed: tuple[DrawerRow, ...]
    sheets: tuple[SheetGroup, ...]
    accounts: tuple[AccountRow, ...]


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One entry of the books in words."""

    key: UUID
    number: str
    kind: Kind
    at: datetime
    method: str
    yen: int
    tendered_yen: int | None
    change_yen: int | None
    slip_number: str
    reason: str
    origin: str
    account: UUID | None
    account_number: str
    by: str
    terminal: str
    receipts: int


@dataclass(frozen=True, slots=True)
class AccountView:
    """One account: its lines as opened and as they are now, the entries, and what may be done.

    `held` are the 定額小為替 that the mail desk took in for it, until it is paid.
    """

    key: UUID
    number: str
    opened_at: datetime
    opened_by: str
    terminal: str
    lines: tuple[Charged, ...]
    opened: tuple[Charged, ...]
    due_yen: int
    taken_yen: int
    entries: tuple[EntryRow, ...]
    payment: EntryRow | None
    corrections: tuple[Correction, ...]
    sheet_numbers: tuple[str, ...]
    spoiled: bool
    dropped_reason: str
    own_drawer: bool
    cancellable: bool
    held: tuple[ports.HeldOrder, ...]


def open_till(access: Access) -> TillView:
    """What waits at this office today, and the drawers that were not closed; one entry."""
    check_may(access, "cash.take")
    with recorded(access, TILL_OPENED) as note:
        today = business_today()
        unclosed = unclosed_drawers(access)
        own = next((d for d in unclosed if d.own and d.day == today), None)
        row = Drawer.objects.filter(key=own.key).first() if own else None
        sheets = tuple(_waiting_sheets(sheets_on(today, office=access.office)))
        accounts = tuple(_waiting_accounts(access.office))
        note.say(office=access.office, count=len(sheets) + len(accounts))
        return TillView(
            drawer=own,
            cash_yen=places_of(row).get(Place.CASH, 0) if row else 0,
            unclosed=tuple(d for d in unclosed if d is not own),
            sheets=sheets,
            accounts=accounts,
        )


def unclosed_drawers(access: Access) -> tuple[DrawerRow, ...]:
    """The drawers of the office that are not closed, the oldest day first. Within the caller's own act."""
    rows = Drawer.objects.filter(office=access.office).exclude(state=DrawerState.CLOSED)
    return tuple(drawer_row(row, access) for row in rows.order_by("day", "opened_at"))


def drawer_row(row: Drawer, access: Access) -> DrawerRow:
    """A drawer in a few words, as this clerk sees it."""
    state = DrawerState(row.state)
    return DrawerRow(
        key=row.key,
        day=row.day,
        office=row.office,
        terminal=row.terminal,
        clerk=row.clerk_name,
        state=state,
        late=state is not DrawerState.CLOSED and row.day < business_today(),
        own=row.clerk == access.staff_key and row.terminal == access.terminal,
    )


def _waiting_sheets(sheets: Iterable[ChargedSheet]) -> Iterable[SheetGroup]:
    good = [s for s in sheets if not s.spoiled and (s.fee_yen or s.official)]
    charged = set(
        AccountSheet.objects.filter(issue__in=[s.key for s in good], dropped=False).values_list(
            "issue", flat=True
        )
    )
    asked = set(
        Account.objects.filter(
            request_key__in={s.request_key for s in good}, dropped_at__isnull=True
        ).values_list("request_key", flat=True)
    )
    groups: dict[UUID, list[ChargedSheet]] = {}
    for sheet in good:
        if sheet.key not in charged and sheet.request_key not in asked:
            groups.setdefault(sheet.request_key, []).append(sheet)
    for key, group in groups.items():
        yield SheetGroup(
            request_key=key,
            numbers=tuple(s.number for s in group),
            issues=tuple(s.key for s in group),
            titles=_titles((s.title, 1) for s in group),
            yen=sum(s.fee_yen for s in group),
            issued_at=group[0].issued_at,
            terminal=group[0].terminal,
            by=group[0].by,
        )


def _waiting_accounts(office: str) -> Iterable[AccountRow]:
    """Unpaid accounts, the newest first; those of earlier days (mail) as well."""
    settled = Entry.objects.filter(kind=Kind.PAYMENT).exclude(
        key__in=Entry.objects.filter(kind=Kind.CANCELLATION).values("origin")
    )
    rows = Account.objects.filter(office=office, dropped_at__isnull=True).exclude(
        key__in=settled.values("account")
    )
    waiting = list(rows.order_by("-opened_at")[:MOST_WAITING])
    found = standings(waiting)
    for row in waiting:
        now = found[row.key]
        yield AccountRow(
            key=row.key,
            number=row.number,
            titles=_titles((line.title, line.count) for line in now.lines),
            yen=now.due_yen,
            opened_at=row.opened_at,
            by=row.opened_by_name,
        )


def _titles(counted: Iterable[tuple[str, int]]) -> str:
    """住民票の写し 2、除票の写し 1."""
    sums: dict[str, int] = {}
    for title, count in counted:
        sums[title] = sums.get(title, 0) + count
    return "、".join(f"{title} {count}" for title, count in sums.items())


def view_account(access: Access, *, account: UUID) -> AccountView:
    """One account with its entries; one entry on the trail."""
    check_may(access, "cash.view")
    with recorded(access, TILL_OPENED) as note:
        row = Account.objects.filter(key=account).first()
        if row is None:
            raise ACCOUNT.missing()
        note.say(account=row.number)
        return _view(access, row, standing(row))


def _view(access: Access, row: Account, now: Standing) -> AccountView:
    receipts = receipts_of(Entry.objects.filter(account=row))
    entries = tuple(entry_row(e, receipts=receipts.get(e.key, 0)) for e in _entries(row))
    sheets = sheets_of([issue for line in now.opened for issue in line.issues])
    own = Drawer.objects.filter(
        terminal=access.terminal,
        clerk=access.staff_key,
        day=business_today(),
        state=DrawerState.OPEN,
    ).first()
    paid_here = now.payment is not None and own is not None and now.payment.drawer_id == own.key
    corrections = tuple(Correction.objects.filter(account=row).order_by("asked_at"))
    return AccountView(
        key=row.key,
        number=row.number,
        opened_at=row.opened_at,
        opened_by=row.opened_by_name,
        terminal=row.terminal,
        lines=now.lines,
        opened=now.opened,
        due_yen=now.due_yen,
        taken_yen=now.taken_yen,
        entries=entries,
        payment=next((e for e in entries if now.payment and e.key == now.payment.key), None),
        corrections=corrections,
        sheet_numbers=tuple(s.number for s in sheets),
        spoiled=any(s.spoiled for s in sheets),
        dropped_reason=row.dropped_reason,
        own_drawer=own is not None,
        cancellable=paid_here and not corrections,
        held=ports.orders_held(row.request_key) if now.payment is None else (),
    )


def _entries(row: Account) -> Iterable[Entry]:
    found = Entry.objects.filter(account=row).select_related("account", "origin")
    return found.order_by("at", "number")


def receipts_of(entries: QuerySet[Entry]) -> dict[UUID, int]:
    """How many times the receipt of each was printed."""
    rows = Receipt.objects.filter(entry__in=entries).values_list("entry")
    return dict(rows.annotate(count=Count("id")).order_by())


def entry_row(row: Entry, *, receipts: int = 0) -> EntryRow:
    """An entry in words."""
    return EntryRow(
        key=row.key,
        number=row.number,
        kind=Kind(row.kind),
        at=row.at,
        method=method_title(row.method, row.on) if row.method else "",
        yen=row.yen,
        tendered_yen=row.tendered_yen,
        change_yen=row.change_yen,
        slip_number=row.slip_number,
        reason=row.reason,
        origin=row.origin.number if row.origin else "",
        account=row.account_id,
        account_number=row.account.number if row.account else "",
        by=row.by_name,
        terminal=row.terminal,
        receipts=receipts,
    )
