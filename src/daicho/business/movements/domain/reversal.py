"""Cancellation (異動の取消し, STD-4.6.0.1): an approved 異動 is taken back by adding history, never by taking it away.

Both stay to be read. Where nothing happened since, everything is again as it was before; where something did, people go
back to the household that went on and are seen from its 世帯主 of each day (household-rules 6, C-01 to C-08); what cannot
be undone without undoing later 異動 first is refused, and says which.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from daicho.business.movements.domain import sheet
from daicho.business.movements.domain.basis import EX_OFFICIO, PETITION, basis_section, read_basis
from daicho.business.movements.domain.error_amend import effect_chosen
from daicho.business.movements.domain.homecoming import go_home, without
from daicho.business.movements.domain.plan import NEW_HOUSEHOLD, Act, PersonPlan, Plan
from daicho.business.movements.domain.reading import Reader
from daicho.business.movements.domain.world import World
from daicho.kernel.uncertain_dates import EXACT_PAST, LegalDate
from daicho.registers.residents.domain.effects import (
    HOUSEHOLD_ITEMS,
    CaseEffect,
    RecordEffect,
)
from daicho.registers.residents.domain.labels import reason_label
from daicho.registers.residents.domain.particulars import Particulars, Removal, Status
from daicho.registers.residents.domain.segments import Segment
from daicho.registers.residents.domain.timelines import covering, differences, edited_from

ALLOWED: Final = (EX_OFFICIO, PETITION)
INCREASE: Final = "entry_reversal"
DECREASE: Final = "removal_reversal"
CORRECTION: Final = "correction_reversal"
SHEET = sheet.Sheet(
    sections=(
        sheet.Section(
            "異動の取消し",
            (
                sheet.FieldSpec(
                    "event_date",
                    "取り消した日（異動日）",
                    sheet.Input.DATE,
                    hint=sheet.DATE_HINT,
                    required=True,
                    initial="today",
                ),
            ),
        ),
        basis_section(ALLOWED),
    ),
    selects=sheet.Selects.CASE,
    relationships=True,
)


def plan(reader: Reader, world: World) -> Plan | None:
    """The plan of a 異動の取消し: 減 before 増 before 修正, each an 異動 of its own (STD-4.6.0.1/m5)."""
    event = reader.legal_date("event_date", "取り消した日", EXACT_PAST)
    basis = read_basis(reader, ALLOWED)
    reader.required("ground", "根拠となった書類・事実")
    effect = effect_chosen(reader, world)
    if effect is None or event is None:
        return None
    chosen = _chosen(reader, effect)
    people = _people(reader, world, effect, chosen, event) if chosen else ()
    if reader.has_errors or not people:
        return None
    acts = _acts(effect, people, basis.basis)
    return Plan(
        kind="reversal",
        reason=acts[0].reason,
        basis=basis.basis,
        event_date=event,
        people=acts[0].people,
        petitioned_on=basis.petitioned_on,
        further=acts[1:],
    )


def _chosen(reader: Reader, effect: CaseEffect) -> tuple[RecordEffect, ...]:
    chosen = tuple(r for r in effect.direct if reader.has(f"selected.{r.person}"))
    if not chosen:
        reader.note(
            "selected",
            "nobody_chosen",
            "取り消す人が選ばれていません。",
            "誰の異動を取り消すかが決まっていません。",
            "全員か一部の人を選んでください。",
        )
    return chosen


def _people(
    reader: Reader,
    world: World,
    effect: CaseEffect,
    chosen: Sequence[RecordEffect],
    event: LegalDate,
) -> tuple[PersonPlan, ...]:
    whole = len(chosen) == len(effect.direct)
    if whole and all(r.untouched_since for r in effect.records):
        return _as_before(world, effect, event)
    if all(_returns(r) for r in chosen) and all(_only_gone_since(r) for r in chosen):
        return go_home(reader, world, effect, chosen)
    if all(_items_only(r) for r in chosen):
        return _items_back(chosen)
    if all(r.opened for r in chosen) and all(r.untouched_since for r in effect.records):
        return _some_never_entered(reader, world, chosen, event)
    _note_later(reader, effect)
    return ()


def _as_before(world: World, effect: CaseEffect, event: LegalDate) -> tuple[PersonPlan, ...]:
    """Exactly what stood before, from the first day that differed; under a new 世帯番号 where the old one has ended."""
    ended = _ended_numbers(world, effect)
    plans = []
    for record in effect.records:
        day = record.first_day
        if day is None:
            continue
        segments = [
            Segment(max(h.valid.start or day, day), h.status, h.particulars)
            for h in record.before
            if h.valid.reaches(day)
        ]
        if not segments:
            segments = [_never(record, day, event)]
        renumbered = tuple(
            replace(s, particulars=replace(s.particulars, household_number=NEW_HOUSEHOLD))
            if s.particulars.household_number in ended and s.status is Status.PRESENT
            else s
            for s in segments
        )
        plans.append(_plan(record, renumbered, day))
    return tuple(plans)


def _ended_numbers(world: World, effect: CaseEffect) -> set[str]:
    """世帯番号 that the case left without anybody: they are not used again (I-08, C-03)."""
    left: dict[str, date] = {}
    for record in effect.records:
        day = record.first_day
        was = covering(record.before, day) if day else None
        if day is None or was is None or was.status is not Status.PRESENT or day > world.today:
            continue
        left[was.particulars.household_number] = day
    return {number for number, day in left.items() if not world.members(number, day)}


def _never(record: RecordEffect, day: date, event: LegalDate) -> Segment:
    """A record that should not have been opened: removed from its first day."""
    held = covering(record.now, day) or record.now[0]
    items = replace(
        held.particulars,
        removal=Removal.REMOVED,
        removal_reason=reason_label(DECREASE),
        removal_event_date=event,
    )
    return Segment(day, Status.REMOVED, items)


def _plan(record: RecordEffect, segments: Iterable[Segment], day: date) -> PersonPlan:
    held = covering(record.now, day)
    return PersonPlan(
        slot=f"selected.{record.person}",
        person=record.person,
        record=record.record,
        segments=tuple(segments),
        before=held.particulars if held else None,
    )


def _returns(record: RecordEffect) -> bool:
    """Whether taking it back brings the person back into a household: from outside, or from another one."""
    day = record.first_day
    was = covering(record.before, day) if day else None
    if day is None or was is None or was.status is not Status.PRESENT:
        return False
    became = covering(record.after, day)
    return (
        became is None
        or became.status is not Status.PRESENT
        or became.particulars.household_number != was.particulars.household_number
    )


def _only_gone_since(record: RecordEffect) -> bool:
    """Since the case, at most notes were added to a removed record (転入通知の受理)."""
    day = record.first_day
    later = [h for h in record.now if day is None or h.valid.reaches(day)]
    gone = all(h.status is not Status.PRESENT for h in later)
    return record.untouched_since or gone


def _items_only(record: RecordEffect) -> bool:
    """The case changed items of somebody who stayed present in the same household."""
    day = record.first_day
    was = covering(record.before, day) if day else None
    became = covering(record.after, day) if day else None
    return (
        was is not None
        and became is not None
        and was.status is became.status
        and not differences(was.particulars, became.particulars, HOUSEHOLD_ITEMS)
    )


def _items_back(chosen: Sequence[RecordEffect]) -> tuple[PersonPlan, ...]:
    """The items as they were, running on to later versions that still say what the case said."""
    plans = []
    for record in chosen:
        day = record.first_day
        was = covering(record.before, day) if day else None
        became = covering(record.after, day) if day else None
        if day is None or was is None or became is None:
            continue
        back = differences(became.particulars, was.particulars, Particulars.__slots__)
        plans.append(_plan(record, edited_from(record.now, day, back), day))
    return tuple(plans)


def _some_never_entered(
    reader: Reader, world: World, chosen: Sequence[RecordEffect], event: LegalDate
) -> tuple[PersonPlan, ...]:
    """Some of those who were entered should not have been; the others stay, in their household without them."""
    day = min(r.first_day for r in chosen if r.first_day)
    gone = tuple(h for r in chosen if (h := covering(r.now, day)) is not None)
    removed = [_plan(r, [_never(r, day, event)], day) for r in chosen]
    return (*removed, *without(reader, world, gone, day))


def _acts(effect: CaseEffect, people: Sequence[PersonPlan], basis: str) -> tuple[Act, ...]:
    """One 異動 for each of 減, 増 and 修正 that is needed; 減 first, so that nobody is present twice."""
    by_record = {r.record: r for r in effect.records}
    sorted_out: dict[str, list[PersonPlan]] = {DECREASE: [], INCREASE: [], CORRECTION: []}
    for person in people:
        record = by_record.get(person.record) if person.record else None
        sorted_out[_reason(person, record)].append(person)
    return tuple(Act(reason, basis, tuple(found)) for reason, found in sorted_out.items() if found)


def _reason(person: PersonPlan, record: RecordEffect | None) -> str:
    first = person.segments[0]
    held = covering(record.now, first.from_on) if record else None
    was_present = held is not None and held.status is Status.PRESENT
    if was_present and first.status is Status.REMOVED:
        return DECREASE
    if record is not None and not was_present and first.status is Status.PRESENT:
        return INCREASE
    return CORRECTION


def _note_later(reader: Reader, effect: CaseEffect) -> None:
    later = sum(1 for r in effect.records if not r.untouched_since)
    reader.note(
        "of_case",
        "later_changes",
        f"この異動の後に、ほかの異動が記録されています（{later}人）。",
        "後の異動を残したままでは、元の状態に戻せません。",
        "後の異動を先に取り消すか、誤記修正で直してください。",
    )
