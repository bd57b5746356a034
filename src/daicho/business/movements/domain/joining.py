"""Joining (既存の世帯に入る人の続柄): one is related by the clerk, the others follow (K25)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from daicho.business.movements.domain.households import chosen, household_of
from daicho.business.movements.domain.proposing import (
    check_against,
    for_joining,
    proposed_texts,
    typed_relationships,
)
from daicho.business.movements.domain.reading import Reader
from daicho.business.movements.domain.world import World
from daicho.registers.residents.domain.households import Household
from daicho.registers.residents.domain.relationships import Relationship


def propose_joining_texts(reader: Reader, world: World, day: date) -> Mapping[UUID, str]:
    """What follows for those chosen from the 続柄 typed so far."""
    movers = chosen(Reader(reader.payload, reader.today), world, day)
    number = reader.raw("target_household")
    if not movers or not world.members(number, day):
        return {}
    source = household_of(world, movers[0].particulars.household_number, day)
    keys = {held.person for held in movers}
    found = for_joining(household_of(world, number, day), source, typed_relationships(reader, keys))
    return {key: text for key, text in proposed_texts(found).items() if key in keys}


def check_joining(
    reader: Reader,
    target: Household,
    source: Household,
    labels: Mapping[UUID, Relationship | None],
) -> None:
    """Compare what was typed of the others with what follows from the first of them."""
    first = next((key for key in source.keys if labels.get(key) is not None), None)
    label = labels.get(first) if first else None
    if first is None or label is None:
        return
    found = for_joining(target, source, {first: label})
    check_against(reader, {k: p for k, p in found.items() if k in labels and k != first})
