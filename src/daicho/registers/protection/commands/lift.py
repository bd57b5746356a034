"""Lift temporarily (一時解除): let one process through for some people and some minutes, after an examination (STD-3.1, 3.4).

It returns by itself: the moment of return is in the row, and no job has to run. No event is emitted: other systems
never learn of it.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction

from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.public import check_may
from daicho.kernel.access import Access
from daicho.kernel.characters import TextKind, check_text
from daicho.kernel.clock import business_now
from daicho.kernel.errors import Conflict, Invalid, Problem
from daicho.registers.protection.audit_types import LIFT_RETURNED, LIFTED
from daicho.registers.protection.commands.set_suppression import REASON_LIMIT, sent_twice
from daicho.registers.protection.domain.levels import RULES, Process, Restraint
from daicho.registers.protection.models import TemporaryLift
from daicho.registers.protection.selectors.in_force import disclosure

CHANNEL_OF = {rule.lift: channel for channel, rule in RULES.items() if rule.lift is not None}


def lift(
    access: Access, *, key: UUID, persons: Collection[UUID], process: Process, reason: str
) -> datetime:
    """Lift under the key that the form was given; returns the moment at which it returns.

    `Invalid` without people, a reason, or anything to lift; `Conflict` for a form sent twice.
    """
    check_may(access, "suppression.lift")
    with recorded(access, LIFTED) as note:
        people = sorted(set(persons), key=str)
        note.about(*people)
        if problems := _problems(people, process, reason):
            raise Invalid(problems)
        words = check_text(reason, field="reason", limit=REASON_LIMIT, kind=TextKind.NOTE)
        minutes = int(settings.SUPPRESSION_LIFT_MINUTES)
        now = business_now()
        row = TemporaryLift(
            key=key,
            persons=people,
            process=process.value,
            reason=words,
            lifted_at=now,
            returns_at=now + timedelta(minutes=minutes),
            lifted_by=access.staff_key,
            lifted_by_name=access.name,
        )
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError as error:
            raise sent_twice() from error
        note.say(process=process.label, minutes=minutes, reason=words)
    return row.returns_at


def return_lift(access: Access, *, lift: UUID) -> None:
    """Take a lift back before its time; `Conflict` when it has returned already."""
    check_may(access, "suppression.lift")
    with recorded(access, LIFT_RETURNED) as note:
        now = business_now()
        running = TemporaryLift.objects.filter(
            key=lift, returned_at__isnull=True, returns_at__gt=now
        )
        note.about(*(p for row in running for p in row.persons))
        if not running.update(returned_at=now):
            raise Conflict(
                "この一時解除は既に終わっています。",
                why="時間が過ぎたか、ほかの職員が先に取りやめました。",
                remedy="今の内容を開いて確かめてください。",
                code="protection.lift_returned",
            )


def _problems(people: list[UUID], process: Process, reason: str) -> list[Problem]:
    found = []
    if not people:
        found.append(
            Problem(
                "protection.persons_blank",
                "persons",
                "一時解除する人が選ばれていません。",
                remedy="審査した人を選んでください。",
            )
        )
    elif not any(
        g.level is not Restraint.NONE
        for answer in disclosure(persons=people, channel=CHANNEL_OF[process]).answers
        for g in answer.grounds
    ):
        found.append(
            Problem(
                "protection.nothing_to_lift",
                "process",
                f"選ばれた人に、{process.label}の抑止はありません。",
                remedy="人と対象処理を確かめてください。",
            )
        )
    if not reason.strip():
        found.append(
            Problem(
                "protection.reason_blank",
                "reason",
                "審査の結果がありません。",
                remedy="だれの何の請求を、どう審査したかを入力してください。",
            )
        )
    return found
