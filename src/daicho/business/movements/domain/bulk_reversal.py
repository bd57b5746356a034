"""Bulk reversal (一括の取消し): everybody whom a bulk case changed and nothing has changed since, as they were before.

A case of its own (異動の取消し（修正）): nothing is taken out of the history (C-01). Who has changed since is listed.
"""

from __future__ import annotations

from daicho.business.movements.domain.bulk import Exclusion, Keyed
from daicho.business.movements.domain.bulk_units import Candidate, Task, Wanted, value_kept
from daicho.kernel.uncertain_dates import LegalDate
from daicho.registers.residents.domain.segments import Holding


def task(event_date: LegalDate, keyed: Keyed) -> Task:
    """The task of undoing a case that was written from this day on."""
    return Task(
        event_date=event_date,
        reason="correction_reversal",
        keyed=keyed,
        wanted=_wanted,
        title="一括の異動の取消し",
    )


def _wanted(candidate: Candidate, held: Holding) -> Wanted:
    before = candidate.written.get(held.person)
    if before is None:
        return Exclusion.MEMBERS_CHANGED
    if before and held.change != candidate.change:
        return Exclusion.CHANGED_SINCE
    return {name: value_kept(name, old) for name, (old, _) in before.items()}
