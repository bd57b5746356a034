"""Checks (カードの照合の照会): what was recorded for a case, and whether a 特例転入 may go on (JUK-007)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings

from daicho.business.movements.public import case_facts
from daicho.foundation.audit.public import recorded
from daicho.foundation.lines.public import has_lines
from daicho.foundation.staff.public import check_may
from daicho.gateways.cards.audit_types import CHECKS_VIEWED
from daicho.gateways.cards.domain.check import SPECIAL_MOVE_IN, Result, faults
from daicho.gateways.cards.models import CardCheck
from daicho.kernel.access import Access
from daicho.kernel.errors import Problem


@dataclass(frozen=True, slots=True)
class ChecksOf:
    """The checks of a case, newest first."""

    case: UUID
    number: str
    title: str
    who: str
    checks: tuple[tuple[CardCheck, str], ...]


def checks_of(access: Access, *, case: UUID) -> ChecksOf | None:
    """What was recorded for a 特例転入; None for any other case. One entry."""
    check_may(access, "cards.check")
    with recorded(access.on_case(case), CHECKS_VIEWED) as note:
        facts = case_facts(case)
        if facts is None or facts.kind != SPECIAL_MOVE_IN:
            note.say(list="checks", page=1, count=0)
            return None
        rows = CardCheck.objects.filter(case=case).order_by("-id")
        note.about(*facts.persons)
        note.say(list="checks", page=1, count=len(rows))
        return ChecksOf(
            case,
            facts.number,
            facts.title,
            facts.who,
            tuple((row, Result(row.result).label) for row in rows),
        )


def faults_of_case(kind: str, case: UUID) -> Sequence[Problem]:
    """What the desk knows against a case (`movements.ports`); nothing where there is no line to any other town."""
    if kind != SPECIAL_MOVE_IN or not has_lines():
        return ()
    rows = CardCheck.objects.filter(case=case).order_by("-id")
    latest = rows.values_list("result", flat=True).first() or ""
    return faults(latest, required=settings.PROFILE.cards.check_required)
