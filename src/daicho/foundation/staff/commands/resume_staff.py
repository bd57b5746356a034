"""Resume staff (職員の利用再開): a stopped account may be used again."""

from __future__ import annotations

from uuid import UUID

from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.audit_types import STAFF_RESUMED
from daicho.foundation.staff.errors import check_filled, own_account
from daicho.foundation.staff.policy import check_may
from daicho.foundation.staff.selectors.accounts import locked_staff
from daicho.kernel.access import Access


def resume_staff(access: Access, *, staff_key: UUID, reason: str) -> None:
    """Let a stopped account be used again; nobody resumes their own (ACC-028)."""
    with recorded(access, STAFF_RESUMED) as note:
        check_may(access, "staff.manage")
        check_filled(reason=(reason, "理由"))
        if staff_key == access.staff_key:
            raise own_account()
        staff = locked_staff(staff_key)
        staff.is_active = True
        staff.save(update_fields=["is_active"])
        note.say(staff=str(staff.key), staff_login=staff.login, reason=reason)
