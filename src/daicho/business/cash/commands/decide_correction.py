"""Decide on a correction (承認・不承認・取下げ): whoever approves is not whoever asked."""

from __future__ import annotations

from uuid import UUID

from daicho.business.cash.audit_types import CORRECTION_DECIDED
from daicho.business.cash.commands.drop_account import reason_missing
from daicho.business.cash.domain.states import (
    CORRECTING,
    CORRECTION,
    CorrectionAction,
    CorrectionState,
)
from daicho.business.cash.models import Correction
from daicho.foundation.audit.public import Note, recorded
from daicho.foundation.staff.public import check_may
from daicho.kernel.access import Access
from daicho.kernel.clock import business_now
from daicho.kernel.errors import Invalid, Refused


def decide_correction(
    access: Access, *, correction: UUID, edition: int, approve: bool, words: str = ""
) -> int:
    """Approve or decline. Returns the new edition. `Refused` for whoever asked; `Invalid` to decline without words."""
    check_may(access, "cash.approve")
    action = CorrectionAction.APPROVE if approve else CorrectionAction.DECLINE
    with recorded(access, CORRECTION_DECIDED) as note:
        row = lock_correction(correction)
        check_correction(row, action, edition=edition)
        if row.asked_by == access.staff_key:
            raise Refused(
                "自分が申し出た訂正を、自分で承認することはできません。",
                why="還付と追徴は、ほかの人の承認を受けます。",
                remedy="ほかの決裁者に依頼してください。",
                code="cash.own_correction",
            )
        if not approve and not words.strip():
            raise Invalid([reason_missing()])
        row.decided_at, row.decided_by = business_now(), access.staff_key
        row.decided_by_name, row.decided_words = access.name, words.strip()
        move(row, action)
        _say(note, row, words)
    return row.edition


def withdraw_correction(access: Access, *, correction: UUID, edition: int, reason: str) -> int:
    """Take the wish back before anything moved. Returns the new edition."""
    check_may(access, "cash.correct")
    with recorded(access, CORRECTION_DECIDED) as note:
        row = lock_correction(correction)
        check_correction(row, CorrectionAction.WITHDRAW, edition=edition)
        if not reason.strip():
            raise Invalid([reason_missing()])
        move(row, CorrectionAction.WITHDRAW)
        _say(note, row, reason)
    return row.edition


def lock_correction(correction: UUID) -> Correction:
    """The correction, locked until the transaction ends."""
    row = (
        Correction.objects.select_for_update(of=("self",))
        .select_related("account", "payment")
        .filter(key=correction)
        .first()
    )
    if row is None:
        raise CORRECTING.missing()
    return row


def check_correction(row: Correction, action: CorrectionAction, *, edition: int) -> None:
    """Whether it stands where this may be done, and on the page that was looked at."""
    state = CorrectionState(row.state)
    stands = state in CORRECTION[action].before
    CORRECTING.check_standing(stands, state=state.label, action=action.label)
    CORRECTING.check_page(edition, edition=row.edition)


def move(row: Correction, action: CorrectionAction) -> None:
    """To the state that the table says, and saved."""
    row.state = CORRECTION[action].after.value
    row.edition += 1
    row.save(
        update_fields=[
            "state",
            "edition",
            "decided_at",
            "decided_by",
            "decided_by_name",
            "decided_words",
        ]
    )


def _say(note: Note, row: Correction, words: str) -> None:
    note.say(
        account=row.account.number,
        number=row.number,
        state=row.state,
        yen=row.difference_yen,
        reason=words.strip(),
    )
