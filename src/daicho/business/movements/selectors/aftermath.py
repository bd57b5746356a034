"""Aftermath (訂正の後始末): what an approved case wrote, and which certificates went out on data that it puts right."""

from __future__ import annotations

from uuid import UUID

from daicho.business.movements import ports
from daicho.business.movements.domain.states import State
from daicho.business.movements.models import Case
from daicho.kernel.errors import Missing
from daicho.registers.residents.domain.effects import CaseEffect
from daicho.registers.residents.writes import effect_of


def effect_or_none(case: UUID | str) -> CaseEffect | None:
    """What a case did; None for one that is unknown or wrote nothing."""
    try:
        return effect_of(UUID(str(case)))
    except (Missing, ValueError):
        return None


def written_by(row: Case) -> CaseEffect | None:
    """What an approved case wrote; None for any other."""
    return effect_or_none(row.key) if row.state == State.APPROVED.value else None


def copies_on_wrong_data(row: Case) -> tuple[ports.IssuedCopy, ...]:
    """The certificates that went out while the register said what this case corrects or cancels (practice.md §2)."""
    wrong = effect_or_none(row.payload.get("of_case", ""))
    if wrong is None:
        return ()
    persons = {record.person for record in wrong.records}
    copies = ports.issued_copies(persons, wrong.done[0].processed_at)
    return tuple(c for c in copies if row.approved_at is None or c.issued_at < row.approved_at)
