"""Decide on an extraction (抽出の承認): a second person reads what is asked, for what and on what ground; then a job runs it."""

from __future__ import annotations

from uuid import UUID

from daicho.business.extraction.audit_types import DECIDED
from daicho.business.extraction.commands.steps import check_standing, describe, lock_order
from daicho.business.extraction.domain.orders import State
from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.public import check_may
from daicho.kernel.access import Access
from daicho.kernel.clock import business_now
from daicho.kernel.errors import Invalid, Problem, Refused


def decide_order(
    access: Access, *, order: UUID, edition: int, approved: bool, words: str = ""
) -> None:
    """Approve the order, or refuse it with the reason; never by whoever asked for it."""
    with recorded(access, DECIDED) as note:
        check_may(access, "extraction.approve")
        row = lock_order(order)
        describe(note, row)
        check_standing(row, State.ASKED, edition=edition)
        if row.asked_by == access.staff_key:
            raise Refused(
                "自分が依頼した抽出は、承認できません。",
                why="別の職員が目的と根拠を確かめて承認します。",
                remedy="決裁の職務にある別の職員に依頼してください。",
                code="extraction.own",
            )
        if not approved and not words.strip():
            raise Invalid(
                [
                    Problem(
                        "extraction.words",
                        "words",
                        "承認しない理由がありません。",
                        "依頼した職員に理由を伝えます。",
                        "理由を入力してください。",
                    )
                ]
            )
        row.state = (State.APPROVED if approved else State.REFUSED).value
        row.edition += 1
        row.decided_at = business_now()
        row.decided_by = access.staff_key
        row.decided_by_name = access.name
        row.decided_words = words.strip()
        row.save(update_fields=_WRITTEN)
        note.say(state=row.state, words=words.strip())


_WRITTEN = ["state", "edition", "decided_at", "decided_by", "decided_by_name", "decided_words"]
