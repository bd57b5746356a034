"""Forms (届出の画面): what the screen of a draft shows, read in one entry: people to choose, proposals, problems."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from daicho.business.movements.audit_types import CASE_FORM_OPENED
from daicho.business.movements.domain import remaining
from daicho.business.movements.domain.borrowing import ALONE, Circle
from daicho.business.movements.domain.editing import SHOWN, edit_path, fields_for, text_of
from daicho.business.movements.domain.kind import Kind
from daicho.business.movements.domain.kinds import KINDS
from daicho.business.movements.domain.plan import Plan
from daicho.business.movements.domain.planning import preview_case
from daicho.business.movements.domain.processing import event_day, processing_name
from daicho.business.movements.domain.reading import Reader
from daicho.business.movements.domain.sheet import Selects
from daicho.business.movements.domain.states import CASE
from daicho.business.movements.domain.world import World
from daicho.business.movements.models import Case
from daicho.business.movements.selectors.aids import aided, circle_of
from daicho.business.movements.selectors.world import load_world
from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.public import check_may, hidden_items
from daicho.kernel.access import Access
from daicho.kernel.clock import business_today
from daicho.kernel.errors import Invalid, Missing, Problem
from daicho.registers.residents.domain.effects import CaseEffect
from daicho.registers.residents.domain.particulars import Particulars, Status
from daicho.registers.residents.domain.segments import Holding
from daicho.registers.residents.domain.sheet_groups import items_hidden
from daicho.registers.residents.domain.timelines import covering
from daicho.registers.residents.public import check_shown


@dataclass(frozen=True, slots=True)
class MemberLine:
    """Somebody who can be chosen: what the register quotes."""

    person: UUID
    atena_number: str
    name: str
    kana: str
    birth: str
    sex: str
    relationship: str
    removed: bool
    chosen: bool = False
    is_new_head: bool = False
    new_relationship: str = ""


@dataclass(frozen=True, slots=True)
class ReturningLine:
    """Somebody registered before who may be the person of a block."""

    slot: str
    person: UUID
    words: str
    chosen: bool

    @property
    def key(self) -> str:
        return str(self.person)


@dataclass(frozen=True, slots=True)
class EditBlock:
    """The items of one person who can be chosen, as the register has them or as they were typed."""

    line: MemberLine
    kind: str
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class FormView:
    """Everything a draft's screen shows."""

    kind: Kind
    payload: Mapping[str, str]
    members: tuple[MemberLine, ...]
    target: tuple[MemberLine, ...]
    returning: tuple[ReturningLine, ...]
    problems: tuple[Problem, ...]
    plan: Plan | None
    household: str
    address: str
    edits: tuple[EditBlock, ...] = ()
    effect: CaseEffect | None = None
    processing: str = ""
    circle: Circle = ALONE

    @property
    def sole_choices(self) -> tuple[tuple[str, str], ...]:
        """What may become of one who remains alone (STD-4.0.4)."""
        return remaining.CHOICES


def kind_of(code: str) -> Kind:
    """The kind of a code; `Missing` when there is none."""
    if code not in KINDS:
        raise Missing(
            "この種類の異動はありません。",
            remedy="異動の種類を選び直してください。",
            code="case.kind",
        )
    return KINDS[code]


def open_form(
    access: Access,
    *,
    kind: str,
    payload: Mapping[str, str],
    case: UUID | None = None,
    aid: str = "",
) -> FormView:
    """Read what the screen of a draft needs, after the button `aid`; the people quoted are on the trail."""
    check_may(access, "movements.draft")
    chosen = kind_of(kind)
    with recorded(access, CASE_FORM_OPENED) as note:
        today = business_today()
        world = load_world(payload, today=today, case=case)
        note.about(*(h.person for h in world.holdings))
        note.say(kind=kind)
        check_shown(access, {h.person for h in world.holdings})
        if aid:
            circle = circle_of(chosen, payload, world, _source_members(chosen, payload, world))
            payload = aided(circle, chosen, world, aid)
        return form_view(chosen, payload, world, today)


def _source_members(kind: Kind, payload: Mapping[str, str], world: World) -> tuple[Holding, ...]:
    return _members(kind, world, source_household(kind, payload, world), world.today)


def form_problems(kind: str, payload: Mapping[str, str], *, case: UUID) -> FormView:
    """The view again after an act that was itself entered (a refusal, an opening): no second entry."""
    today = business_today()
    return form_view(kind_of(kind), payload, load_world(payload, today=today, case=case), today)


def stored_payload(case: UUID) -> Mapping[str, str]:
    """The payload of a draft as it was saved; nothing is shown of it before `open_form` has entered the reading."""
    row = Case.objects.filter(key=case).values_list("payload", flat=True).first()
    if row is None:
        raise CASE.missing()
    payload: dict[str, str] = row
    return payload


def hidden_texts(
    access: Access, *, kind: str, payload: Mapping[str, str], case: UUID
) -> tuple[frozenset[str], Mapping[str, str]]:
    """The items hidden from the actor, and what the stored draft and the register hold of them, by path.

    For the server alone, to put in again where nothing was typed over it; none of it is shown (STD-10.4). Whoever
    sees the form has an entry that names the people.
    """
    names = items_hidden(hidden_items(access))
    if not names:
        return names, {}
    row = Case.objects.filter(key=case).values_list("payload", flat=True).first() or {}
    held = {path: text for path, text in row.items() if path.rpartition(".")[2] in names}
    chosen = kind_of(kind)
    if not chosen.sheet.edits:
        return names, held
    today = business_today()
    world = load_world(payload, today=today, case=case)
    members = _members(chosen, world, source_household(chosen, payload, world), today)
    blocks = (_edit_block(chosen, one, {}) for one in members)
    own = {
        path: text
        for block in blocks
        for path, text in block.values.items()
        if path.rpartition(".")[2] in names
    }
    return names, {**own, **held}


