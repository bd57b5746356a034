"""Household split (世帯分離, 住基法25条): some of a household become one of their own where they live (H-603)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from daicho.business.movements.domain import remaining
from daicho.business.movements.domain.household_change import (
    change_plan,
    change_sheet,
    read_change,
)
from daicho.business.movements.domain.households import read_relationship, tell
from daicho.business.movements.domain.new_head import going_apart, new_head
from daicho.business.movements.domain.plan import NEW_HOUSEHOLD, Plan
from daicho.business.movements.domain.proposing import check_against, proposed_texts
from daicho.business.movements.domain.reading import Reader
from daicho.business.movements.domain.world import World
from daicho.kernel.errors import Invalid
from daicho.registers.residents.domain.household_moves import split_household

SHEET = change_sheet("世帯分離", remaining=True)


def plan(reader: Reader, world: World) -> Plan | None:
    """The plan of a 世帯分離: a new 世帯番号 for those who leave, one of them its head."""
    change = read_change(reader, world)
    if change is None:
        return None
    labels = {
        h.person: read_relationship(reader, f"relationship.{h.person}") for h in change.movers
    }
    head = new_head(reader, labels)
    if head is None:
        return None
    check_against(reader, going_apart(reader, world, change.day))
    try:
        outcome = split_household(
            change.source,
            number=NEW_HOUSEHOLD,
            head=head,
            relationships={k: v for k, v in labels.items() if k != head},
            on=change.day,
            appoint_sole=remaining.appoints(reader, world, change.day),
        )
    except Invalid as error:
        tell(reader, error.problems, slots={})
        return None
    return change_plan(reader, world, change, outcome, kind="household_split")


def propose(reader: Reader, world: World, day: date) -> Mapping[UUID, str]:
    """The 続柄 of those who leave, seen from the one of them who is head."""
    return proposed_texts(going_apart(reader, world, day))
