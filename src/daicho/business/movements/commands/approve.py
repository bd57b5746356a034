"""Approve (決裁・本登録): a second person decides, and the register says what the case planned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID, uuid5

from django.conf import settings

from daicho.business.movements.audit_types import CASE_APPROVED
from daicho.business.movements.commands.queue_immigration import queue_immigration
from daicho.business.movements.commands.steps import check_step, describe, lock_case, take_step
from daicho.business.movements.domain.kinds import KINDS
from daicho.business.movements.domain.plan import NEW_HOUSEHOLD, Act, PersonPlan, Plan
from daicho.business.movements.domain.planning import base_of, check_confirmed, key_of, plan_case
from daicho.business.movements.domain.states import Action
from daicho.business.movements.events import MovementApproved
from daicho.business.movements.models import Case
from daicho.business.movements.selectors.world import NUMBER_FIELDS, load_world
from daicho.foundation.audit.public import Note, recorded
from daicho.foundation.outbox.public import emit
from daicho.foundation.vault.public import Sealed, draw_resident_code, keep_sealed
from daicho.kernel.access import Access
from daicho.kernel.clock import business_now, business_today
from daicho.kernel.errors import Conflict, Problem
from daicho.kernel.wareki import format_wareki
from daicho.registers.code_tables.public import attention_for, closing_days
from daicho.registers.residents.writes import (
    ChangeFacts,
    RecordChange,
    apply_changes,
    lock,
    new_person,
    next_atena_number,
    next_household_number,
)


def approve(access: Access, *, case: UUID, edition: int, remark: str = "") -> int:
    """Write the case to the register. Returns the new edition.

    Everything or nothing: the plan is made again on the register as it is now, and `Conflict` says so when that is not
    the register on which the case was entered. Errors otherwise as `check_step` and `apply_changes`.
    """
    with recorded(access.on_case(case), CASE_APPROVED) as note:
        row = lock_case(case)
        check_step(access, row, Action.APPROVE, edition=edition)
        _check_open_day()
        lock(persons=_everybody(row), households=row.households)
        record_case(access, row, _plan_again(row), note, remark=remark)
    return row.edition


def record_case(access: Access, row: Case, plan: Plan, note: Note, *, remark: str = "") -> Writing:
    """Write a plan to the register and close its case; the caller holds the locks, the entry and the right to do so."""
    now = business_now()
    row.approved_by, row.approved_at = access.staff_key, now
    written = _write(row, plan, access, now)
    row.persons = list(written.persons)
    take_step(access, row, Action.APPROVE, remark=remark)
    queue_immigration(row, plan, people=written.people, now=now)
    emit(
        MovementApproved(
            subjects=tuple(row.persons),
            case=str(row.key),
            movement=row.kind,
            reason=plan.reason,
            corrects=row.payload.get("of_case", ""),
        )
    )
    describe(note, row, remark=remark)
    note.say(
        confirmed=[f"{c['code']}:{c['field']}" for c in row.confirmations],
        versions={str(k): v for k, v in written.digests.items()},
    )
    return written


def _check_open_day() -> None:
    """On a closing day cases are received provisionally; they are decided on the next opening day (休日の仮受付)."""
    calendar, today = closing_days(), business_today()
    if not calendar.is_closed(today) or settings.APPROVAL_ON_CLOSING_DAYS:
        return
    opens = format_wareki(calendar.next_open(today))
    raise Conflict(
        "今日は閉庁日のため、決裁できません。",
        why="休日に受けた届出は仮の受付とし、次の開庁日に決裁します。",
        remedy=f"{opens}に決裁してください。",
        code="case.closing_day",
    )


def _everybody(row: Case) -> set[UUID]:
    return set(row.persons) | {UUID(person) for person in row.based_on}


def _plan_again(row: Case) -> Plan:
    world = load_world(row.payload, today=business_today(), case=row.key)
    if base_of(world) != row.based_on:
        raise Conflict(
            "この異動を入力した後に、台帳の内容が変わりました。",
            why="同じ人か同じ世帯の、ほかの異動が先に決裁されています。何も書き換えていません。",
            remedy="差し戻して、今の台帳の内容で入力し直してください。",
            code="case.overtaken",
        )
    plan, problems = plan_case(KINDS[row.kind], row.payload, world)
    check_confirmed(problems, {key_of(_problem(c)) for c in row.confirmations})
    return plan


def _problem(kept: Mapping[str, str]) -> Problem:
    return Problem(kept["code"], kept["field"], kept["message"])


@dataclass(slots=True)
class Writing:
    """What was written so far: the people in the order of the plan, and the digest of every version."""

    people: dict[str, UUID]
    digests: dict[UUID, str]

    @property
    def persons(self) -> tuple[UUID, ...]:
        return tuple(dict.fromkeys(self.people.values()))


def _write(row: Case, plan: Plan, access: Access, now: datetime) -> Writing:
    """Every 異動 of the plan at one instant, so that nobody is head beside another between two of them.

    Their 処理時刻 tell their order.
    """
    opens = any(
        s.particulars.household_number == NEW_HOUSEHOLD for p in plan.everyone for s in p.segments
    )
    household = next_household_number() if opens else ""
    written = Writing({}, {})
    batch: list[tuple[ChangeFacts, list[RecordChange]]] = []
    for number, act in enumerate(plan.acts):
        changes = []
        for person in act.people:
            key = person.person or written.people.get(person.slot)
            key = key or new_person(next_atena_number())
            written.people[person.slot] = key
            changes.append(_change(person, key, row.payload, household))
        if _anybody_again(batch, changes):
            written.digests |= apply_changes(batch).digests
            batch = []
        if changes:
            batch.append((_facts(row, plan, act, access, now, number=number), changes))
    if batch:
        written.digests |= apply_changes(batch).digests
    return written


def _anybody_again(
    batch: Sequence[tuple[ChangeFacts, Sequence[RecordChange]]], changes: Sequence[RecordChange]
) -> bool:
    """Whether somebody is in two 異動: then the second is written upon the first, not at its instant."""
    return not {c.person for c in changes}.isdisjoint(c.person for _, cs in batch for c in cs)


def _facts(
    row: Case, plan: Plan, act: Act, access: Access, now: datetime, *, number: int
) -> ChangeFacts:
    return ChangeFacts(
        key=uuid5(row.key, str(number)) if number else row.key,
        case=row.key,
        kind=row.kind,
        reason=act.reason,
        basis=act.basis,
        event_date=plan.event_date,
        processed_at=now + number * datetime.resolution,
        notified_on=plan.notified_on,
        petitioned_on=plan.petitioned_on,
        noticed_on=plan.noticed_on,
        requested_on=plan.requested_on,
        place=row.office,
        terminal=row.terminal,
        entered_by=row.entered_by,
        examined_by=row.examined_by,
        approved_by=access.staff_key,
        attention=_attention(act, now),
    )


def _attention(act: Act, now: datetime) -> str:
    """The 留意事項 of a 異動: its own, and what the town has registered for its 異動事由 (STD-1.1.14)."""
    registered = attention_for(act.reason, now.date())
    return "\n".join(dict.fromkeys(text for text in (act.attention, registered) if text))


def _change(
    person: PersonPlan, key: UUID, payload: Mapping[str, str], household: str
) -> RecordChange:
    items: dict[str, UUID] = {}
    for name in person.sealed:
        path = f"{person.slot}.{name}"
        draft = Sealed(*(payload[f"{path}.{part}"] for part in ("sealed", "lookup", "data_key")))
        items[f"{name}_ref"] = keep_sealed(NUMBER_FIELDS[name], draft)
    if person.draws_code:
        items["resident_record_code_ref"] = draw_resident_code()
    segments = []
    for segment in person.segments:
        particulars = replace(segment.particulars, **items)  # type: ignore[arg-type]  # names of references
        if particulars.household_number == NEW_HOUSEHOLD:
            particulars = replace(particulars, household_number=household)
        segments.append(replace(segment, particulars=particulars))
    return RecordChange(
        person=key, record=person.record, segments=tuple(segments), since=person.since
    )
