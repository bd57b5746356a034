"""Approve several (まとめて決裁, STD-4.0.8): each case is an act and an entry of its own; what fails leaves the rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings

from daicho.business.movements.audit_types import CASES_APPROVED_TOGETHER
from daicho.business.movements.commands.approve import approve
from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.public import check_may
from daicho.kernel.access import Access
from daicho.kernel.errors import DaichoError, Invalid, Problem


@dataclass(frozen=True, slots=True)
class Decision:
    """How one of them ended: `reason` is empty where it was approved."""

    case: UUID
    reason: str = ""

    @property
    def approved(self) -> bool:
        return not self.reason


def approve_many(access: Access, *, cases: Sequence[tuple[UUID, int]]) -> tuple[Decision, ...]:
    """Approve (case, edition) one after the other, in the order given.

    `Invalid` when nothing or more than the town's limit is chosen; nothing is approved then. The entry of the whole
    says how many; those of the cases are `approve`'s.
    """
    check_may(access, "movements.approve")
    chosen = list(dict.fromkeys(cases))
    _check_count(len(chosen))
    decisions = tuple(_decide(access, case, edition) for case, edition in chosen)
    with recorded(access, CASES_APPROVED_TOGETHER) as note:
        note.count = len(decisions)
        note.say(
            approved=sum(d.approved for d in decisions),
            failed=sum(not d.approved for d in decisions),
        )
    return decisions


def _decide(access: Access, case: UUID, edition: int) -> Decision:
    try:
        approve(access, case=case, edition=edition)
    except DaichoError as error:
        return Decision(case, error.message)
    return Decision(case)


def _check_count(count: int) -> None:
    limit = settings.MOVEMENTS_APPROVED_AT_ONCE
    if 0 < count <= limit:
        return
    raise Invalid(
        [
            Problem(
                "approve.count",
                "chosen",
                "決裁する異動が選ばれていません。"
                if not count
                else f"一度に選べるのは{limit}件までです。",
                "" if not count else "一件ずつ確かめて決裁できる数に限っています。",
                "一覧から選んでください。"
                if not count
                else "所属や受付日で絞り、分けて決裁してください。",
            )
        ]
    )
