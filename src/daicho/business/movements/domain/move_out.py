"""Move out (転出, 住基法24条): people leave on a planned day; until that day they are present (practice.md §1, 8)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from daicho.business.movements.domain import sheet
from daicho.business.movements.domain.households import (
    check_no_later_history,
    chosen,
    household_of,
    standings_after,
    tell,
)
from daicho.business.movements.domain.move_within import people_after
from daicho.business.movements.domain.plan import PersonPlan, Plan
from daicho.business.movements.domain.reading import Reader
from daicho.business.movements.domain.world import World
from daicho.kernel.errors import Invalid
from daicho.kernel.periods import fourteen_days
from daicho.kernel.uncertain_dates import EXACT_ANY, EXACT_PAST
from daicho.registers.residents.domain.household_events import leave_household
from daicho.registers.residents.domain.households import Outcome
from daicho.registers.residents.domain.particulars import Removal, Status
from daicho.registers.residents.domain.segments import Holding, Segment

ABROAD = (("domestic", "国内"), ("overseas", "国外"))

SHEET = sheet.Sheet(
    sections=(
        sheet.Section(
            "転出",
            (
                sheet.FieldSpec(
                    "event_date",
                    "転出予定日（異動日）",
                    sheet.Input.DATE,
                    hint="先の日付も入力できます。" + sheet.DATE_HINT,
                    required=True,
                ),
                sheet.FieldSpec(
                    "abroad",
                    "転出先",
                    sheet.Input.CHOICE,
                    ABROAD,
                    required=True,
                    initial="domestic",
                ),
                sheet.FieldSpec(
                    "destination_municipality", "転出先の市区町村", sheet.Input.MUNICIPALITY
                ),
                sheet.FieldSpec(
                    "destination_address",
                    "転出先住所（予定）",
                    hint="市区町村だけでも構いません",
                    required=True,
                ),
                sheet.FieldSpec("destination_head", "転出先の世帯主"),
            ),
        ),
        sheet.NOTIFICATION,
    ),
    selects=sheet.Selects.MEMBERS,
)


def plan(reader: Reader, world: World) -> Plan | None:
    """The plan of a 転出: present until the day before, removed from the first minute of the day."""
    event = reader.legal_date("event_date", "転出予定日", EXACT_ANY)
    notified = reader.exact_date("notified_on", "届出日", EXACT_PAST)
    abroad = reader.choice("abroad", "転出先", [code for code, _ in ABROAD])
    address = reader.required("destination_address", "転出先住所（予定）")
    day = event.sort_on if event else world.today
    leaving = chosen(reader, world, day)
    if event is None or not leaving:
        return None
    check_no_later_history(reader, world, leaving, day)
    deadline = fourteen_days(day, calendar=world.calendar)
    late = notified is not None and notified > deadline
    if late:
        reader.alert(
            "notified_on",
            "move_out_ex_officio",
            "届出日が、転出の日から14日を過ぎています。",
            "転出届としては扱えず、職権で記載します。",
            "届出日と転出の日を確かめてください。",
        )
    outcome = settle_leaving(reader, world, leaving, day)
    if outcome is None or reader.has_errors:
        return None
    items: dict[str, Any] = {
        "removal": Removal.MOVED_OUT,
        "removal_reason": "国外転出" if abroad == "overseas" else "国内転出",
        "removal_event_date": event,
        "removal_notification_date": notified,
        "destination_planned": address,
        "destination_planned_code": reader.raw("destination_municipality"),
    }
    return Plan(
        kind="move_out",
        reason="removal_overseas_move_out" if abroad == "overseas" else "removal_domestic_move_out",
        basis="職権" if late else "届出",
        event_date=event,
        notified_on=None if late else notified,
        people=leaving_plans(world, leaving, outcome, day, items),
    )


def settle_leaving(
    reader: Reader, world: World, leaving: Sequence[Holding], day: date
) -> Outcome | None:
    """The household without those who leave; a future day cannot appoint a head yet (household-rules N-02)."""
    source = household_of(world, leaving[0].particulars.household_number, day)
    try:
        outcome = leave_household(
            source,
            leaving=[h.person for h in leaving],
            on=day,
            appoint_sole=day <= world.today,
        )
    except Invalid as error:
        tell(reader, error.problems, slots={})
        return None
    tell(reader, outcome.alerts, slots={})
    return outcome


def leaving_plans(
    world: World,
    leaving: Sequence[Holding],
    outcome: Outcome,
    day: date,
    items: dict[str, Any],
) -> tuple[PersonPlan, ...]:
    """Removed segments for those who leave, and new standings for those who stay."""
    gone = tuple(
        PersonPlan(
            slot=f"selected.{held.person}",
            person=held.person,
            record=held.record,
            segments=(Segment(day, Status.REMOVED, replace(held.particulars, **items)),),
            before=held.particulars,
        )
        for held in leaving
    )
    return gone + people_after(
        world,
        outcome,
        day,
        edits={k: {} for k in standings_after(outcome)},
    )
