"""Restoring (回復, REG-033, C-02 to C-05): somebody who was removed is present again on the same record from the removal day.

The number of the household is the former one while it goes on, a new one after it has ended. Where the household has another
head since, the former 続柄 hold until that day, and those typed hold from it on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from daicho.business.movements.domain.households import (
    household_of,
    person_of,
    place_key,
    read_relationship,
    relationship_kept,
    standing_items,
    standings_after,
    tell,
)
from daicho.business.movements.domain.plan import NEW_HOUSEHOLD, PersonPlan
from daicho.business.movements.domain.reading import Reader
from daicho.business.movements.domain.standings import people_after
from daicho.business.movements.domain.world import World
from daicho.kernel.errors import Invalid
from daicho.registers.residents.domain.household_events import restore_as_new, restore_members
from daicho.registers.residents.domain.households import Household, Member, Outcome
from daicho.registers.residents.domain.particulars import Particulars, Removal, Status
from daicho.registers.residents.domain.relationships import Relationship
from daicho.registers.residents.domain.segments import Holding, Segment
from daicho.registers.residents.domain.timelines import timeline

CLEARED: Mapping[str, object] = {
    "removal": Removal.NONE,
    "removal_reason": "",
    "removal_event_date": None,
    "removal_notification_date": None,
    "destination_planned": "",
    "destination_planned_code": "",
    "destination_planned_postal": "",
    "destination_confirmed": "",
    "destination_confirmed_code": "",
    "destination_confirmed_postal": "",
    "arrival_notice_date": None,
    "move_out_date": None,
}
"""The items that a 除票 alone has."""
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Returning:
    """Who comes back, and from which day: the first on which the record is a 除票."""

    held: Holding
    since: date


def read_returning_members(reader: Reader, world: World) -> tuple[Returning, ...]:
    """The people ticked, removed now from one household on one day; problems are noted."""
    read = [_returning(reader, world, text) for text in reader.keys("selected")]
    found = tuple(r for r in read if r is not None)
    if len({(r.held.particulars.household_number, r.since) for r in found}) > 1:
        reader.note(
            "selected",
            "removed_apart",
            "世帯か消除の日が違う人が、一緒に選ばれています。",
            "一度に回復できるのは、同じ世帯から同じ日に消除された人です。",
            "分けて入力してください。",
        )
        return ()
    if not read:
        reader.note(
            "selected",
            "nobody_chosen",
            "対象の人が選ばれていません。",
            "誰の異動かが決まっていません。",
            "人を選んでください。",
        )
    return found


def _returning(reader: Reader, world: World, text: str) -> Returning | None:
    """One who is removed and nowhere present; the problem is noted."""
    held = _removed(world, text)
    if held is None:
        reader.note(
            f"selected.{text}",
            "not_removed",
            "除票になっていない人が選ばれています。",
            "回復は、消除された住民票を現存に戻す処理です。",
            "人の選択を確かめてください。",
        )
        return None
    if world.present_on(held.person, world.today) is not None:
        reader.note(
            f"selected.{text}",
            "already_present",
            "既に住民として記録されている人が選ばれています。",
            "同じ人が同時に二つの住民票を持つことはできません。",
            "人の選択を確かめてください。",
        )
        return None
    return Returning(held, _removal_day(world, held))


def _removed(world: World, text: str) -> Holding | None:
    try:
        held = world.newest(UUID(text))
    except ValueError:
        return None
    return held if held is not None and held.status is Status.REMOVED else None


def _removal_day(world: World, held: Holding) -> date:
    """The first day of the last row of days on which the record is a 除票 (転入通知 may have added to it)."""
    day = held.valid.start
    assert day is not None
    for version in reversed(timeline(world.of_person(held.person), held.record)):
        if version.status is not Status.REMOVED or version.valid.start is None:
            break
        day = version.valid.start
    return day


def restored(
    reader: Reader, world: World, returning: Sequence[Returning]
) -> tuple[PersonPlan, ...] | None:
    """The plans that bring them back, and of those whose standing changes by it."""
    since = returning[0].since
    number = returning[0].held.particulars.household_number
    then, today = household_of(world, number, since), household_of(world, number, world.today)
    labels = _typed(reader, returning)
    members = [_member(r.held) for r in returning]
    former = _former_head(world, number, since)
    try:
        if today.has_ended:
            place = place_key(returning[0].held.particulars)
            outcome = restore_as_new(members, number=NEW_HOUSEHOLD, place_key=place, on=since)
            return _told(reader, world, returning, outcome, since)
        if then.has_ended or _head(then) == _head(today):
            outcome = restore_members(
                today if then.has_ended else then,
                returning=members,
                former_head=former,
                on=since,
                relationships=labels,
            )
            return _told(reader, world, returning, outcome, since)
        first = restore_members(then, returning=members, former_head=former, on=since)
        second = restore_members(
            today, returning=members, former_head=former, on=world.today, relationships=labels
        )
    except Invalid as error:
        tell(reader, error.problems, slots={})
        return None
    tell(reader, second.alerts, slots={})
    changed = _head_since(world, today, since)
    return _plans(world, returning, first, since, {changed: second})


def _told(
    reader: Reader, world: World, returning: Sequence[Returning], outcome: Outcome, since: date
) -> tuple[PersonPlan, ...]:
    tell(reader, outcome.alerts, slots={})
    return _plans(world, returning, outcome, since, {})


def _plans(
    world: World,
    returning: Sequence[Returning],
    outcome: Outcome,
    since: date,
    later: Mapping[date, Outcome],
) -> tuple[PersonPlan, ...]:
    back = tuple(_person(r, {since: outcome, **later}) for r in returning)
    others = {r.held.person for r in returning}
    return back + people_after(world, outcome, since, but=others)


def _person(returning: Returning, outcomes: Mapping[date, Outcome]) -> PersonPlan:
    held = returning.held
    cleared = replace(held.particulars, **CLEARED)  # type: ignore[arg-type]  # items by name
    return PersonPlan(
        slot=f"selected.{held.person}",
        person=held.person,
        record=held.record,
        segments=tuple(
            Segment(day, Status.PRESENT, _standing(cleared, held.person, outcome))
            for day, outcome in sorted(outcomes.items())
        ),
        before=held.particulars,
    )


def _standing(items: Particulars, person: UUID, outcome: Outcome) -> Particulars:
    standing = standings_after(outcome)[person]
    return replace(items, **standing_items(standing))  # type: ignore[arg-type]  # items by name


def _member(held: Holding) -> Member:
    items = held.particulars
    return Member(
        person=person_of(held),
        relationship=relationship_kept(items.relationship_to_head),
        order=items.member_order or 1,
        head_name=items.head_name,
    )


def _typed(reader: Reader, returning: Sequence[Returning]) -> dict[UUID, Relationship | None]:
    """The 続柄 typed for those who come back; the former ones where nothing was."""
    keys = [r.held.person for r in returning if reader.has(f"relationship.{r.held.person}")]
    return {key: read_relationship(reader, f"relationship.{key}") for key in keys}


def _head(household: Household) -> UUID | None:
    return household.head.key if household.head else None


def _former_head(world: World, number: str, since: date) -> UUID | None:
    """Who was head on the last day before the removal."""
    heads = [
        h
        for h in world.holdings
        if h.particulars.household_number == number
        and h.particulars.is_head
        and h.status is Status.PRESENT
        and h.valid.start is not None
        and h.valid.start < since
        and h.valid.reaches(since - ONE_DAY)
    ]
    return heads[0].person if heads else None


def _head_since(world: World, household: Household, since: date) -> date:
    """From when the present head of a household has been so, not before the removal."""
    head = _head(household)
    starts = [
        h.valid.start
        for h in world.holdings
        if h.person == head
        and h.particulars.is_head
        and h.particulars.household_number == household.number
        and h.valid.start is not None
        and not h.valid.empty
    ]
    return max(since, min(starts)) if starts else world.today
