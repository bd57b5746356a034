"""Stop staff (職員の利用停止): the account stops at the next thing its holder does (ACC-014,
ACC-028).
"""

from __future__ import annotations

from uuid import UUID

from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.audit_types import STAFF_STOPPED
from daicho.foundation.staff.errors import check_filled, last_administrator, own_account
from daicho.foundation.staff.policy import check_may
from daicho.foundation.staff.selectors.accounts import locked_staff
from daicho.foundation.staff.selectors.duties import duties_by_name, someone_else_administers
from daicho.kernel.access import Access, Duty
from daicho.kernel.clock import business_today


def stop_staff(access: Access, *, staff_key: UUID, reason: str) -> None:
    """Stop an account at once; its duties stay on record."""
    today = business_today()
    with recorded(access, STAFF_STOPPED) as note:
        check_may(access, "staff.manage")
        check_filled(reason=(reason, "理由"))
        if staff_key == access.staff_key:
            raise own_account()
        staff = locked_staff(staff_key)
        administers = Duty.ADMINISTER in duties_by_name(staff_key, day=today)
        if administers and not someone_else_administers(staff_key, day=today):
            raise last_administrator()
        staff.is_active = False
        staff.save(update_fields=["is_active"])
        note.say(staff=str(staff.key), staff_login=staff.login, reason=reason)
