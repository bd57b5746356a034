"""Issue enrolment code (端末登録コードの発行): what a terminal's browser enters, once, to be
enrolled.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from typing import Final

from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.audit_types import CODE_ISSUED
from daicho.foundation.staff.errors import check_filled
from daicho.foundation.staff.models import EnrolmentCode
from daicho.foundation.staff.policy import check_may
from daicho.kernel.access import Access
from daicho.kernel.clock import real_now

_LETTERS: Final = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
_LENGTH: Final = 16


def issue_enrolment_code(access: Access, *, name: str, office: str, valid_for: timedelta) -> str:
    """Give a code (79 bits) for a terminal of that name; only its hash is kept."""
    with recorded(access, CODE_ISSUED) as note:
        check_may(access, "terminals.manage")
        check_filled(name=(name, "端末の名前"), office=(office, "所属"))
        code = "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))
        now = real_now()
        EnrolmentCode(
            digest=digest_of(code),
            name=name.strip(),
            office=office.strip(),
            issued_by=access.staff_key,
            issued_at=now,
            expires_at=now + valid_for,
        ).save(force_insert=True)
        note.say(terminal_name=name, office=office)
    return code


def digest_of(code: str) -> str:
    """The hash under which a code is kept; small letters and hyphens are forgiven."""
    return hashlib.sha256(code.upper().replace("-", "").strip().encode()).hexdigest()
