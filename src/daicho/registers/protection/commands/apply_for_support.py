"""Receive an application (支援措置の申出の受付): the first edition of a measure (STD-1.1.16)."""

from __future__ import annotations

from uuid import UUID

from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.public import check_may
from daicho.kernel.access import Access
from daicho.kernel.clock import business_today
from daicho.kernel.errors import Invalid, Problem
from daicho.registers.protection import ports
from daicho.registers.protection.audit_types import MEASURE_KEPT
from daicho.registers.protection.commands.editions import keep
from daicho.registers.protection.domain.acts import Act
from daicho.registers.protection.domain.checking import check_facts
from daicho.registers.protection.domain.measure import Facts
from daicho.registers.protection.models import MeasureEdition
from daicho.registers.protection.models.measure import OPEN


def apply_for_support(access: Access, *, measure: UUID, facts: Facts) -> int:
    """Keep an application under the key that its form was given. Returns the edition.

    `Invalid` with every problem; `Conflict` for a form sent twice or two that come at once.
    """
    check_may(access, "protection.manage")
    with recorded(access, MEASURE_KEPT) as note:
        note.about(*facts.people)
        problems = (*check_facts(facts, today=business_today()), *check_people(facts))
        if not MeasureEdition.objects.filter(measure=measure).exists():
            problems = (*problems, *_second(facts))
        if problems:
            raise Invalid(problems)
        row = keep(access, note, measure=measure, facts=facts, act=Act.APPLY)
    return row.edition


def check_people(facts: Facts) -> tuple[Problem, ...]:
    """Everybody must be somebody of this register."""
    if set(ports.quote(facts.people)) >= set(facts.people):
        return ()
    return (
        Problem(
            "protection.person_unknown",
            "",
            "支援対象者の住民票がありません。",
            remedy="住民を検索して、住民票の画面から始めてください。",
        ),
    )


def _second(facts: Facts) -> tuple[Problem, ...]:
    own = MeasureEdition.objects.filter(OPEN, applicant=facts.applicant, ended_on__isnull=True)
    if not own.exists():
        return ()
    return (
        Problem(
            "protection.measure_open",
            "",
            "この申出者には、終了していない支援措置があります。",
            "一人の申出者の支援措置は一つにまとめます。",
            "今の支援措置を延長・修正するか、終了してから受け付けてください。",
        ),
    )
