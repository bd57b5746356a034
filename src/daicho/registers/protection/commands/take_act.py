"""Take an act (支援措置の処理): start, prolong, pass on, end; each the next edition of the measure."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from uuid import UUID

from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.public import check_may
from daicho.kernel.access import Access
from daicho.kernel.clock import business_today
from daicho.registers.protection.audit_types import MEASURE_KEPT
from daicho.registers.protection.commands.editions import check_act, keep, lock_measure
from daicho.registers.protection.domain.acts import (
    Act,
    Days,
    ended,
    renewed,
    started,
    transferred,
)
from daicho.registers.protection.domain.measure import EndGround, Facts


def start_measure(access: Access, *, measure: UUID, edition: int, days: Days) -> int:
    """Begin it, for a year unless another last day is given. Returns the new edition."""
    return _take(access, measure, edition, Act.START, lambda f: started(f, days))


def renew_measure(access: Access, *, measure: UUID, edition: int, days: Days) -> int:
    """Prolong it from the day after its last one (延長). Returns the new edition."""
    return _take(access, measure, edition, Act.RENEW, lambda f: renewed(f, days))


def transfer_measure(
    access: Access, *, measure: UUID, edition: int, municipality: str, on: date | None
) -> int:
    """Note that the application was passed on. Returns the new edition."""
    today = business_today()
    return _take(
        access,
        measure,
        edition,
        Act.TRANSFER,
        lambda f: transferred(f, municipality=municipality, on=on, today=today),
    )


def end_measure(
    access: Access, *, measure: UUID, edition: int, ground: EndGround | None, on: date | None
) -> int:
    """End it on one of the three grounds. Returns the new edition."""
    today = business_today()
    return _take(
        access, measure, edition, Act.END, lambda f: ended(f, ground=ground, on=on, today=today)
    )


def _take(
    access: Access, measure: UUID, edition: int, act: Act, change: Callable[[Facts], Facts]
) -> int:
    check_may(access, "protection.manage")
    with recorded(access, MEASURE_KEPT) as note:
        row = lock_measure(measure, edition=edition)
        facts = check_act(row, act, day=business_today())
        made = keep(access, note, measure=measure, facts=change(facts), act=act, before=row)
    return made.edition
