"""Nationality (国籍の得喪, STD-4.5.3 to 4.5.5): the record of one 住民種別 is removed, one of the other is opened.

The same person, the same 宛名番号 and numbers: the first 異動 removes the old record (職権消除), a second one opens the new
record (職権記載) with what is inherited (catalogues.yaml `inheritance`) and what was typed. Where the register already says
something of later days, the new record says it too.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final
from uuid import UUID

from daicho.business.movements.domain import sheet
from daicho.business.movements.domain.destination import ADDRESS_ITEMS
from daicho.business.movements.domain.editing import edit_path, read_edits
from daicho.business.movements.domain.households import chosen
from daicho.business.movements.domain.leaving import removed
from daicho.business.movements.domain.plan import Act, PersonPlan, Plan
from daicho.business.movements.domain.reading import Reader
from daicho.business.movements.domain.world import World
from daicho.kernel.uncertain_dates import EXACT_PAST, Calendar, LegalDate
from daicho.registers.residents.domain.particulars import Kind, Particulars, Removal
from daicho.registers.residents.domain.segments import Holding, Segment
from daicho.registers.residents.domain.timelines import run_on, segments_from, timeline

INHERITED: Final = (
    *ADDRESS_ITEMS,
    "address_since",
    "sex",
    "household_number",
    "head_name",
    "relationship_to_head",
    "member_order",
    "individual_number_ref",
    "resident_record_code_ref",
    "previous_address",
    "previous_address_code",
    "previous_postal_code",
)
"""What the new record takes over as it was, besides 生年月日 and 住民となった日, which change their form or name."""
GOES_ON: Final = (
    "adult_ward",
    "card_status",
    "last_registered_address",
    "resident_reason",
    *(f.name for f in sheet.INSURANCE.fields if f.name != "voter_registered"),
)
"""What does not hang on the nationality."""
OF_REMOVED: Final = (
    "removal",
    "removal_reason",
    "removal_event_date",
    "removal_notification_date",
    "destination_planned",
    "destination_planned_code",
)
"""What a 転出 that is planned already will say."""

Opening = Callable[[Particulars], dict[str, Any]]
"""The items that the new record says in its own way, from those that the old one said at the same time."""


@dataclass(frozen=True, slots=True)
class Passage:
    """One of the three: its 異動事由, the 消除事由 of the 除票, the 住民種別 that ends and the one that begins."""

    kind: str
    removes: str
    enters: str
    words: str
    old: Kind
    new: Kind
    items: sheet.Section


def nationality_sheet(title: str, day: str, items: sheet.Section) -> sheet.Sheet:
    """The form: the day, the notice, and the items of the new record beside those of the old one."""
    event = sheet.FieldSpec(
        "event_date", f"{day}（異動日）", sheet.Input.DATE, hint=sheet.DATE_HINT, required=True
    )
    noticed = sheet.FieldSpec(
        "noticed_on", "戸籍届出・通知日", sheet.Input.DATE, required=True, initial="today"
    )
    return sheet.Sheet(
        sections=(sheet.Section(title, (event, noticed)),),
        selects=sheet.Selects.MEMBERS,
        edits=(items,),
    )


def plan_passage(
    reader: Reader,
    world: World,
    passage: Passage,
    opening: Callable[[Reader, LegalDate, Mapping[str, Any]], Opening],
) -> Plan | None:
    """The plan of one of the three; `opening` reads what is its own."""
    event = reader.legal_date("event_date", "異動日", EXACT_PAST)
    noticed = reader.exact_date("noticed_on", "戸籍届出・通知日", EXACT_PAST)
    since = _since(reader, world, event.sort_on if event else world.today)
    held = _one(reader, world, since, passage)
    if event is None or held is None:
        return None
    typed = read_edits(reader, held.person, held.particulars, (passage.items,))
    opens = opening(reader.under(edit_path(held.person, "")[:-1]), event, typed)
    if reader.has_errors:
        return None
    items = {
        "removal": Removal.REMOVED,
        "removal_reason": passage.words,
        "removal_event_date": event,
        "removal_notification_date": noticed,
    }
    return Plan(
        kind=passage.kind,
        reason=passage.removes,
        basis="職権",
        event_date=event,
        noticed_on=noticed,
        people=removed([held], since, items),
        further=_further(world, held, since, passage, opens),
    )


def _since(reader: Reader, world: World, day: date) -> date:
    """From when the new record says it: the day, or the first day of the old record if that is later (STD-4.5.5)."""
    starts = [day]
    for held in world.holdings:
        if reader.has(f"selected.{held.person}") and held == world.present_on(
            held.person, world.today
        ):
            first = timeline(world.of_person(held.person), held.record)[0].valid.start
            starts += [first] if first else []
    return max(starts)


def _one(reader: Reader, world: World, day: date, passage: Passage) -> Holding | None:
    """The one person chosen, of the 住民種別 that ends."""
    found = chosen(reader, world, day)
    if len(found) > 1:
        reader.note(
            "selected",
            "one_at_a_time",
            "一人ずつ入力します。",
            "新しい住民票の氏名などを、人ごとに入力するためです。",
            "一人だけを選んでください。",
        )
        return None
    if found and found[0].particulars.kind is not passage.old:
        reader.note(
            "selected",
            "other_kind",
            f"選ばれた人は、{passage.old.label}ではありません。",
            "国籍の得喪では、今の住民票を消除し、別の種別の住民票を記載します。",
            "人の選択か、異動の種類を確かめてください。",
        )
        return None
    return found[0] if found else None


def _further(
    world: World, held: Holding, since: date, passage: Passage, opens: Opening
) -> tuple[Act, ...]:
    """The 職権記載 of the new record; where the head is called otherwise now, the 職権修正 of the members (E-18, M-06)."""
    old = segments_from(timeline(world.of_person(held.person), held.record), since)
    new = tuple(replace(s, particulars=_opened(s.particulars, passage.new, opens)) for s in old)
    before, after = old[0].particulars.printed_name, new[0].particulars.printed_name
    opened = PersonPlan(
        slot=f"selected.{held.person}",
        person=held.person,
        record=None,
        segments=tuple(_head_named(s, after) for s in new),
    )
    entry = Act(passage.enters, "職権", (opened,))
    headed = {s.particulars.household_number for s in old if s.particulars.is_head}
    renamed = _members_renamed(world, held, since, headed, (before, after))
    if before == after or not renamed:
        return (entry,)
    return entry, Act("correction_ex_officio", "職権", renamed)


def _opened(old: Particulars, kind: Kind, opens: Opening) -> Particulars:
    carried = {name: getattr(old, name) for name in (*INHERITED, *GOES_ON)}
    if old.removal:
        carried |= {name: getattr(old, name) for name in OF_REMOVED}
    return Particulars(
        kind=kind, birth_date=_birth(old.birth_date, kind), **{**carried, **opens(old)}
    )


def _birth(birth: LegalDate, kind: Kind) -> LegalDate:
    """生年月日 in the calendar of the 住民種別; one that is unknown in part stays as it is written."""
    if birth.exact is None:
        return birth
    calendar = Calendar.WAREKI if kind is Kind.JAPANESE else Calendar.SEIREKI
    return LegalDate.of_day(birth.exact, calendar=calendar)


def _head_named(segment: Segment, name: str) -> Segment:
    items = segment.particulars
    return (
        replace(segment, particulars=replace(items, head_name=name)) if items.is_head else segment
    )


def _members_renamed(
    world: World, head: Holding, since: date, households: Collection[str], names: tuple[str, str]
) -> tuple[PersonPlan, ...]:
    """The members of the households that the person heads, from the first day on which they bear the old name."""
    before, after = names
    first: dict[UUID, Holding] = {}
    for held in sorted(world.holdings, key=lambda h: h.valid.start or since):
        items = held.particulars
        if (
            held.person != head.person
            and items.household_number in households
            and items.head_name == before
            and held.valid.reaches(since)
        ):
            first.setdefault(held.person, held)
    plans = []
    for person, held in first.items():
        line = timeline(world.of_person(person), held.record)
        segments = segments_from(line, max(since, held.valid.start or since))
        changed = run_on(segments, {"head_name": after}, within=("household_number",))
        plans.append(
            PersonPlan(f"selected.{person}", person, held.record, changed, before=held.particulars)
        )
    return tuple(plans)
