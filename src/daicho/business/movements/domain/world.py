"""World (今の台帳): as much of the register as a plan needs, read once and handed in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from daicho.kernel import addresses
from daicho.kernel.addresses.towns import LAST_CHOME
from daicho.kernel.errors import Problem
from daicho.kernel.periods import ClosingCalendar
from daicho.registers.residents.domain.effects import CaseEffect
from daicho.registers.residents.domain.particulars import Status
from daicho.registers.residents.domain.segments import Holding

TOWN_CODE_LENGTH = 6


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
class Twin:
    """Another case, under way or recorded, that may be the same paper entered twice."""

    number: str
    kind: str
    state: str


@dataclass(frozen=True, slots=True)
class Town:
    """The municipality whose register this is."""

    code: str
    name: str
    prefecture: str


@dataclass(frozen=True, slots=True)
class World:
    """What is known now of the people and households that a case names.

    `paper_number_of` is whose number an agent's paper bears; `twins` are other cases of the same people or names
    with the same 異動日; `effect` is what the case did that shall be corrected or cancelled; `known_numbers` are the
    paths of numbers typed for people registered that the vault already holds. `disclosures` is what protection says
    of the people to be written (抑止・支援措置), `suppressed` are the household numbers under a suppression. `towns` is
    the town's dictionary of 町字, its own additions and corrections among them.
    """

    today: date
    calendar: ClosingCalendar
    town: Town
    holdings: tuple[Holding, ...] = ()
    lookalikes: tuple[Lookalike, ...] = ()
    busy: Mapping[UUID, str] = field(default_factory=dict)
    paper_number_of: frozenset[UUID] = frozenset()
    twins: tuple[Twin, ...] = ()
    effect: CaseEffect | None = None
    known_numbers: frozenset[str] = frozenset()
    disclosures: tuple[Problem, ...] = ()
    suppressed: frozenset[str] = frozenset()
    towns: tuple[addresses.Town, ...] = ()

    def town_of(self, code: str) -> addresses.Town | None:
        """The 町字 of a code, with its 丁目 (小字 001 to 099); None for one that the dictionary has not."""
        small = int(code[3:]) if len(code) == TOWN_CODE_LENGTH and code.isdecimal() else 0
        for each in self.towns or addresses.towns_of(self.town.code):
            if each.code == code:
                return each
            if each.has_chome and each.code[:3] == code[:3] and 1 <= small <= LAST_CHOME:
                return each.with_chome(small)
        return None

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
