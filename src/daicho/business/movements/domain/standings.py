"""Standings (世帯での立場の記載): from the outcome of a household event to what each member's record will say."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from daicho.business.movements.domain.households import standing_items, standings_after
from daicho.business.movements.domain.plan import Act, PersonPlan
from daicho.business.movements.domain.world import World
from daicho.registers.residents.domain.households import Household, Outcome
from daicho.registers.residents.domain.segments import Segment
from daicho.registers.residents.domain.timelines import run_on, segments_from, timeline

HEAD_CHANGE = "household_head_change"
EX_OFFICIO = "職権"


def people_after(
    world: World,
    outcome: Outcome,
    day: date,
    *,
    edits: Mapping[UUID, Mapping[str, Any]] | None = None,
    earlier: Sequence[PersonPlan] = (),
    but: Collection[UUID] = (),
) -> tuple[PersonPlan, ...]:
    """The plans of everybody whose standing changed, and of those whose items are edited, save `but`.

    `earlier` is what the 異動 before this one writes in the same case. What the register says of somebody from a later
    day on (転出予定) is said again, in the new standing as long as the household is the same.
    """
    standings = standings_after(outcome)
    edits = edits or {}
    written = {plan.person: plan for plan in earlier}
    plans = []
    for key in dict.fromkeys((*edits, *standings)):
        if key in but:
            continue
        found = _said(world, written.get(key), key, day)
        if found is None:
            continue
        record, segments = found
        items = standing_items(standings[key]) if key in standings else {}
        plans.append(
            PersonPlan(
                slot=f"selected.{key}",
                person=key,
                record=record,
                segments=run_on(
                    segments, {**items, **edits.get(key, {})}, within=("household_number",)
                ),
                before=segments[0].particulars,
            )
        )
    return tuple(plans)


def _said(
    world: World, written: PersonPlan | None, person: UUID, day: date
) -> tuple[UUID | None, tuple[Segment, ...]] | None:
    """The record and what it says from the day on; None where the person is not present."""
    if written is not None:
        return written.record, written.segments
    held = world.present_on(person, day)
    if held is None:
        return None
    return held.record, segments_from(timeline(world.of_person(person), held.record), day)


def appointed(source: Household, outcome: Outcome) -> UUID | None:
    """The one who remains alone and is head ex officio (N-02), or None."""
    stays = next((h for h in outcome.households if h.number == source.number), None)
    if stays is None or len(stays.members) != 1:
        return None
    (member,) = stays.members
    before = source.member(member.key)
    return member.key if member.is_head and before is not None and not before.is_head else None


def acts_after(
    world: World,
    source: Household,
    outcome: Outcome,
    day: date,
    *,
    edits: Mapping[UUID, Mapping[str, Any]] | None = None,
) -> tuple[tuple[PersonPlan, ...], tuple[Act, ...]]:
    """What the 異動 itself writes, and the 世帯主変更 ex officio of the one who remains alone, its own 異動 (N-02)."""
    sole = appointed(source, outcome)
    people = people_after(world, outcome, day, edits=edits, but={sole} if sole else ())
    if sole is None:
        return people, ()
    others = set(standings_after(outcome)) - {sole}
    alone = people_after(world, outcome, day, but=others)
    return people, (Act(HEAD_CHANGE, EX_OFFICIO, alone),)
