"""Former surname (旧氏の記載・変更・削除, 住基令30条の13–30条の15; STD-1.1.7): on the request of the person.

Three operations. Since 2025-05-26 a 旧氏 goes with its 振り仮名: neither stands alone.
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
from daicho.foundation.law_values import in_force
from daicho.registers.residents.domain.particulars import Kind
from daicho.registers.residents.domain.segments import Holding

ALLOWED: Final = (basis.REQUEST,)
ENTRY, CHANGE, DELETION = "entry", "change", "deletion"
OPERATIONS: Final = ((ENTRY, "記載"), (CHANGE, "変更"), (DELETION, "削除"))
REASONS: Final = {code: f"former_surname_{code}" for code, _ in OPERATIONS}
BLANK: Final[dict[str, Any]] = {
    "former_surname": "",
    "former_surname_kana": "",
    "former_surname_kana_confirmed": False,
}
ITEMS: Final = (
    sheet.Section(
        "旧氏",
        (
            sheet.FieldSpec("former_surname", "旧氏", only="japanese"),
            sheet.FieldSpec(
                "former_surname_kana", "旧氏の振り仮名", sheet.Input.KANA, only="japanese"
            ),
            sheet.FieldSpec(
                "former_surname_kana_confirmed",
                "振り仮名を確認した",
                sheet.Input.CHECK,
                only="japanese",
            ),
        ),
        only="japanese",
    ),
)
SHEET = sheet.Sheet(
    sections=(
        event_section(
            "旧氏",
            sheet.FieldSpec(
                "operation", "請求の内容", sheet.Input.CHOICE, OPERATIONS, required=True
            ),
            sheet.FieldSpec(
                "register_seen",
                "旧氏と今の氏のつながりを戸籍謄本等で確かめた",
                sheet.Input.CHECK,
                hint="記載・変更のとき",
            ),
            label="記載・変更・削除する日（異動日）",
        ),
        basis.basis_section(ALLOWED, title="請求"),
        sheet.NOTIFIER,
    ),
    selects=sheet.Selects.MEMBERS,
    edits=ITEMS,
)


def plan(reader: Reader, world: World) -> Plan | None:
    """The plan of a 旧氏の記載, 変更 or 削除 of one person."""
    operation = reader.choice("operation", "請求の内容", [code for code, _ in OPERATIONS])
    found = basis.read_basis(reader, ALLOWED)
    changes = read_changes(reader, world, ITEMS)
    held = the_one(reader, changes, title="旧氏の記載・変更・削除") if changes else None
    if changes is None or held is None or not operation:
        return None
    if not check_kind(reader, held, Kind.JAPANESE, title="旧氏の記載・変更・削除"):
        return None
    if operation == DELETION:
        _delete(reader, changes, held)
    else:
        _record(reader, world, changes, held, operation)
    if reader.has_errors:
        return None
    return Plan(
        kind="former_surname",
        reason=REASONS[operation],
        basis=basis.REQUEST,
        event_date=changes.event,
        people=edited_people(world, changes.edits, changes.day),
        **found.dates,
    )


def _delete(reader: Reader, changes: Changes, held: Holding) -> None:
    if not held.particulars.former_surname:
        note_item(
            reader,
            held.person,
            "former_surname",
            "nothing_to_delete",
            "旧氏が記載されていません。",
            "削除できるのは、記載されている旧氏です。",
            "人の選択を確かめてください。",
        )
        return
    changes.edits[held.person] = dict(BLANK)


def _record(reader: Reader, world: World, changes: Changes, held: Holding, operation: str) -> None:
    own, before = changes.edits[held.person], held.particulars
    _check_before(reader, world, held, operation)
    surname = own.get("former_surname", before.former_surname)
    kana = own.get("former_surname_kana", before.former_surname_kana)
    require_item(
        reader,
        held.person,
        "former_surname",
        surname,
        label="旧氏",
        why="旧氏の記載・変更には、旧氏が要ります。",
    )
    if any(row.code == "former_surname_kana" for row in in_force("name_readings", changes.day)):
        require_item(
            reader,
            held.person,
            "former_surname_kana",
            kana,
            label="旧氏の振り仮名",
            why="旧氏は振り仮名と組で記載します（令和7年5月26日から）。",
        )
    if not reader.has("register_seen"):
        reader.note(
            "register_seen",
            "register_not_seen",
            "戸籍謄本等の確認が済んでいません。",
            "旧氏から今の氏までのつながりを、戸籍謄本等で確かめて記載します。",
            "戸籍謄本等を確かめ、印を付けてください。",
        )
    if not own and not reader.has_errors:
        note_item(
            reader,
            held.person,
            "former_surname",
            "nothing_changed",
            "台帳の旧氏と同じです。",
            "変わる記載事項がないので、記録することがありません。",
            "旧氏を入力してください。",
        )


def _check_before(reader: Reader, world: World, held: Holding, operation: str) -> None:
    has_one = bool(held.particulars.former_surname)
    if has_one != (operation == CHANGE):
        note_item(
            reader,
            held.person,
            "former_surname",
            "operation_mismatch",
            "旧氏が既に記載されています。" if has_one else "旧氏が記載されていません。",
            "記載は初めてのときに、変更は記載がある旧氏を改めるときに使います。",
            "請求の内容を選び直してください。",
        )
    elif not has_one and any(h.particulars.former_surname for h in world.of_person(held.person)):
        reader.alert(
            f"selected.{held.person}",
            "former_surname_again",
            "前に旧氏の記載があった人です。",
            "旧氏を削除した人は、その後に氏が変わったときに限り、旧氏を再び記載できます。",
            "削除の後に氏が変わったことを、戸籍謄本等で確かめてください。",
        )
