"""Adult ward (成年被後見人の該当, STD-1.1.1): on a notice of the registration of guardianship, or of its end."""

from __future__ import annotations

from typing import Final

from daicho.business.movements.domain import basis, sheet
from daicho.business.movements.domain.editing import edited_people
from daicho.business.movements.domain.item_changes import (
    check_something,
    event_section,
    ground_of,
    read_changes,
)
from daicho.business.movements.domain.plan import Plan
from daicho.business.movements.domain.reading import Reader
from daicho.business.movements.domain.world import World

ALLOWED: Final = (basis.NOTICE, basis.EX_OFFICIO)
ITEMS: Final = (
    sheet.Section(
        "成年被後見人",
        (sheet.FieldSpec("adult_ward", "成年被後見人に該当する", sheet.Input.CHECK),),
    ),
)
SHEET = sheet.Sheet(
    sections=(event_section("成年被後見人"), basis.basis_section(ALLOWED)),
    selects=sheet.Selects.MEMBERS,
    edits=ITEMS,
)


def plan(reader: Reader, world: World) -> Plan | None:
    """The plan of a 成年被後見人の記載 or its end."""
    found = basis.read_basis(reader, ALLOWED)
    reader.required("ground", "根拠となった書類・事実")
    changes = read_changes(reader, world, ITEMS)
    if changes is None:
        return None
    check_something(reader, changes)
    if reader.has_errors:
        return None
    return Plan(
        kind="adult_ward",
        reason="correction_ex_officio",
        basis=ground_of(found),
        event_date=changes.event,
        people=edited_people(world, changes.edits, changes.day),
        **found.dates,
    )
