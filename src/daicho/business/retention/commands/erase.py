"""Erase (廃棄の実行): an approved plan, piece by piece, each with its entry on the trail and its line in the receipts.

A piece is one transaction: rows, what the plan says of them, and the entry. The line outside the database follows; what a
crash kept from being written is written when the plan is taken up again, and at its end.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Final

from django.conf import settings
from django.db import connection

from daicho.business.retention.audit_types import ERASED, PLAN_ENDED
from daicho.business.retention.commands.steps import describe, lock_plan
from daicho.business.retention.domain.states import State
from daicho.business.retention.models import Plan, PlanFile, PlanItem
from daicho.business.retention.receipts import Receipts, piece_of
from daicho.foundation.audit.public import recorded
from daicho.foundation.jobs.public import JobRun
from daicho.kernel.access import Access
from daicho.kernel.clock import business_now
from daicho.kernel.errors import Conflict

PIECE: Final = 1000
METHOD: Final = "データベースからの消去（領域は再利用で上書き）"


@dataclass(frozen=True, slots=True)
class Gone:
    """One matter that was erased."""

    item: str
    number: str
    ended_on: date


def erase_plan(run: JobRun, *, plan: Plan, piece: int = PIECE) -> None:
    """Carry an approved plan out to its end, or until somebody stops it; `Conflict` for one that is not approved."""
    if plan.state == State.DONE.value:
        run.say(f"{plan.number} は、既に終わっています。")
        return
    if plan.state != State.APPROVED.value:
        raise Conflict(
            "承認されていない計画は実行できません。",
            why=f"この計画は今「{State(plan.state).label}」です。",
            code="retention.not_approved",
        )
    receipts = Receipts(settings.HOME, plan)
    receipts.settle()
    files = list(PlanFile.objects.filter(plan=plan).order_by("id"))
    wanted = sum(file.due for file in files)
    for file in files:
        while _waiting(plan, file):
            if run.stopped:
                run.say(
                    f"{_made(plan)}件を廃棄したところで止めました。計画の画面から続けられます。"
                )
                return
            erase_piece(run.access, plan=plan, file=file, receipts=receipts, most=piece)
            run.progress(_made(plan), wanted)
    receipts.settle()
    _end(run.access, plan)
    for file in files:
        run.say(_sentence(plan, file))


def erase_piece(
    access: Access, *, plan: Plan, file: PlanFile, receipts: Receipts, most: int
) -> int:
    """One piece of one file through the door; returns how many went. One entry with their count and digest."""
    at = business_now()
    with recorded(access, ERASED) as note:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT * FROM retention_erase(%s, %s, %s, %s)", [plan.key, file.file, most, at]
            )
            gone = [Gone(*row) for row in cursor.fetchall()]
        note.count = len(gone)
        note.digest = sha256("\n".join(sorted(g.item for g in gone)).encode()).hexdigest()
        note.say(
            number=plan.number,
            file=file.file,
            title=file.title,
            before=file.before.isoformat(),
            method=METHOD,
        )
    if gone:
        receipts.write(
            piece_of(
                plan,
                file,
                items=[g.item for g in gone],
                numbers=[g.number for g in gone],
                ended_on=[g.ended_on for g in gone],
                at=at,
            )
        )
    return len(gone)


def _waiting(plan: Plan, file: PlanFile) -> bool:
    return PlanItem.objects.filter(
        plan=plan, file=file.file, kept_for="", erased_at__isnull=True
    ).exists()


def _made(plan: Plan) -> int:
    return PlanItem.objects.filter(plan=plan, erased_at__isnull=False).count()


def _end(access: Access, plan: Plan) -> None:
    with recorded(access, PLAN_ENDED) as note:
        row = lock_plan(plan.key)
        if row.state == State.APPROVED.value:
            row.state = State.DONE.value
            row.edition += 1
            row.ended_at = business_now()
            row.ended_by_name = access.name
            row.save(update_fields=["state", "edition", "ended_at", "ended_by_name"])
        describe(note, row)


def _sentence(plan: Plan, file: PlanFile) -> str:
    made = PlanItem.objects.filter(plan=plan, file=file.file, erased_at__isnull=False).count()
    later = file.due - made
    kept = f"、試算の後に残すことになったもの{later}件" if later else ""
    return f"{file.title}: {made}件を廃棄{kept}、はじめから残したもの{file.kept_back}件"
