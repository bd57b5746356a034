"""Household transfer (世帯変更・世帯構成変更, 住基法25条): some pass to another household, or 続柄 change within one.

Both are 世帯変更: who belongs to a household, or how they are related in it, is no longer what it was (H-605, REG-019).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from daicho.business.movements.domain import remaining, sheet
from daicho.business.movements.domain.household_change import (
    TARGET,
    Change,
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
from daicho.registers.residents.domain.household_events import relate_anew
from daicho.registers.residents.domain.household_moves import transfer_members
from daicho.registers.residents.domain.households import Outcome
from daicho.registers.residents.domain.relationships import Relationship

OTHER = "other"
SAME = "same"
WHERE = sheet.FieldSpec(
    "where",
    "変更の内容",
    sheet.Input.CHOICE,
    ((OTHER, "選んだ人が別の世帯へ移る"), (SAME, "世帯は変わらず、選んだ人の続柄が変わる")),
    required=True,
    initial=OTHER,
)

SHEET = change_sheet("世帯変更", WHERE, TARGET, remaining=True)

Labels = Mapping[UUID, Relationship | None]


def plan(reader: Reader, world: World) -> Plan | None:
    """The plan of a 世帯変更: to the end of another household, or with another 続柄 in the same."""
    where = reader.choice(WHERE.name, WHERE.label, [code for code, _ in WHERE.choices])
    change = read_change(reader, world)
    if change is None or not where:
        return None
    labels = {
        h.person: read_relationship(reader, f"relationship.{h.person}") for h in change.movers
    }
    try:
        outcome = (
            _transfer(reader, world, change, labels)
            if where == OTHER
            else relate_anew(change.source, relationships=labels, on=change.day)
        )
    except Invalid as error:
        tell(reader, error.problems, slots={})
        return None
    if outcome is None:
        return None
    return change_plan(reader, world, change, outcome, kind="household_transfer")


def _transfer(reader: Reader, world: World, change: Change, labels: Labels) -> Outcome | None:
    target = read_target(reader, world, change.day)
    if target is None:
        return None
    check_joining(reader, target, change.source, labels)
    return transfer_members(
        change.source,
        target=target,
        relationships=labels,
        on=change.day,
        appoint_sole=remaining.appoints(reader, world, change.day),
    )


def propose(reader: Reader, world: World, day: date) -> Mapping[UUID, str]:
    """The 続柄 of those who pass over, once one of them is related to the head of the household."""
    return propose_joining_texts(reader, world, day) if reader.raw(WHERE.name) == OTHER else {}
