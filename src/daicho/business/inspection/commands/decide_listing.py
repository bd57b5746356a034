"""Decide on a list (一覧・名簿の承認): a second person, where no law asks for the list itself (practice.md §1, 21)."""

from __future__ import annotations

from uuid import UUID

from daicho.business.inspection.audit_types import LISTING_DECIDED
from daicho.business.inspection.commands.listing_steps import (
    check_standing,
    describe,
    lock_listing,
)
from daicho.business.inspection.domain.listings import State
from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.public import check_may
from daicho.kernel.access import Access
from daicho.kernel.clock import business_now
from daicho.kernel.errors import Invalid, Problem, Refused


def decide_listing(
    access: Access, *, listing: UUID, edition: int, approved: bool, words: str = ""
) -> None:
    """Approve the list, or refuse it with the reason; never by whoever asked for it."""
    check_may(access, "rosters.approve")
    with recorded(access, LISTING_DECIDED) as note:
        row, _ = lock_listing(listing)
        check_standing(row, State.ASKED, edition=edition)
        if row.asked_by == access.staff_key:
            raise Refused(
                "自分が求めた一覧は、承認できません。",
                why="別の職員が目的と根拠を確かめて承認します。",
                remedy="決裁の職務にある別の職員に依頼してください。",
                code="rosters.own",
            )
        if not approved and not words.strip():
            raise Invalid(
                [
                    Problem(
                        "rosters.words",
                        "words",
                        "承認しない理由がありません。",
                        "求めた職員に理由を伝えます。",
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
        row.save()
        describe(note, row)
        note.say(words="承認" if approved else f"不承認: {words.strip()}")
