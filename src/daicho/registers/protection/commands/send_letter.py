"""Send a letter (支援措置の通知): that it begins, and 支援措置期間終了通知 (20.5.1) before it runs out (STD-3.4)."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from daicho.foundation.audit.public import Note, recorded
from daicho.foundation.staff.public import check_may
from daicho.kernel.access import Access
from daicho.kernel.clock import business_today
from daicho.kernel.errors import Conflict
from daicho.registers.protection import ports
from daicho.registers.protection.audit_types import LETTER_SENT, MEASURE_KEPT
from daicho.registers.protection.commands.editions import (
    check_act,
    keep,
    lock_measure,
    measure_missing,
)
from daicho.registers.protection.domain.acts import Act
from daicho.registers.protection.domain.letters import LetterKind, letter_facts, occasion_of
from daicho.registers.protection.domain.measure import Facts


def notify_end(access: Access, *, measure: UUID, edition: int) -> int:
    """Send 支援措置期間終了通知 of the last period, once, and note the day. Returns the new edition."""
    check_may(access, "protection.manage")
    with recorded(access, MEASURE_KEPT) as note:
        row = lock_measure(measure, edition=edition)
        today = business_today()
        facts = check_act(row, Act.NOTIFY, day=today)
        _send(access, note, measure, facts, LetterKind.END)
        told = replace(facts, notice_on=today)
        made = keep(access, note, measure=measure, facts=told, act=Act.NOTIFY, before=row)
    return made.edition


def tell_start(access: Access, *, measure: UUID, edition: int) -> None:
    """Send 支援措置開始通知 of a measure that has begun, once. `Conflict` before that."""
    check_may(access, "protection.manage")
    with recorded(access, LETTER_SENT) as note:
        facts = lock_measure(measure, edition=edition).content
        if not facts.periods:
            raise Conflict(
                "開始の通知は、まだ出せません。",
                why="支援措置が始まっていません。",
                remedy="開始の処理をしてから、出してください。",
                code="protection.measure_state",
            )
        _send(access, note, measure, facts, LetterKind.START)


def _send(access: Access, note: Note, measure: UUID, facts: Facts, kind: LetterKind) -> None:
    people = ports.quote(facts.people)
    applicant = people.get(facts.applicant)
    if applicant is None:
        raise measure_missing()
    names = [people[p].name for p in facts.people if p in people]
    number = ports.send_letter(
        access,
        ports.Letter(
            kind=kind.value,
            record=applicant.record,
            persons=facts.people,
            facts=letter_facts(facts, names),
            occasion=occasion_of(kind, measure, facts),
        ),
    )
    note.about(*facts.people)
    note.say(measure=str(measure), number=number)
