"""Correct a measure (支援措置の修正): all facts anew in the next edition; the one before stays to be read."""

from __future__ import annotations

from uuid import UUID

from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.public import check_may
from daicho.kernel.access import Access
from daicho.kernel.clock import business_today
from daicho.kernel.errors import Invalid
from daicho.registers.protection.audit_types import MEASURE_KEPT
from daicho.registers.protection.commands.apply_for_support import check_people
from daicho.registers.protection.commands.editions import check_act, keep, lock_measure
from daicho.registers.protection.domain.acts import Act
from daicho.registers.protection.domain.checking import check_facts
from daicho.registers.protection.domain.measure import Facts


def correct_measure(access: Access, *, measure: UUID, edition: int, facts: Facts) -> int:
    """Keep the facts as corrected. Returns the new edition; `Invalid` with every problem, `Conflict` for a stale page."""
    check_may(access, "protection.manage")
    with recorded(access, MEASURE_KEPT) as note:
        today = business_today()
        row = lock_measure(measure, edition=edition)
        check_act(row, Act.CORRECT, day=today)
        note.about(*facts.people)
        if problems := (*check_facts(facts, today=today), *check_people(facts)):
            raise Invalid(problems)
        made = keep(access, note, measure=measure, facts=facts, act=Act.CORRECT, before=row)
    return made.edition
