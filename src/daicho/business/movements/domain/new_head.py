"""New head (新しい世帯の世帯主): which of those who leave together is the head of their own household (H-305)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from daicho.business.movements.domain.households import chosen, household_of
from daicho.business.movements.domain.proposing import (
    Proposals,
    for_new_head,
    typed_relationships,
)
from daicho.business.movements.domain.reading import Reader
from daicho.business.movements.domain.world import World
from daicho.registers.residents.domain.relationships import HEAD, Relationship


def new_head(reader: Reader, labels: Mapping[UUID, Relationship | None]) -> UUID | None:
    """The one who goes alone, or the one whose 続柄 was typed as 世帯主; otherwise the problem is noted."""
    heads = [key for key, label in labels.items() if label == HEAD]
    if len(labels) == 1:
        return next(iter(labels))
    if len(heads) != 1:
        reader.note(
            "relationship",
            "choose_one_head",
            "新しい世帯の世帯主が一人に決まっていません。",
            "新しい世帯には、世帯主が一人要ります。",
            "移る人のうち一人の続柄を「世帯主」にしてください。",
        )
        return None
    return heads[0]


def going_apart(reader: Reader, world: World, day: date) -> Proposals:
    """The 続柄 proposed for those chosen, seen from the one of them who is head; {} while nobody is."""
    movers = chosen(Reader(reader.payload, reader.today), world, day)
    keys = [held.person for held in movers]
    typed = typed_relationships(reader, keys)
    heads = [key for key in keys if typed.get(key) == HEAD] or (keys if len(keys) == 1 else [])
    if len(heads) != 1:
        return {}
    source = household_of(world, movers[0].particulars.household_number, day)
    return for_new_head(world, source, heads[0], day, among=frozenset(keys))
