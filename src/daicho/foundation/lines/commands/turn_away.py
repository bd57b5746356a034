"""Turn away (入口で断る): who gets nothing leaves a row with address and reason, and an entry on the trail."""

from __future__ import annotations

from typing import Final

import structlog
from django.db import DatabaseError, connection, transaction

from daicho.foundation.audit.public import Note, enter
from daicho.foundation.lines.audit_types import DOOR_REFUSED
from daicho.foundation.lines.domain.door import TurnedAway
from daicho.foundation.lines.settings import machine
from daicho.kernel.clock import real_now

log = structlog.get_logger(__name__)
_COUNT: Final = """
INSERT INTO lines_doorattempt (address, reason, claimed, serial, minute, last_at, times)
VALUES (%s, %s, %s, %s, date_trunc('minute', %s::timestamptz), %s, 1)
ON CONFLICT (minute, address, reason, claimed)
DO UPDATE SET times = lines_doorattempt.times + 1, last_at = EXCLUDED.last_at, serial = EXCLUDED.serial
RETURNING times
"""


def turn_away(found: TurnedAway, *, address: str) -> None:
    """Write down who was turned away. The first of a minute is also an entry; the same again is counted.

    Whoever stands at the door gets nothing in any case: a database that is away is only logged.
    """
    now = real_now()
    claimed = str(found.claimed) if found.claimed else ""
    log.warning("lines.turned_away", address=address, reason=found.reason.value, claimed=claimed)
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(
                    _COUNT, [address, found.reason.value, claimed, found.serial, now, now]
                )
                row = cursor.fetchone()
            if row and row[0] == 1:
                note = Note()
                note.say(
                    address=address,
                    why=found.reason.label,
                    claimed=claimed,
                    certificate=found.serial,
                )
                enter(machine(), DOOR_REFUSED, [note])
    except DatabaseError:
        log.exception("lines.turned_away_unrecorded", address=address, reason=found.reason.value)
