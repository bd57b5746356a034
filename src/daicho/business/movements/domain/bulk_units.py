"""Bulk units (一括の単位): what would be written of one household or person, and who must be left as they are. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, get_args, get_type_hints
from uuid import UUID

from daicho.business.movements.domain.bulk import Exclusion, Keyed
from daicho.business.movements.domain.world import World
from daicho.kernel.uncertain_dates import LegalDate
from daicho.registers.residents.domain.particulars import Particulars, Status
from daicho.registers.residents.domain.scan import Scan
from daicho.registers.residents.domain.segments import Holding, Segment

Value = str | bool | int | None
"""An item's value as a list keeps it: dates by ISO 8601."""

_HINTS = get_type_hints(Particulars)
_DATES = frozenset(name for name, hint in _HINTS.items() if date in (hint, *get_args(hint)))


def keep_value(value: object) -> Value:
    """A value for the list; only text, flags, numbers and dates are ever changed in bulk."""
    if isinstance(value, date):
        return value.isoformat()
    if value is None or isinstance(value, str | bool | int):
        return value
    raise TypeError(f"{type(value).__name__} is not changed in bulk")


def value_kept(item: str, value: Value) -> object:
    """The value of an item, from the list."""
    if item in _DATES and isinstance(value, str):
        return date.fromisoformat(value)
    return value


Edits = Mapping[str, tuple[Value, Value]]
"""Item → (before, after), as the list keeps them."""


def edits_of(items: Particulars, wanted: Mapping[str, object]) -> Edits:
    """What really changes."""
    return {
        name: (keep_value(getattr(items, name)), keep_value(value))
        for name, value in wanted.items()
        if getattr(items, name) != value
    }


def edited(items: Particulars, edits: Edits) -> Particulars:
    """The items with the edits in them."""
    after: dict[str, Any] = {name: value_kept(name, new) for name, (_, new) in edits.items()}
    return replace(items, **after)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a file that came in: the unit that it names, and the values of its columns."""

    line_number: int
    unit: str
    values: Mapping[str, Value]

    def items(self) -> Mapping[str, object]:
        """The values as items of a record."""
        return {name: value_kept(name, value) for name, value in self.values.items()}


@dataclass(frozen=True, slots=True)
class Candidate:
    """One unit to be planned: its number, its people, the line that names it, or how it was written before."""

    unit: str
    persons: tuple[UUID, ...]
    row: Row | None = None
    written: Mapping[UUID, Edits] = field(default_factory=dict)
    change: UUID | None = None


@dataclass(frozen=True, slots=True)
class LinePlan:
    """What would be written of one person, or why not; `base` says on which versions this rests."""

    person: UUID
    record: UUID | None
    edits: Edits
    base: str
    left: Exclusion | None = None


Wanted = Mapping[str, object] | Exclusion
Planner = Callable[[Candidate, Holding], Wanted]
"""What a use wants of somebody present: item → value, or why nothing can be done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A bulk case as it was settled: when, why, for whom, what.

    `scan` says whom the register is searched for; without it the units come from the file's lines, or from the case
    that is undone. `reason` is one of the 37 異動事由.
    """

    event_date: LegalDate
    reason: str
    keyed: Keyed
    wanted: Planner
    title: str
    basis: str = "職権"
    noticed_on: date | None = None
    scan: Scan | None = None

    @property
    def day(self) -> date:
        return self.event_date.sort_on


def plan_unit(task: Task, candidate: Candidate, world: World) -> tuple[LinePlan, ...]:
    """Everybody of a unit; where households move as one, one who is left keeps the others."""
    lines = tuple(_plan_person(task, candidate, world, person) for person in candidate.persons)
    if task.keyed is Keyed.HOUSEHOLD and any(line.left for line in lines):
        return tuple(
            line if line.left else replace(line, left=Exclusion.HOUSEHOLD_MATE) for line in lines
        )
    return lines


def _plan_person(task: Task, candidate: Candidate, world: World, person: UUID) -> LinePlan:
    held = world.present_on(person, task.day)
    base = base_of_person(world.of_person(person))
    if held is None:
        return LinePlan(person, None, {}, base, Exclusion.NOT_PRESENT)
    wanted = task.wanted(candidate, held)
    if isinstance(wanted, Exclusion):
        return LinePlan(person, held.record, {}, base, wanted)
    edits = edits_of(held.particulars, wanted)
    left = why_not_now(world, held, task.day) if edits else None
    return LinePlan(person, held.record, edits, base, left)


def why_not_now(world: World, held: Holding, day: date) -> Exclusion | None:
    """Whether another case, a planned removal or later history is in the way."""
    if held.person in world.busy:
        return Exclusion.BUSY
    later = [
        h
        for h in world.of_person(held.person)
        if h.record == held.record and h.valid.start is not None and h.valid.start > day
    ]
    if any(h.status is Status.REMOVED for h in later):
        return Exclusion.PLANNED_REMOVAL
    return Exclusion.LATER_HISTORY if later else None


def base_of_person(held: Iterable[Holding]) -> str:
    """The digest of the versions that the register holds true of somebody: another one, and something has changed."""
    keys = ",".join(sorted(str(h.version) for h in held))
    return hashlib.sha256(keys.encode()).hexdigest()


def segment_of(held: Holding, edits: Edits, day: date) -> Segment:
    """What the record says from the day on."""
    return Segment(day, Status.PRESENT, edited(held.particulars, edits))
