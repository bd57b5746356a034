"""Founding (世帯のはじまり): who is there when a family is first seen, in every shape of household."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from daicho.kernel.addresses import municipality_of
from daicho.kernel.periods import months_after
from daicho.kernel.uncertain_dates import LegalDate
from daicho.operations.sample import names, numbers, places
from daicho.operations.sample.family import Deed, Family, particulars_of
from daicho.operations.sample.people import (
    FOREIGN_RESIDENTS_FROM,
    Someone,
    birth_date,
    nation,
    residence,
    since,
)
from daicho.registers.residents.domain.households import Outcome
from daicho.registers.residents.domain.particulars import Kind
from daicho.registers.residents.domain.relationships import HEAD, parse_relationship

SHAPES: tuple[tuple[str, int], ...] = (
    ("single", 30), ("couple", 16), ("nuclear", 24), ("single_parent", 6), ("three_generations", 7),
    ("four_generations", 1), ("siblings", 2), ("cohabitants", 1), ("common_law", 2), ("mixed", 3),
    ("foreign_single", 3), ("foreign_family", 2), ("old_couple", 3),
)  # fmt: skip
FOREIGN = {"mixed", "foreign_single", "foreign_family"}
OPENED_BEFORE = 0.62


@dataclass(frozen=True, slots=True)
class Seat:
    """Somebody to be made: 続柄, sex (empty: either), age at the founding, foreign or not."""

    relationship: str
    sex: str
    age: int
    foreign: bool = False


def found(family: Family, *, opening: date, shape: str = "") -> None:
    """The first household of a family: there already at the opening (移行), or moving in later."""
    rng = family.rng
    if not shape:
        shape = rng.choices([s for s, _ in SHAPES], [w for _, w in SHAPES])[0]
    first = max(opening, FOREIGN_RESIDENTS_FROM) if shape in FOREIGN else opening
    day = first
    if rng.random() > OPENED_BEFORE:
        day = first + timedelta(days=rng.randrange(1, max(2, (family.until - first).days - 20)))
    seats = _seats(family, shape)
    people = [_person(family, seat, day) for seat in seats]
    _surnames(family, people, seats)
    _kin(people, seats)
    _enter(family, people, seats, day, migrated=day == first)


def _seats(family: Family, shape: str) -> list[Seat]:
    rng = family.rng
    age = rng.randint(27, 58)
    wife = Seat("妻", "female", age + rng.randint(-6, 4))
    head = Seat("世帯主", "male", age)
    kids = [Seat("子", "", k) for k in _ages_of_children(family, min(age, wife.age))]
    elders = [
        Seat("父", "male", age + rng.randint(24, 33)),
        Seat("母", "female", age + rng.randint(21, 30)),
    ]
    match shape:
        case "single":
            return [Seat("世帯主", "", rng.randint(18, 84))]
        case "couple":
            return [head, wife]
        case "old_couple":
            return [replace(head, age=age + 35), replace(wife, age=wife.age + 33)]
        case "nuclear":
            return [head, wife, *kids]
        case "single_parent":
            return [Seat("世帯主", "female" if rng.random() < 0.8 else "male", age), *kids[:2]]
        case "three_generations":
            return [head, wife, *kids, *elders[rng.randint(0, 1) :]]
        case "four_generations":
            return _four_generations(family)
        case "siblings":
            return [Seat("世帯主", "", age), Seat(*_younger(family), age - rng.randint(1, 7))]
        case "cohabitants":
            return [Seat("世帯主", "", age), Seat("同居人", "", rng.randint(20, 70))]
        case "common_law":
            return [head, replace(wife, relationship="妻（未届）")]
        case "mixed":
            return [head, replace(wife, foreign=True), *kids[:2]]
        case "foreign_single":
            return [Seat("世帯主", "", rng.randint(19, 60), foreign=True)]
        case _:
            return [replace(s, foreign=True) for s in (head, wife, *kids[:2])]


def _ages_of_children(family: Family, youngest: int) -> list[int]:
    rng = family.rng
    eldest = min(youngest - 22, 24)
    if eldest < 0:
        return []
    return sorted({rng.randint(0, eldest) for _ in range(rng.choice((1, 1, 2, 2, 2, 3)))})[::-1]


def _younger(family: Family) -> tuple[str, str]:
    return family.rng.choice((("弟", "male"), ("妹", "female")))


def _four_generations(family: Family) -> list[Seat]:
    age = family.rng.randint(52, 58)
    return [
        Seat("世帯主", "male", age),
        Seat("妻", "female", age - 2),
        Seat("子", "male", age - 26),
        Seat("子の妻", "female", age - 28),
        Seat("子の子", "", age - 51),
        Seat("母", "female", age + 24),
    ]


def _person(family: Family, seat: Seat, day: date) -> Someone:
    rng = family.rng
    born = months_after(day, -12 * seat.age) - timedelta(days=rng.randrange(1, 364))
    return someone(family, sex=seat.sex, born=born, foreign=seat.foreign)


def someone(
    family: Family, *, sex: str, born: date, foreign: bool, newborn: bool = False
) -> Someone:
    """A new person with numbers and names, not yet a resident. `sex` empty: either."""
    rng = family.rng
    index, atena = family.numbering.next_atena()
    kind = Kind.FOREIGN if foreign else Kind.JAPANESE
    chosen: names.Sex = "male" if sex == "male" or (not sex and rng.random() < 0.49) else "female"
    surname = names.foreign_family(rng) if foreign else names.surname(rng)
    own = Someone(
        key=numbers.key(rng),
        atena_number=atena,
        kind=kind,
        sex=chosen,
        birth=birth_date(rng, born, kind=kind, newborn=newborn),
        family=surname,
        own=names.given(rng, chosen),
        foreign=names.foreign_names(rng, surname) if foreign else None,
        nationality=nation(rng) if foreign else "",
        domicile=places.domestic(rng, family.town).text,
        register_head="",
        fortune=rng.random(),
    )
    own.register_head = own.printed_name
    family.enter(own, index)
    return own


_OTHER_SURNAME = frozenset({"同居人", "妻（未届）"})


def _surnames(family: Family, people: list[Someone], seats: list[Seat]) -> None:
    head = people[0]
    japanese = [p for p in people if p.foreign is None]
    lead = head if head.foreign is None else (japanese[0] if japanese else head)
    for own, seat in zip(people, seats, strict=True):
        if seat.relationship in _OTHER_SURNAME or own is lead:
            continue
        if own.foreign is None:
            take_surname(own, lead)
        elif head.foreign is not None and seat.relationship != "妻":
            own.nationality = head.nationality
            own.foreign = names.foreign_names(family.rng, head.family)


def take_surname(own: Someone, lead: Someone) -> None:
    """The surname and the 戸籍 of somebody in whose 戸籍 this person is."""
    own.family = lead.family
    own.domicile = lead.domicile
    own.register_head = lead.register_head


def _kin(people: list[Someone], seats: list[Seat]) -> None:
    """Who is whose parent and partner, from the 続柄 of the founding."""
    by: dict[str, Someone] = {}
    for own, seat in zip(people, seats, strict=True):
        by.setdefault(seat.relationship, own)
    head, wife = by["世帯主"], by.get("妻") or by.get("妻（未届）")
    if wife:
        head.partner, wife.partner = wife.key, head.key
    child, childs_wife = by.get("子"), by.get("子の妻")
    if child and childs_wife:
        child.partner, childs_wife.partner = childs_wife.key, child.key
    if by.get("父") and by.get("母"):
        by["父"].partner, by["母"].partner = by["母"].key, by["父"].key
    for own, seat in zip(people, seats, strict=True):
        if seat.relationship == "子":
            own.father, own.mother = _parents(head, by.get("妻"))
        elif seat.relationship == "子の子" and child:
            own.father, own.mother = _parents(child, childs_wife)
    head.father = by["父"].key if "父" in by else None
    head.mother = by["母"].key if "母" in by else None


def _parents(one: Someone, other: Someone | None) -> tuple[UUID | None, UUID | None]:
    both = [p for p in (one, other) if p]
    father = next((p.key for p in both if p.sex == "male"), None)
    mother = next((p.key for p in both if p.sex == "female"), None)
    return father, mother


def _enter(
    family: Family, people: list[Someone], seats: list[Seat], day: date, *, migrated: bool
) -> None:
    coming = {
        p.key: parse_relationship(s.relationship, field="")
        for p, s in zip(people, seats, strict=True)
    }
    assert coming[people[0].key] == HEAD
    outcome = family.found(coming, people[0].key, day)
    arrive(
        family,
        people,
        outcome,
        Deed(
            "reformat" if migrated else "move_in",
            "entry_reformat" if migrated else _reason(family, people),
            day,
            day if migrated else family.told_after(day),
            "職権" if migrated else "届出",
        ),
        long_here=migrated,
    )


def _reason(family: Family, people: list[Someone]) -> str:
    if people[0].foreign is not None or family.rng.random() < 0.03:
        return "entry_overseas_move_in"
    return "entry_domestic_move_in"


def arrive(
    family: Family, people: list[Someone], outcome: Outcome, deed: Deed, *, long_here: bool = False
) -> None:
    """People become residents; of those long here it is said since when."""
    after = {c.key: c.after for c in outcome.changes if c.after}
    came = places.domestic(family.rng, family.town)
    if deed.reason == "entry_overseas_move_in":
        came = places.abroad(family.rng)
    opened = {}
    longest = family.rng.randrange(1, 30 * 365)
    for own in people:
        home = family.homes[after[own.key].household_number]
        begun = _begun(own, deed.day, longest if long_here else 0)
        own.became_on = begun
        local = long_here and begun == own.birth.sort_on
        dated = (
            since(family.rng, begun, before=deed.day)
            if long_here
            else (deed.event or LegalDate.of_day(begun))
        )
        more: dict[str, Any] = {
            "address_since": dated,
            "resident_reason": "出生" if local else "転入",
            "notification_date": begun if long_here else deed.processed_on,
        }
        if not local:
            more |= {"previous_address": came.text, "previous_address_code": came.code}
        more |= _since_items(family, own, deed.day, dated)
        opened[own.key] = particulars_of(own, home, **more)
    family.write(deed, outcome, opened=opened)


def _begun(own: Someone, day: date, longest: int) -> date:
    if not longest or own.foreign is not None:
        return day
    begun = day - timedelta(days=longest)
    return max(begun, own.birth.sort_on)


def _since_items(family: Family, own: Someone, day: date, dated: LegalDate) -> Mapping[str, Any]:
    if own.foreign is None:
        return {"resident_since": dated}
    stay = residence(family.rng, own, day)
    noted: dict[str, Any] = {}
    if own.foreign.alias:
        noted = {
            "alias_recorded_on": day,
            "alias_recorded_municipality": municipality_of(family.town).name,
            "alias_recorded_municipality_code": family.town,
        }
    return {**stay, **noted, "foreign_resident_since": dated}
