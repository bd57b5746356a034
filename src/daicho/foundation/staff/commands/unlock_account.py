"""Unlock account (ロックの解除): failures are forgotten before their half hour is over."""

from __future__ import annotations

from uuid import UUID

from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.audit_types import ACCOUNT_UNLOCKED
from daicho.foundation.staff.errors import check_filled, own_account
from daicho.foundation.staff.lockout import forget_failures
from daicho.foundation.staff.policy import check_may
from daicho.foundation.staff.selectors.accounts import locked_staff
from daicho.kernel.access import Access


def unlock_account(access: Access, *, staff_key: UUID, reason: str) -> None:
    """Unlock an account that failures have locked."""
    with recorded(access, ACCOUNT_UNLOCKED) as note:
        check_may(access, "staff.manage")
        check_filled(reason=(reason, "理由"))
        if staff_key == access.staff_key:
            raise own_account()
        staff = locked_staff(staff_key)
        forget_failures(staff.login)
        note.say(staff=str(staff.key), staff_login=staff.login, reason=reason)
