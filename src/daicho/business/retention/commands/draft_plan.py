"""Draft a plan (廃棄の試算): what is over today, by file, and who is kept back; nothing is erased by it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from hashlib import sha256
from uuid import UUID

from django.db import connection

from daicho.business.retention import ports
from daicho.business.retention.audit_types import PLAN_DRAFTED
from daicho.business.retention.commands.steps import describe, disposable, next_number
from daicho.business.retention.domain.policies import Policy
from daicho.business.retention.domain.states import State
from daicho.business.retention.models import Plan, PlanFile
from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.public import check_may
from daicho.kernel.access import Access
from daicho.kernel.clock import business_now, business_today
from daicho.kernel.errors import Conflict, Invalid, Problem

NAME = """
INSERT INTO retention_planitem (plan_id, file, item, number, ended_on, kept_for)
SELECT %s, %s, d.item, d.number, d.ended_on, d.kept_for FROM retention_due(%s, %s) d ORDER BY d.ended_on, d.item
"""
COUNT = """
SELECT count(*) FILTER (WHERE kept_for = ''), count(*) FILTER (WHERE kept_for <> ''),
    encode(sha256(convert_to(coalesce(string_agg(item, E'\\n' ORDER BY item) FILTER (WHERE kept_for = ''), ''), 'UTF8')), 'hex')
FROM retention_planitem WHERE plan_id = %s AND file = %s
"""


def draft_plan(access: Access, *, plan: UUID, files: Sequence[str], words: str = "") -> UUID:
    """Count and name what is over today; returns the plan's key, the same for a form that was sent twice.

    `Invalid` when no file was chosen, or when nothing of them is over. One transaction, set-based: memory stays flat.
    """
    with recorded(access, PLAN_DRAFTED) as note:
        check_may(access, "retention.plan")
        known = Plan.objects.filter(key=plan).first()
        if known is not None:
            if known.drafted_by != access.staff_key:
                raise Conflict("この計画は、別の人が作ったものです。", code="retention.key_taken")
            describe(note, known)
            return plan
        today = business_today()
        chosen = _chosen(files, today)
        row = Plan.objects.create(
            key=plan,
            number=next_number(today),
            state=State.DRAFTED.value,
            as_of=today,
            words=words.strip(),
            office=access.office,
            drafted_at=business_now(),
            drafted_by=access.staff_key,
            drafted_by_name=access.name,
        )
        drafted = [_name(row, policy, today) for policy in chosen]
        if not any(file.due for file in drafted):
            raise _nothing_due(sum(file.kept_back for file in drafted))
        row.digest = sha256("".join(f"{f.file} {f.digest}\n" for f in drafted).encode()).hexdigest()
        row.save(update_fields=["digest"])
        describe(note, row)
    return plan


def _chosen(files: Sequence[str], today: date) -> list[Policy]:
    offered = {policy.code: policy for policy in disposable(today)}
    unknown = [code for code in files if code not in offered]
    if not files or unknown:
        raise Invalid(
            [
                Problem(
                    code="retention.files",
                    field="files",
                    what="廃棄する文書の種類が選ばれていません。",
                    why="計画は、選んだ種類のうち保存期間を過ぎたものだけを扱います。",
                    remedy="一覧から一つ以上選んでください。",
                )
            ]
        )
    return [offered[code] for code in ports.files if code in set(files)]


def _name(row: Plan, policy: Policy, today: date) -> PlanFile:
    before = policy.kept_from(today)
    file = PlanFile.objects.create(
        plan=row,
        file=policy.code,
        title=policy.title,
        period=policy.period,
        source=policy.source,
        before=before,
    )
    with connection.cursor() as cursor:
        cursor.execute(NAME, [row.key, policy.code, policy.code, before])
        cursor.execute(COUNT, [row.key, policy.code])
        file.due, file.kept_back, file.digest = cursor.fetchone()
    file.save(update_fields=["due", "kept_back", "digest"])
    return file


def _nothing_due(kept_back: int) -> Invalid:
    kept = f"保存期間を過ぎていても残すものが{kept_back}件あります。" if kept_back else ""
    return Invalid(
        [
            Problem(
                code="retention.nothing_due",
                field="files",
                what="廃棄できるものはありません。",
                why=f"選んだ種類に、今日までに保存期間を過ぎて廃棄できるものがありません。{kept}",
                remedy="見込みの一覧で、いつ満了するかを確かめてください。",
            )
        ]
    )
