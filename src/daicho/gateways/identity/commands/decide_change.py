"""Decide on another number (個人番号の変更の決定, 番号法7条2項): by another person than who entered the request.

Approved, the nation is asked; the number comes later by `number.assigned`, and is recorded by the 異動 that the request has
named. Turned down, nothing leaves the house.
"""

from __future__ import annotations

from typing import Final
from uuid import UUID

from daicho.foundation.audit.public import recorded
from daicho.foundation.lines.public import Outgoing, own_node, queue
from daicho.foundation.staff.public import check_may
from daicho.gateways.identity.audit_types import CHANGE_DECIDED
from daicho.gateways.identity.domain.change import LABELS, Reason
from daicho.gateways.identity.models import NumberChange
from daicho.gateways.identity.selectors.people import check_numbers, undisclosed
from daicho.kernel.access import Access
from daicho.kernel.clock import business_now, business_today
from daicho.kernel.errors import Conflict, Invalid, Problem
from daicho.kernel.matters import Matter
from daicho.registers.residents.domain.particulars import Status
from daicho.registers.residents.domain.segments import Holding
from daicho.registers.residents.public import records_on

CHANGE: Final = Matter("個人番号の変更の要求", "ホームの「決定を待つ要求」", "identity.change")


def decide_change(access: Access, *, change: UUID, approved: bool, words: str = "") -> None:
    """Take the decision; `words` say why it is turned down.

    `Refused` for who entered the request; `Conflict` when somebody was faster or the person is no resident any more.
    """
    check_may(access, "identity.change_decide")
    with recorded(access, CHANGE_DECIDED) as note:
        row = NumberChange.objects.select_for_update().filter(key=change).first()
        if row is None:
            raise CHANGE.missing()
        CHANGE.check_standing(row.state == "asked", state=LABELS[row.state], action="決定")
        CHANGE.check_other(row.asked_by == access.staff_key, begun="要求を入力した", action="決定")
        if approved:
            _ask_the_nation(access, row)
        elif not words.strip():
            raise Invalid([_no_words()])
        now = business_now()
        row.state = "waiting" if approved else "declined"
        row.decided_at, row.decided_by, row.decided_by_name = now, access.staff_key, access.name
        row.decision_words = words.strip()
        row.settled_at = None if approved else now
        row.save(
            update_fields=[
                "state",
                "decided_at",
                "decided_by",
                "decided_by_name",
                "decision_words",
                "settled_at",
            ]
        )
        note.about(row.person)
        note.say(reason=Reason(row.reason).label, state=LABELS[row.state])


def _ask_the_nation(access: Access, row: NumberChange) -> None:
    """Queue the request of the numbers as they are now."""
    held = _resident(row.person)
    if problems := undisclosed(access, held):
        raise Invalid(problems)
    numbers = check_numbers(held)
    queue(
        Outgoing(
            kind="number.request",
            receiver=own_node("municipal_cs"),
            body={
                "code": numbers.code,
                "reason": row.reason,
                "former_number": numbers.individual,
            },
            thread=row.thread,
            matter=str(row.case),
        )
    )


def _resident(person: UUID) -> Holding:
    held = records_on([person], business_today())
    found = next((each for each in held if each.status is Status.PRESENT), None)
    if found is None:
        raise Conflict(
            "この人は、今の住民ではありません。",
            why="要求を入力した後に、住民票が消除されました。",
            remedy="「要求しない」で終えてください。",
            code="identity.change_removed",
        )
    return found


def _no_words() -> Problem:
    return Problem(
        "identity.change_words",
        "words",
        "要求しない理由がありません。",
        "請求した人に説明できるよう、理由を残します。",
        "理由を入力してください。",
    )
