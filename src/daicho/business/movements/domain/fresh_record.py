"""A fresh 住民票 (新たに調製する住民票): the same person and the same items, on a record that begins today.

The old record is kept as it was, as 改製原 or 再製原; the new one carries what is said now and what is already said of
later days (転出予定). Neither changes the population (STD-1.2.2).
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from daicho.business.movements.domain import sheet
from daicho.business.movements.domain.basis import EX_OFFICIO
from daicho.business.movements.domain.households import chosen
from daicho.business.movements.domain.plan import Act, PersonPlan, Plan
from daicho.business.movements.domain.reading import Reader
from daicho.business.movements.domain.world import World
from daicho.kernel.uncertain_dates import EXACT_PAST, LegalDate
from daicho.registers.residents.domain.labels import reason_label
from daicho.registers.residents.domain.particulars import Removal, Status
from daicho.registers.residents.domain.segments import Holding, Segment
from daicho.registers.residents.domain.timelines import timeline

GROUND: Final = sheet.FieldSpec("ground", "理由", required=True, hint="何のために調製し直すか")


def renewing_sheet(title: str, day: str) -> sheet.Sheet:
    """The form: the day, the reason, and whose records."""
    return sheet.Sheet(
        sections=(
            sheet.Section(
                title,
                (
                    sheet.FieldSpec(
                        "event_date",
                        day,
                        sheet.Input.DATE,
                        hint=sheet.DATE_HINT,
                        required=True,
                        initial="today",
                    ),
                    GROUND,
                ),
            ),
        ),
        selects=sheet.Selects.MEMBERS,
    )


def renew(reader: Reader, world: World, *, kind: str, removal: str, entry: str) -> Plan | None:
    """The plan of a 改製 or 再製: the old records end, new ones of the same people begin on the same day."""
    event = reader.legal_date("event_date", "調製した日", EXACT_PAST)
    reader.required("ground", "理由")
    people = chosen(reader, world, event.sort_on if event else world.today)
    if event is None or not people:
        return None
    if any(_goes_on_later(world, held, event) for held in people):
        reader.note(
            "event_date",
            "later_history",
            "調製した日より後の異動が、既に記録されています。",
            "新しい住民票は、最新の記載から調製します。",
            "日付を確かめてください。",
        )
    if reader.has_errors:
        return None
    return Plan(
        kind=kind,
        reason=removal,
        basis=EX_OFFICIO,
        event_date=event,
        people=tuple(_ended(held, event, reason_label(removal)) for held in people),
        further=(Act(entry, EX_OFFICIO, tuple(_begun(world, held, event) for held in people)),),
    )


def _goes_on_later(world: World, held: Holding, event: LegalDate) -> bool:
    later = timeline(world.of_person(held.person), held.record)
    return any(
        h.status is Status.PRESENT and h.valid.start is not None and h.valid.start > event.sort_on
        for h in later
    )


def _ended(held: Holding, event: LegalDate, words: str) -> PersonPlan:
    items = replace(
        held.particulars,
        removal=Removal.REMOVED,
        removal_reason=words,
        removal_event_date=event,
    )
    return PersonPlan(
        slot=f"selected.{held.person}",
        person=held.person,
        record=held.record,
        segments=(Segment(event.sort_on, Status.REWRITTEN, items),),
        before=held.particulars,
    )


def _begun(world: World, held: Holding, event: LegalDate) -> PersonPlan:
    day = event.sort_on
    later = (
        Segment(h.valid.start, h.status, h.particulars)
        for h in timeline(world.of_person(held.person), held.record)
        if h.valid.start is not None and h.valid.start > day
    )
    return PersonPlan(
        slot=f"selected.{held.person}",
        person=held.person,
        record=None,
        segments=(Segment(day, Status.PRESENT, held.particulars), *later),
        before=held.particulars,
    )
