"""Corrections (誤徴収の訂正の一覧・照会): what was wrong, what is right, who asked and who approved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.core.paginator import Page, Paginator

from daicho.business.cash.audit_types import LEDGER_READ
from daicho.business.cash.domain.fees import Charged
from daicho.business.cash.domain.postings import Kind
from daicho.business.cash.domain.states import PENDING, CorrectionState
from daicho.business.cash.models import Correction, Entry
from daicho.business.cash.selectors.standing import lines_before, right_lines
from daicho.business.cash.selectors.till import EntryRow, entry_row, receipts_of
from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.public import check_may
from daicho.kernel.access import Access

PER_PAGE: Final = 50


@dataclass(frozen=True, slots=True)
class CorrectionLineView:
    """A line as it is charged and as it should have been."""

    wrong: Charged
    right: Charged


@dataclass(frozen=True, slots=True)
class CorrectionView:
    """One correction as its screen shows it."""

    key: UUID
    number: str
    edition: int
    state: CorrectionState
    account: UUID
    account_number: str
    payment: EntryRow
    lines: tuple[CorrectionLineView, ...]
    difference_yen: int
    reason: str
    asked_by: str
    asked_at: datetime
    decided_by: str
    decided_at: datetime | None
    decided_words: str
    done: EntryRow | None

    @property
    def pending(self) -> bool:
        return self.state in PENDING

    @property
    def outcome(self) -> str:
        """還付 or 追徴, in words."""
        if not self.difference_yen:
            return "額は変わらない"
        return "還付" if self.difference_yen < 0 else "追徴"


def list_corrections(access: Access, *, state: str = "", page: int = 1) -> Page[Correction]:
    """The corrections of the office, those under way when no state is named; one entry on the trail."""
    check_may(access, "cash.view")
    with recorded(access, LEDGER_READ) as note:
        rows = Correction.objects.filter(office=access.office).select_related("account")
        wanted = [state] if state else [each.value for each in PENDING]
        found = Paginator(rows.filter(state__in=wanted).order_by("-asked_at"), PER_PAGE).get_page(
            page
        )
        note.say(state=state, office=access.office, count=found.paginator.count)
        return found


def view_correction(access: Access, *, correction: UUID) -> CorrectionView | None:
    """One correction; None when there is none. One entry on the trail."""
    check_may(access, "cash.view")
    with recorded(access, LEDGER_READ) as note:
        row = Correction.objects.filter(key=correction).select_related("account", "payment").first()
        if row is None:
            return None
        note.say(number=row.number, account=row.account.number, state=row.state)
        entries = Entry.objects.filter(correction=row.key, kind=Kind.CORRECTION)
        done, receipts = entries.first(), receipts_of(entries)
        before = lines_before(row)
        return CorrectionView(
            key=row.key,
            number=row.number,
            edition=row.edition,
            state=CorrectionState(row.state),
            account=row.account_id,
            account_number=row.account.number,
            payment=entry_row(row.payment),
            lines=tuple(
                CorrectionLineView(w, r) for w, r in zip(before, right_lines(row), strict=True)
            ),
            difference_yen=row.difference_yen,
            reason=row.reason,
            asked_by=row.asked_by_name,
            asked_at=row.asked_at,
            decided_by=row.decided_by_name,
            decided_at=row.decided_at,
            decided_words=row.decided_words,
            done=entry_row(done, receipts=receipts.get(done.key, 0)) if done else None,
        )
