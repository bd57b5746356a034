"""Arrival notice (転入通知の受理, 住基法9条1項): the new municipality says where and when they arrived (STD-4.1.3.1.1)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from daicho.business.movements.domain import sheet
from daicho.business.movements.domain.plan import PersonPlan, Plan
from daicho.business.movements.domain.reading import Reader
from daicho.business.movements.domain.world import World
from daicho.kernel.uncertain_dates import EXACT_PAST, LegalDate
from daicho.registers.residents.domain.particulars import Status
from daicho.registers.residents.domain.segments import Holding, Segment

SHEET = sheet.Sheet(
    sections=(
        sheet.Section(
            "転入通知",
            (
                sheet.FieldSpec(
                    "event_date",
                    "転入した日",
                    sheet.Input.DATE,
                    hint=sheet.DATE_HINT,
                    required=True,
                ),
                sheet.FieldSpec(
                    "noticed_on", "転入通知日", sheet.Input.DATE, required=True, initial="today"
                ),
                sheet.FieldSpec(
                    "confirmed_municipality", "転入先の市区町村", sheet.Input.MUNICIPALITY
                ),
                sheet.FieldSpec("confirmed_address", "転出先住所（確定）", required=True),
            ),
        ),
    ),
    selects=sheet.Selects.REMOVED,
)


def plan(reader: Reader, world: World) -> Plan | None:
    """The plan of a 転入通知の受理: 確定 beside 予定, and an earlier removal where they arrived earlier."""
    event = reader.legal_date("event_date", "転入した日", EXACT_PAST)
    noticed = reader.exact_date("noticed_on", "転入通知日", EXACT_PAST)
    address = reader.required("confirmed_address", "転出先住所（確定）")
    removed = _removed(reader, world)
    if event is None or noticed is None or not removed:
        return None
    items: dict[str, Any] = {
        "destination_confirmed": address,
        "destination_confirmed_code": reader.raw("confirmed_municipality"),
        "arrival_notice_date": noticed,
        "move_out_date": event.exact,
    }
    people = [_person(reader, world, held, event, items) for held in removed]
    if reader.has_errors:
        return None
    return Plan(
        kind="arrival_notice",
        reason=_reason(removed[0]),
        basis="通知",
        event_date=event,
        noticed_on=noticed,
        people=tuple(p for p in people if p is not None),
    )


def _reason(held: Holding) -> str:
    """The notice has no 異動事由 of its own (catalogues.yaml): it stands under that of the removal it confirms."""
    return (
        "removal_domestic_move_out"
        if held.particulars.removal_reason == "国内転出"
        else "removal_ex_officio"
    )


def _removed(reader: Reader, world: World) -> list[Holding]:
    found: list[Holding] = []
    for text in reader.keys("selected"):
        try:
            key = UUID(text)
        except ValueError:
            continue
        newest = world.newest(key)
        if newest is None or newest.status is not Status.REMOVED:
            reader.note(
                f"selected.{text}",
                "not_moving_out",
                "転出の記録がない人が選ばれています。",
                "転入通知は、転出（予定を含む）か職権消除をした人について受理します。",
                "人の選択を確かめてください。",
            )
            continue
        found.append(newest)
    if not found and not reader.has_errors:
        reader.note(
            "selected",
            "nobody_chosen",
            "対象の人が選ばれていません。",
            "誰の異動かが決まっていません。",
            "人を選んでください。",
        )
    return found


def _person(
    reader: Reader, world: World, held: Holding, event: LegalDate, items: dict[str, Any]
) -> PersonPlan | None:
    planned = held.valid.start
    assert planned is not None
    day = min(planned, event.sort_on)
    if not _was_present(world, held, day):
        reader.note(
            "event_date",
            "arrived_before_resident",
            "転入した日が、この市町村の住民となった日より前です。",
            "転出は、住民であった人についてだけあります。",
            "転入通知の日付を確かめてください。",
        )
        return None
    return PersonPlan(
        slot=f"selected.{held.person}",
        person=held.person,
        record=held.record,
        segments=(Segment(day, Status.REMOVED, replace(held.particulars, **items)),),
        before=held.particulars,
    )


def _was_present(world: World, held: Holding, day: date) -> bool:
    own = [h for h in world.of_person(held.person) if h.record == held.record]
    starts = [h.valid.start for h in own if h.valid.start is not None and not h.valid.empty]
    return bool(starts) and min(starts) <= day
