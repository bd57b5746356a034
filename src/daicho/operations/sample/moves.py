"""Moves (市内と世帯のできごと): 転居, 世帯分離, 世帯主変更."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from daicho.kernel.uncertain_dates import LegalDate
from daicho.operations.sample import places
from daicho.operations.sample.family import Deed, Family
from daicho.operations.sample.people import (
    Someone,
)
from daicho.registers.residents.domain.household_events import (
    change_head,
    relocate_household,
)
from daicho.registers.residents.domain.household_moves import move_apart, split_household
from daicho.registers.residents.domain.households import Household, Outcome


def move_together(family: Family, own: Someone, day: date) -> None:
    """転居 of the whole household."""
    number = own.household
    home = places.dwelling(family.rng, family.town)
    family.homes[number] = home
    outcome = relocate_household(family.households[number], place_key=places.lot_of(home))
    _moved(family, family.households[number].keys, outcome, number, day)


def move_to_own_place(family: Family, own: Someone, day: date) -> None:
    """転居 of one member into a household of their own; a partner goes along."""
    household = family.household_of(own)
    moving = _with_partner(family, household, own, day)
    if not moving:
        return
    number = family.numbering.next_household()
    home = places.dwelling(family.rng, family.town)
    family.homes[number] = home
    seen = family.seen_from(household, own.key)
    outcome = move_apart(
        household,
        number=number,
        place_key=places.lot_of(home),
        head=own.key,
        relationships={k: seen[k] for k in moving if k != own.key},
        on=day,
        facts=family.facts(household.keys),
    )
    _moved(family, moving, outcome, number, day)


def _moved(
    family: Family, moving: Sequence[UUID], outcome: Outcome, number: str, day: date
) -> None:
    edits: dict[str, Any] = {
        **places.address_items(family.homes[number]),
        "address_since": LegalDate.of_day(day),
    }
    told = family.told_after(day)
    family.write(
        Deed("move_within", "correction_move_within", day, told),
        outcome,
        edits={key: {**edits, "notification_date": told} for key in moving},
    )


def split(family: Family, own: Someone, day: date) -> None:
    """世帯分離: a member becomes a household where they live."""
    household = family.household_of(own)
    moving = _with_partner(family, household, own, day)
    if not moving:
        return
    number = family.numbering.next_household()
    family.homes[number] = family.homes[household.number]
    seen = family.seen_from(household, own.key)
    outcome = split_household(
        household,
        number=number,
        head=own.key,
        relationships={k: seen[k] for k in moving if k != own.key},
        on=day,
        facts=family.facts(household.keys),
    )
    family.write(Deed("household_split", "household_split", day, family.told_after(day)), outcome)


def _with_partner(family: Family, household: Household, own: Someone, day: date) -> list[UUID]:
    """The member, the partner and their children under twenty; nobody where all would go or a head would."""
    keys = set(household.keys)
    moving = [own.key]
    moving += [k for k in household.keys if k == own.partner]
    moving += [
        k
        for k in household.keys
        if {family.people[k].father, family.people[k].mother} & {own.key}
        and family.people[k].age(day) < 20
    ]
    head = household.head
    if len(moving) >= len(keys) or head is None or head.key in moving or own.age(day) < 18:
        return []
    return list(dict.fromkeys(moving))


def succeed(family: Family, own: Someone, day: date) -> None:
    """世帯主変更: an adult member becomes head."""
    household = family.household_of(own)
    head = household.head
    grown = [
        family.people[k]
        for k in household.keys
        if (head is None or k != head.key) and 20 <= family.people[k].age(day) <= 85
    ]
    if not grown:
        return
    new = next((p for p in grown if head is None and p.age(day) > 30), grown[0])
    outcome = change_head(
        household,
        new_head=new.key,
        relationships=family.seen_from(household, new.key),
        on=day,
        facts=family.facts(household.keys),
    )
    told = family.told_after(day)
    family.write(Deed("household_head_change", "household_head_change", day, told), outcome)
