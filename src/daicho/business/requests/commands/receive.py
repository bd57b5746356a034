"""Receive (受付): what stands on the paper is kept under a number; whether it may be granted is asked afterwards."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from daicho.business.requests.audit_types import REQUEST_RECEIVED
from daicho.business.requests.commands.steps import (
    choices_on,
    describe,
    is_identified,
    keep_act,
    next_number,
)
from daicho.business.requests.domain.states import Action, State
from daicho.business.requests.domain.written import Written, trimmed, written_problems
from daicho.business.requests.models import Request
from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.public import check_may
from daicho.kernel.access import Access
from daicho.kernel.clock import business_now, business_today
from daicho.kernel.errors import Conflict, Invalid


def receive(access: Access, *, request: UUID, written: Written) -> str:
    """Take a request in under the key that the form was given. Returns its 受付番号.

    `Invalid` with everything that the paper must say and does not; `Conflict` for a form sent twice.
    """
    check_may(access, "requests.receive")
    with recorded(access, REQUEST_RECEIVED) as note:
        today = business_today()
        if wrong := written_problems(written, choices_on(today)):
            raise Invalid(wrong)
        if Request.objects.filter(key=request).exists():
            raise Conflict(
                "この請求は、既に受け付けています。",
                why="同じ画面が二度送られました。二重には受け付けていません。",
                remedy="受付一覧から開いてください。",
                code="request.sent_twice",
            )
        columns: dict[str, Any] = trimmed(written)  # Any: columns by name
        row = Request(
            key=request,
            number=next_number("requests_request_seq", "請", today),
            state=State.RECEIVED.value,
            received_on=today,
            received_at=business_now(),
            received_by=access.staff_key,
            received_by_name=access.name,
            office=access.office,
            issue_key=uuid4(),
            changed_at=business_now(),
            **columns,
        )
        row.identified = is_identified(row, today)
        row.save(force_insert=True)
        keep_act(access, row, Action.RECEIVE)
        describe(note, row, Action.RECEIVE)
        note.say(requester=row.requester, form=row.form)
    return row.number
