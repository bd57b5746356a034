"""Alias (通称の記載・削除, 住基令30条の16; STD-1.1.7): on the petition of a foreign resident.

Two operations and no third: another 通称 is recorded only after the old one was deleted. Each leaves its day and
municipality.
"""

from __future__ import annotations

from typing import Any, Final

from daicho.business.movements.domain import basis, sheet
from daicho.business.movements.domain.editing import edited_people
from daicho.business.movements.domain.item_changes import (
    Changes,
    check_kind,
    event_section,
    note_item,
    read_changes,
    require_item,
    the_one,
)
from daicho.business.movements.domain.plan import Plan
from daicho.business.movements.domain.reading import Reader
from daicho.business.movements.domain.world import World
from daicho.registers.residents.domain.particulars import Kind
from daicho.registers.residents.domain.segments import Holding

ALLOWED: Final = (basis.PETITION,)
ENTRY, DELETION = "entry", "deletion"
OPERATIONS: Final = ((ENTRY, "記載"), (DELETION, "削除"))
ITEMS: Final = (
    sheet.Section(
        "通称",
        (
            sheet.FieldSpec("alias", "通称", only="foreign", hint="氏と名の間に空白"),
            sheet.FieldSpec("alias_kana", "通称のフリガナ", sheet.Input.KANA, only="foreign"),
            sheet.FieldSpec(
                "alias_kana_confirmed", "フリガナを確認した", sheet.Input.CHECK, only="foreign"
            ),
        ),
        only="foreign",
    ),
)
SHEET = sheet.Sheet(
    sections=(
        event_section(
            "通称",
            sheet.FieldSpec(
                "operation", "申出の内容", sheet.Input.CHOICE, OPERATIONS, required=True
            ),
            label="記載・削除する日（異動日）",
        ),
        basis.basis_section(ALLOWED, title="申出"),
        sheet.NOTIFIER,
    ),
    selects=sheet.Selects.MEMBERS,
    edits=ITEMS,
)


def plan(reader: Reader, world: World) -> Plan | None:
    """The plan of a 通称の記載 or 削除 of one foreign resident."""
    operation = reader.choice("operation", "申出の内容", [code for code, _ in OPERATIONS])
    found = basis.read_basis(reader, ALLOWED)
    changes = read_changes(reader, world, ITEMS)
    held = the_one(reader, changes, title="通称の記載・削除") if changes else None
    if changes is None or held is None or not operation:
        return None
    if not check_kind(reader, held, Kind.FOREIGN, title="通称の記載・削除"):
        return None
    if operation == DELETION:
        _delete(reader, world, changes, held)
    else:
        _record(reader, world, changes, held)
    if reader.has_errors:
        return None
    return Plan(
        kind="alias",
        reason=f"alias_{operation}",
        basis=basis.PETITION,
        event_date=changes.event,
        people=edited_people(world, changes.edits, changes.day),
        **found.dates,
    )


def _record(reader: Reader, world: World, changes: Changes, held: Holding) -> None:
    if held.particulars.alias:
        note_item(
            reader,
            held.person,
            "alias",
            "alias_present",
            "通称が既に記載されています。",
            "通称を改める手続はなく、記載できる通称は一つです。",
            "今の通称の削除を先に済ませてください。",
        )
        return
    own = changes.edits[held.person]
    require_item(
        reader,
        held.person,
        "alias",
        own.get("alias", ""),
        label="通称",
        why="記載する通称がなければ、記録することがありません。",
    )
    reader.required("ground", "通称を使っていることを示す書類")
    own |= _place(world, "recorded", changes) | {
        "alias_deleted_on": None,
        "alias_deleted_municipality": "",
        "alias_deleted_municipality_code": "",
    }


def _delete(reader: Reader, world: World, changes: Changes, held: Holding) -> None:
    if not held.particulars.alias:
        note_item(
            reader,
            held.person,
            "alias",
            "nothing_to_delete",
            "通称が記載されていません。",
            "削除できるのは、記載されている通称です。",
            "人の選択を確かめてください。",
        )
        return
    changes.edits[held.person] = {
        "alias": "",
        "alias_kana": "",
        "alias_kana_confirmed": False,
    } | _place(world, "deleted", changes)


def _place(world: World, done: str, changes: Changes) -> dict[str, Any]:
    """The day and the municipality that the history of a 通称 keeps."""
    return {
        f"alias_{done}_on": changes.day,
        f"alias_{done}_municipality": f"{world.town.prefecture}{world.town.name}",
        f"alias_{done}_municipality_code": world.town.code,
    }
