"""Ask for a job (バッチ処理の依頼, STD-9.1): now, or by a schedule; the wish is written in the caller's transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from daicho.foundation.audit.public import recorded, under_way
from daicho.foundation.jobs import ports
from daicho.foundation.jobs.audit_types import JOB_ASKED
from daicho.foundation.jobs.domain.kinds import check_parameters
from daicho.foundation.jobs.domain.schedules import Schedule
from daicho.foundation.jobs.errors import key_taken
from daicho.foundation.jobs.models import Job, Plan
from daicho.foundation.staff.public import check_may
from daicho.kernel.access import Access
from daicho.kernel.clock import business_now
from daicho.kernel.errors import Invalid, Problem


def ask_job(
    access: Access,
    *,
    kind: str,
    parameters: Mapping[str, str],
    schedule: Schedule | None = None,
    key: UUID | None = None,
    again_of: UUID | None = None,
) -> UUID:
    """Ask; returns the key of the job, or of the plan where there is a schedule.

    The same key sent twice makes one job. Inside an act of the caller's the act's own entry speaks of it; otherwise the
    asking leaves an entry of its own. `Refused` without the kind's operation, `Invalid` beside each parameter,
    `Missing` for a kind that there is not, `Conflict` for a key that is somebody else's.
    """
    wish = key or uuid4()
    if _is_there(access, wish, kind):
        return wish
    asking = _Asking(wish, kind, dict(parameters), again_of)
    if under_way():
        _write(access, asking, schedule)
        return wish
    with recorded(access, JOB_ASKED) as note:
        kept = _write(access, asking, schedule)
        note.say(
            job=str(wish),
            kind=kind,
            schedule=schedule.words if schedule else "直接",
            again_of=str(again_of) if again_of else "",
            parameters=kept,
        )
    return wish


@dataclass(frozen=True, slots=True)
class _Asking:
    """What was asked for, before it is checked."""

    key: UUID
    kind: str
    parameters: dict[str, str]
    again_of: UUID | None


def _is_there(access: Access, key: UUID, kind: str) -> bool:
    for model in (Job, Plan):
        row = model.objects.filter(key=key).values("asked_by", "kind").first()
        if row is not None:
            if (row["asked_by"], row["kind"]) != (access.staff_key, kind):
                raise key_taken()
            return True
    return False


def _write(access: Access, asking: _Asking, schedule: Schedule | None) -> dict[str, str]:
    kind = ports.kind_of(asking.kind)
    check_may(access, kind.operation)
    kept = check_parameters(kind, asking.parameters)
    columns = _columns(access, asking, kept)
    row = _job(columns) if schedule is None else _plan(columns, schedule)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        # The same form, sent twice at the same moment: the other one has been quicker.
        if not _is_there(access, asking.key, asking.kind):
            raise
    return kept


def _columns(access: Access, asking: _Asking, kept: Mapping[str, str]) -> dict[str, Any]:
    # Any: the columns of a row, of as many types.
    return {
        "key": asking.key,
        "kind": asking.kind,
        "parameters": kept,
        "again_of": asking.again_of,
        "asked_at": business_now(),
        "asked_by": access.staff_key,
        "asked_login": access.login,
        "asked_by_name": access.name,
        "office": access.office,
        "terminal": access.terminal,
        "purpose": access.purpose.value,
        "basis": access.basis,
    }


def _job(columns: dict[str, Any]) -> Job:
    return Job(**columns, due_at=columns["asked_at"])


def _plan(columns: dict[str, Any], schedule: Schedule) -> Plan:
    clean = replace(schedule, at=schedule.at.replace(second=0, microsecond=0))
    next_at = clean.next_after(columns["asked_at"])
    if next_at is None:
        raise Invalid(
            [
                Problem(
                    code="jobs.schedule_past",
                    field="schedule_day",
                    what="その日時はもう過ぎています。",
                    remedy="これからの日時を入れるか、直接実行してください。",
                )
            ]
        )
    return Plan(
        **columns,
        rule=clean.rule.value,
        at=clean.at,
        day=clean.day,
        weekday=clean.weekday,
        of_month=clean.of_month,
        next_at=next_at,
    )
