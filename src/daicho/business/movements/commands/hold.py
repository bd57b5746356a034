"""Hold (保留): set a case aside until a paper or an answer comes; it cannot be decided meanwhile."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from daicho.business.movements.audit_types import CASE_HELD
from daicho.business.movements.commands.steps import check_step, describe, lock_case, take_step
from daicho.business.movements.domain.states import Action
from daicho.foundation.audit.public import recorded
from daicho.kernel.access import Access
from daicho.kernel.clock import business_now, business_today
from daicho.kernel.errors import Invalid, Problem


def hold(
    access: Access, *, case: UUID, edition: int, remark: str, until: date | None = None
) -> int:
    """Hold the case for a reason, `until` a day by which it is looked at again. Returns the new edition.

    `Invalid` without a reason or with a day that has passed; otherwise errors as `check_step`.
    """
    with recorded(access.on_case(case), CASE_HELD) as note:
        row = lock_case(case)
        check_step(access, row, Action.HOLD, edition=edition)
        _check(remark, until)
        row.held_at, row.held_until, row.held_reason = business_now(), until, remark.strip()
        row.examined_by = None
        take_step(access, row, Action.HOLD, remark=remark)
        describe(note, row, remark=remark)
    return row.edition


def _check(reason: str, until: date | None) -> None:
    problems = []
    if not reason.strip():
        problems.append(
            Problem(
                "remark_blank",
                "remark",
                "保留にする理由がありません。",
                remedy="何を待つのかを入力してください。",
            )
        )
    if until is not None and until < business_today():
        problems.append(
            Problem(
                "held_until_past",
                "held_until",
                "保留の期限が、過ぎた日です。",
                "期限までに見直すための日です。",
                "今日以後の日を入力するか、空欄にしてください。",
            )
        )
    if problems:
        raise Invalid(problems)
