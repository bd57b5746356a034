"""Handlers (届いた電文): 入管庁通知, taken like a line of the agency's file: a draft, or a notice that waits (IMM-004 to 006)."""

from __future__ import annotations

from hashlib import sha256

from daicho.business.movements.public import receive_notice
from daicho.foundation.lines.public import Accepted, Received, Refused, Reply
from daicho.foundation.staff.public import system_access
from daicho.gateways.immigration.commands.writing import AGENCY
from daicho.gateways.immigration.domain.notices import cells_of
from daicho.kernel.access import Purpose
from daicho.kernel.errors import Invalid, Problem


def immigration_notice(received: Received) -> Reply:
    """Take one notice of the agency; nobody else's. A number that was here before is left out, and that is no fault."""
    if received.sender != AGENCY:
        return Refused((_not_the_agency(),))
    try:
        receive_notice(
            system_access(Purpose.MOVEMENT, job="immigration"),
            cells=cells_of(received.body),
            digest=sha256(str(received.id).encode()).hexdigest(),
        )
    except Invalid as error:
        return Refused(error.problems)
    return Accepted()


def _not_the_agency() -> Problem:
    return Problem(
        "immigration.sender",
        "",
        "出入国在留管理庁のほかからは、入管庁通知を受け付けません。",
        "通知は住基法30条の50によるものです。",
        "送り先を確かめてください。",
    )
