"""Residence of a foreign resident (在留に関する事項の修正, 住基法30条の45・30条の50): renewed, changed, made permanent."""

from __future__ import annotations

from typing import Final

from daicho.business.movements.domain import basis, sheet
from daicho.business.movements.domain.editing import edited_people
from daicho.business.movements.domain.item_changes import (
    Changes,
    check_kind,
    check_something,
    event_section,
    ground_of,
    note_item,
    read_changes,
)
from daicho.business.movements.domain.plan import Plan
from daicho.business.movements.domain.reading import Reader
from daicho.business.movements.domain.residence_items import (
    RESIDENCE,
    check_residence,
    settle_category,
)
from daicho.business.movements.domain.world import World
from daicho.registers.residents.domain.particulars import Kind

ALLOWED: Final = (basis.EX_OFFICIO, basis.PETITION)
CAUSES: Final = (
    ("renewal", "在留期間の更新"),
    ("status_change", "在留資格の変更"),
    ("permanent", "永住許可"),
    ("card_number", "在留カード等の番号の変更"),
    ("category", "法30条の45の区分の変更"),
)
NEEDED: Final = {
    "renewal": ("residence_until", "在留期間の満了日"),
    "status_change": ("residence_status", "在留資格"),
    "permanent": ("residence_status", "在留資格"),
    "card_number": ("residence_card_number", "在留カード等の番号"),
    "category": ("residence_category", "法30条の45の区分"),
}
"""What a cause always changes."""
ITEMS: Final = (RESIDENCE,)
SHEET = sheet.Sheet(
    sections=(
        event_section(
            "在留",
            sheet.FieldSpec("cause", "原因", sheet.Input.CHOICE, CAUSES, required=True),
        ),
        basis.basis_section(ALLOWED),
    ),
    selects=sheet.Selects.MEMBERS,
    edits=ITEMS,
)


def plan(reader: Reader, world: World) -> Plan | None:
    """The plan of a change of residence, of one or several foreign members."""
    cause = reader.choice("cause", "原因", [code for code, _ in CAUSES])
    found = basis.read_basis(reader, ALLOWED)
    changes = read_changes(reader, world, ITEMS)
    if changes is None or not cause:
        return None
    for held in changes.held:
        if check_kind(reader, held, Kind.FOREIGN, title="在留に関する修正"):
            settle_category(held.particulars, changes.edits[held.person])
            check_residence(reader, held.person, held.particulars, changes.edits[held.person])
    check_something(reader, changes)
    _check_cause(reader, changes, cause)
    if reader.has_errors:
        return None
    return Plan(
        kind="residence",
        reason="correction_ex_officio",
        basis=ground_of(found),
        event_date=changes.event,
        people=edited_people(world, changes.edits, changes.day),
        **found.dates,
    )


def _check_cause(reader: Reader, changes: Changes, cause: str) -> None:
    item, label = NEEDED[cause]
    for person, edits in changes.edits.items():
        same_card = cause == "card_number" and "special_permanent_number" in edits
        if edits and item not in edits and not same_card:
            note_item(
                reader,
                person,
                item,
                "cause_without_change",
                f"{label}が台帳の内容と同じです。",
                f"「{dict(CAUSES)[cause]}」では、{label}が変わります。",
                "原因を選び直すか、内容を入力してください。",
            )
