"""World (今の台帳): as much of the register as a plan needs, read once and handed in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from daicho.kernel.periods import ClosingCalendar
from daicho.registers.residents.domain.particulars import Status
from daicho.registers.residents.domain.segments import Holding


@dataclass(frozen=True, slots=True)
class Lookalike:
    """Somebody in the register who may be the person being entered (STD-4.1.1.2).

    `numbers` names what is the same of 個人番号, 住民票コード, 在留カード番号; none: name, sex and birth date are.
    """

    person: UUID
    slot: str
    numbers: frozenset[str]
    present: bool


@dataclass(frozen=True, slots=True)
class Town:
    """The municipality whose register this is."""

    code: str
    name: str
    prefecture: str


@dataclass(frozen=True, slots=True)
class World:
    """What is known now of the people and households that a case names."""

    today: date
    calendar: ClosingCalendar
    town: Town
    holdings: tuple[Holding, ...] = ()
    lookalikes: tuple[Lookalike, ...] = ()
    busy: Mapping[UUID, str] = field(default_factory=dict)

    def of_person(self, person: UUID) -> tuple[Holding, ...]:
        return tuple(h for h in self.holdings if h.person == person)

    def present_on(self, person: UUID, day: date) -> Holding | None:
        """The present version of a person that covers the day, or None."""
        return next(
            (
                h
                for h in self.of_person(person)
                if h.status is Status.PRESENT and h.valid.covers(day)
            ),
            None,
        )

    def newest(self, person: UUID) -> Holding | None:
        """The version with the highest 履歴番号."""
        return max(self.of_person(person), key=lambda h: h.history_number, default=None)

    def members(self, household: str, day: date) -> tuple[Holding, ...]:
        """The present members of a household on a day, in 記載順位."""
        found = (
            h
            for h in self.holdings
            if h.particulars.household_number == household
            and h.status is Status.PRESENT
            and h.valid.covers(day)
        )
        return tuple(
            sorted(found, key=lambda h: (h.particulars.member_order or 999, h.atena_number))
        )
