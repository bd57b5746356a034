"""Spoil a copy (書損じ): it was not handed over; the number stays used, and the reason is kept."""

from __future__ import annotations

from uuid import UUID

from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.public import check_may
from daicho.gateways.wide_area.audit_types import COPY_SPOILED
from daicho.gateways.wide_area.models import WideAreaCopy
from daicho.kernel.access import Access
from daicho.kernel.clock import business_now
from daicho.kernel.errors import Conflict, Invalid, Missing, Problem


def spoil_copy(access: Access, *, copy: UUID, reason: str) -> None:
    """Mark a copy. `Invalid` without a reason, `Conflict` when it is spoiled already."""
    check_may(access, "wide_area.issue")
    with recorded(access, COPY_SPOILED) as note:
        row = WideAreaCopy.objects.select_for_update().filter(key=copy).first()
        if row is None:
            raise Missing(
                "この発行記録はありません。", remedy="発行記録の一覧から選び直してください。"
            )
        if not reason.strip():
            raise Invalid(
                [
                    Problem(
                        "wide_area.reason",
                        "reason",
                        "書損じの理由がありません。",
                        "渡さなかった写しは、理由とともに残します。",
                        "理由を入力してください。",
                    )
                ]
            )
        if row.spoiled_at is not None:
            raise Conflict(
                "この写しは、もう書損じにしてあります。",
                remedy="発行記録を開き直してください。",
                code="wide_area.spoiled",
            )
        row.spoiled_at, row.spoiled_by = business_now(), access.staff_key
        row.spoiled_reason = reason.strip()
        row.save(update_fields=["spoiled_at", "spoiled_by", "spoiled_reason"])
        note.say(number=row.number, reason=row.spoiled_reason)
