"""Household merge (世帯合併, 住基法25条): all of one household enter another at the same lot (H-604)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from daicho.business.movements.domain.household_change import (
    TARGET,
    change_plan,
    change_sheet,
    read_change,
    read_target,
)
from daicho.business.movements.domain.households import read_relationship, tell
from daicho.business.movements.domain.joining import check_joining, propose_joining_texts
from daicho.business.movements.domain.plan import Plan
from daicho.business.movements.domain.reading import Reader
from daicho.business.movements.domain.world import World
from daicho.kernel.errors import Invalid
from daicho.registers.residents.domain.household_moves import merge_households

SHEET = change_sheet("世帯合併", TARGET)


def plan(reader: Reader, world: World) -> Plan | None:
    """The plan of a 世帯合併: everybody of the household, at the end of the other; its number ends."""
    change = read_change(reader, world)
    target = read_target(reader, world, change.day) if change else None
    if change is None or target is None:
        return None
    labels = {
        h.person: read_relationship(reader, f"relationship.{h.person}") for h in change.movers
    }
    check_joining(reader, target, change.source, labels)
    try:
        outcome = merge_households(
            change.source, target=target, relationships=labels, on=change.day
        )
    except Invalid as error:
        tell(reader, error.problems, slots={})
        return None
    return change_plan(reader, world, change, outcome, kind="household_merge")


def propose(reader: Reader, world: World, day: date) -> Mapping[UUID, str]:
    """The 続柄 of those who enter, once one of them is related to the head of the household."""
    return propose_joining_texts(reader, world, day)