def form_view(kind: Kind, payload: Mapping[str, str], world: World, today: date) -> FormView:
    """The view of a payload in a world."""
    household = source_household(kind, payload, world)
    members = _members(kind, world, household, today)
    if kind.sheet.selects is Selects.CASE:
        payload = _all_chosen(payload, members)
    plan, problems = preview_case(kind, payload, world)
    payload = with_proposals(kind, payload, world)
    target = payload.get("target_household", "").strip()
    return FormView(
        kind=kind,
        payload=payload,
        members=tuple(_line(h, payload) for h in members),
        target=tuple(_line(h, {}) for h in world.members(target, today)) if target else (),
        returning=tuple(_returning(world, payload)),
        problems=problems,
        plan=plan,
        household=household,
        address=members[0].particulars.address if members else "",
        edits=tuple(_edit_block(kind, h, payload) for h in members) if kind.sheet.edits else (),
        effect=world.effect,
        processing=processing_name(kind, payload, world),
        circle=circle_of(kind, payload, world, members),
    )


def _edit_block(kind: Kind, held: Holding, payload: Mapping[str, str]) -> EditBlock:
    prefix = edit_path(held.person, "")
    items = held.particulars
    if payload.get(prefix + SHOWN):
        values = {k: v for k, v in payload.items() if k.startswith(prefix)}
    else:
        specs = fields_for(kind.sheet.edits, items.kind)
        values = {
            prefix + spec.name: text_of(items, spec)
            for spec in specs
            if spec.name in Particulars.__slots__
        }
    return EditBlock(_line(held, payload), items.kind.value, values)


def source_household(kind: Kind, payload: Mapping[str, str], world: World) -> str:
    """The household that people are chosen from: named, or that of the first person chosen."""
    named = payload.get("household", "").strip()
    if named or kind.sheet.selects is Selects.NOBODY:
        return named
    for held in world.holdings:
        if payload.get(f"selected.{held.person}"):
            newest = world.newest(held.person)
            return newest.particulars.household_number if newest else ""
    return ""


def _members(kind: Kind, world: World, household: str, today: date) -> tuple[Holding, ...]:
    if kind.sheet.selects is Selects.CASE:
        return _of_case(world)
    if kind.sheet.selects is Selects.NOBODY or not household:
        return ()
    if kind.sheet.selects is not Selects.REMOVED:
        return world.members(household, today)
    people = dict.fromkeys(
        h.person for h in world.holdings if h.particulars.household_number == household
    )
    newest = (world.newest(p) for p in people)
    return tuple(h for h in newest if h is not None and h.status is Status.REMOVED)


def _of_case(world: World) -> tuple[Holding, ...]:
    """What the register says now of the people whom a case was about, from its day on; each person once."""
    found: dict[UUID, Holding] = {}
    for record in world.effect.direct if world.effect else ():
        day = record.first_day
        held = covering(record.now, day) if day else None
        if held is not None:
            found[record.person] = held
    return tuple(found.values())


def _all_chosen(payload: Mapping[str, str], members: tuple[Holding, ...]) -> Mapping[str, str]:
    """At first everybody whom the case was about is chosen."""
    if any(path.startswith("selected.") for path in payload):
        return payload
    return {**payload, **{f"selected.{h.person}": "on" for h in members}}


def _line(held: Holding, payload: Mapping[str, str]) -> MemberLine:
    items = held.particulars
    return MemberLine(
        person=held.person,
        atena_number=held.atena_number,
        name=items.printed_name,
        kana=items.name_kana,
        birth=items.birth_date.display(),
        sex=items.sex.label,
        relationship=items.relationship_to_head,
        removed=held.status is Status.REMOVED,
        chosen=bool(payload.get(f"selected.{held.person}")),
        is_new_head=payload.get("new_head") == str(held.person),
        new_relationship=payload.get(f"relationship.{held.person}", ""),
    )


def with_proposals(kind: Kind, payload: Mapping[str, str], world: World) -> Mapping[str, str]:
    """The payload with the proposed 続柄 wherever the clerk has typed none (STD-4.1.4.2)."""
    if kind.propose is None:
        return payload
    reader = Reader(payload, world.today)
    try:
        proposed = kind.propose(reader, world, event_day(reader))
    except Invalid:
        return payload
    filled = {f"relationship.{key}": text for key, text in proposed.items() if text}
    return {**filled, **{k: v for k, v in payload.items() if v or k not in filled}}


def _returning(world: World, payload: Mapping[str, str]) -> list[ReturningLine]:
    lines = []
    for alike in world.lookalikes:
        newest = world.newest(alike.person)
        if newest is None or alike.present:
            continue
        items = newest.particulars
        since = newest.valid.start
        lines.append(
            ReturningLine(
                slot=alike.slot,
                person=alike.person,
                words=f"{items.printed_name}（{items.birth_date.display()}、宛名番号 {newest.atena_number}、"
                f"{since:%Y-%m-%d} {items.removal.label}、{items.address}）"
                if since
                else items.printed_name,
                chosen=payload.get(f"{alike.slot}.returning") == str(alike.person),
            )
        )
    return lines
