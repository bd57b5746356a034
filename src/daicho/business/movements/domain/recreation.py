"""Recreation (再製, 住基令17条): a record that was lost or damaged is drawn up again with what it said."""

from __future__ import annotations

from typing import Final

from daicho.business.movements.domain.fresh_record import renew, renewing_sheet
from daicho.business.movements.domain.plan import Plan
from daicho.business.movements.domain.reading import Reader
from daicho.business.movements.domain.world import World

SHEET: Final = renewing_sheet("再製", "再製した日（異動日）")


def plan(reader: Reader, world: World) -> Plan | None:
    """The plan of a 再製: 消除の再製 and 記載の再製 on one day."""
    return renew(
        reader, world, kind="recreation", removal="removal_recreation", entry="entry_recreation"
    )
