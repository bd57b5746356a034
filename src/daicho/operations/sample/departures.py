"""Departures (消除のできごと): death, moving out, removal ex officio."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from daicho.kernel.uncertain_dates import LegalDate
from daicho.operations.sample import places
from daicho.operations.sample.family import Deed, Family
from daicho.operations.sample.people import (
    Someone,
    part_unknown,
)
from daicho.registers.residents.domain.household_events import (
    leave_household,
)
from daicho.registers.residents.domain.particulars import Removal


def die(family: Family, own: Someone, day: date) -> None:
    """死亡."""
    event = LegalDate.of_day(day)
    if family.rng.random() < 0.02:
        event = part_unknown(family.rng, day)
        day = event.sort_on
        if day > family.until:
            return
    own.dead = True
    told = family.told_after(day, within=6)
    items = {
        "removal": Removal.DEAD,
        "removal_reason": "死亡",
        "removal_event_date": event,
        "removal_notification_date": told,
    }
    _leave(family, [own], Deed("death", "removal_death", day, told, "職権", event), items)
    partner = family.people.get(own.partner) if own.partner else None
    if partner:
        partner.partner = None


def move_out(family: Family, own: Someone, day: date) -> None:
    """転出 of one person."""
    household = family.household_of(own)
    if own.age(day) < 18 or (
        household.head and household.head.key == own.key and len(household.keys) > 1
    ):
        return
    _move_out(family, [own], day)


def move_out_together(family: Family, own: Someone, day: date) -> None:
    """転出 of the whole household."""
    _move_out(family, [family.people[k] for k in family.household_of(own).keys], day)


def plan_move_out(family: Family, own: Someone, day: date) -> None:
    """転出 on a day still to come (転出予定): notified before, present until then."""
    if len(family.household_of(own).keys) == 1 or own.age(day) >= 18:
        leaving = [own]
        head = family.household_of(own).head
        if head and head.key == own.key:
            leaving = [family.people[k] for k in family.household_of(own).keys]
        _move_out(
            family, leaving, family.until + timedelta(days=family.rng.randint(1, 14)), ahead=day
        )


def _move_out(
    family: Family, leaving: Sequence[Someone], day: date, *, ahead: date | None = None
) -> None:
    rng = family.rng
    overseas = rng.random() < (0.3 if leaving[0].foreign else 0.04)
    where = places.abroad(rng) if overseas else places.domestic(rng, family.town)
    told = ahead or max(day - timedelta(days=rng.randint(0, 9)), family.clock + timedelta(days=1))
    told = min(told, day)
    items: dict[str, Any] = {
        "removal": Removal.MOVED_OUT,
        "removal_reason": "国外転出" if overseas else "国内転出",
        "removal_event_date": LegalDate.of_day(day),
        "removal_notification_date": told,
        "destination_planned": where.text,
        "destination_planned_code": where.code,
    }
    reason = "removal_overseas_move_out" if overseas else "removal_domestic_move_out"
    _leave(family, leaving, Deed("move_out", reason, day, told), items)
    if not overseas and ahead is None and rng.random() < 0.8:
        _arrival_notice(family, leaving, day, where)


def _arrival_notice(
    family: Family, people: Sequence[Someone], day: date, where: places.Elsewhere
) -> None:
    """転入通知: the 確定 values beside the planned ones."""
    told = family.clock + timedelta(days=family.rng.randint(3, 20))
    if told > family.until:
        return
    confirmed = {
        "destination_confirmed": where.text,
        "destination_confirmed_code": where.code,
        "arrival_notice_date": told,
        "move_out_date": day,
    }
    family.write(
        Deed("arrival_notice", "removal_domestic_move_out", day, told, "通知"),
        removed={p.key: confirmed for p in people},
    )


def remove_ex_officio(family: Family, own: Someone, day: date) -> None:
    """職権消除: not found on inquiry (実態調査), or the right to stay has ended."""
    if len(family.household_of(own).keys) > 1 and own.age(day) < 20:
        return
    reason = "在留資格の喪失" if own.foreign else "実態調査による職権消除"
    items = {
        "removal": Removal.REMOVED,
        "removal_reason": reason,
        "removal_event_date": LegalDate.of_day(day),
    }
    deed = Deed("disappearance", "removal_ex_officio", day, family.told_after(day), "職権")
    _leave(family, [own], deed, items)


def _leave(family: Family, leaving: Sequence[Someone], deed: Deed, items: dict[str, Any]) -> None:
    household = family.household_of(leaving[0])
    outcome = leave_household(
        household,
        leaving=[p.key for p in leaving],
        on=deed.day,
        appoint_sole=deed.day <= deed.processed_on,
    )
    family.write(deed, outcome, removed={p.key: items for p in leaving})
