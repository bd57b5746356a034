"""Drop an account (会計の取りやめ): unpaid, it is set aside with the reason; or drawn up anew without what was spoiled."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from daicho.business.cash.audit_types import ACCOUNT_DROPPED
from daicho.business.cash.commands.charge import charge_account
from daicho.business.cash.commands.steps import lock_account
from daicho.business.cash.domain.fees import Charged, FeeLine
from daicho.business.cash.models import Account, AccountSheet
from daicho.business.cash.selectors.standing import payment_of, standing
from daicho.business.certificates.public import sheets_of
from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.public import check_may
from daicho.kernel.access import Access
from daicho.kernel.clock import business_now
from daicho.kernel.errors import Conflict, Invalid, Problem

SPOILED = "書損じの証明書を除く"


def drop_account(access: Access, *, account: UUID, reason: str) -> None:
    """Set an unpaid account aside. `Invalid` without a reason, `Conflict` when it is paid or dropped already."""
    check_may(access, "cash.charge")
    with recorded(access, ACCOUNT_DROPPED) as note:
        row = lock_account(account)
        if not reason.strip():
            raise Invalid([reason_missing()])
        _drop(access, row, reason.strip())
        note.say(account=row.number, reason=reason.strip())


def renew_account(access: Access, *, account: UUID) -> UUID | None:
    """The account without the sheets that were spoiled since: a new one, or None when nothing is left to charge."""
    check_may(access, "cash.charge")
    with recorded(access, ACCOUNT_DROPPED) as note:
        row = lock_account(account)
        lines = standing(row).opened
        spoiled = {
            s.key for s in sheets_of([i for line in lines for i in line.issues]) if s.spoiled
        }
        _drop(access, row, SPOILED)
        note.say(account=row.number, reason=SPOILED)
        left = [kept for line in lines if (kept := _without(line, spoiled)) is not None]
        if not left:
            return None
        fresh = charge_account(access, request_key=row.request_key, lines=left)
        note.say(number=fresh.number)
        return fresh.key


def _without(line: Charged, spoiled: set[UUID]) -> FeeLine | None:
    """The line with the sheets that are good; None when none is."""
    issues = tuple(issue for issue in line.issues if issue not in spoiled)
    whole = FeeLine(line.code, line.count, line.exemption, line.ground, line.issues)
    if not line.issues:
        return whole
    return replace(whole, count=len(issues), issues=issues) if issues else None


def _drop(access: Access, row: Account, reason: str) -> None:
    if row.dropped_at is not None or payment_of(row) is not None:
        raise Conflict(
            "この会計は取りやめられません。",
            why="もう収納したか、取りやめた会計です。",
            remedy="収納したものは、当日なら取り消し、後の日なら訂正（還付）してください。",
            code="cash.account_settled",
        )
    row.dropped_at, row.dropped_by, row.dropped_reason = business_now(), access.staff_key, reason
    row.save(update_fields=["dropped_at", "dropped_by", "dropped_reason"])
    AccountSheet.objects.filter(line__account=row).update(dropped=True)


def reason_missing() -> Problem:
    """Every act that takes something back says why."""
    return Problem(
        "cash.reason",
        "reason",
        "理由がありません。",
        "後から確かめられるように、理由を残します。",
        "理由を入力してください。",
    )
