"""Disappearance (失踪宣告による職権消除, 住基法9条2項, STD-4.2.2.2): on the notice of the 本籍地; not a death.

The day on which somebody is deemed to have died lies years back and may be uncertain; it is kept as the 異動日. The record is
removed from the day of the notice: until then the register was right to have it.
"""

from __future__ import annotations

from typing import Final

from daicho.business.movements.domain import basis, sheet
from daicho.business.movements.domain.basis import read_basis
from daicho.business.movements.domain.plan import Plan
from daicho.business.movements.domain.reading import Reader
from daicho.business.movements.domain.removing import plan_removal
from daicho.business.movements.domain.world import World
from daicho.kernel.uncertain_dates import EVENT_UNCERTAIN

WORDS: Final = "失踪宣告"

SHEET = sheet.Sheet(
    sections=(
        sheet.Section(
            "失踪",
            (
                sheet.FieldSpec(
                    "event_date",
                    "死亡とみなされる日（異動日）",
                    sheet.Input.DATE,
                    hint="失踪届の写しのとおり。不詳も入力できます",
                    required=True,
                ),
                sheet.FieldSpec(
                    "noticed_on",
                    "戸籍届出・通知日",
                    sheet.Input.DATE,
                    required=True,
                    initial="today",
                ),
            ),
        ),
    ),
    selects=sheet.Selects.MEMBERS,
    remaining=True,
)


def plan(reader: Reader, world: World) -> Plan | None:
    """The plan of a 失踪: 職権消除 on a notice, the 消除事由 says that it was a 失踪宣告."""
    event = reader.legal_date("event_date", "死亡とみなされる日", EVENT_UNCERTAIN)
    ground = read_basis(reader, (basis.NOTICE,))
    if event is None or ground.noticed_on is None:
        return None
    return plan_removal(
        reader,
        world,
        kind="disappearance",
        event=event,
        since=max(event.sort_on, ground.noticed_on),
        ground=ground,
        words=WORDS,
    )
