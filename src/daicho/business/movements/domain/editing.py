"""Editing (記載事項の修正): items of residents changed from a day on, and what follows from it for their households.

Every kind that changes items of somebody registered reads them here: one block of fields for each person chosen, filled
with what the register says; what differs is the change.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final
from uuid import UUID

from daicho.business.movements.domain.plan import PersonPlan
from daicho.business.movements.domain.reading import Reader
from daicho.business.movements.domain.sheet import FieldSpec, Input, Section
from daicho.business.movements.domain.world import World
from daicho.kernel import names
from daicho.kernel.characters import TextKind, check_text
from daicho.kernel.errors import Invalid
from daicho.kernel.uncertain_dates import (
    ADDRESS_SINCE,
    BIRTH,
    EVENT_UNCERTAIN,
    EXACT_ANY,
    OLD_ALIEN_REGISTRATION,
    RESIDENT_SINCE,
    SEIREKI_BIRTH,
    DateRule,
    LegalDate,
)
from daicho.kernel.wareki import format_wareki_short
from daicho.registers.residents.domain.particulars import Kind, Particulars, ResidenceCategory, Sex
from daicho.registers.residents.domain.relationships import parse_relationship
from daicho.registers.residents.domain.segments import Holding
from daicho.registers.residents.domain.timelines import edited_from, timeline

TEXT_LIMIT: Final = 300
SHOWN: Final = "shown"
"""The mark of a block that was on the screen: only then is a blank field a deletion."""

LEGAL_DATES: Final[dict[str, DateRule]] = {
    "birth_date": BIRTH,
    "address_since": ADDRESS_SINCE,
    "resident_since": RESIDENT_SINCE,
    "foreign_resident_since": RESIDENT_SINCE,
    "old_alien_registration_date": OLD_ALIEN_REGISTRATION,
    "removal_event_date": EVENT_UNCERTAIN,
}
NAME_CHECKS: Final[dict[str, Callable[..., str]]] = {
    "name": names.check_japanese_name,
    "name_kana": names.check_name_kana,
    "former_surname": names.check_written_name,
    "former_surname_kana": names.check_name_kana,
    "name_alphabet": names.check_alphabet,
    "name_kanji": names.check_written_name,
    "alias": names.check_alias,
    "alias_kana": names.check_name_kana,
}
SEIREKI: Final = frozenset({"residence_until"})
_FLAGS = {"yes": True, "no": False}


def edit_path(person: UUID, name: str) -> str:
    """Where a field of one person stands in a payload."""
    return f"edit.{person}.{name}"


def text_of(items: Particulars, spec: FieldSpec) -> str:
    """An item as its field shows it."""
    value = getattr(items, spec.name)
    if isinstance(value, bool) or (value is None and spec.input is Input.CHOICE):
        if spec.input is Input.CHECK:
            return "on" if value else ""
        return {True: "yes", False: "no", None: ""}[value]
    if isinstance(value, LegalDate):
        return value.display()
    if isinstance(value, date):
        return value.isoformat() if spec.name in SEIREKI else format_wareki_short(value)
    return str(value) if value is not None else ""


def fields_for(sections: Iterable[Section], kind: Kind) -> tuple[FieldSpec, ...]:
    """The fields that concern somebody of a 住民種別."""
    return tuple(
        spec
        for section in sections
        if section.only in ("", kind.value)
        for spec in section.fields
        if spec.only in ("", kind.value)
    )


def block_of(
    held: Holding, sections: Iterable[Section], typed: Mapping[str, str]
) -> dict[str, str]:
    """The block of one person as the form shows it: what the register says, but for what another paper says anew."""
    items = held.particulars
    texts = {
        spec.name: typed.get(spec.name) or text_of(items, spec)
        for spec in fields_for(sections, items.kind)
        if spec.name in Particulars.__slots__
    }
    block = {edit_path(held.person, name): text for name, text in texts.items() if text}
    return block | {edit_path(held.person, SHOWN): "on"}


def read_edits(
    reader: Reader, person: UUID, items: Particulars, sections: Iterable[Section]
) -> dict[str, Any]:
    """The items of one person that differ from what the register says; problems are noted beside their fields."""
    block = reader.under(f"edit.{person}")
    if not block.has(SHOWN):
        return {}
    out: dict[str, Any] = {}
    for spec in fields_for(sections, items.kind):
        if spec.name not in Particulars.__slots__:
            continue
        if block.raw(spec.name) == text_of(items, spec):
            continue
        before = len(reader.problems)
        value = _read(block, spec, items)
        if len(reader.problems) == before and value != getattr(items, spec.name):
            out[spec.name] = value
    return out


def _read(block: Reader, spec: FieldSpec, items: Particulars) -> Any:
    name = spec.name
    if name in LEGAL_DATES:
        rule = (
            SEIREKI_BIRTH
            if (name, items.kind) == ("birth_date", Kind.FOREIGN)
            else LEGAL_DATES[name]
        )
        return block.legal_date(name, spec.label, rule, required=spec.required)
    if spec.input is Input.DATE:
        return block.exact_date(name, spec.label, EXACT_ANY, required=spec.required)
    if spec.input is Input.CHECK:
        return block.has(name)
    if name == "sex":
        return Sex(block.raw(name) if block.raw(name) in set(Sex) else "")
    if name == "residence_category":
        return ResidenceCategory(
            block.choice(name, spec.label, [c.value for c in ResidenceCategory if c]) or ""
        )
    if spec.input is Input.CHOICE and {"yes", "no"} <= {value for value, _ in spec.choices}:
        return _FLAGS.get(block.raw(name))
    return _text(block, spec)


def _relationship(text: str, *, field: str) -> str:
    return str(parse_relationship(text, field=field))


def _text(block: Reader, spec: FieldSpec) -> str:
    text = block.required(spec.name, spec.label) if spec.required else block.raw(spec.name)
    if not text:
        return ""
    kind = TextKind.NOTE if spec.input is Input.TEXTAREA else TextKind.LINE
    try:
        check = _relationship if spec.name == "relationship_to_head" else NAME_CHECKS.get(spec.name)
        if check is not None:
            return check(text, field=block.path(spec.name))
        return check_text(text, field=block.path(spec.name), limit=TEXT_LIMIT, kind=kind)
    except Invalid as error:
        block.adopt(error.problems)
        return ""


def note_nothing_changed(reader: Reader) -> None:
    """Nothing differs from the register: there is nothing to record (I-07)."""
    reader.note(
        "selected",
        "nothing_changed",
        "台帳の内容と同じです。",
        "変わる記載事項がないので、記録することがありません。",
        "直す事項を入力してください。",
    )


def edited_people(
    world: World, edits: Mapping[UUID, Mapping[str, object]], day: date
) -> tuple[PersonPlan, ...]:
    """The plans that say `edits` from a day on, running on to later versions (timelines.py).

    The household follows: where the name of a 世帯主 changes, 世帯主の氏名 of every member changes with it (E-18, M-06).
    """
    plans: list[PersonPlan] = []
    for person, changed in edits.items():
        held = holding_on(world, person, day)
        if held is not None and changed:
            plans.append(_plan(world, held, day, changed))
    return with_heads(world, plans, day)


def with_heads(world: World, plans: Iterable[PersonPlan], day: date) -> tuple[PersonPlan, ...]:
    """The plans, and those of every record whose 世帯主 is called otherwise by them from the day on."""
    out = {plan.record: plan for plan in plans}
    for plan in tuple(out.values()):
        for held, start, name in _renamed(world, plan, day):
            if held.record in out:
                out[held.record] = _with_head_name(out[held.record], held.particulars, name)
            else:
                changed = {"head_name": name}
                out[held.record] = _plan(world, held, start, changed, within=("household_number",))
    return tuple(out.values())


def holding_on(world: World, person: UUID, day: date) -> Holding | None:
    """What the register says of somebody on a day, present or removed; the present record first."""
    present = world.present_on(person, day)
    if present is not None:
        return present
    own = [h for h in world.of_person(person) if h.valid.covers(day)]
    return max(own, key=lambda h: h.history_number, default=None)


def _plan(
    world: World,
    held: Holding,
    day: date,
    changed: Mapping[str, object],
    *,
    within: Sequence[str] = (),
) -> PersonPlan:
    line = timeline(world.of_person(held.person), held.record)
    return PersonPlan(
        slot=f"selected.{held.person}",
        person=held.person,
        record=held.record,
        segments=edited_from(line, day, changed, within=within),
        before=held.particulars,
    )


def _renamed(world: World, plan: PersonPlan, day: date) -> list[tuple[Holding, date, str]]:
    """Where a 世帯主 is called otherwise from a day on: the first version of each record, since when, and the name."""
    assert plan.before is not None
    old, new = plan.before.printed_name, plan.segments[0].particulars.printed_name
    if old == new or not plan.before.is_head:
        return []
    found: dict[UUID, tuple[Holding, date, str]] = {}
    for held in sorted(world.holdings, key=lambda h: h.valid.start or day):
        if (
            held.particulars.household_number == plan.before.household_number
            and held.particulars.head_name == old
            and held.valid.reaches(day)
            and held.valid.start is not None
        ):
            found.setdefault(held.record, (held, max(day, held.valid.start), new))
    return list(found.values())


def _with_head_name(plan: PersonPlan, was: Particulars, name: str) -> PersonPlan:
    place = (was.household_number, was.head_name)
    return replace(
        plan,
        segments=tuple(
            replace(s, particulars=replace(s.particulars, head_name=name))
            if (s.particulars.household_number, s.particulars.head_name) == place
            else s
            for s in plan.segments
        ),
    )
