"""Numbers (番号の異動): a new number of one person from a day on, as the vault will keep it."""

from __future__ import annotations

from uuid import UUID

from daicho.business.movements.domain.editing import edit_path
from daicho.business.movements.domain.item_changes import Changes
from daicho.business.movements.domain.plan import PersonPlan
from daicho.business.movements.domain.reading import Reader
from daicho.business.movements.domain.world import World
from daicho.registers.residents.domain.segments import Holding
from daicho.registers.residents.domain.timelines import segments_from, timeline


def has_number(reader: Reader, person: UUID, name: str) -> bool:
    """Whether a number was typed, or stands sealed in the payload."""
    path = edit_path(person, name)
    return reader.has(path) or reader.has(f"{path}.lookup")


def number_known(world: World, person: UUID, name: str) -> bool:
    """Whether the vault already holds the number, of whomever."""
    return edit_path(person, name) in world.known_numbers


def with_new_number(world: World, held: Holding, changes: Changes, name: str) -> PersonPlan:
    """The person's record from the day on, with the number of the payload."""
    return _plan(world, held, changes, sealed=(name,))


def with_drawn_code(world: World, held: Holding, changes: Changes) -> PersonPlan:
    """The person's record from the day on, with a 住民票コード from the pool."""
    return _plan(world, held, changes, draws_code=True)


def _plan(
    world: World,
    held: Holding,
    changes: Changes,
    *,
    sealed: tuple[str, ...] = (),
    draws_code: bool = False,
) -> PersonPlan:
    line = timeline(world.of_person(held.person), held.record)
    return PersonPlan(
        slot=edit_path(held.person, "")[:-1],
        person=held.person,
        record=held.record,
        segments=segments_from(line, changes.day),
        before=held.particulars,
        sealed=sealed,
        draws_code=draws_code,
    )
