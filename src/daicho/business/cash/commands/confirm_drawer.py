"""Confirm a drawer (レジ締め): a second person agrees, the drawer is emptied by entries, and never changes again."""

from __future__ import annotations

from uuid import UUID

from daicho.business.cash.audit_types import DRAWER_CLOSED
from daicho.business.cash.commands.count_drawer import count_of
from daicho.business.cash.commands.steps import check_drawer, lock_drawer, post
from daicho.business.cash.domain.postings import Closing, Kind, Place, close
from daicho.business.cash.domain.states import DRAWER, DrawerAction
from daicho.business.cash.models import Drawer, DrawerCount
from daicho.business.cash.selectors.standing import places_of
from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.public import check_may
from daicho.kernel.access import Access
from daicho.kernel.clock import business_now
from daicho.kernel.errors import Refused


def confirm_drawer(access: Access, *, drawer: UUID, edition: int) -> None:
    """Close it. `Refused` for the clerk of the drawer and for whoever counted; `Conflict` for a stale page."""
    check_may(access, "cash.confirm")
    with recorded(access, DRAWER_CLOSED) as note:
        row = lock_drawer(drawer)
        check_drawer(row, DrawerAction.CONFIRM, edition=edition)
        _check_second_person(access, row)
        count = count_of(row.key)
        plan = plan_closing(row, count)
        for kind, sides in (
            (Kind.DIFFERENCE, plan.difference),
            (Kind.FLOAT_BACK, plan.float_back),
            (Kind.HAND_IN, plan.hand_in),
        ):
            if sides:
                reason = count.reason if kind is Kind.DIFFERENCE else ""
                post(access, kind, sides, drawer=row, reason=reason)
        row.state = DRAWER[DrawerAction.CONFIRM].after.value
        row.edition += 1
        row.closed_at, row.closed_by, row.closed_by_name = (
            business_now(),
            access.staff_key,
            access.name,
        )
        row.save(update_fields=["state", "edition", "closed_at", "closed_by", "closed_by_name"])
        note.say(
            day=row.day.isoformat(),
            office=row.office,
            yen=sum(s.yen for s in plan.hand_in if s.place in (Place.SAFE, Place.PROVIDER)),
            difference=-sum(s.yen for s in plan.difference if s.place is Place.DIFFERENCE),
        )


def plan_closing(row: Drawer, count: DrawerCount) -> Closing:
    """The entries that will empty the drawer."""
    counted = {
        Place.CASH: count.cash_yen,
        Place.MONEY_ORDER: count.money_order_yen,
        Place.STAMP: count.stamp_yen,
        Place.CASHLESS: count.cashless_yen,
    }
    floats = {Place.CASH: row.float_cash_yen, Place.MONEY_ORDER: row.float_orders_yen}
    return close(places_of(row), counted, floats)


def _check_second_person(access: Access, row: Drawer) -> None:
    if access.staff_key in (row.clerk, row.counted_by):
        raise Refused(
            "自分が扱ったレジを、自分で締めることはできません。",
            why="締めは、収納した人と数えた人のほかの人が確かめます。",
            remedy="ほかの職員に確認を依頼してください。",
            code="cash.own_drawer",
        )
