"""Reset password (パスワードの初期化): a temporary one, told to the person, to be changed at once
(STD-10.3).
"""

from __future__ import annotations

import secrets
from typing import Final
from uuid import UUID

from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.audit_types import PASSWORD_RESET
from daicho.foundation.staff.errors import check_filled, own_account
from daicho.foundation.staff.passwords import keep_new_password
from daicho.foundation.staff.policy import check_may
from daicho.foundation.staff.selectors.accounts import locked_staff
from daicho.kernel.access import Access

# Letters and digits that are not taken for one another when read out or written down.
_LETTERS: Final = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _LENGTH = 4, 4


def reset_password(access: Access, *, staff_key: UUID, reason: str) -> str:
    """Give a temporary password, once; every open session of the account ends with the old one."""
    with recorded(access, PASSWORD_RESET) as note:
        check_may(access, "staff.manage")
        check_filled(reason=(reason, "理由"))
        if staff_key == access.staff_key:
            raise own_account()
        staff = locked_staff(staff_key)
        password = temporary_password()
        keep_new_password(staff, password, temporary=True)
        note.say(staff=str(staff.key), staff_login=staff.login, reason=reason)
    return password


def temporary_password() -> str:
    """Four groups of four random letters (79 bits)."""
    return "-".join(
        "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH)) for _ in range(_GROUPS)
    )
