"""Open an account (会計を起こす): what a request or some issued sheets cost, to be paid at once."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from daicho.business.cash.audit_types import ACCOUNT_OPENED
from daicho.business.cash.commands.charge import charge_account
from daicho.business.cash.domain.fees import FeeLine
from daicho.business.cash.selectors.standing import standing
from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.public import check_may
from daicho.kernel.access import Access


def open_account(access: Access, *, request_key: UUID, lines: Sequence[FeeLine]) -> UUID:
    """The account of a request; the same lines again give the same account. An act of its own, with its own entry.

    `Invalid` for what was typed (`lines.0.count`, `lines.0.exemption` …); `Conflict` when the request has an account
    of other lines, or one of the sheets is on another account.
    """
    check_may(access, "cash.charge")
    with recorded(access, ACCOUNT_OPENED) as note:
        account = charge_account(access, request_key=request_key, lines=lines)
        charged = standing(account).opened
        note.say(
            account=account.number,
            yen=sum(line.amount_yen for line in charged),
            sheets=sum(line.count for line in charged),
            exemptions=sorted({line.exemption for line in charged if line.exemption}),
        )
    return account.key
