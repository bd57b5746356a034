"""Approve (決裁・本登録): a second person decides, and the register says what the case planned."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from daicho.business.movements.audit_types import CASE_APPROVED
from daicho.business.movements.commands.steps import check_step, describe, lock_case, take_step
from daicho.business.movements.domain.kinds import KINDS
from daicho.business.movements.domain.plan import NEW_HOUSEHOLD, PersonPlan, Plan
from daicho.business.movements.domain.planning import base_of, check_confirmed, key_of, plan_case
from daicho.business.movements.domain.states import Action
from daicho.business.movements.events import MovementApproved
from daicho.business.movements.models import Case
from daicho.business.movements.selectors.world import NUMBER_FIELDS, load_world
from daicho.foundation.audit.public import recorded
from daicho.foundation.outbox.public import emit
from daicho.foundation.vault.public import Sealed, draw_resident_code, keep_sealed
from daicho.kernel.access import Access
from daicho.kernel.clock import business_now, business_today
from daicho.kernel.errors import Conflict, Problem
from daicho.registers.residents.writes import (
    ChangeFacts,
    RecordChange,
    apply_change,
    lock,
    new_person,
    next_atena_number,
    next_household_number,
)


def approve(access: Access, *, case: UUID, edition: int, remark: str = "") -> int:
    """Write the case to the register. Returns the new edition.

    Everything or nothing: the plan is made again on the register as it is now, and `Conflict` says so when that is not
    the register on which the case was entered. Errors otherwise as `check_step` and `apply_change`.
    """
    with recorded(access.on_case(case), CASE_APPROVED) as note:
        row = lock_case(case)
        check_step(access, row, Action.APPROVE, edition=edition)
        lock(persons=_everybody(row), households=row.households)
        plan = _plan_again(row)
        changes = _changes(plan, row.payload)
        now = business_now()
        row.approved_by, row.approved_at = access.staff_key, now
        written = apply_change(_facts(row, plan, access, now), changes)
        row.persons = [c.person for c in changes]
        take_step(access, row, Action.APPROVE, remark=remark)
        emit(
            MovementApproved(
                subjects=tuple(row.persons),
                case=str(row.key),
                movement=row.kind,
                reason=plan.reason,
            )
        )
        describe(note, row, remark=remark)
        note.say(
            confirmed=[f"{c['code']}:{c['field']}" for c in row.confirmations],
            versions={str(k): v for k, v in written.digests.items()},
        )
    return row.edition


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


def _facts(row: Case, plan: Plan, access: Access, now: datetime) -> ChangeFacts:
    return ChangeFacts(
        key=row.key,
        case=row.key,
        kind=row.kind,
        reason=plan.reason,
        basis=plan.basis,
        event_date=plan.event_date,
        processed_at=now,
        notified_on=plan.notified_on,
        noticed_on=plan.noticed_on,
        place=row.office,
        terminal=row.terminal,
        entered_by=row.entered_by,
        examined_by=row.examined_by,
        approved_by=access.staff_key,
        attention=plan.attention,
    )


def _changes(plan: Plan, payload: Mapping[str, str]) -> list[RecordChange]:
    opens = any(
        s.particulars.household_number == NEW_HOUSEHOLD for p in plan.people for s in p.segments
    )
    household = next_household_number() if opens else ""
    return [_change(person, payload, household) for person in plan.people]


def _change(person: PersonPlan, payload: Mapping[str, str], household: str) -> RecordChange:
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
    key = person.person or new_person(next_atena_number())
    return RecordChange(person=key, record=person.record, segments=tuple(segments))
