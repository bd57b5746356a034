"""Count a drawer (計数): what lies in it by denomination, beside what should; a difference says why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from daicho.business.cash.audit_types import DRAWER_COUNTED, DRAWER_SENT_BACK
from daicho.business.cash.commands.drop_account import reason_missing
from daicho.business.cash.commands.steps import check_drawer, lock_drawer
from daicho.business.cash.domain.denominations import known, total_of
from daicho.business.cash.domain.postings import IN_DRAWER, Place
from daicho.business.cash.domain.states import DRAWER, DrawerAction
from daicho.business.cash.models import DrawerCount
from daicho.business.cash.selectors.standing import places_of
from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.public import check_may
from daicho.kernel.access import Access
from daicho.kernel.clock import business_now
from daicho.kernel.errors import Conflict, Invalid, Problem


@dataclass(frozen=True, slots=True)
class Counted:
    """What was counted: face → pieces of notes and coins, and the totals of the rest in yen.

    `cashless_yen` is the total that the terminals print at their own closing.
    """

    pieces: Mapping[int, int]
    money_order_yen: int = 0
    stamp_yen: int = 0
    cashless_yen: int = 0
    reason: str = ""

    @property
    def places(self) -> dict[Place, int]:
        return {
            Place.CASH: total_of(self.pieces),
            Place.MONEY_ORDER: self.money_order_yen,
            Place.STAMP: self.stamp_yen,
            Place.CASHLESS: self.cashless_yen,
        }


def count_drawer(access: Access, *, drawer: UUID, edition: int, counted: Counted) -> int:
    """Keep the counting and hand the drawer to a second person. Returns the new edition.

    `Invalid` for a difference without its reason; `Conflict` for a stale page or a drawer that is not open.
    """
    check_may(access, "cash.drawer")
    with recorded(access, DRAWER_COUNTED) as note:
        row = lock_drawer(drawer)
        check_drawer(row, DrawerAction.COUNT, edition=edition)
        there = counted.places
        if not known(counted.pieces) or any(yen < 0 for yen in there.values()):
            raise Invalid([WRONG_COUNT])
        should = places_of(row)
        differences = {p: there[p] - should.get(p, 0) for p in IN_DRAWER}
        if any(differences.values()) and not counted.reason.strip():
            raise Invalid([_unexplained(differences)])
        row.state = DRAWER[DrawerAction.COUNT].after.value
        row.edition += 1
        row.counted_by = access.staff_key
        row.save(update_fields=["state", "edition", "counted_by"])
        DrawerCount.objects.create(
            drawer=row,
            edition=row.edition,
            at=business_now(),
            by=access.staff_key,
            by_name=access.name,
            pieces={str(face): n for face, n in counted.pieces.items() if n},
            cash_yen=there[Place.CASH],
            money_order_yen=counted.money_order_yen,
            stamp_yen=counted.stamp_yen,
            cashless_yen=counted.cashless_yen,
            reason=counted.reason.strip(),
        )
        note.say(
            day=row.day.isoformat(),
            office=row.office,
            yen=sum(there.values()),
            difference=sum(differences.values()),
            reason=counted.reason.strip(),
        )
    return row.edition


def send_back(access: Access, *, drawer: UUID, edition: int, reason: str) -> int:
    """Have it counted again (数え直し): the second person found something. Returns the new edition."""
    check_may(access, "cash.confirm")
    with recorded(access, DRAWER_SENT_BACK) as note:
        row = lock_drawer(drawer)
        check_drawer(row, DrawerAction.SEND_BACK, edition=edition)
        if not reason.strip():
            raise Invalid([reason_missing()])
        DrawerCount.objects.filter(drawer=row, edition=row.edition).update(
            sent_back_by_name=access.name, sent_back_reason=reason.strip()
        )
        row.state = DRAWER[DrawerAction.SEND_BACK].after.value
        row.edition += 1
        row.counted_by = None
        row.save(update_fields=["state", "edition", "counted_by"])
        note.say(day=row.day.isoformat(), office=row.office, reason=reason.strip())
    return row.edition


def count_of(drawer: UUID) -> DrawerCount:
    """The counting in force."""
    row = (
        DrawerCount.objects.filter(drawer=drawer, sent_back_reason="").order_by("-edition").first()
    )
    if row is None:
        raise Conflict(
            "このレジは、まだ数えられていません。",
            remedy="金種を数えて入力してください。",
            code="cash.not_counted",
        )
    return row


WRONG_COUNT = Problem(
    "cash.pieces",
    "pieces",
    "枚数か金額が正しくありません。",
    "枚数は0以上の整数です。",
    "数え直して入力してください。",
)


def _unexplained(differences: Mapping[Place, int]) -> Problem:
    words = "、".join(f"{place.label}{yen:+,}円" for place, yen in differences.items() if yen)
    return Problem(
        "cash.difference",
        "reason",
        f"帳簿と合いません（{words}）。",
        "過不足は、分かったことを書いて残します。",
        "数え直し、それでも合わないときは、考えられる理由を入力してください。",
    )
