"""What other parts may ask of movements."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.urls import reverse

from daicho.business.movements.domain.states import State
from daicho.business.movements.models import Case
from daicho.foundation.staff.policy import may
from daicho.foundation.staff.ports import Waiting
from daicho.kernel.access import Access, Purpose


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


_DESKS = (
    (State.DRAFT, "movements.draft", "書きかけの下書き", True),
    (State.RETURNED, "movements.draft", "差し戻された異動", True),
    (State.SUBMITTED, "movements.examine", "審査を待つ異動", False),
    (State.EXAMINED, "movements.approve", "決裁を待つ異動", False),
)


def waiting_for(access: Access) -> tuple[Waiting, ...]:
    """How many cases wait for this person: their own drafts, others' entries to examine or decide."""
    acting = access.serving(Purpose.MOVEMENT)
    found = []
    for state, operation, label, own in _DESKS:
        if not may(acting, operation):
            continue
        rows = Case.objects.filter(state=state.value)
        mine = rows.filter(entered_by=access.staff_key)
        count = (mine if own else rows.exclude(entered_by=access.staff_key)).count()
        found.append(Waiting(label, count, f"{reverse('movements_list')}?state={state.value}"))
    return tuple(found)
