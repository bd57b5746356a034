"""Tell what is due (市町村通知を回線で送る, IMM-003): each message of the register that may go today, in the order of the movements."""

from __future__ import annotations

from daicho.business.movements.public import immigration_due
from daicho.foundation.audit.public import recorded
from daicho.foundation.lines.public import Refused
from daicho.foundation.staff.public import system_access
from daicho.gateways.immigration.audit_types import NOTICE_TOLD
from daicho.gateways.immigration.commands.writing import begun, kept, put_on_line
from daicho.gateways.immigration.domain.states import State, Way
from daicho.gateways.immigration.models import Telling
from daicho.kernel.access import Purpose
from daicho.kernel.clock import business_today
from daicho.kernel.errors import Conflict


def tell_due() -> int:
    """Queue them, each in an act of its own; returns how many. One that another process has taken is left to it."""
    access = system_access(Purpose.MOVEMENT, job="immigration")
    told = 0
    for due in immigration_due(business_today()):
        with recorded(access.on_case(due.case), NOTICE_TOLD, subjects=(due.person,)) as note:
            row = begun(due, by=Way.LINE)
            if row is not None:
                _send(row)
                told += 1
            note.say(number=row.number if row else "", way=Way.LINE.value)
    return told


def _send(row: Telling) -> None:
    """On the line, or kept as sent back where the register no longer says what is to be told."""
    try:
        put_on_line(row)
    except Conflict as error:
        row.state, row.problems = State.REFUSED.value, kept(Refused.because(error).problems)
        row.save(update_fields=["state", "problems"])
