"""Reset factors (認証手段の初期化): lost keys and apps are taken away, and new ones must be
enrolled.
"""

from __future__ import annotations

from uuid import UUID

from allauth.mfa.models import Authenticator

from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.audit_types import FACTORS_RESET
from daicho.foundation.staff.commands.reset_password import temporary_password
from daicho.foundation.staff.errors import check_filled, own_account
from daicho.foundation.staff.passwords import keep_new_password
from daicho.foundation.staff.policy import check_may
from daicho.foundation.staff.selectors.accounts import locked_staff
from daicho.kernel.access import Access


def reset_factors(access: Access, *, staff_key: UUID, reason: str) -> str:
    """Take away every second factor and give a temporary password, once.

    The password goes too, because that ends the open sessions: otherwise whoever holds a stolen
    device with a session on it could enrol a key of their own.
    """
    with recorded(access, FACTORS_RESET) as note:
        check_may(access, "staff.manage")
        check_filled(reason=(reason, "理由"))
        if staff_key == access.staff_key:
            raise own_account()
        staff = locked_staff(staff_key)
        Authenticator.objects.filter(user_id=staff.key).delete()
        password = temporary_password()
        keep_new_password(staff, password, temporary=True)
        note.say(staff=str(staff.key), staff_login=staff.login, reason=reason)
    return password
