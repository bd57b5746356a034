"""Record a step (保留・保留を解く・申し送り・取下げ・補正): what needs no more than words, and sometimes a day."""

from __future__ import annotations

from datetime import date
from typing import Final
from uuid import UUID, uuid4

from daicho.business.cash.public import drop_account, standing_of_requests
from daicho.business.certificates.public import sheets_of_requests
from daicho.business.requests.audit_types import REQUEST_ACTED
from daicho.business.requests.commands.steps import check_step, describe, keep_act, lock_request
from daicho.business.requests.domain.states import Action, State
from daicho.business.requests.models import Request
from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.public import check_may
from daicho.kernel.access import Access
from daicho.kernel.clock import business_today
from daicho.kernel.errors import Invalid, Problem

STEPS: Final = frozenset(
    {
        Action.HOLD,
        Action.RESUME,
        Action.PASS_ON,
        Action.WITHDRAW,
        Action.ASK_CORRECTION,
        Action.CORRECTED,
        Action.REMAKE,
    }
)
WORDED: Final = STEPS - {Action.RESUME}
"""Those that say why, to whom, or what."""
DATED: Final = frozenset({Action.ASK_CORRECTION})
"""Those that give a time."""


def record_step(
    access: Access,
    *,
    request: UUID,
    edition: int,
    action: Action,
    words: str = "",
    due_on: date | None = None,
) -> int:
    """Keep the step. Returns the new edition. `Invalid` for missing words or days, `Conflict` as `check_step`.

    A telephone call for a 補正 is kept with what was said and until when. What is made anew begins again, under a new
    key at certificates, once every sheet that was made has been marked spoiled.
    """
    check_may(access, "requests.handle")
    if action not in STEPS:
        raise KeyError(action)
    with recorded(access, REQUEST_ACTED) as note:
        row = lock_request(request)
        check_step(row, action, edition=edition)
        if wrong := _problems(row, action, words, due_on):
            raise Invalid(wrong)
        if action is Action.HOLD:
            row.held_from = row.state
        if action is Action.RESUME:
            row.state, row.held_from = row.held_from, ""
        if action is Action.ASK_CORRECTION:
            row.due_on = due_on
        if action in (Action.CORRECTED, Action.WITHDRAW):
            row.due_on = None
        facts: dict[str, object] = (
            {"due_on": due_on.isoformat()} if due_on and action in DATED else {}
        )
        if action is Action.REMAKE:
            facts = {"issue_key": str(row.issue_key)}
            row.issue_key, row.decided_at, row.decided_by, row.decided_by_name = (
                uuid4(),
                None,
                None,
                "",
            )
        keep_act(access, row, action, words=words, facts=facts)
        describe(note, row, action, words=words)
    if action is Action.REMAKE:
        _drop_unpaid(access, UUID(str(facts["issue_key"])), row.number)
    return row.edition


def _drop_unpaid(access: Access, issue_key: UUID, number: str) -> None:
    """The account of what was spoiled, where nothing was taken for it yet: an act of the cash desk's own."""
    account = standing_of_requests([issue_key])[issue_key]
    if account.account is not None and not account.taken_yen:
        drop_account(access, account=account.account, reason=f"{number}の作り直し")


def _problems(row: Request, action: Action, words: str, due_on: date | None) -> list[Problem]:
    found = []
    if action in WORDED and not words.strip():
        found.append(
            _problem(
                "words", "内容がありません。", f"「{action.label}」は、わけや話した内容を残します。"
            )
        )
    if action in DATED and (due_on is None or due_on < business_today()):
        found.append(_problem("due_on", "期限がありません。", "今日以後の期限を伝えて、残します。"))
    if action is Action.REMAKE and row.issue_key is not None:
        open_sheets = [s for s in sheets_of_requests([row.issue_key]) if not s.spoiled]
        if open_sheets:
            found.append(
                _problem(
                    "words",
                    f"書損じにしていない書類が{len(open_sheets)}通あります。",
                    "前の書類が生きたまま作り直すと、同じ請求の書類が二重になります。",
                )
            )
    if action is Action.RESUME and row.held_from not in set(State):
        found.append(
            _problem("words", "保留の前の状態が分かりません。", "処理の記録を確かめます。")
        )
    return found


def _problem(field: str, what: str, why: str) -> Problem:
    return Problem(f"request.{field}", field, what, why, "確かめて、入力し直してください。")
