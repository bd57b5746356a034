"""Spoil (書損じ): a sheet that was not handed over is marked, with the reason; it stays in the history."""

from __future__ import annotations

from uuid import UUID

from daicho.business.certificates.audit_types import SPOILED
from daicho.business.certificates.models import Issue
from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.public import check_may
from daicho.kernel.access import Access
from daicho.kernel.clock import business_now
from daicho.kernel.errors import Conflict, Invalid, Missing, Problem


def spoil(access: Access, *, issue: UUID, reason: str) -> None:
    """Mark an issue as spoiled, once; `Invalid` without a reason, `Conflict` when it already is."""
    check_may(access, "certificates.spoil")
    with recorded(access, SPOILED) as note:
        row = Issue.objects.filter(key=issue).first()
        if row is None:
            raise Missing("この交付はありません。", remedy="交付履歴から選び直してください。")
        note.about(*row.persons)
        if not reason.strip():
            raise Invalid(
                [
                    Problem(
                        "reason_blank",
                        "reason",
                        "書損じの理由がありません。",
                        remedy="理由を入力してください。",
                    )
                ]
            )
        changed = Issue.objects.filter(key=issue, spoiled_at__isnull=True).update(
            spoiled_at=business_now(), spoiled_by=access.staff_key, spoiled_reason=reason.strip()
        )
        if not changed:
            raise Conflict(
                "この証明書は既に書損じとして処理されています。",
                remedy="交付履歴を開き直してください。",
                code="certificates.spoiled_already",
            )
        note.say(form=row.kind, numbers=[row.number], reason=reason.strip())
