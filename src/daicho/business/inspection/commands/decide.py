"""Examine and decide (閲覧の審査・決裁): by others than the one who received it; a refusal names its row and says why."""

from __future__ import annotations

from uuid import UUID

from daicho.business.inspection.audit_types import APPLICATION_ACTED
from daicho.business.inspection.commands.steps import (
    check_step,
    describe,
    keep_act,
    lock_application,
)
from daicho.business.inspection.domain.grounds import Refusal
from daicho.business.inspection.domain.states import Action
from daicho.foundation.audit.public import recorded
from daicho.kernel.access import Access
from daicho.kernel.clock import business_today
from daicho.kernel.errors import Invalid, Problem

NEED_WORDS = frozenset({Action.RETURN, Action.REFUSE, Action.WITHDRAW})
STEPS = frozenset({Action.EXAMINE, Action.RETURN, Action.APPROVE, Action.REFUSE, Action.WITHDRAW})


def take_step(
    access: Access,
    *,
    application: UUID,
    edition: int,
    action: Action,
    words: str = "",
    refusal: str = "",
) -> None:
    """Examine, return, approve, refuse or withdraw. KeyError for another action; `Invalid` where the reason is missing."""
    if action not in STEPS:
        raise KeyError(action)
    with recorded(access, APPLICATION_ACTED) as note:
        row = lock_application(application)
        check_step(access, row, action, edition=edition)
        _check(action, words, refusal)
        if action is Action.APPROVE:
            row.approved_on = business_today()
        if action is Action.REFUSE:
            row.refusal = refusal
        keep_act(access, row, action, words=words)
        describe(note, row, action, words=words)


def _check(action: Action, words: str, refusal: str) -> None:
    problems = []
    if action is Action.REFUSE and refusal not in set(Refusal):
        problems.append(
            Problem(
                "inspection.refusal",
                "refusal",
                "拒む理由の区分が選ばれていません。",
                "どの定めによって拒むのかを、通知と記録に示します。",
                "一覧から選んでください。",
            )
        )
    if action in NEED_WORDS and not words.strip():
        problems.append(
            Problem(
                "inspection.words",
                "words",
                "理由がありません。",
                f"「{action.label}」は、理由を残して行います。",
                "理由を入力してください。",
            )
        )
    if problems:
        raise Invalid(problems)
