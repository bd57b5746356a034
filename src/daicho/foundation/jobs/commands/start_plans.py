"""Start plans (予約の時刻が来た): a planned time that has come makes a job, once, however many times were missed."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID, uuid5

from django.db import transaction

from daicho.foundation.jobs.models import Job, Plan
from daicho.kernel.clock import TOKYO, business_now

PUNCTUAL: Final = timedelta(minutes=5)
"""A job made later than this after its time says that the system was off."""


def start_plans() -> int:
    """Make the jobs whose time has come; returns how many. Several workers may run it at once."""
    started = 0
    while _start_next(business_now()):
        started += 1
    return started


def job_of_time(plan: UUID, due: datetime) -> UUID:
    """The key of the job of one planned time: the same whoever makes it."""
    return uuid5(plan, due.astimezone(TOKYO).isoformat())


def _start_next(now: datetime) -> bool:
    with transaction.atomic():
        plan = (
            Plan.objects.select_for_update(skip_locked=True, no_key=True)
            .filter(ended_at__isnull=True, next_at__lte=now)
            .order_by("next_at")
            .first()
        )
        if plan is None or plan.next_at is None:
            return False
        due = plan.next_at
        missed = plan.schedule.times_between(due, now) - 1
        Job(
            key=job_of_time(plan.key, due),
            kind=plan.kind,
            parameters=plan.parameters,
            again_of=plan.again_of,
            asked_at=now,
            asked_by=plan.asked_by,
            asked_login=plan.asked_login,
            asked_by_name=plan.asked_by_name,
            office=plan.office,
            terminal=plan.terminal,
            purpose=plan.purpose,
            basis=plan.basis,
            plan=plan,
            due_at=due,
            missed=missed,
            said=list(_lateness(due, now, missed)),
        ).save(force_insert=True)
        plan.next_at = plan.schedule.next_after(now)
        plan.save(update_fields=["next_at"])
    return True


def _lateness(due: datetime, now: datetime, missed: int) -> tuple[str, ...]:
    if now - due <= PUNCTUAL:
        return ()
    words = f"予定の時刻（{_clock(due)}）にシステムが止まっていたため、遅れて始めました。"
    if missed:
        words += f"止まっていた間のほかの予定{missed}回分は、この1回にまとめました。"
    return (words,)


def _clock(moment: datetime) -> str:
    there = moment.astimezone(TOKYO)
    return f"{there.month}月{there.day}日 {there.hour}:{there.minute:02d}"
