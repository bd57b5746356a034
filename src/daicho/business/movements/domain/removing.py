"""Removing ex officio (職権による消除, 住基法8条): what 失踪 and 職権消除 share."""

from __future__ import annotations

from datetime import date
from typing import Any

from daicho.business.movements.domain.basis import Basis
from daicho.business.movements.domain.households import check_no_later_history, chosen
from daicho.business.movements.domain.leaving import leave
from daicho.business.movements.domain.plan import Plan
from daicho.business.movements.domain.reading import Reader
from daicho.business.movements.domain.world import World
from daicho.kernel.uncertain_dates import LegalDate
from daicho.registers.residents.domain.particulars import Removal


def plan_removal(
    reader: Reader,
    world: World,
    *,
    kind: str,
    event: LegalDate,
    ground: Basis,
    words: str,
    since: date | None = None,
) -> Plan | None:
    """The plan: 除票 under 職権消除 from the day (or `since`) on, never a death; `words` is the 消除事由."""
    since = since or event.sort_on
    leaving = chosen(reader, world, since)
    if not leaving:
        return None
    check_no_later_history(reader, world, leaving, since)
    items: dict[str, Any] = {
        "removal": Removal.REMOVED,
        "removal_reason": words,
        "removal_event_date": event,
        "removal_notification_date": ground.noticed_on or ground.petitioned_on,
    }
    acts = leave(reader, world, leaving, since, items)
    if acts is None or reader.has_errors:
        return None
    people, further = acts
    return Plan(
        kind=kind,
        reason="removal_ex_officio",
        basis="職権",
        event_date=event,
        people=people,
        further=further,
        **ground.dates,
    )
