"""Change of head (世帯主変更, 住基法25条): another member becomes head, and every 続柄 is seen anew."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from daicho.business.movements.domain import basis
from daicho.business.movements.domain.basis import read_basis
from daicho.business.movements.domain.household_change import ALLOWED, change_sheet
from daicho.business.movements.domain.households import (
    check_no_later_history,
    household_of,
    read_relationship,
    tell,
)
from daicho.business.movements.domain.plan import Plan
from daicho.business.movements.domain.proposing import check_against, for_new_head, proposed_texts
from daicho.business.movements.domain.reading import Reader
from daicho.business.movements.domain.sheet import Selects
from daicho.business.movements.domain.standings import HEAD_CHANGE, people_after
from daicho.business.movements.domain.world import World
from daicho.kernel.errors import Invalid
from daicho.kernel.periods import fourteen_days
from daicho.kernel.uncertain_dates import EXACT_PAST
from daicho.registers.residents.domain.household_events import change_head
from daicho.registers.residents.domain.households import Outcome

SHEET = change_sheet("世帯主変更", selects=Selects.HOUSEHOLD)


def plan(reader: Reader, world: World) -> Plan | None:
    """The plan of a 世帯主変更: the whole household, with the 続柄 that the clerk has settled."""
    event = reader.legal_date("event_date", "変更した日", EXACT_PAST)
    ground = read_basis(reader, ALLOWED)
    number = reader.required("household", "世帯番号")
    head = read_head(reader)
    if event is None or not number or head is None:
        return None
    day = event.sort_on
    outcome = settle_head(reader, world, number, head, day)
    if outcome is None or reader.has_errors:
        return None
    notified = ground.basis == basis.NOTIFICATION
    return Plan(
        kind=HEAD_CHANGE,
        reason=HEAD_CHANGE,
        basis=ground.basis,
        event_date=event,
        deadline=fourteen_days(day, calendar=world.calendar) if notified else None,
        people=people_after(world, outcome, day),
        **ground.dates,
    )


def settle_head(reader: Reader, world: World, number: str, head: UUID, day: date) -> Outcome | None:
    """The household under its new head, with every 続柄 as typed; None with the problems noted."""
    household = household_of(world, number, day)
    if household.member(head) is None:
        reader.note(
            "new_head",
            "not_a_member",
            "新しい世帯主が、異動日にこの世帯にいません。",
            "世帯主は、その世帯の人の中から決めます。",
            "異動日と新しい世帯主を確かめてください。",
        )
        return None
    check_no_later_history(reader, world, world.members(number, day), day)
    labels = {
        key: read_relationship(reader, f"relationship.{key}")
        for key in household.keys
        if key != head
    }
    check_against(reader, for_new_head(world, household, head, day))
    try:
        outcome = change_head(household, new_head=head, relationships=labels, on=day)
    except Invalid as error:
        tell(reader, error.problems, slots={})
        return None
    tell(reader, outcome.alerts, slots={})
    return outcome


def read_head(reader: Reader) -> UUID | None:
    """Who is to be head, as chosen on the form."""
    text = reader.required("new_head", "新しい世帯主")
    try:
        return UUID(text) if text else None
    except ValueError:
        reader.note(
            "new_head",
            "choice",
            "新しい世帯主の選択が正しくありません。",
            "一覧にない値が送られました。",
            "選び直してください。",
        )
        return None


def propose(reader: Reader, world: World, day: date) -> Mapping[UUID, str]:
    """The 続柄 of everybody, seen from the new head (STD-4.1.4.2)."""
    quiet = Reader(reader.payload, reader.today)
    head, number = read_head(quiet), reader.raw("household")
    if head is None or not number:
        return {}
    return proposed_texts(for_new_head(world, household_of(world, number, day), head, day))
