"""File rights (権限の現況の書出し): the state of all rights as CSV, where the town lets files leave (STD-10.3)."""

from __future__ import annotations

import hashlib
from datetime import date

from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.audit_types import RIGHTS_FILED
from daicho.foundation.staff.delivery import check_file_delivery
from daicho.foundation.staff.domain.rights_file import lines_of
from daicho.foundation.staff.selectors.rights_state import state_on
from daicho.kernel.access import Access


def file_rights(access: Access, *, day: date) -> list[str]:
    """The lines of the file as of a day; `Refused` where the town has switched files off."""
    with recorded(access, RIGHTS_FILED) as note:
        check_file_delivery(access, "staff.file")
        lines = list(lines_of(state_on(access, day=day)))
        note.say(
            effective_on=day.isoformat(),
            lines=len(lines) - 1,
            digest=hashlib.sha256("".join(lines).encode()).hexdigest(),
        )
        note.count = len(lines) - 1
    return lines
