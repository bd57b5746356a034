"""Arrivals (記載のできごと): birth, marriage, coming back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from daicho.kernel.periods import months_after
from daicho.kernel.uncertain_dates import Calendar, LegalDate
from daicho.operations.sample import names
from daicho.operations.sample.family import Deed, Family, particulars_of
from daicho.operations.sample.founding import arrive, someone, take_surname
from daicho.operations.sample.people import (
    FOREIGN_RESIDENTS_FROM,
    Someone,
)
from daicho.registers.residents.domain.households import Household
from daicho.registers.residents.domain.particulars import ResidenceCategory
from daicho.registers.residents.domain.relationships import (
    HEAD,
    KIN_UNSPECIFIED,
    MAX_PARTS,
    PARTNERS,
    Atom,
    Relationship,
)

CHILD = Relationship((Atom.CHILD,))


def bear(family: Family, own: Someone, day: date) -> None:
    """出生: a child is born to a woman with a partner at home."""
    household = family.household_of(own)
    partner = family.people.get(own.partner) if own.partner else None
    if partner is None or partner.household != own.household:
        return
    label = _label_of_child(household, own, partner)
    if label is None:
        return
    parents = (partner, own)
    citizen = next((p for p in parents if p.foreign is None), None)
    child = someone(family, sex="", born=day, foreign=citizen is None, newborn=True)
    child.father, child.mother = partner.key, own.key
    if citizen:
        take_surname(child, citizen)
    else:
        child.nationality = own.nationality
        child.foreign = names.foreign_names(family.rng, own.family)
    own.children += 1
    _allow(household, family, day)
    _enter_child(family, child, household, label, day)


def _enter_child(
    family: Family, child: Someone, household: Household, label: Relationship, day: date
) -> None:
    outcome = family.join(household, {child.key: label}, day)
    born = LegalDate.of_day(day)
    child.became_on = day
    more: dict[str, Any] = {"address_since": born, "resident_reason": "出生"}
    if child.foreign is None:
        more["resident_since"] = born
    else:
        more |= {
            "foreign_resident_since": LegalDate.of_day(day, calendar=Calendar.WAREKI),
            "nationality": child.nationality,
            "residence_category": ResidenceCategory.TRANSITIONAL_BIRTH,
        }
    items = particulars_of(child, family.homes[household.number], **more)
    deed = Deed("birth", "entry_birth", day, family.told_after(day), "職権", child.birth)
    family.write(deed, outcome, opened={child.key: items})


def _allow(household: Household, family: Family, day: date) -> None:
    head = household.head
    if head and not family.people[head.key].allowance_from:
        family.people[head.key].allowance_from = f"{months_after(day, 1):%Y-%m}"


def _label_of_child(household: Household, mother: Someone, father: Someone) -> Relationship | None:
    labels = [
        m.relationship
        for m in household.members
        if m.key in (mother.key, father.key) and m.relationship
    ]
    if HEAD in labels:
        return CHILD
    kin = [label for label in labels if label.is_kin]
    if not kin:
        return labels[0] if labels else None
    parent = next((label for label in kin if label.parts[-1] not in PARTNERS), None)
    parts = parent.parts if parent else kin[0].parts[:-1]
    return _chain(parts, Atom.CHILD)


def _chain(parts: Sequence[Atom], word: Atom) -> Relationship:
    longer = (*parts, word)
    return Relationship(longer) if len(longer) <= MAX_PARTS else KIN_UNSPECIFIED


def marry(family: Family, own: Someone, day: date) -> None:
    """転入 of a husband or wife into the household (婚姻による転入)."""
    household = family.household_of(own)
    member = household.member(own.key)
    if own.partner or household.head is None or not 20 <= own.age(day) <= 45:
        return
    if member is None or member.relationship is None:
        return
    rng = family.rng
    foreign = rng.random() < (0.6 if own.foreign else 0.02) and day > FOREIGN_RESIDENTS_FROM
    sex = "female" if own.sex == "male" else "male"
    born = own.birth.sort_on + timedelta(days=rng.randint(-1500, 1500))
    born = min(born, months_after(day, -19 * 12))
    spouse = someone(family, sex=sex, born=born, foreign=foreign)
    if own.foreign is None and spouse.foreign is None:
        take_surname(spouse, own)
    own.partner, spouse.partner = spouse.key, own.key
    word = Atom.WIFE if sex == "female" else Atom.HUSBAND
    label = member.relationship
    if label.is_kin or label.is_head:
        label = _chain(() if label.is_head else label.parts, word)
    outcome = family.join(household, {spouse.key: label}, day)
    reason = "entry_overseas_move_in" if foreign else "entry_domestic_move_in"
    arrive(family, [spouse], outcome, Deed("move_in", reason, day, family.told_after(day)))


def come_back(family: Family, own: Someone, day: date) -> None:
    """再転入: the same 宛名番号, a new record, alone or with parents who are still here."""
    if own.dead or own.household or day <= own.gone_on + timedelta(days=200):
        return
    own.partner = None
    home = next(
        (
            family.people[p].household
            for p in (own.father, own.mother)
            if p and family.people[p].household
        ),
        "",
    )
    household = family.households.get(home)
    head = household.head if household else None
    if household and head and head.key in (own.father, own.mother):
        outcome = family.join(household, {own.key: CHILD}, day)
    else:
        outcome = family.found({own.key: HEAD}, own.key, day)
    deed = Deed("re_move_in", "entry_domestic_move_in", day, family.told_after(day))
    arrive(family, [own], outcome, deed)
