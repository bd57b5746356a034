"""End a suppression (抑止の解除): only an act ends it, never the passing of its last day (STD-3.1)."""

from __future__ import annotations

from uuid import UUID

from daicho.foundation.audit.public import recorded
from daicho.foundation.outbox.public import emit
from daicho.foundation.staff.public import check_may
from daicho.kernel.access import Access
from daicho.kernel.characters import TextKind, check_text
from daicho.kernel.clock import business_now, business_today
from daicho.kernel.errors import Conflict, Invalid, Missing, Problem
from daicho.registers.protection import ports
from daicho.registers.protection.audit_types import SUPPRESSION_ENDED
from daicho.registers.protection.commands.set_suppression import REASON_LIMIT, told
from daicho.registers.protection.events import SuppressionEnded
from daicho.registers.protection.models import Suppression


def end_suppression(access: Access, *, suppression: UUID, reason: str) -> None:
    """End it for good; `Invalid` without a reason, `Conflict` when somebody has ended it before."""
    check_may(access, "suppression.end")
    with recorded(access, SUPPRESSION_ENDED) as note:
        row = suppression_of(suppression)
        people = people_of(row)
        note.about(*people)
        if not reason.strip():
            raise Invalid(
                [
                    Problem(
                        "protection.reason_blank",
                        "reason",
                        "解除の理由がありません。",
                        remedy="理由を入力してください。",
                    )
                ]
            )
        words = check_text(reason, field="reason", limit=REASON_LIMIT, kind=TextKind.NOTE)
        changed = Suppression.objects.filter(key=suppression, ended_at__isnull=True).update(
            ended_at=business_now(),
            ended_by=access.staff_key,
            ended_by_name=access.name,
            end_reason=words,
        )
        if not changed:
            raise Conflict(
                "この抑止は既に解除されています。",
                why="ほかの職員が先に解除したか、同じ画面が二度送られました。",
                remedy="今の内容を開いて確かめてください。",
                code="protection.ended_already",
            )
        levels = {p.value: level.value for p, level in row.levels.items()}
        emit(SuppressionEnded(subjects=people, suppression=str(row.key), levels=levels))
        note.say(unit="世帯" if row.household else "個人", levels=told(row), reason=words)


def suppression_of(key: UUID) -> Suppression:
    """One suppression; `Missing` when there is none."""
    row = Suppression.objects.filter(key=key).first()
    if row is None:
        raise Missing(
            "この抑止はありません。",
            remedy="一覧から選び直してください。",
            code="protection.suppression_missing",
        )
    return row


def people_of(row: Suppression) -> tuple[UUID, ...]:
    """Whom a suppression reaches today."""
    if row.person:
        return (row.person,)
    return ports.people_of_households([row.household], business_today()).get(row.household, ())
