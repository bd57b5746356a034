"""Entry (記載): people who are no residents get a 住民票 each, in a new household or in one that is there (STD-4.0.2/m1).

What 転入・特例転入・未届転入・法30条の46・30条の47・住所設定・出生 share: who comes and where to, and the plan that follows. A
kind lays down its own terms: the 異動事由, the ground, the days, and the items that are the same for everybody.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final
from uuid import UUID

from daicho.business.movements.domain import sheet
from daicho.business.movements.domain.basis import EX_OFFICIO, NOTICE, NOTIFICATION, Basis
from daicho.business.movements.domain.circumstances import CIRCUMSTANCES, check_circumstances
from daicho.business.movements.domain.departure_certificate import check_numbers
from daicho.business.movements.domain.destination import Destination, read_destination
from daicho.business.movements.domain.households import (
    entrants,
    household_of,
    slot_key,
    standing_items,
    standings_after,
    tell,
)
from daicho.business.movements.domain.person import Entered, read_person
from daicho.business.movements.domain.plan import NEW_HOUSEHOLD, PersonPlan, Plan
from daicho.business.movements.domain.reading import Reader
from daicho.business.movements.domain.returning import Returning, read_returning
from daicho.business.movements.domain.world import World
from daicho.kernel.errors import Invalid
from daicho.kernel.uncertain_dates import LegalDate
from daicho.registers.residents.domain.household_events import form_household, join_household
from daicho.registers.residents.domain.households import Outcome, Standing
from daicho.registers.residents.domain.particulars import Kind, Particulars, Status
from daicho.registers.residents.domain.segments import Segment

PERSONS: Final = (
    sheet.IDENTITY,
    sheet.FAMILY_REGISTER,
    sheet.RESIDENCE,
    sheet.NUMBERS,
    sheet.INSURANCE,
    sheet.OTHERS,
)
"""The blocks of everybody entered: every item but 住所を定めた日 (STD-4.1.1.1/m1)."""
WHERE: Final = (sheet.DESTINATION, CIRCUMSTANCES)
NUMBERS: Final = ("individual_number", "resident_record_code")


@dataclass(frozen=True, slots=True)
class Coming:
    """Who comes and where to, with everybody's standing in the household by the engine's key."""

    people: tuple[Entered, ...]
    returning: Mapping[str, Returning]
    destination: Destination
    standings: Mapping[UUID, Standing]

    def standing(self, person: Entered) -> Standing:
        return self.standings[_key(person, self.returning)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a kind lays down: `items` are the same for everybody.

    `resident_since` and `address_since` are the day of the 異動 where a kind says nothing else.
    """

    kind: str
    reason: str
    basis: Basis
    event: LegalDate
    resident_reason: str
    items: Mapping[str, Any] = field(default_factory=dict)  # Any: columns of a record, by name
    resident_since: LegalDate | None = None
    address_since: LegalDate | None = None
    attention: str = ""
    deadline: date | None = None


def read_coming(
    reader: Reader, world: World, day: date, *, otherwise: str = "", day_words: str = "異動日"
) -> Coming | None:
    """Read people and destination, and seat them; None when they could not be (the problems are noted).

    `otherwise` is the choice of the destination where the form names none; `day_words` is what the form calls the day.
    """
    destination = read_destination(reader, world, day, otherwise=otherwise, day_words=day_words)
    people = _people(reader, day)
    returning = {p.slot: read_returning(reader, world, p, day=day) for p in people}
    _check_twice(reader, returning)
    if destination is not None:
        check_circumstances(reader, people, day, household=destination.household)
    outcome = _settle(reader, world, people, destination, returning, day)
    if destination is None or outcome is None:
        return None
    return Coming(tuple(people), returning, destination, standings_after(outcome))


