"""Close the day of an office (日計の締め): every drawer is closed, issues and takings were compared, the money goes on."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from uuid import UUID, uuid4

from django.db.models import Sum

from daicho.business.cash.audit_types import OFFICE_DAY_CLOSED
from daicho.business.cash.commands.steps import (
    check_office_day,
    lock_office_day,
    next_number,
    post,
)
from daicho.business.cash.domain.comparison import Comparison
from daicho.business.cash.domain.postings import Kind, Place, moved
from daicho.business.cash.domain.states import DrawerState
from daicho.business.cash.models import Drawer, OfficeDay, Posting
from daicho.business.cash.selectors.comparison import compare_day
from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.public import check_may
from daicho.kernel.access import Access
from daicho.kernel.clock import business_now, business_today
from daicho.kernel.errors import Conflict, Invalid, Missing, Problem, Refused


def close_office_day(access: Access, *, office: str, day: date, remark: str = "") -> UUID:
    """Close it once for all; what lies in the safe goes to the treasurer. Returns the key of the closed day.

    `Conflict` while a drawer is open, or when it is closed; `Refused` for somebody who took or counted on the day;
    `Invalid` for differences between issues and takings without a remark; `Missing` for a day without a drawer.
    """
    check_may(access, "cash.confirm")
    with recorded(access, OFFICE_DAY_CLOSED) as note:
        lock_office_day(office, day)
        check_office_day(office, day)
        _check_drawers(access, office, day)
        found = compare_day(office, day)
        if found.differences and not remark.strip():
            raise Invalid([_unexplained(found)])
        safe = Posting.objects.filter(entry__office=office, entry__on=day, place=Place.SAFE)
        yen = safe.aggregate(sum=Sum("yen"))["sum"] or 0
        row = OfficeDay.objects.create(
            key=uuid4(),
            number=next_number(day),
            office=office,
            day=day,
            closed_at=business_now(),
            closed_by=access.staff_key,
            closed_by_name=access.name,
            remark=remark.strip(),
            remitted_yen=yen,
            comparison=asdict(found),
        )
        if yen:
            sides = moved(Place.SAFE, Place.TREASURER, yen)
            post(access, Kind.REMITTANCE, sides, drawer=None, office=office, day=day)
        note.say(
            day=day.isoformat(),
            office=office,
            number=row.number,
            yen=yen,
            count=len(found.differences),
            reason=remark.strip(),
        )
    return row.key


def _check_drawers(access: Access, office: str, day: date) -> None:
    drawers = list(Drawer.objects.filter(office=office, day=day))
    if not drawers or day > business_today():
        raise Missing(
            "この日に開いたレジがありません。",
            remedy="日と場所を確かめてください。",
            code="cash.no_drawers",
        )
    left = [row for row in drawers if row.state != DrawerState.CLOSED]
    if left:
        words = "、".join(f"{row.terminal}（{row.clerk_name}）" for row in left)
        raise Conflict(
            f"締まっていないレジがあります: {words}。",
            why="日計は、その日のレジをすべて締めてから締めます。",
            remedy="先にレジを数え、ほかの人の確認を受けてください。",
            code="cash.drawer_unclosed",
        )
    if any(access.staff_key in (row.clerk, row.counted_by) for row in drawers):
        raise Refused(
            "自分が収納したか数えた日の日計を、自分で締めることはできません。",
            why="日計は、ほかの人が確かめて締めます。",
            remedy="ほかの職員に依頼してください。",
            code="cash.own_day",
        )


def _unexplained(found: Comparison) -> Problem:
    return Problem(
        "cash.comparison",
        "remark",
        f"交付と収納に、合わないものが{len(found.differences)}件あります。",
        "合わないまま締めるときは、わけを書いて残します。",
        "一覧の一つずつを確かめ、直せるものは直し、残るもののわけを入力してください。",
    )
