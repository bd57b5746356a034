"""A household (世帯) as it stands, and what an event makes of it.

A state is frozen; an event (household_events.py, household_moves.py) answers with an `Outcome`: the
new states, who gets a new line of history (I-07), and what staff are told.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from daicho.kernel.errors import Problem
from daicho.registers.residents.domain.kinship import Kin
from daicho.registers.residents.domain.member_order import Entry
from daicho.registers.residents.domain.relationships import Relationship, Sex


@dataclass(frozen=True, slots=True)
class Person:
    """What households need to know of a person, the same in every household.

    `birth_on` is the date for ordering, `birth_certain` False where it is unknown in part (不詳);
    `resident_number` is the 宛名番号; `first_in_register` says 筆頭者 of the 戸籍.
    """

    key: UUID
    name: str
    sex: Sex | None
    birth_on: date
    resident_number: str
    birth_certain: bool = True
    foreign: bool = False
    first_in_register: bool = False


@dataclass(frozen=True, slots=True)
class Entrant:
    """A person who enters a household, related to its head; None while not yet entered."""

    person: Person
    relationship: Relationship | None


@dataclass(frozen=True, slots=True)
class Member:
    """A member present in a household (世帯員・現存者), with the items that each line repeats.

    `order` is the 記載順位 from 1; `head_name` is the 世帯主の氏名, empty while there is no head.
    """

    person: Person
    relationship: Relationship | None
    order: int
    head_name: str

    @property
    def key(self) -> UUID:
        return self.person.key

    @property
    def is_head(self) -> bool:
        return self.relationship is not None and self.relationship.is_head

    @property
    def kin(self) -> Kin:
        person = self.person
        return Kin(
            key=person.key,
            sex=person.sex,
            birth_on=person.birth_on,
            relationship=self.relationship,
            order=self.order,
            birth_certain=person.birth_certain,
            foreign=person.foreign,
        )

    @property
    def entry(self) -> Entry:
        person = self.person
        return Entry(
            self.kin,
            resident_number=person.resident_number,
            first_in_register=person.first_in_register,
        )


@dataclass(frozen=True, slots=True)
class Household:
    """One household: 世帯番号, the place (地番) that all share, the members in order of record.

    Without members the number has ended and is never used again (I-08). The house name (方書) is
    each member's own and no part of the place (STD-4.1.4.1).
    """

    number: str
    place_key: str
    members: tuple[Member, ...]

    @property
    def head(self) -> Member | None:
        return next((member for member in self.members if member.is_head), None)

    @property
    def keys(self) -> tuple[UUID, ...]:
        return tuple(member.key for member in self.members)

    @property
    def has_ended(self) -> bool:
        return not self.members

    def member(self, key: UUID) -> Member | None:
        return next((member for member in self.members if member.key == key), None)

    def kins(self) -> tuple[Kin, ...]:
        """The members as `recompute` wants them."""
        return tuple(member.kin for member in self.members)

    def entries(self) -> tuple[Entry, ...]:
        """The members as `member_order` wants them."""
        return tuple(member.entry for member in self.members)


@dataclass(frozen=True, slots=True)
class Standing:
    """The items of one person's line that a household decides."""

    household_number: str
    place_key: str
    relationship: Relationship | None
    order: int
    head_name: str


@dataclass(frozen=True, slots=True)
class MemberChange:
    """One line of history to add: None before for who enters, None after for who leaves."""

    key: UUID
    before: Standing | None
    after: Standing | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an event makes: every household touched, as it is now, ended ones empty.

    `changes` has a person once, and only if some value changed (I-07). `notice_to` is to whom the
    notices about a missing head go (N-08), where a head is missing or was set ex officio.
    """

    households: tuple[Household, ...]
    changes: tuple[MemberChange, ...]
    alerts: tuple[Problem, ...] = ()
    notice_to: UUID | None = None


def standings(households: Iterable[Household]) -> dict[UUID, Standing]:
    """Everybody's line."""
    return {
        member.key: Standing(
            household.number,
            household.place_key,
            member.relationship,
            member.order,
            member.head_name,
        )
        for household in households
        for member in household.members
    }


def changes_between(
    before: Iterable[Household], *, after: Iterable[Household]
) -> tuple[MemberChange, ...]:
    """Whose line changed, in the order of record before, then of those who are new."""
    old, new = standings(before), standings(after)
    everyone = dict.fromkeys((*old, *new))
    return tuple(
        MemberChange(key, old.get(key), new.get(key))
        for key in everyone
        if old.get(key) != new.get(key)
    )


def outcome(
    before: Sequence[Household],
    *,
    after: Sequence[Household],
    alerts: Iterable[Problem] = (),
    notice_to: UUID | None = None,
) -> Outcome:
    """An outcome with its changes worked out."""
    changes = changes_between(before, after=after)
    return Outcome(tuple(after), changes, tuple(alerts), notice_to)


def seated(household: Household, *, order: Sequence[UUID]) -> Household:
    """The same household, its members standing in `order` and numbered from 1."""
    places = {key: place for place, key in enumerate(order, start=1)}
    members = sorted(
        (replace(member, order=places[member.key]) for member in household.members),
        key=lambda member: member.order,
    )
    return replace(household, members=tuple(members))


def with_head_name(household: Household) -> Household:
    """The same household, the head's name on every line, empty where there is no head (I-03)."""
    name = household.head.person.name if household.head else ""
    members = tuple(replace(member, head_name=name) for member in household.members)
    return replace(household, members=members)
