"""Change of head (世帯主変更, 住基法25条): another member becomes head, and every 続柄 is seen anew."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from daicho.business.movements.domain import sheet
from daicho.business.movements.domain.households import (
    check_no_later_history,
    household_of,
    read_relationship,
    tell,
)
from daicho.business.movements.domain.move_within import people_after
from daicho.business.movements.domain.plan import Plan
from daicho.business.movements.domain.reading import Reader
from daicho.business.movements.domain.world import World
from daicho.kernel.errors import Invalid
from daicho.kernel.periods import fourteen_days
from daicho.kernel.uncertain_dates import EXACT_PAST
from daicho.registers.residents.domain.household_alerts import confirmations
from daicho.registers.residents.domain.household_events import change_head
from daicho.registers.residents.domain.households import Household, Outcome
from daicho.registers.residents.domain.recompute import propose_head_change

SHEET = sheet.Sheet(
    sections=(
        sheet.Section(
            "世帯主変更",
            (
                sheet.FieldSpec(
                    "event_date",
                    "変更した日（異動日）",
                    sheet.Input.DATE,
                    hint=sheet.DATE_HINT,
                    required=True,
                ),
            ),
        ),
        sheet.NOTIFICATION,
    ),
    selects=sheet.Selects.HOUSEHOLD,
    relationships=True,
)


def plan(reader: Reader, world: World) -> Plan | None:
    """The plan of a 世帯主変更: the whole household, with the 続柄 that the clerk has settled."""
    event = reader.legal_date("event_date", "変更した日", EXACT_PAST)
    notified = reader.exact_date("notified_on", "届出日", EXACT_PAST)
    number = reader.required("household", "世帯番号")
    head = _head(reader)
    if event is None or not number or head is None:
        return None
    day = event.sort_on
    outcome = _settle(reader, world, number, head, day)
    if outcome is None or reader.has_errors:
        return None
    return Plan(
        kind="household_head_change",
        reason="household_head_change",
        basis="届出",
        event_date=event,
        notified_on=notified,
        deadline=fourteen_days(day, calendar=world.calendar),
        people=people_after(world, outcome, day, edits={}),
    )


def _settle(reader: Reader, world: World, number: str, head: UUID, day: date) -> Outcome | None:
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
    _ask_where_doubtful(reader, household, head)
    try:
        outcome = change_head(household, new_head=head, relationships=labels, on=day)
    except Invalid as error:
        tell(reader, error.problems, slots={})
        return None
    tell(reader, outcome.alerts, slots={})
    return outcome


def _head(reader: Reader) -> UUID | None:
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


def proposals(household: Household, head: UUID) -> dict[UUID, str]:
    """The 続柄 that the engine proposes for everybody, as text; empty where it cannot say (STD-4.1.4.2)."""
    if household.member(head) is None:
        return {}
    return {
        key: str(proposal.after or "")
        for key, proposal in propose_head_change(household.kins(), new_head=head).items()
    }


def _ask_where_doubtful(reader: Reader, household: Household, head: UUID) -> None:
    """What the record alone cannot show is confirmed, where the clerk kept the proposal (household-rules 4.2)."""
    for key, proposal in propose_head_change(household.kins(), new_head=head).items():
        typed = reader.raw(f"relationship.{key}")
        if key != head and proposal.doubts and typed == str(proposal.after or ""):
            tell(reader, confirmations(proposal), slots={})
