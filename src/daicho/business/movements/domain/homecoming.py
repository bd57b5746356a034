"""Homecoming (従前の世帯へ戻る, household-rules 6): people whose going is cancelled are again where they were.

The household may have gone on without them and found another 世帯主: they are then seen from the 世帯主 of each day, in
their former places (C-02, C-04). A 世帯主 who comes back is head again only for the days that have none (C-05). A household
that ended begins anew under another number (C-03).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

from daicho.business.movements.domain.households import (
    household_of,
    person_of,
    read_relationship,
    relationship_kept,
    tell,
    with_standing,
)
from daicho.business.movements.domain.plan import NEW_HOUSEHOLD, PersonPlan
from daicho.business.movements.domain.reading import Reader
from daicho.business.movements.domain.standings import people_after
from daicho.business.movements.domain.world import World
from daicho.kernel.errors import Invalid
from daicho.registers.residents.domain.effects import CaseEffect, RecordEffect
from daicho.registers.residents.domain.household_events import (
    leave_household,
    restore_as_new,
    restore_members,
)
from daicho.registers.residents.domain.households import Member, Outcome, Standing
from daicho.registers.residents.domain.particulars import Particulars, Status
from daicho.registers.residents.domain.segments import Holding, Segment
from daicho.registers.residents.domain.timelines import covering, timeline


def go_home(
    reader: Reader, world: World, effect: CaseEffect, chosen: Sequence[RecordEffect]
) -> tuple[PersonPlan, ...]:
    """The plans of those who come back and of everybody whose standing changes by it."""
    day = min(r.first_day for r in chosen if r.first_day)
    former = {r.person: h for r in chosen if (h := covering(r.before, day)) is not None}
    numbers = {h.particulars.household_number for h in former.values()}
    if len(numbers) != 1 or len(former) != len(chosen):
        reader.note(
            "selected",
            "two_households",
            "従前の世帯が一つではありません。",
            "一度に戻せるのは、同じ世帯から異動した人です。",
            "世帯ごとに分けて取り消してください。",
        )
        return ()
    number = numbers.pop()
    left = _left_behind(reader, world, chosen, day)
    days = _days(world, number, set(former), day)
    standings: dict[UUID, dict[date, Standing]] = {}
    for each in days:
        outcome = _home_on(reader, world, number, former, effect, each, first=each == day)
        if outcome is None:
            return ()
        for change in outcome.changes:
            if change.after is not None:
                standings.setdefault(change.key, {})[each] = change.after
    by_person = {r.person: r for r in chosen}
    back = [_returned(by_person[p], former[p].particulars, standings.get(p, {})) for p in former]
    stayed = [
        _stayed(world, number, person, said)
        for person, said in standings.items()
        if person not in former
    ]
    return (*back, *(p for p in stayed if p is not None), *left)


def _days(world: World, number: str, returning: set[UUID], day: date) -> list[date]:
    """The day itself, and every later day on which the household became another."""
    found = {day}
    for held in world.holdings:
        if held.particulars.household_number != number or held.person in returning:
            continue
        for each in (held.valid.start, held.valid.end):
            if not held.valid.empty and each is not None and each > day:
                found.add(each)
    return sorted(found)


def _home_on(
    reader: Reader,
    world: World,
    number: str,
    former: dict[UUID, Holding],
    effect: CaseEffect,
    day: date,
    *,
    first: bool,
) -> Outcome | None:
    household = household_of(world, number, day)
    household = replace(
        household, members=tuple(m for m in household.members if m.key not in former)
    )
    members = [_member(h) for h in former.values()]
    typed = {
        key: read_relationship(reader, f"relationship.{key}")
        for key in former
        if reader.raw(f"relationship.{key}")
    }
    try:
        if household.has_ended:
            outcome = restore_as_new(members, number=NEW_HOUSEHOLD, place_key="", on=day)
        else:
            head = household.head
            gone_head = next((m.key for m in members if m.is_head), None)
            former_head = (
                gone_head or _head_before(effect, number, day) or (head.key if head else None)
            )
            moved_on = head is not None and head.key != former_head
            outcome = restore_members(
                household,
                returning=members,
                former_head=former_head,
                on=day,
                relationships=typed if moved_on else {},
            )
    except Invalid as error:
        tell(reader, error.problems, slots={})
        return None
    told = outcome.alerts if first else tuple(a for a in outcome.alerts if a.is_error)
    tell(reader, told, slots={})
    return outcome


def _head_before(effect: CaseEffect, number: str, day: date) -> UUID | None:
    """Who was 世帯主 before the case, where the case wrote of them."""
    for record in effect.records:
        held = covering(record.before, day)
        if (
            held is not None
            and held.particulars.household_number == number
            and held.particulars.is_head
        ):
            return record.person
    return None


def _member(held: Holding) -> Member:
    items = held.particulars
    return Member(
        person=person_of(held),
        relationship=relationship_kept(items.relationship_to_head),
        order=items.member_order or 1,
        head_name=items.head_name,
    )


def _returned(record: RecordEffect, items: Particulars, said: dict[date, Standing]) -> PersonPlan:
    segments = tuple(
        Segment(day, Status.PRESENT, with_standing(items, standing))
        for day, standing in sorted(said.items())
    )
    held = covering(record.now, segments[0].from_on)
    return PersonPlan(
        slot=f"selected.{record.person}",
        person=record.person,
        record=record.record,
        segments=segments,
        before=held.particulars if held else None,
    )


def _stayed(
    world: World, number: str, person: UUID, said: dict[date, Standing]
) -> PersonPlan | None:
    first = min(said)
    held = world.present_on(person, first)
    if held is None:
        return None
    line = timeline(world.of_person(person), held.record)
    days = {d for h in line if (d := h.valid.start) is not None and d > first} | set(said)
    segments = []
    for day in sorted(days):
        now = covering(line, day)
        if now is None:
            continue
        standing = said.get(day)
        same = now.particulars.household_number == number and now.status is Status.PRESENT
        items = with_standing(now.particulars, standing) if standing and same else now.particulars
        segments.append(Segment(day, now.status, items))
    return PersonPlan(
        f"selected.{person}", person, held.record, tuple(segments), before=held.particulars
    )


def _left_behind(
    reader: Reader, world: World, chosen: Sequence[RecordEffect], day: date
) -> tuple[PersonPlan, ...]:
    """The household that they went into, without them: its other members close up."""
    there = [h for r in chosen if (h := world.present_on(r.person, day)) is not None]
    return without(reader, world, there, day) if there else ()


def without(
    reader: Reader, world: World, gone: Sequence[Holding], day: date
) -> tuple[PersonPlan, ...]:
    """Those who stay in a household from which some are taken; one who is left alone is head."""
    source = household_of(world, gone[0].particulars.household_number, day)
    try:
        outcome = leave_household(
            source, leaving=[h.person for h in gone], on=day, appoint_sole=day <= world.today
        )
    except Invalid as error:
        tell(reader, error.problems, slots={})
        return ()
    tell(reader, outcome.alerts, slots={})
    return people_after(world, outcome, day, edits={})
