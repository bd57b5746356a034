"""Switch a line (手動・自動の切替え): on a manual line messages wait until a person sends them (STD-7.1.1.1/m11)."""

from __future__ import annotations

from django.db import connection

from daicho.foundation.audit.public import recorded
from daicho.foundation.lines.audit_types import LINE_SWITCHED
from daicho.foundation.lines.domain.parties import Party
from daicho.foundation.lines.errors import line_missing
from daicho.foundation.lines.models import Line
from daicho.foundation.lines.settings import lines
from daicho.foundation.staff.public import check_may
from daicho.kernel.access import Access
from daicho.kernel.clock import real_now

_ENSURE = """
INSERT INTO lines_line (peer, manual, switched_by_name, failures, last_error) VALUES (%s, false, '', 0, '')
ON CONFLICT (peer) DO NOTHING
"""


def switch_line(access: Access, party: Party, manual: bool) -> None:
    """Make a line manual, or automatic again: then everything that waited goes out in order. `Missing` without the line."""
    check_may(access, "lines.switch")
    with recorded(access, LINE_SWITCHED) as note:
        found = lines()
        if found is None or party not in found.peers:
            raise line_missing(party)
        with connection.cursor() as cursor:
            cursor.execute(_ENSURE, [str(party)])
        Line.objects.filter(peer=str(party)).update(
            manual=manual,
            switched_at=real_now(),
            switched_by=access.staff_key,
            switched_by_name=access.name,
        )
        note.say(party=str(party), manual="手動" if manual else "自動")
