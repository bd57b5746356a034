"""Letters of a bulk address change (事前・事後の通知の差込み): one row a household, for whoever prints them.

The caller's entry names the people: nothing is entered here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby, islice
from uuid import UUID

from daicho.business.movements.domain.bulk import LineState
from daicho.business.movements.models import BulkCase, BulkLine
from daicho.registers.residents.domain.segments import Holding
from daicho.registers.residents.writes import holdings

PIECE = 200


@dataclass(frozen=True, slots=True)
class BulkLetter:
    """One household's letter: to whom, where they are reached, how the place was and is written, from which day."""

    household_number: str
    addressee: str
    persons: tuple[UUID, ...]
    names: tuple[str, ...]
    postal_code: str
    address_before: str
    address_after: str
    katagaki_before: str
    katagaki_after: str
    event_on: date
    ground: str


def letters_of(
    case: UUID, *, afterwards: bool, persons: Collection[UUID] | None = None
) -> Iterator[BulkLetter]:
    """The letters of an address change, in 世帯番号 order, read a piece at a time; `persons`: of their households alone.

    Before the change (事前通知) of the households that are planned, afterwards (事後通知) of those that were written.
    """
    row = BulkCase.objects.get(key=case)
    state = LineState.WRITTEN if afterwards else LineState.PLANNED
    found = BulkLine.objects.filter(case=row, state=state.value)
    if persons is not None:
        found = found.filter(unit__in=found.filter(person__in=persons).values("unit"))
    lines = found.order_by("unit", "id").iterator(chunk_size=PIECE)
    households = ((unit, list(group)) for unit, group in groupby(lines, key=lambda ln: ln.unit))
    while part := list(islice(households, PIECE)):
        held = _held([line.person for _, group in part for line in group], row.event_on)
        for unit, group in part:
            yield _letter(row, unit, group, held)


def _held(persons: list[UUID], day: date) -> dict[UUID, Holding]:
    found: dict[UUID, Holding] = {}
    for held in holdings.on_day(persons, day):
        found[held.person] = held
    return found


def _letter(
    row: BulkCase, unit: str, lines: list[BulkLine], held: dict[UUID, Holding]
) -> BulkLetter:
    people = sorted(
        (held[line.person] for line in lines), key=lambda h: h.particulars.member_order or 0
    )
    head = next((h for h in people if h.particulars.is_head), people[0])
    edits = next(line.edits for line in lines if line.person == head.person)

    def said(item: str, *, after: bool) -> str:
        return str(edits[item][after] if item in edits else getattr(head.particulars, item))

    return BulkLetter(
        household_number=unit,
        addressee=head.particulars.printed_name,
        persons=tuple(h.person for h in people),
        names=tuple(h.particulars.printed_name for h in people),
        postal_code=said("postal_code", after=True),
        address_before=said("address", after=False),
        address_after=said("address", after=True),
        katagaki_before=said("katagaki", after=False),
        katagaki_after=said("katagaki", after=True),
        event_on=row.event_on,
        ground=row.title,
    )
