"""Between records and households (世帯への橋): holdings to the household engine, and its outcome back to items."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Literal
from uuid import UUID, uuid5

from daicho.business.movements.domain.card_items import card_items
from daicho.business.movements.domain.person import Entered
from daicho.business.movements.domain.reading import Reader
from daicho.business.movements.domain.world import World
from daicho.kernel.addresses import Address
from daicho.kernel.errors import Invalid, Problem
from daicho.registers.residents.domain.households import (
    Entrant,
    Household,
    Member,
    Outcome,
    Person,
    Standing,
)
from daicho.registers.residents.domain.particulars import Kind, Particulars, Sex
from daicho.registers.residents.domain.relationships import (
    HEAD,
    Relationship,
    parse_relationship,
)
from daicho.registers.residents.domain.segments import Holding
from daicho.registers.residents.domain.timelines import timeline

_SLOTS = UUID("6b1f6f6e-6d0c-4d3a-9d54-6d6f76656d74")
NO_NUMBER_YET = "9" * 10


def slot_key(slot: str) -> UUID:
    """The engine's key of a person who is not registered yet: the same slot, the same key."""
    return uuid5(_SLOTS, slot)


def person_of(held: Holding) -> Person:
    """What households need to know of somebody registered."""
    items = held.particulars
    return Person(
        key=held.person,
        name=items.printed_name,
        sex=_sex(items.sex),
        birth_on=items.birth_date.sort_on,
        resident_number=held.atena_number,
        birth_certain=items.birth_date.exact is not None,
        foreign=items.kind is Kind.FOREIGN,
        first_in_register=bool(items.name) and items.name == items.family_register_head,
    )


def person_entered(entered: Entered, *, key: UUID, today: date) -> Person:
    """The same of somebody entered anew; a birth date that could not be read sorts last."""
    birth = entered.birth
    return Person(
        key=key,
        name=entered.printed_name,
        sex=_sex(entered.items["sex"]),
        birth_on=birth.sort_on if birth else today,
        resident_number=f"{NO_NUMBER_YET}{entered.slot.rjust(12)}",
        birth_certain=bool(birth and birth.exact),
        foreign=entered.kind is Kind.FOREIGN,
        first_in_register=bool(entered.printed_name)
        and entered.printed_name == entered.items.get("family_register_head"),
    )


def _sex(sex: Sex) -> Literal["male", "female"] | None:
    match sex:
        case Sex.MALE:
            return "male"
        case Sex.FEMALE:
            return "female"
        case _:
            return None


def relationship_kept(text: str) -> Relationship | None:
    """A 続柄 as it stands on the record; blank is None."""
    return parse_relationship(text, field="") if text else None


def place_key(items: Particulars) -> str:
    """The lot where somebody lives, as households compare it."""
    return "|".join(
        Address(
            municipality_code=items.municipality_code,
            town_code=items.town_code,
            town=items.town,
            banchi=items.banchi,
        ).place_key
    )


def household_of(world: World, number: str, day: date) -> Household:
    """A household as it stands on a day."""
    members = world.members(number, day)
    return Household(
        number=number,
        place_key=place_key(members[0].particulars) if members else "",
        members=tuple(
            Member(
                person=person_of(h),
                relationship=relationship_kept(h.particulars.relationship_to_head),
                order=order,
                head_name=h.particulars.head_name,
            )
            for order, h in enumerate(members, start=1)
        ),
    )


def read_relationship(reader: Reader, name: str) -> Relationship | None:
    """A 続柄 as typed; blank is None (the engine asks for a confirmation)."""
    text = reader.raw(name)
    if not text:
        return None
    try:
        return parse_relationship(text, field=reader.path(name))
    except Invalid as error:
        reader.adopt(error.problems)
        return None


