"""A family (一族): some households whose people belong together, and how a change to them is written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from daicho.foundation.vault.public import NumberKind
from daicho.kernel.addresses import Address
from daicho.kernel.check_digits import next_numbers
from daicho.kernel.clock import TOKYO
from daicho.kernel.uncertain_dates import LegalDate
from daicho.operations.sample import numbers, places
from daicho.operations.sample.history import History, Says
from daicho.operations.sample.people import Someone, items_of_age
from daicho.registers.residents.domain.household_events import form_household, join_household
from daicho.registers.residents.domain.households import Entrant, Household, Outcome, Standing
from daicho.registers.residents.domain.kinship import Fact, Tie
from daicho.registers.residents.domain.particulars import Kind, Particulars, Sex, Status
from daicho.registers.residents.domain.recompute import propose_head_change
from daicho.registers.residents.domain.relationships import KIN_UNSPECIFIED, Relationship
from daicho.registers.residents.domain.segments import Segment
from daicho.registers.residents.load import ChangeFacts, LoadedNumber

Edits = Mapping[str, Any]
OPENING_HOUR = 8
OFFICE = "市民課"
_DRAWS = (
    ("individual_number_ref", NumberKind.INDIVIDUAL, numbers.individual_number),
    ("resident_record_code_ref", NumberKind.RESIDENT_CODE, numbers.resident_code),
)


@dataclass(slots=True)
class Numbering:
    """宛名番号 and 世帯番号 that are still free for one chunk of the town."""

    seed: int
    atena: int
    household: int

    def next_atena(self) -> tuple[int, str]:
        self.atena, number = _next(self.atena)
        return self.atena, number

    def next_household(self) -> str:
        self.household, number = _next(self.household)
        return number


def _next(count: int) -> tuple[int, str]:
    number = next(next_numbers(count + 1))
    return int(number[:-1]), number


@dataclass(frozen=True, slots=True)
class Deed:
    """What happened (異動), before it is written: `processed_on` may lie before a planned day."""

    kind: str
    reason: str
    day: date
    processed_on: date
    basis: str = "届出"
    event: LegalDate | None = None


@dataclass(slots=True)
class Family:
    """Households, their people, and everything written of them so far."""

    rng: Random
    town: str
    until: date
    numbering: Numbering
    people: dict[UUID, Someone] = field(default_factory=dict)
    households: dict[str, Household] = field(default_factory=dict)
    homes: dict[str, Address] = field(default_factory=dict)
    history: History = field(default_factory=History)
    clock: date = date.min
    moment: datetime = datetime(1900, 1, 1, tzinfo=TOKYO)

    # -- people --------------------------------------------------------------------------------

    def enter(self, someone: Someone, index: int) -> None:
        """Somebody who was never registered: a person and the two numbers, which go into the vault."""
        self.people[someone.key] = someone
        self.history.persons.append((someone.key, someone.atena_number))
        for name, kind, draw in _DRAWS:
            number = draw(self.numbering.seed, index)
            kept = LoadedNumber(numbers.key(self.rng), kind, number)
            self.history.numbers.append(kept)
            someone.refs[name] = kept.ref

    def household_of(self, someone: Someone) -> Household:
        return self.households[someone.household]

    def residents(self) -> list[Someone]:
        """Those who live in the town at the clock."""
        return [p for p in self.people.values() if p.household]

    def present_on(self, day: date) -> int:
        """How many are residents on a day, as is known at the end."""
        return sum(
            v.held.status is Status.PRESENT and v.held.valid.covers(day)
            for held in self.history.held.values()
            for v in held.values()
        )

    def told_after(self, day: date, *, within: int = 13) -> date:
        """When it was entered: up to so many days later, never after the end."""
        return min(day + timedelta(days=self.rng.randint(0, within)), self.until)

    def facts(self, keys: Iterable[UUID]) -> tuple[Fact, ...]:
        """Who is whose parent and partner, as documents show it."""
        found = []
        for key in keys:
            own = self.people[key]
            found += [Fact(Tie.PARENT, p, key) for p in (own.father, own.mother) if p]
            if own.partner:
                found.append(Fact(Tie.PARTNER, key, own.partner))
        return tuple(found)

    def seen_from(self, household: Household, head: UUID) -> dict[UUID, Relationship]:
        """The 続柄 of everybody but the head to a new head, by the register's own engine."""
        proposals = propose_head_change(
            household.kins(),
            new_head=head,
            facts=self.facts(household.keys),
            documented=frozenset(household.keys),
        )
        return {
            key: found.after or KIN_UNSPECIFIED for key, found in proposals.items() if key != head
        }

    # -- changes -------------------------------------------------------------------------------

    def found(self, coming: Mapping[UUID, Relationship | None], head: UUID, day: date) -> Outcome:
        """A new household at a new address; its number is given."""
        number = self.numbering.next_household()
        self.homes[number] = places.dwelling(self.rng, self.town)
        return form_household(
            [Entrant(self.people[k].as_member(), r) for k, r in coming.items()],
            number=number,
            place_key=places.lot_of(self.homes[number]),
            head=head,
            on=day,
            facts=self.facts(coming),
        )

    def join(
        self, household: Household, coming: Mapping[UUID, Relationship | None], day: date
    ) -> Outcome:
        """People enter a household that is there."""
        return join_household(
            household,
            entrants=[Entrant(self.people[k].as_member(), r) for k, r in coming.items()],
            on=day,
            facts=self.facts((*household.keys, *coming)),
        )

    def write(
        self,
        deed: Deed,
        outcome: Outcome | None = None,
        *,
        edits: Mapping[UUID, Edits] | None = None,
        removed: Mapping[UUID, Edits] | None = None,
        opened: Mapping[UUID, Particulars] | None = None,
    ) -> None:
        """Write a change: standings from the outcome, further items from `edits`.

        `removed` are those who cease to be residents with the items of their 除票, `opened` those for whom a new
        住民票 is opened, with its items apart from the standing.
        """
        facts = self._facts(deed)
        says: list[Says] = []
        after = {c.key: c.after for c in outcome.changes if c.after} if outcome else {}
        opened, removed, edits = opened or {}, removed or {}, edits or {}
        for key in dict.fromkeys((*after, *opened, *edits, *removed)):
            own = self.people[key]
            if key in removed:
                items = replace(own.now, **removed[key])
                self._leave(own, deed.day)
            else:
                base = opened.get(key) or own.now
                if key in opened:
                    own.record = self.history.open_record(
                        key, kind=own.kind, change=facts.key, rng=self.rng
                    )
                items = self._items(own, base, after.get(key), edits.get(key, {}), deed.day)
            own.items = items
            status = Status.REMOVED if key in removed else Status.PRESENT
            assert own.record is not None
            segments = (Segment(deed.day, status, items),)
            says.append(Says(key, own.atena_number, own.record, segments))
        self._settle(outcome, facts)
        self.history.write(facts, says, rng=self.rng)
        self.clock = max(self.clock, deed.day, deed.processed_on)

    def _items(
        self,
        own: Someone,
        base: Particulars,
        standing: Standing | None,
        edits: Edits,
        day: date,
    ) -> Particulars:
        changed: dict[str, Any] = {**items_of_age(own, day)}
        if standing is not None:
            own.household = standing.household_number
            changed |= {
                "household_number": standing.household_number,
                "relationship_to_head": str(standing.relationship or ""),
                "member_order": standing.order,
                "head_name": standing.head_name,
            }
        return replace(base, **{**changed, **edits})

    def _leave(self, own: Someone, day: date) -> None:
        own.household = ""
        own.gone_on = day

    def _settle(self, outcome: Outcome | None, facts: ChangeFacts) -> None:
        if outcome is None:
            return
        for household in outcome.households:
            if household.number not in self.households:
                self.history.households.append((household.number, facts.processed_at))
            self.households[household.number] = household
            if household.has_ended:
                del self.households[household.number]

    def _facts(self, deed: Deed) -> ChangeFacts:
        minute = self.rng.randrange(9 * 60)
        at = datetime(
            deed.processed_on.year,
            deed.processed_on.month,
            deed.processed_on.day,
            OPENING_HOUR,
            tzinfo=TOKYO,
        ) + timedelta(minutes=30 + minute)
        # Two changes of one day are entered one after the other.
        self.moment = at = max(at, self.moment + timedelta(minutes=1))
        told = min(deed.processed_on, self.until)
        return ChangeFacts(
            key=(key := numbers.key(self.rng)),
            case=key,
            kind=deed.kind,
            reason=deed.reason,
            basis=deed.basis,
            event_date=deed.event or LegalDate.of_day(deed.day),
            processed_at=at,
            notified_on=told if deed.basis == "届出" else None,
            petitioned_on=told if deed.basis == "申出" else None,
            noticed_on=told if deed.basis in ("職権", "通知") else None,
            requested_on=told if deed.basis == "請求" else None,
            place=OFFICE,
        )


def particulars_of(own: Someone, home: Address, **more: Any) -> Particulars:  # Any: items by name
    """The first items of somebody at an address; the standing is filled in by the household."""
    extra: dict[str, Any] = {**own.names, **own.refs, **places.address_items(home), **more}
    if own.kind is Kind.JAPANESE:
        extra |= {"domicile": own.domicile, "family_register_head": own.register_head}
    return Particulars(
        kind=own.kind,
        birth_date=own.birth,
        sex=Sex(own.sex),
        household_number="",
        **extra,
    )
