"""Residence notification (入管法の住居地届出, 入管法19条の7–19条の9; STD-4.5.7): where there is no 異動 of the 住民票.

A 転入届 or 転居届 with the card counts as the notification; here is entered the one that is made apart from them. It
has no 異動事由 of its own: it stands under 職権修正, and its message says 入管法.
"""

from __future__ import annotations

from typing import Final

from daicho.business.movements.domain import basis, sheet
from daicho.business.movements.domain.editing import edited_people
from daicho.business.movements.domain.item_changes import check_kind, event_section, read_changes
from daicho.business.movements.domain.plan import Plan
from daicho.business.movements.domain.reading import Reader
from daicho.business.movements.domain.world import World
from daicho.registers.residents.domain.particulars import Kind

ALLOWED: Final = (basis.NOTIFICATION,)
SHEET = sheet.Sheet(
    sections=(
        event_section("住居地届出", label="届出を記録する日（異動日）"),
        basis.basis_section(ALLOWED, title="届出"),
        sheet.NOTIFIER,
    ),
    selects=sheet.Selects.MEMBERS,
)


def plan(reader: Reader, world: World) -> Plan | None:
    """The plan of a 住居地届出 of foreign members: the register notes that it was made."""
    found = basis.read_basis(reader, ALLOWED)
    changes = read_changes(reader, world, ())
    if changes is None:
        return None
    for held in changes.held:
        if not check_kind(reader, held, Kind.FOREIGN, title="入管法の住居地届出"):
            continue
        if held.particulars.residence_notified:
            reader.alert(
                f"selected.{held.person}",
                "already_notified",
                "住居地の届出が、既に記録されています。",
                "転入届・転居届と一緒に届け出たか、前の住居地についての届出です。",
                "今の住居地についての届出か確かめてください。",
            )
        changes.edits[held.person] = {"residence_notified": True}
    if reader.has_errors:
        return None
    return Plan(
        kind="residence_notification",
        reason="correction_ex_officio",
        basis=basis.NOTIFICATION,
        event_date=changes.event,
        people=edited_people(world, changes.edits, changes.day),
        **found.dates,
    )
