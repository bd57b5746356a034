"""Settle a target (突合できない更新対象者の処理): what became of a line that the register could not answer."""

from __future__ import annotations

from uuid import UUID

from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.public import check_may
from daicho.gateways.dispatch.audit_types import TARGET_SETTLED
from daicho.gateways.dispatch.models import UnmatchedTarget
from daicho.kernel.access import Access
from daicho.kernel.clock import business_now
from daicho.kernel.errors import Conflict, Invalid, Problem


def settle_target(access: Access, *, target: UUID, words: str) -> None:
    """Close one line with what was done. `Conflict` when somebody else was faster."""
    check_may(access, "dispatch.act")
    with recorded(access, TARGET_SETTLED) as note:
        row = UnmatchedTarget.objects.select_for_update().filter(key=target).first()
        if row is None or row.settled_at is not None:
            raise Conflict(
                "この行は、既に処理されています。",
                why="ほかの人が先に処理しました。",
                remedy="一覧を開き直してください。",
                code="dispatch.target_settled",
            )
        if not words.strip():
            raise Invalid(
                [
                    Problem(
                        "dispatch.words",
                        "words",
                        "処理の内容がありません。",
                        "どう確かめたかを残します。",
                        "処理の内容を入力してください。",
                    )
                ]
            )
        row.settled_at, row.words = business_now(), words.strip()
        row.settled_by, row.settled_by_name = access.staff_key, access.name
        row.save(update_fields=["settled_at", "settled_by", "settled_by_name", "words"])
        note.say(list=row.list_number, place=row.place, words=row.words)
