"""Exclusive work (排他制御, STD-10.3): on whom somebody else is working, others look and do nothing more.

A case that was submitted holds its persons against every other case; a draft holds them against other members of staff.
"""

from __future__ import annotations

from typing import Final

from django.db.models import Q

from daicho.business.movements.domain.states import State
from daicho.business.movements.models import Case
from daicho.foundation.staff.public import SYSTEM, check_may
from daicho.kernel.access import Access, Duty
from daicho.kernel.errors import Conflict
from daicho.registers.residents.writes import lock

# 住民票コードの付番 is a right of its own (STD-10.3): a clerk without it enters every other movement.
RIGHT_OF_KIND: Final = {"code_assign": "codes.assign", "code_change": "codes.assign"}


def check_kind(access: Access, kind: str) -> None:
    """Raise `Refused` where this kind of movement wants a right of its own that the actor does not hold."""
    if kind in RIGHT_OF_KIND:
        check_may(access, RIGHT_OF_KIND[kind])


def take_hold(access: Access, case: Case, *, against_cases: bool) -> None:
    """Lock the persons of a case; `Conflict` where another's draft, or (`against_cases`) any open case, has one of them.

    A draft that the system made of a notice, and nobody has taken up, is no one's work and holds nobody. Whoever submits is told of open cases beside the persons, by the checks of the plan.
    """
    lock(persons=case.persons, households=case.households)
    others = Case.objects.filter(persons__overlap=case.persons).exclude(key=case.key)
    drafts = Q(state=State.DRAFT.value) & ~Q(entered_by__in=[access.staff_key, SYSTEM])
    open_ones = Q(state__in=[state.value for state in State if state.is_open])
    busy = (
        others.filter(drafts | open_ones if against_cases else drafts).order_by("made_at").first()
    )
    if busy is not None:
        raise person_busy(
            f"受付番号{busy.number}（{State(busy.state).label}、{busy.entered_by_name}）"
        )


def take_up(access: Access, case: Case) -> None:
    """A draft that the system made becomes the work of whoever goes on with it, who then does not judge it."""
    if case.entered_by == SYSTEM and not access.has(Duty.SYSTEM):
        case.entered_by, case.entered_by_name = access.staff_key, access.name
        case.office, case.terminal = access.office, access.terminal


def person_busy(where: str) -> Conflict:
    """Somebody of a case is in another one."""
    return Conflict(
        "この住民は、ほかの異動の処理中です。",
        why=f"{where}で処理しています。終わるまでは、照会だけができます。",
        remedy="その異動が終わるのを待つか、担当者に確かめて、要らなければ破棄してください。",
        code="case.person_busy",
    )
