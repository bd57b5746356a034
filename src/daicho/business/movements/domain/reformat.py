"""Reformat (改製, 住基令16条, STD-1.1.4): the record of one or several is drawn up anew; the old one is kept as 改製原 (REG-081).

Only ever by hand: no number of changes makes it happen by itself.
"""

from __future__ import annotations

from typing import Final

from daicho.business.movements.domain.fresh_record import renew, renewing_sheet
from daicho.business.movements.domain.plan import Plan
from daicho.business.movements.domain.reading import Reader
from daicho.business.movements.domain.world import World

SHEET: Final = renewing_sheet("改製", "改製した日（異動日）")


def plan(reader: Reader, world: World) -> Plan | None:
    """The plan of a 改製: 消除の改製 and 記載の改製 on one day."""
    return renew(reader, world, kind="reformat", removal="removal_reformat", entry="entry_reformat")