def entry_plan(reader: Reader, coming: Coming, terms: Terms) -> Plan | None:
    """The plan of everybody who comes; None when anything is wrong."""
    if reader.has_errors:
        return None
    basis = EX_OFFICIO if terms.basis.basis == NOTICE else terms.basis.basis
    return Plan(
        kind=terms.kind,
        reason=terms.reason,
        basis=basis,
        event_date=terms.event,
        deadline=terms.deadline if terms.basis.basis == NOTIFICATION else None,
        attention=terms.attention,
        people=tuple(_person_plan(reader, coming, person, terms) for person in coming.people),
        **terms.basis.dates,
    )


def _people(reader: Reader, day: date) -> list[Entered]:
    people = [
        read_person(reader.under(f"persons.{n}"), slot=f"persons.{n}")
        for n in reader.indexes("persons")
    ]
    if not people:
        reader.note(
            "",
            "nobody_entered",
            "記載する人が入力されていません。",
            "この異動には、記載する人が一人以上要ります。",
            "記載する人を入力してください。",
        )
    for person in people:
        _check_birth(reader, person, day)
        check_numbers(reader, person.slot)
    return people


def _check_twice(reader: Reader, returning: Mapping[str, Returning]) -> None:
    known = [r.person for r in returning.values() if r.person]
    if len(set(known)) < len(known):
        reader.note(
            "",
            "returning_twice",
            "同じ以前の住民が、二人に選ばれています。",
            "一人の宛名番号を二人に引き継ぐことはできません。",
            "「以前の住民」の選択を確かめてください。",
        )


def _key(person: Entered, returning: Mapping[str, Returning]) -> UUID:
    return returning[person.slot].person or slot_key(person.slot)


def _check_birth(reader: Reader, person: Entered, day: date) -> None:
    if person.birth and person.birth.exact and person.birth.exact > day:
        reader.under(person.slot).note(
            "birth_date",
            "born_after_event",
            "生年月日が、異動日より後です。",
            "生まれる前に住民になることはできません。",
            "生年月日と異動日を確かめてください。",
        )


def _settle(
    reader: Reader,
    world: World,
    people: Sequence[Entered],
    destination: Destination | None,
    returning: Mapping[str, Returning],
    day: date,
) -> Outcome | None:
    if not people or destination is None:
        return None
    keys = {p.slot: _key(p, returning) for p in people}
    coming, head = entrants(reader, people, keys=keys, today=world.today)
    slots = {key: slot for slot, key in keys.items()}
    try:
        if destination.household:
            there = household_of(world, destination.household, day)
            outcome = join_household(there, entrants=coming, on=day)
        else:
            outcome = form_household(
                coming, number=NEW_HOUSEHOLD, place_key="new", head=head, on=day
            )
    except Invalid as error:
        tell(reader, error.problems, slots=slots)
        return None
    tell(reader, outcome.alerts, slots=slots)
    return outcome


def _person_plan(reader: Reader, coming: Coming, person: Entered, terms: Terms) -> PersonPlan:
    returning = coming.returning[person.slot]
    since = "resident_since" if person.kind is Kind.JAPANESE else "foreign_resident_since"
    shared = {name: value for name, value in terms.items.items() if not person.items.get(name)}
    items = Particulars(
        **{
            **returning.inherited,
            **person.items,
            **shared,
            **coming.destination.items,
            **standing_items(coming.standing(person)),
            "notification_date": terms.basis.notified_on,
            "resident_reason": terms.resident_reason,
            "residence_notified": person.kind is Kind.FOREIGN and terms.basis.basis == NOTIFICATION,
            "address_since": terms.address_since or terms.resident_since or terms.event,
            since: terms.resident_since or terms.event,
        }
    )
    sealed = tuple(
        name
        for name in NUMBERS
        if name not in returning.same_numbers and reader.under(person.slot).has(f"{name}.sealed")
    )
    has_code = "resident_record_code" in sealed or items.resident_record_code_ref is not None
    return PersonPlan(
        slot=person.slot,
        person=returning.person,
        record=None,
        segments=(Segment(terms.event.sort_on, Status.PRESENT, items),),
        sealed=sealed,
        draws_code=not has_code,
    )
