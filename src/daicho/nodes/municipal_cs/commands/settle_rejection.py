"""Settle a rejection (異常の処理): what was found and done about an update that was not taken in."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.public import check_may
from daicho.kernel.access import Access
from daicho.kernel.clock import business_now
from daicho.kernel.errors import Invalid, Problem
from daicho.kernel.matters import Matter
from daicho.nodes.municipal_cs.audit_types import REJECTION_SETTLED
from daicho.nodes.municipal_cs.models import Rejection

REJECTION: Final = Matter("異常", "異常一覧", "rejection")


def settle_rejection(access: Access, *, rejection: UUID, words: str) -> None:
    """Close it; `Invalid` without words, `Conflict` when somebody was faster."""
    check_may(access, "rejections.settle")
    with recorded(access, REJECTION_SETTLED) as note:
        row = Rejection.objects.select_for_update().filter(key=rejection).first()
        if row is None:
            raise REJECTION.missing()
        if row.settled_at is not None:
            raise REJECTION.settled()
        if not words.strip():
            raise Invalid(
                [
                    Problem(
                        "rejection.words",
                        "words",
                        "処理の内容がありません。",
                        "どう確かめ、どう処理したかを残します。",
                        "内容を入力してください。",
                    )
                ]
            )
        row.settled_at, row.settled_by = business_now(), access.staff_key
        row.settled_name, row.settled_words = access.name, words.strip()
        row.save(update_fields=["settled_at", "settled_by", "settled_name", "settled_words"])
        if row.identity:
            note.about(row.identity)
        note.say(words=words.strip())
