"""Correction of an error (誤記修正, STD-4.2.3.3): what an approved 異動 wrote was wrong, at whatever depth.

The clerk opens the 異動 and puts right what it recorded: items of the people whom it was about, or its day. What came
after stays: each correction runs on to later versions until one says something of its own (timelines.py). The wrong
versions stay in the history; a new 履歴 is added for what is now true.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Final

from daicho.business.movements.domain import sheet
from daicho.business.movements.domain.basis import (
    EX_OFFICIO,
    PETITION,
    basis_section,
    read_basis,
)
from daicho.business.movements.domain.editing import note_nothing_changed, read_edits, with_heads
from daicho.business.movements.domain.every_item import EVERY_ITEM
from daicho.business.movements.domain.item_changes import ATTENTION, read_attention
from daicho.business.movements.domain.plan import PersonPlan, Plan
from daicho.business.movements.domain.reading import Reader
from daicho.business.movements.domain.world import World
from daicho.kernel.uncertain_dates import EXACT_ANY, EXACT_PAST, LegalDate
from daicho.registers.residents.domain.effects import CaseEffect, RecordEffect
from daicho.registers.residents.domain.particulars import Particulars, Status
from daicho.registers.residents.domain.timelines import covering, edited_from, shifted, timeline

ALLOWED: Final = (EX_OFFICIO, PETITION)
SHEET = sheet.Sheet(
    sections=(
        sheet.Section(
            "誤記修正",
            (
                sheet.FieldSpec(
                    "event_date",
                    "修正した日（異動日）",
                    sheet.Input.DATE,
                    hint=sheet.DATE_HINT,
                    required=True,
                    initial="today",
                ),
                sheet.FieldSpec(
                    "right_day",
                    "正しい異動日",
                    sheet.Input.DATE,
                    hint="異動日が誤っていたときだけ。一緒に異動した全員の日が直ります",
                ),
            ),
        ),
        basis_section(ALLOWED),
        sheet.Section("統合記載欄", (ATTENTION,)),
    ),
    selects=sheet.Selects.CASE,
    edits=EVERY_ITEM,
)


def plan(reader: Reader, world: World) -> Plan | None:
    """The plan of a 誤記修正."""
    event = reader.legal_date("event_date", "修正した日", EXACT_PAST)
    basis = read_basis(reader, ALLOWED)
    reader.required("ground", "根拠となった書類・事実")
    right = reader.exact_date("right_day", "正しい異動日", EXACT_ANY, required=False)
    effect = effect_chosen(reader, world)
    if effect is None or event is None:
        return None
    attention = read_attention(reader)
    people = _people(reader, world, effect, right)
    if not people and attention:
        # Of a 除票 the wrong words stay, and the right ones are said beside them (STD-1.1.5).
        people = _as_said(reader, effect)
    if not people and not reader.has_errors:
        note_nothing_changed(reader)
    if reader.has_errors:
        return None
    return Plan(
        kind="error_amend",
        reason="correction_error",
        basis=basis.basis,
        event_date=event,
        people=people,
        petitioned_on=basis.petitioned_on,
        attention=attention,
    )


def _as_said(reader: Reader, effect: CaseEffect) -> tuple[PersonPlan, ...]:
    """The records of those chosen, saying what they say now: a 留意事項 alone is a 履歴 of its own (STD-1.2.1)."""
    plans = []
    for record in effect.direct:
        day = record.first_day
        held = covering(record.now, day) if day else None
        if day is not None and held is not None and reader.has(f"selected.{record.person}"):
            slot = f"selected.{record.person}"
            segments = edited_from(record.now, day, {})
            plans.append(PersonPlan(slot, record.person, record.record, segments, held.particulars))
    return tuple(plans)


def effect_chosen(reader: Reader, world: World) -> CaseEffect | None:
    """What the named case did; the problem is noted when it did nothing."""
    if world.effect is None:
        reader.note(
            "of_case",
            "no_case",
            "直す異動が選ばれていません。",
            "訂正と取消しは、記録された異動を一件選んで行います。",
            "住民票の履歴か異動の一覧で、異動を開いてから始めてください。",
        )
    return world.effect


def _people(
    reader: Reader, world: World, effect: CaseEffect, right: date | None
) -> tuple[PersonPlan, ...]:
    plans: list[PersonPlan] = []
    first: date | None = None
    for record in effect.records:
        day = record.first_day
        held = covering(record.now, day) if day else None
        if day is None or held is None:
            continue
        edits = _edits(reader, record, held.particulars)
        moved = right if right != day else None
        if moved is not None:
            edits = {**_dates_with(held.particulars, effect, day, moved), **edits}
        made = _plan(reader, record, day, edits, moved)
        if made is not None:
            plans.append(replace(made, before=held.particulars))
            first = min(first or day, day)
            plans += _run_on_to_renewed(world, record, held.particulars, edits)
    return with_heads(world, plans, first) if first else ()


def _run_on_to_renewed(
    world: World, record: RecordEffect, wrong: Particulars, edits: Mapping[str, object]
) -> list[PersonPlan]:
    """The same correction on the 住民票 that were drawn up anew from this one since (改製・再製)."""
    ended = {h.valid.start for h in record.now if h.status is Status.REWRITTEN}
    plans: list[PersonPlan] = []
    for key in dict.fromkeys(h.record for h in world.of_person(record.person)):
        line = timeline(world.of_person(record.person), key)
        day = line[0].valid.start if line else None
        if key == record.record or day is None or day not in ended:
            continue
        items = line[0].particulars
        running = {n: v for n, v in edits.items() if getattr(items, n) == getattr(wrong, n)}
        if running:
            segments = edited_from(line, day, running)
            slot = f"selected.{record.person}"
            plans.append(PersonPlan(slot, record.person, key, segments, before=items))
    return plans


def _edits(reader: Reader, record: RecordEffect, items: Particulars) -> dict[str, Any]:
    if not reader.has(f"selected.{record.person}"):
        return {}
    edits = read_edits(reader, record.person, items, EVERY_ITEM)
    related = edits.get("relationship_to_head")
    if related is not None and "世帯主" in (related, items.relationship_to_head):
        reader.note(
            f"edit.{record.person}.relationship_to_head",
            "head_by_correction",
            "世帯主を、続柄の修正で替えることはできません。",
            "世帯主が替わると、世帯の全員の続柄が変わります。",
            "世帯主変更として入力するか、誤った世帯主変更を取り消してください。",
        )
    return edits


def _dates_with(
    items: Particulars, effect: CaseEffect, day: date, right: date
) -> Mapping[str, object]:
    """The items that hold the wrong day of the 異動, with the right one."""
    wrong = {LegalDate.of_day(day), *(done.event_date for done in effect.done)}
    names = ("address_since", "resident_since", "foreign_resident_since", "removal_event_date")
    return {n: LegalDate.of_day(right) for n in names if getattr(items, n) in wrong}


def _plan(
    reader: Reader,
    record: RecordEffect,
    day: date,
    edits: Mapping[str, object],
    right: date | None,
) -> PersonPlan | None:
    slot = f"selected.{record.person}"
    if right is None:
        if not edits:
            return None
        segments = edited_from(record.now, day, edits)
        return PersonPlan(slot, record.person, record.record, segments)
    if day not in {h.valid.start for h in record.now}:
        reader.note(
            "of_case",
            "day_corrected_since",
            "この異動の日は、後の誤記修正で既に直されています。",
            "今の台帳では、別の日から記載されています。",
            "後の誤記修正を開いて、そこから直してください。",
        )
        return None
    try:
        moved = shifted(record.now, day, right, edits)
    except ValueError:
        reader.note(
            "right_day",
            "order_of_days",
            "正しい異動日が、前後の異動の日を越えています。",
            "異動の順序が入れ替わり、その間の記載を決められません。",
            "間にある異動を先に取り消すか、日付を確かめてください。",
        )
        return None
    return PersonPlan(slot, record.person, record.record, moved.segments, since=moved.since)
