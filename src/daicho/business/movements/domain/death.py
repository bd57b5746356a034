"""Death (死亡, 住基法8条・戸籍法86条): a resident has died; the day may be uncertain (STD-1.1.8)."""

from __future__ import annotations

from datetime import date
from typing import Any

from daicho.business.movements.domain import sheet
from daicho.business.movements.domain.households import chosen
from daicho.business.movements.domain.leaving import leave
from daicho.business.movements.domain.plan import Plan
from daicho.business.movements.domain.reading import Reader
from daicho.business.movements.domain.world import World
from daicho.kernel.uncertain_dates import EVENT_UNCERTAIN, EXACT_PAST
from daicho.registers.residents.domain.particulars import Removal
from daicho.registers.residents.domain.segments import Holding

SHEET = sheet.Sheet(
    sections=(
        sheet.Section(
            "死亡",
            (
                sheet.FieldSpec(
                    "event_date",
                    "死亡した日（異動日）",
                    sheet.Input.DATE,
                    hint="不詳も入力できます",
                    required=True,
                ),
                sheet.FieldSpec(
                    "noticed_on",
                    "戸籍届出・通知日",
                    sheet.Input.DATE,
                    required=True,
                    initial="today",
                ),
            ),
        ),
    ),
    selects=sheet.Selects.MEMBERS,
    remaining=True,
)


def plan(reader: Reader, world: World) -> Plan | None:
    """The plan of a 死亡, ex officio: removed from the day of the death, as every removal is from its day."""
    event = reader.legal_date("event_date", "死亡した日", EVENT_UNCERTAIN)
    noticed = reader.exact_date("noticed_on", "戸籍届出・通知日", EXACT_PAST)
    if event is None:
        return None
    day = event.sort_on
    dead = _one_who_lived(reader, world, day)
    if not dead:
        return None
    items: dict[str, Any] = {
        "removal": Removal.DEAD,
        "removal_reason": "死亡",
        "removal_event_date": event,
        "removal_notification_date": noticed,
    }
    acts = leave(reader, world, dead, day, items)
    if acts is None or reader.has_errors:
        return None
    people, further = acts
    return Plan(
        kind="death",
        reason="removal_death",
        basis="職権",
        event_date=event,
        noticed_on=noticed,
        people=people,
        further=further,
    )


def _one_who_lived(reader: Reader, world: World, day: date) -> tuple[Holding, ...]:
    """The one person chosen, born by the day; empty, with the problem noted, otherwise."""
    dead = chosen(reader, world, day)
    if len(dead) > 1:
        reader.note(
            "selected",
            "one_at_a_time",
            "死亡は一人ずつ入力します。",
            "死亡の日は人ごとに違うためです。",
            "一人だけを選んでください。",
        )
        return ()
    if dead and dead[0].particulars.birth_date.sort_on > day:
        reader.note(
            "event_date",
            "death_before_birth",
            "死亡した日が、生年月日より前です。",
            "生まれる前に亡くなることはできません。",
            "日付を確かめてください。",
        )
        return ()
    return dead
