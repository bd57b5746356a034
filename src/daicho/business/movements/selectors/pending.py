"""Pending cases (異動処理中): who is in a case under way; never what the case says (STD-4.0.8)."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from daicho.business.movements.domain.states import State
from daicho.business.movements.models import Case


def pending_cases(persons: Iterable[UUID], *, but: UUID | None = None) -> dict[UUID, str]:
    """Which of these persons are in a case under way (異動処理中), and its number; never what it says."""
    wanted = set(persons)
    rows = Case.objects.filter(
        persons__overlap=list(wanted), state__in=[s.value for s in State if s.is_open]
    )
    if but is not None:
        rows = rows.exclude(key=but)
    return {
        person: number
        for number, people in rows.values_list("number", "persons")
        for person in people
        if person in wanted
    }
