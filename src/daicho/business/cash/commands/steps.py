"""Steps (一手): what every act on accounts and drawers shares: the locks, the checks, and the posting of an entry.

Locks are taken in one order: the drawer, then the account. Runs inside the entry of whoever calls.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, Final
from uuid import UUID, uuid4

from django.db import connection

from daicho.business.cash.domain.postings import IN_DRAWER, Kind, Place
from daicho.business.cash.domain.postings import Posting as Side
from daicho.business.cash.domain.states import ACCOUNT, DRAWER, TILL, DrawerAction, DrawerState
from daicho.business.cash.models import Account, Drawer, Entry, OfficeDay, Posting
from daicho.kernel.access import Access
from daicho.kernel.clock import business_now, business_today
from daicho.kernel.errors import Conflict

SEQUENCE: Final = "cash_number_seq"
ON_THE_WAY: Final = (Place.TREASURER,)
"""What an entry without a drawer is told by."""


def next_number(day: date) -> str:
    """A number of the books: day and counter; never used twice."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT nextval('{SEQUENCE}')")
        (value,) = cursor.fetchone() or (0,)
    return f"{day:%Y%m%d}-{value:06d}"


def lock_account(account: UUID) -> Account:
    """The account, locked until the transaction ends."""
    row = Account.objects.select_for_update().filter(key=account).first()
    if row is None:
        raise ACCOUNT.missing()
    return row


def lock_drawer(drawer: UUID) -> Drawer:
    """The drawer, locked until the transaction ends."""
    row = Drawer.objects.select_for_update().filter(key=drawer).first()
    if row is None:
        raise TILL.missing()
    return row


def own_drawer(access: Access) -> Drawer:
    """The drawer that this clerk has open at this terminal today, locked."""
    row = (
        Drawer.objects.select_for_update()
        .filter(terminal=access.terminal, clerk=access.staff_key)
        .exclude(state=DrawerState.CLOSED)
        .first()
    )
    if row is None:
        raise Conflict(
            "この端末で、あなたのレジが開いていません。",
            why="収納と還付は、開いているレジで行います。",
            remedy="釣銭準備金を数えてレジを開いてください。",
            code="cash.no_open_drawer",
        )
    check_drawer(row, DrawerAction.TAKE)
    if row.day != business_today():
        raise Conflict(
            "前の日のレジが、まだ締まっていません。",
            why="今日の収納を前の日のレジに入れることはできません。",
            remedy="先に前の日のレジを締めてください。",
            code="cash.day_passed",
        )
    return row


def check_drawer(row: Drawer, action: DrawerAction, *, edition: int | None = None) -> None:
    """Whether the drawer stands where this may be done, and on the page that was looked at."""
    stands, state = row.state == DRAWER[action].before, DrawerState(row.state).label
    TILL.check_standing(stands, state=state, action=action.label)
    if edition is not None:
        TILL.check_page(edition, edition=row.edition)


def check_office_day(office: str, day: date) -> None:
    """Nothing more happens on a day that the office has closed."""
    if OfficeDay.objects.filter(office=office, day=day).exists():
        raise Conflict(
            "この日は、もう締めています。",
            why="日計を締めた後は、その日の収納を変えられません。",
            remedy="翌開庁日の収納か訂正として行ってください。",
            code="cash.day_closed",
        )


def lock_office_day(office: str, day: date) -> None:
    """One at a time for the day of an office: whoever opens a drawer, and whoever closes the day."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtext(%s))", [f"cash:{day.isoformat()}:{office}"]
        )


def post(
    access: Access,
    kind: Kind,
    sides: Iterable[Side],
    *,
    drawer: Drawer | None,
    office: str = "",
    day: date | None = None,
    key: UUID | None = None,
    **facts: Any,
) -> Entry:
    """Write an entry with its postings.

    Any: `facts` are further columns of `Entry` by name.
    """
    postings = tuple(sides)
    on = drawer.day if drawer else day or business_today()
    row = Entry.objects.create(
        key=key or uuid4(),
        number=next_number(on),
        kind=kind.value,
        on=on,
        at=business_now(),
        office=drawer.office if drawer else office,
        terminal=drawer.terminal if drawer else "",
        drawer=drawer,
        yen=sum(s.yen for s in postings if s.place in (IN_DRAWER if drawer else ON_THE_WAY)),
        posting_count=len(postings),
        by=access.staff_key,
        by_name=access.name,
        **facts,
    )
    Posting.objects.bulk_create(
        Posting(
            entry=row,
            place=side.place.value,
            yen=side.yen,
            code=side.code,
            exemption=side.exemption,
            sheets=side.sheets,
        )
        for side in postings
    )
    return row


def check_not_sent_twice(entry: UUID) -> None:
    """The same form twice makes one entry."""
    if Entry.objects.filter(key=entry).exists():
        raise Conflict(
            "この処理は、もう行われています。",
            why="同じ画面が二度送られました。二重には処理していません。",
            remedy="会計の画面を開き直して確かめてください。",
            code="cash.sent_twice",
        )
