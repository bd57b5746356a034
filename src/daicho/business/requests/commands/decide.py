"""Decide (交付・不交付の決定): the table of rights speaks, a clerk decides, and what is decided is made."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from uuid import UUID

from daicho.business.cash.public import FeeLine, charge_account, paid
from daicho.business.certificates.public import (
    Preview,
    issue,
    preview_request,
    sheets_of_requests,
)
from daicho.business.requests.audit_types import REQUEST_ACTED, REQUEST_DECIDED
from daicho.business.requests.commands.steps import (
    check_step,
    copy_request,
    describe,
    keep_act,
    lock_request,
    missing,
)
from daicho.business.requests.domain.states import Action, State
from daicho.business.requests.domain.written import MOVE_OUT
from daicho.business.requests.models import Request, RequestAct
from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.public import check_may
from daicho.kernel.access import Access
from daicho.kernel.clock import business_now
from daicho.kernel.errors import Conflict, Invalid, Problem

NOT_IDENTIFIED = Problem(
    "request.not_identified",
    "documents",
    "本人確認が済んでいません。",
    "だれが来たのかを確かめてから決定します。",
    "本人確認の画面で、書類かカードを確かめてください。",
)
NOT_FOUND = Problem(
    "request.not_found",
    "records",
    "証明する人が特定されていません。",
    "請求書の人を台帳から選んでから決定します。",
    "人の特定の画面で選んでください。",
)
NO_WORDS = Problem(
    "request.refusal_blank",
    "words",
    "不交付の理由がありません。",
    "断る理由と、断った資格の表の行を残します。",
    "理由を入力してください。",
)
SENT_TWICE = "certificates.sent_twice"
OWN_MISTAKE = "own_mistake"
"""The exemption of what is made anew (laws/fee_exemptions.yaml)."""


def preview_of(access: Access, *, request: UUID, confirmed: Collection[str] = ()) -> Preview:
    """The sheets as they would be made, or `Invalid` with every row and rule that refuses. An act of certificates'."""
    row = Request.objects.filter(key=request).first()
    if row is None:
        raise missing()
    if row.form == MOVE_OUT or not row.records:
        raise Invalid([NOT_FOUND])
    row.confirmed = sorted(confirmed)
    return preview_request(access, request=copy_request(row))


def grant(access: Access, *, request: UUID, edition: int, confirmed: Collection[str] = ()) -> int:
    """Decide that the paper is given, and make it: decided first, under the lock, then issued once, then kept so.

    Returns the new edition. `Invalid` with the row of the table that refuses; then nothing is decided.
    """
    check_may(access, "requests.handle")
    preview_of(access, request=request, confirmed=confirmed)
    with recorded(access, REQUEST_DECIDED) as note:
        row = lock_request(request)
        check_step(row, Action.GRANT, edition=edition)
        if wrong := [
            problem
            for problem, missing_it in (
                (NOT_FOUND, not row.records),
                (NOT_IDENTIFIED, not row.identified),
            )
            if missing_it
        ]:
            raise Invalid(wrong)
        _decide(access, row)
        row.confirmed = sorted(confirmed)
        keep_act(access, row, Action.GRANT, facts={"confirmed": row.confirmed})
        describe(note, row, Action.GRANT)
        note.say(requester=row.requester, form=row.form, outcome="交付")
    return make(access, request=request, edition=row.edition)


def make(access: Access, *, request: UUID, edition: int) -> int:
    """Make what was granted. Where it was made before and only this step was lost, it is not made twice."""
    check_may(access, "requests.handle")
    found = Request.objects.filter(key=request).first()
    if found is None:
        raise missing()
    check_step(found, Action.ISSUE, edition=edition)
    try:
        issue(access, request=copy_request(found))
    except Conflict as error:
        if error.reason_code != SENT_TWICE:
            raise
    with recorded(access, REQUEST_ACTED) as note:
        row = lock_request(request)
        check_step(row, Action.ISSUE, edition=edition)
        _charge(access, row)
        keep_act(access, row, Action.ISSUE)
        describe(note, row, Action.ISSUE)
    return row.edition


def _charge(access: Access, row: Request) -> None:
    """The account of what was made (会計); what is made anew after it was paid for is not paid for again."""
    assert row.issue_key is not None
    sheets = [s for s in sheets_of_requests([row.issue_key]) if not s.spoiled]
    acts = RequestAct.objects.filter(request=row, action=Action.REMAKE.value)
    before = [UUID(str(act.facts["issue_key"])) for act in acts]
    again = any(paid(key) for key in before)
    codes = dict.fromkeys(sheet.fee_code for sheet in sheets)
    lines = [
        FeeLine(
            code,
            sum(1 for s in sheets if s.fee_code == code),
            exemption=OWN_MISTAKE if again else "",
            ground=f"{row.number}の作り直し" if again else "",
            issues=tuple(s.key for s in sheets if s.fee_code == code),
        )
        for code in codes
    ]
    charge_account(access, request_key=row.issue_key, lines=lines)


def refuse(
    access: Access, *, request: UUID, edition: int, words: str, rows: Sequence[Problem] = ()
) -> int:
    """Decide that the paper is not given; `rows` are the refusals of the table as they were shown."""
    check_may(access, "requests.handle")
    with recorded(access, REQUEST_DECIDED) as note:
        row = lock_request(request)
        check_step(row, Action.REFUSE, edition=edition)
        told = " ".join(p.what + p.why for p in rows)
        if not (told or words.strip()):
            raise Invalid([NO_WORDS])
        _decide(access, row)
        row.refusal = "\n".join(filter(None, (told, words.strip())))
        codes = [p.code for p in rows]
        keep_act(access, row, Action.REFUSE, words=words, facts={"rows": codes})
        describe(note, row, Action.REFUSE, words=words)
        note.say(requester=row.requester, form=row.form, outcome="不交付", rows=codes)
    return row.edition


def refusals_of(access: Access, *, request: UUID) -> tuple[Problem, ...]:
    """What the table and the register say against a request now; empty when nothing does."""
    row = Request.objects.filter(key=request).first()
    if row is None:
        raise missing()
    if State(row.state) is not State.RECEIVED or not row.records or row.form == MOVE_OUT:
        return ()
    try:
        preview_of(access, request=request)
    except Invalid as error:
        return tuple(p for p in error.problems if p.is_error)
    return ()


def _decide(access: Access, row: Request) -> None:
    row.decided_at = business_now()
    row.decided_by = access.staff_key
    row.decided_by_name = access.name
