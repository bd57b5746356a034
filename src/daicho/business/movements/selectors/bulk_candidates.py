"""Bulk candidates (一括処理の対象): the next units of a bulk case and the register as it is for them, a piece at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from uuid import UUID

from daicho.business.movements.domain.bulk import Keyed, LineState
from daicho.business.movements.domain.bulk_units import Candidate, Row, Task
from daicho.business.movements.domain.world import World
from daicho.business.movements.models import BulkCase, BulkLine, BulkRow
from daicho.business.movements.public import pending_cases
from daicho.business.movements.selectors.world import town
from daicho.kernel.clock import business_today
from daicho.registers.code_tables.public import closing_days
from daicho.registers.residents.domain.segments import Holding
from daicho.registers.residents.writes import holdings, scans

_TOUCHED = (LineState.WRITTEN.value, LineState.SAME.value)


def next_candidates(case: BulkCase, task: Task, *, limit: int) -> tuple[list[Candidate], str]:
    """The next units past the case's cursor, and the cursor after them; none: everything was seen."""
    if case.undoes is not None:
        return _written(case.undoes, task, case.cursor, limit)
    if task.scan is None:
        return _rows(case, task, limit)
    if task.keyed is Keyed.HOUSEHOLD:
        units = scans.households_after(task.scan, after=case.cursor, limit=limit)
        members = members_of(units, task)
        return [Candidate(u, members[u]) for u in units], units[-1] if units else ""
    found = scans.persons_after(task.scan, after=case.cursor, limit=limit)
    return [Candidate(number, (key,)) for number, key in found], found[-1][0] if found else ""


def _rows(case: BulkCase, task: Task, limit: int) -> tuple[list[Candidate], str]:
    rows = list(
        BulkRow.objects.filter(
            case=case, line_number__gt=int(case.cursor or 0), problems=[]
        ).order_by("line_number")[:limit]
    )
    units = [row.unit for row in rows]
    persons: dict[str, tuple[UUID, ...]] = defaultdict(tuple)
    if task.keyed is Keyed.HOUSEHOLD:
        persons = members_of(units, task)
    else:
        persons |= {n: (key,) for n, key in scans.persons_numbered(units).items()}
    found = [
        Candidate(row.unit, persons[row.unit], Row(row.line_number, row.unit, row.values))
        for row in rows
    ]
    return found, str(rows[-1].line_number) if rows else ""


def _written(original: BulkCase, task: Task, after: str, limit: int) -> tuple[list[Candidate], str]:
    """Units that a case wrote, with everybody who is in them now: who joined since is seen too."""
    done = BulkLine.objects.filter(case=original, state=LineState.WRITTEN.value, unit__gt=after)
    units = list(done.order_by("unit").values_list("unit", flat=True).distinct()[:limit])
    lines: dict[str, list[BulkLine]] = defaultdict(list)
    for line in BulkLine.objects.filter(case=original, unit__in=units, state__in=_TOUCHED):
        lines[line.unit].append(line)
    members = members_of(units, task) if task.keyed is Keyed.HOUSEHOLD else {}
    found = []
    for unit in units:
        written = {line.person: edits_kept(line) for line in lines[unit]}
        persons = tuple(dict.fromkeys((*written, *members.get(unit, ()))))
        change = original.change_key(unit)
        found.append(Candidate(unit, persons, written=written, change=change))
    return found, units[-1] if units else ""


def edits_kept(
    line: BulkLine,
) -> dict[str, tuple[str | bool | int | None, str | bool | int | None]]:
    """The edits of a line: item → (before, after)."""
    return {name: (old, new) for name, (old, new) in line.edits.items()}


def members_of(units: Sequence[str], task: Task) -> dict[str, tuple[UUID, ...]]:
    """The present members of households on the task's day."""
    found: dict[str, tuple[UUID, ...]] = defaultdict(tuple)
    for held in holdings.present_in(units, task.day):
        found[held.particulars.household_number] += (held.person,)
    return found


def by_person(persons: Iterable[UUID]) -> dict[UUID, tuple[Holding, ...]]:
    """What the register holds true now of each person."""
    found: dict[UUID, tuple[Holding, ...]] = defaultdict(tuple)
    for held in holdings.of_persons(persons):
        found[held.person] += (held,)
    return found


def worlds(candidates: Sequence[Candidate]) -> list[World]:
    """The register as it is for each unit, read once for all."""
    persons = [p for each in candidates for p in each.persons]
    held = by_person(persons)
    busy = pending_cases(persons)
    today, calendar, here = business_today(), closing_days(), town()
    return [
        World(
            today=today,
            calendar=calendar,
            town=here,
            holdings=tuple(h for p in each.persons for h in held[p]),
            busy={p: busy[p] for p in each.persons if p in busy},
        )
        for each in candidates
    ]
