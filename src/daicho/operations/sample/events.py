"""Events (人生のできごと): each looks whether it can happen, settles the households, and writes the change."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from daicho.kernel.periods import months_after
from daicho.kernel.uncertain_dates import Calendar, LegalDate
from daicho.operations.sample import names, places
from daicho.operations.sample.family import Deed, Family, particulars_of
from daicho.operations.sample.founding import arrive, someone, take_surname
from daicho.operations.sample.people import (
    FOREIGN_RESIDENTS_FROM,
    Someone,
    mid_long_term,
    nation,
    part_unknown,
    residence,
)
from daicho.registers.residents.domain.household_events import (
    change_head,
    leave_household,
    relocate_household,
    rename_head,
)
from daicho.registers.residents.domain.household_moves import move_apart, split_household
from daicho.registers.residents.domain.households import Household
from daicho.registers.residents.domain.particulars import Kind, Removal, ResidenceCategory
from daicho.registers.residents.domain.relationships import (
    HEAD,
    KIN_UNSPECIFIED,
    MAX_PARTS,
    PARTNERS,
    Atom,
    Relationship,
)

Event = Callable[[Family, Someone, date], None]
CHILD = Relationship((Atom.CHILD,))


def processed(family: Family, day: date, days: int = 13) -> date:
    """When it was entered: some days later, never after the end."""
    return min(day + timedelta(days=family.rng.randint(0, days)), family.until)


# -- leaving -----------------------------------------------------------------------------------


def die(family: Family, own: Someone, day: date) -> None:
    """死亡."""
    event = LegalDate.of_day(day)
    if family.rng.random() < 0.02:
        event = part_unknown(family.rng, day)
        day = event.sort_on
        if day > family.until:
            return
    own.dead = True
    told = processed(family, day, 6)
    items = {
        "removal": Removal.DEAD,
        "removal_reason": "死亡",
        "removal_event_date": event,
        "removal_notification_date": told,
    }
    _leave(family, [own], Deed("death", "removal_death", day, told, "職権", event), items)
    partner = family.people.get(own.partner) if own.partner else None
    if partner:
        partner.partner = None


def move_out(family: Family, own: Someone, day: date) -> None:
    """転出 of one person."""
    household = family.household_of(own)
    if own.age(day) < 18 or (household.head and household.head.key == own.key and len(household.keys) > 1):
        return
    _move_out(family, [own], day)


def move_out_together(family: Family, own: Someone, day: date) -> None:
    """転出 of the whole household."""
    _move_out(family, [family.people[k] for k in family.household_of(own).keys], day)


def plan_move_out(family: Family, own: Someone, day: date) -> None:
    """転出 on a day still to come (転出予定): notified before, present until then."""
    if len(family.household_of(own).keys) == 1 or own.age(day) >= 18:
        leaving = [own]
        head = family.household_of(own).head
        if head and head.key == own.key:
            leaving = [family.people[k] for k in family.household_of(own).keys]
        _move_out(family, leaving, family.until + timedelta(days=family.rng.randint(1, 14)), ahead=day)


def _move_out(
    family: Family, leaving: Sequence[Someone], day: date, *, ahead: date | None = None
) -> None:
    rng = family.rng
    overseas = rng.random() < (0.3 if leaving[0].foreign else 0.04)
    where = places.abroad(rng) if overseas else places.domestic(rng, family.town)
    told = ahead or max(day - timedelta(days=rng.randint(0, 9)), family.clock + timedelta(days=1))
    told = min(told, day)
    items: dict[str, Any] = {
        "removal": Removal.MOVED_OUT,
        "removal_reason": "国外転出" if overseas else "国内転出",
        "removal_event_date": LegalDate.of_day(day),
        "removal_notification_date": told,
        "destination_planned": where.text,
        "destination_planned_code": where.code,
    }
    reason = "removal_overseas_move_out" if overseas else "removal_domestic_move_out"
    _leave(family, leaving, Deed("move_out", reason, day, told), items)
    if not overseas and ahead is None and rng.random() < 0.8:
        _arrival_notice(family, leaving, day, where)


def _arrival_notice(
    family: Family, people: Sequence[Someone], day: date, where: places.Elsewhere
) -> None:
    """転入通知: the 確定 values beside the planned ones."""
    told = family.clock + timedelta(days=family.rng.randint(3, 20))
    if told > family.until:
        return
    confirmed = {
        "destination_confirmed": where.text,
        "destination_confirmed_code": where.code,
        "arrival_notice_date": told,
        "move_out_date": day,
    }
    family.write(
        Deed("arrival_notice", "removal_domestic_move_out", day, told, "通知"),
        removed={p.key: confirmed for p in people},
    )


def remove_ex_officio(family: Family, own: Someone, day: date) -> None:
    """職権消除: not found on inquiry (実態調査), or the right to stay has ended."""
    if len(family.household_of(own).keys) > 1 and own.age(day) < 20:
        return
    reason = "在留資格の喪失" if own.foreign else "実態調査による職権消除"
    items = {
        "removal": Removal.REMOVED,
        "removal_reason": reason,
        "removal_event_date": LegalDate.of_day(day),
    }
    deed = Deed("disappearance", "removal_ex_officio", day, processed(family, day), "職権")
    _leave(family, [own], deed, items)


def _leave(
    family: Family, leaving: Sequence[Someone], deed: Deed, items: dict[str, Any]
) -> None:
    household = family.household_of(leaving[0])
    outcome = leave_household(
        household,
        leaving=[p.key for p in leaving],
        on=deed.day,
        appoint_sole=deed.day <= deed.processed_on,
    )
    family.write(deed, outcome, removed={p.key: items for p in leaving})


# -- within the town ---------------------------------------------------------------------------


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


def _moved(family: Family, moving: Sequence[UUID], outcome: Any, number: str, day: date) -> None:
    edits: dict[str, Any] = {
        **places.address_items(family.homes[number]),
        "address_since": LegalDate.of_day(day),
    }
    told = processed(family, day)
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
    family.write(Deed("household_split", "household_split", day, processed(family, day)), outcome)


def _with_partner(
    family: Family, household: Household, own: Someone, day: date
) -> list[UUID]:
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
    told = processed(family, day)
    family.write(Deed("household_head_change", "household_head_change", day, told), outcome)


# -- arriving ----------------------------------------------------------------------------------


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
    deed = Deed("birth", "entry_birth", day, processed(family, day), "職権", child.birth)
    family.write(deed, outcome, opened={child.key: items})


def _allow(household: Household, family: Family, day: date) -> None:
    head = household.head
    if head and not family.people[head.key].allowance_from:
        family.people[head.key].allowance_from = f"{months_after(day, 1):%Y-%m}"


def _label_of_child(
    household: Household, mother: Someone, father: Someone
) -> Relationship | None:
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
    if own.partner or own.dead or member is None or member.relationship is None:
        return
    if not 20 <= own.age(day) <= 45:
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
    arrive(family, [spouse], outcome, Deed("move_in", reason, day, processed(family, day)))


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
    deed = Deed("re_move_in", "entry_domestic_move_in", day, processed(family, day))
    arrive(family, [own], outcome, deed)


# -- items -------------------------------------------------------------------------------------


def refresh(family: Family, own: Someone, day: date) -> None:
    """個別事項の更新: an age has been reached."""
    deed = Deed("amend", "correction_ex_officio", day, processed(family, day, 3), "職権")
    family.write(deed, edits={own.key: {}})


def correct(family: Family, own: Someone, day: date) -> None:
    """誤記修正 back to the day on which the last version began, which is left without a day of its own."""
    assert own.record is not None
    began = max(
        (
            v.held.valid.start
            for v in family.history.held[own.record].values()
            if v.held.valid.start and not v.held.valid.empty
        ),
        default=day,
    )
    edits: dict[str, Any] = {"remarks": "本籍の誤記を修正"}
    if own.foreign is None:
        own.domicile = places.domestic(family.rng, family.town).text
        edits["domicile"] = own.domicile
    deed = Deed("error_amend", "correction_error", began, processed(family, day, 3), "職権")
    family.write(deed, edits={own.key: edits})


def enter_former_surname(family: Family, own: Someone, day: date) -> None:
    """旧氏の記載."""
    if own.foreign is not None or own.now.former_surname:
        return
    former = names.surname(family.rng)
    edits = {
        "former_surname": former.text,
        "former_surname_kana": former.kana,
        "former_surname_kana_confirmed": True,
    }
    deed = Deed("former_surname", "former_surname_entry", day, processed(family, day, 1), "請求")
    family.write(deed, edits={own.key: edits})


def renew_stay(family: Family, own: Someone, day: date) -> None:
    """出入国在留管理庁長官通知: a new period, or the first category of a child that was born."""
    if own.foreign is None:
        return
    items = mid_long_term(family.rng, day)
    if own.now.residence_category is ResidenceCategory.MID_LONG_TERM:
        items["residence_status"] = own.now.residence_status
    edits = {**items, "landing_period": "", "provisional_stay_period": ""}
    deed = Deed("immigration_notice", "correction_ex_officio", day, processed(family, day, 3), "通知")
    family.write(deed, edits={own.key: edits})


def change_nationality(family: Family, own: Someone, day: date) -> None:
    """帰化 or 国籍喪失: one record ends, another of the other kind begins on the same day."""
    household = family.household_of(own)
    becomes_japanese = own.foreign is not None
    part = "naturalization" if becomes_japanese else "nationality_loss"
    told = processed(family, day)
    items = {
        "removal": Removal.REMOVED,
        "removal_reason": "帰化" if becomes_japanese else "国籍喪失",
        "removal_event_date": LegalDate.of_day(day),
        "removal_notification_date": told,
    }
    before = own.now
    deed = Deed(part, f"removal_ex_officio_{part}", day, told, "職権")
    family.write(deed, removed={own.key: items})
    own.household = household.number
    _other_name(family, own)
    member = household.member(own.key)
    assert member is not None
    members = tuple(
        replace(m, person=own.as_member()) if m.key == own.key else m for m in household.members
    )
    renamed = replace(household, members=members)
    outcome = rename_head(renamed, name=own.printed_name) if member.is_head else None
    family.households[household.number] = outcome.households[0] if outcome else renamed
    standing = {
        "household_number": household.number,
        "relationship_to_head": before.relationship_to_head,
        "member_order": before.member_order,
        "head_name": own.printed_name if member.is_head else before.head_name,
    }
    more = _new_kind(family, own, day) | {"address_since": before.address_since}
    opened = {own.key: particulars_of(own, family.homes[household.number], **more)}
    deed = replace(deed, reason=f"entry_ex_officio_{part}", processed_on=told)
    family.write(deed, outcome, opened=opened, edits={own.key: standing})


def _other_name(family: Family, own: Someone) -> None:
    if own.foreign is None:
        own.kind = Kind.FOREIGN
        own.birth = LegalDate.of_day(own.birth.sort_on, calendar=Calendar.SEIREKI)
        own.family = names.foreign_family(family.rng)
        own.foreign = names.foreign_names(family.rng, own.family)
        own.nationality = nation(family.rng)
        return
    own.kind, own.foreign, own.nationality = Kind.JAPANESE, None, ""
    own.birth = LegalDate.of_day(own.birth.sort_on)
    own.family = names.surname(family.rng)
    own.register_head = own.printed_name


def _new_kind(family: Family, own: Someone, day: date) -> dict[str, Any]:
    if own.foreign is None:
        return {"resident_since": LegalDate.of_day(own.became_on), "resident_reason": "帰化"}
    return residence(family.rng, own, day) | {
        "foreign_resident_since": LegalDate.of_day(day),
        "resident_reason": "国籍喪失",
        "residence_category": ResidenceCategory.TRANSITIONAL_NATIONALITY_LOSS,
        "residence_status": "",
        "residence_period": "",
        "residence_until": months_after(day, 2),
        "residence_card_number": "",
        "special_permanent_number": "",
        "landing_period": "",
        "provisional_stay_period": "",
    }
