"""Begin the move-out (郵送転出, 住基法24条): the draft of a 転出 that was notified by post, made once."""

from __future__ import annotations

from typing import Final
from uuid import UUID, uuid4

from daicho.business.movements.public import open_draft
from daicho.business.requests.audit_types import MOVE_OUT_OPENED
from daicho.business.requests.commands.steps import check_step, describe, keep_act, lock_request
from daicho.business.requests.domain.states import Action, State
from daicho.business.requests.domain.written import MOVE_OUT
from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.public import check_may
from daicho.kernel.access import Access, Purpose
from daicho.kernel.errors import Conflict, Invalid, Problem
from daicho.kernel.wareki import format_wareki_short

ALREADY: Final = "case.sent_twice"
RELATIONS: Final = frozenset({"self", "household", "legal_agent", "agent", "messenger"})
"""Requesters who are notifiers of the same name in a 転出届."""
NOT_MOVE_OUT: Final = Problem(
    "request.not_move_out",
    "form",
    "転出届ではありません。",
    "郵送の転出届として受け付けたものから、転出の入力を開きます。",
    "請求の内容を確かめてください。",
)


def begin_move_out(access: Access, *, request: UUID, edition: int) -> UUID:
    """The case of the 転出, filled in from the paper; the same case however often it is asked for.

    Two acts, two entries: what the request says, and the saving of the draft. The 届出日 is the day on which it came.
    """
    acting = access.serving(Purpose.MOVEMENT)
    check_may(access, "requests.handle")
    check_may(acting, "movements.draft")
    with recorded(access, MOVE_OUT_OPENED) as note:
        row = lock_request(request)
        if State(row.state) is not State.DRAFTED:
            check_step(row, Action.MOVE_OUT, edition=edition)
            if row.form != MOVE_OUT or not row.persons:
                raise Invalid([NOT_MOVE_OUT])
            row.case = uuid4()
            keep_act(access, row, Action.MOVE_OUT)
        describe(note, row, Action.MOVE_OUT)
        assert row.case is not None
        case = row.case
        document = row.documents[0] if row.documents else ""
        payload = {
            "notified_on": format_wareki_short(row.received_on),
            "basis": "届出",
            "channel": "post",
            "notifier": row.requester_name,
            "notifier_relation": row.requester if row.requester in RELATIONS else "",
            "identity_document": document,
            **{f"selected.{person}": "on" for person in row.persons},
        }
    try:
        open_draft(acting, kind=MOVE_OUT, payload=payload, case=case)
    except Conflict as error:
        if error.reason_code != ALREADY:
            raise
    return case
