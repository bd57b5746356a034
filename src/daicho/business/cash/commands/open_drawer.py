"""Open a drawer (レジの開け): this clerk at this terminal today, with the float that was counted into it."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.db.models import Q

from daicho.business.cash.audit_types import DRAWER_OPENED
from daicho.business.cash.commands.steps import check_office_day, lock_office_day, post
from daicho.business.cash.domain.postings import Kind, Place, moved
from daicho.business.cash.domain.states import DrawerState
from daicho.business.cash.models import Drawer
from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.public import check_may
from daicho.kernel.access import Access
from daicho.kernel.clock import business_now, business_today
from daicho.kernel.errors import Conflict, Invalid, Problem

MOST_FLOAT_YEN = 10_000_000


def open_drawer(access: Access, *, float_cash_yen: int, float_orders_yen: int = 0) -> UUID:
    """Begin the day of a drawer; `float_orders_yen` is the face of 定額小為替 kept for change.

    `Conflict` while an earlier drawer of the terminal or the clerk is not closed, when this one was closed today, or
    when the office has closed the day.
    """
    check_may(access, "cash.drawer")
    with recorded(access, DRAWER_OPENED) as note:
        day = business_today()
        lock_office_day(access.office, day)
        check_office_day(access.office, day)
        _check_float(float_cash_yen, float_orders_yen)
        _check_free(access)
        row = Drawer.objects.create(
            key=uuid4(),
            office=access.office,
            terminal=access.terminal,
            clerk=access.staff_key,
            clerk_name=access.name,
            day=day,
            opened_at=business_now(),
            float_cash_yen=float_cash_yen,
            float_orders_yen=float_orders_yen,
            state=DrawerState.OPEN.value,
        )
        sides = (
            *moved(Place.FLOAT, Place.CASH, float_cash_yen),
            *moved(Place.FLOAT, Place.MONEY_ORDER, float_orders_yen),
        )
        if sides:
            post(access, Kind.FLOAT, sides, drawer=row)
        note.say(day=day.isoformat(), office=row.office, yen=float_cash_yen + float_orders_yen)
    return row.key


def _check_float(*amounts: int) -> None:
    if any(not 0 <= yen <= MOST_FLOAT_YEN for yen in amounts):
        raise Invalid(
            [
                Problem(
                    "cash.float",
                    "float_cash_yen",
                    "釣銭準備金の額が正しくありません。",
                    f"0円から{MOST_FLOAT_YEN:,}円までです。",
                    "数え直して入力してください。",
                )
            ]
        )


def _check_free(access: Access) -> None:
    mine = Q(terminal=access.terminal) | Q(clerk=access.staff_key)
    other = Drawer.objects.filter(mine).exclude(state=DrawerState.CLOSED).first()
    if other is not None:
        raise Conflict(
            f"{other.day:%Y-%m-%d}の{other.terminal}のレジ（{other.clerk_name}）が、まだ締まっていません。",
            why="一つの端末と一人の職員に、開いているレジは一つです。",
            remedy="先のレジを締めてから開いてください。",
            code="cash.drawer_unclosed",
        )
    again = Drawer.objects.filter(
        terminal=access.terminal, clerk=access.staff_key, day=business_today()
    )
    if again.exists():
        raise Conflict(
            "今日のこのレジは、もう締めています。",
            why="同じ日に同じレジを二度締めることはできません。",
            remedy="ほかの端末か、翌開庁日に行ってください。",
            code="cash.closed_today",
        )
