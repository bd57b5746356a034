"""Settle a mismatch (食い違いの処理): what became of an address that differs, in words."""

from __future__ import annotations

from uuid import UUID

from daicho.business.surveys.audit_types import MISMATCH_SETTLED
from daicho.business.surveys.models import Mismatch
from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.public import check_may
from daicho.kernel.access import Access
from daicho.kernel.clock import business_now
from daicho.kernel.errors import Conflict, Invalid, Missing, Problem


def settle_mismatch(access: Access, *, mismatch: UUID, words: str) -> None:
    """Close it; `Invalid` without words, `Conflict` when somebody was faster."""
    check_may(access, "surveys.compare")
    with recorded(access, MISMATCH_SETTLED) as note:
        row = Mismatch.objects.select_for_update().filter(key=mismatch).first()
        if row is None:
            raise Missing("この食い違いはありません。", remedy="一覧から選び直してください。")
        if row.settled_at is not None:
            raise Conflict(
                "この食い違いは、既に処理されています。",
                why="ほかの人が先に処理しました。",
                remedy="食い違いの一覧を開き直してください。",
                code="survey.mismatch_settled",
            )
        if not words.strip():
            raise Invalid(
                [
                    Problem(
                        "words_blank",
                        "words",
                        "処理の内容がありません。",
                        "どう確かめ、どう処理したかを残します。",
                        "内容を入力してください。",
                    )
                ]
            )
        row.settled_at, row.settled_by = business_now(), access.staff_key
        row.settled_words = words.strip()
        row.save(update_fields=["settled_at", "settled_by", "settled_words"])
        if row.person:
            note.about(row.person)
        note.say(words=words.strip())