def entrants(
    reader: Reader, people: Sequence[Entered], *, keys: Mapping[str, UUID], today: date
) -> tuple[list[Entrant], UUID | None]:
    """Those who enter, with their 続柄, and which of them is head; two heads are an error."""
    out: list[Entrant] = []
    heads: list[str] = []
    for each in people:
        block = reader.under(each.slot)
        relationship = read_relationship(block, "relationship")
        if relationship == HEAD:
            heads.append(each.slot)
        person = person_entered(each, key=keys[each.slot], today=today)
        out.append(Entrant(person, relationship))
    if len(heads) > 1:
        reader.under(heads[1]).note(
            "relationship",
            "second_head",
            "世帯主が二人います。",
            "一つの世帯の世帯主は一人です。",
            "世帯主以外の人の続柄を直してください。",
        )
    return out, keys[heads[0]] if heads else None


def standing_items(standing: Standing) -> dict[str, object]:
    """The items of a record that a household decides."""
    return {
        "household_number": standing.household_number,
        "relationship_to_head": str(standing.relationship or ""),
        "member_order": standing.order,
        "head_name": standing.head_name,
    }


def with_standing(items: Particulars, standing: Standing) -> Particulars:
    """The same items in a new standing."""
    return replace(items, **standing_items(standing))  # type: ignore[arg-type]  # checked by name


def standings_after(outcome: Outcome) -> dict[UUID, Standing]:
    """Everybody whose standing changed or began."""
    return {c.key: c.after for c in outcome.changes if c.after is not None}


def tell(reader: Reader, problems: Iterable[Problem], *, slots: Mapping[UUID, str]) -> None:
    """Hand the engine's problems on, beside the fields of this form.

    The engine names `members.<key>.relationship`; the form has `persons.N.relationship` for those
    entered and `relationship.<key>` for those chosen.
    """
    for problem in problems:
        parts = problem.field.split(".")
        field = problem.field
        if parts[0] == "members" and len(parts) > 1:
            key = UUID(parts[1])
            slot = slots.get(key)
            field = f"{slot}.relationship" if slot else f"relationship.{key}"
        reader.adopt([replace(problem, field=field)])


def chosen(reader: Reader, world: World, day: date) -> tuple[Holding, ...]:
    """The present people ticked on the form, all of one household; problems are noted."""
    keys = [UUID(k) for k in reader.keys("selected") if _is_uuid(k)]
    if not keys:
        reader.note(
            "selected",
            "nobody_chosen",
            "異動する人が選ばれていません。",
            "誰の異動かが決まっていません。",
            "異動する人を選んでください。",
        )
        return ()
    found: list[Holding] = []
    for key in keys:
        held = world.present_on(key, day)
        if held is None:
            reader.note(
                f"selected.{key}",
                "not_present",
                "異動日に住民ではない人が選ばれています。",
                "転出・死亡などで消除されているか、異動日が住民となった日より前です。",
                "異動日と、人の選択を確かめてください。",
            )
        else:
            found.append(held)
    if len({h.particulars.household_number for h in found}) > 1:
        reader.note(
            "selected",
            "two_households",
            "別の世帯の人が一緒に選ばれています。",
            "一件の異動は、一つの世帯について行います。",
            "世帯ごとに分けて入力してください。",
        )
        return ()
    return tuple(found)


def check_no_later_history(
    reader: Reader,
    world: World,
    people: Collection[Holding],
    day: date,
    *,
    field: str = "event_date",
) -> None:
    """Note an error where the register already says something from a later day on.

    That others of the household went or came, so that only a 記載順位 closed up, stands in nobody's way; nor does what was
    noticed of a card, which the plan takes along (card_items.py).
    """
    for held in people:
        line = [h for h in timeline(world.of_person(held.person), held.record) if _after(h, day)]
        said = [held, *line]
        if any(_says_more(before, after) for before, after in pairwise(said)):
            reader.note(
                field,
                "later_history",
                "異動日より後の異動が、既に記録されています。",
                "転出予定か、異動日より後の異動がある人が含まれています。",
                "異動日を確かめてください。先の異動を取り消すか修正してから入力します。",
            )
            return


def _after(held: Holding, day: date) -> bool:
    return held.valid.start is not None and held.valid.start > day


def _says_more(before: Holding, after: Holding) -> bool:
    items = replace(
        after.particulars,
        member_order=before.particulars.member_order,
        **card_items(before.particulars),
    )
    return before.status is not after.status or before.particulars != items


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
