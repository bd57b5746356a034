"""Leaving (住民でなくなる異動): 除票 for those who leave, and the household of those who stay (household-rules E-10 to E-13)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from daicho.business.movements.domain import remaining
from daicho.business.movements.domain.households import household_of, tell
from daicho.business.movements.domain.plan import Act, PersonPlan
from daicho.business.movements.domain.reading import Reader
from daicho.business.movements.domain.standings import acts_after
from daicho.business.movements.domain.world import World
from daicho.kernel.errors import Invalid
from daicho.registers.residents.domain.household_events import leave_household
from daicho.registers.residents.domain.particulars import Status
from daicho.registers.residents.domain.segments import Holding, Segment

Acts = tuple[tuple[PersonPlan, ...], tuple[Act, ...]]


def leave(
    reader: Reader, world: World, leaving: Sequence[Holding], day: date, items: Mapping[str, Any]
) -> Acts | None:
    """Removed from the day on with these items of a 除票; those who stay, and the 異動 that follows for one left alone."""
    source = household_of(world, leaving[0].particulars.household_number, day)
    try:
        outcome = leave_household(
            source,
            leaving=[h.person for h in leaving],
            on=day,
            appoint_sole=remaining.appoints(reader, world, day),
        )
    except Invalid as error:
        tell(reader, error.problems, slots={})
        return None
    tell(reader, outcome.alerts, slots={})
    if reader.has_errors:
        return None
    people, further = acts_after(world, source, outcome, day)
    return (*removed(leaving, day, items), *people), further


def removed(
    leaving: Sequence[Holding], day: date, items: Mapping[str, Any]
) -> tuple[PersonPlan, ...]:
    """Their 除票 from a day on."""
    return tuple(
        PersonPlan(
            slot=f"selected.{held.person}",
            person=held.person,
            record=held.record,
            segments=(Segment(day, Status.REMOVED, replace(held.particulars, **items)),),
            before=held.particulars,
        )
        for held in leaving
    )
