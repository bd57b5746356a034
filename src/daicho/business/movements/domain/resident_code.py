"""Resident record code (住民票コードの記載・変更・修正, 住基法30条の2–30条の4; STD-4.3): drawn from the pool, or put right.

A changed code is drawn at random like a first one. What was put right comes from the notice that shows the right code.
"""

from __future__ import annotations

from typing import Final

from daicho.business.movements.domain import basis, sheet
from daicho.business.movements.domain.item_changes import (
    Changes,
    event_section,
    ground_of,
    note_item,
    read_changes,
    require_item,
    the_one,
)
from daicho.business.movements.domain.numbers import (
    has_number,
    number_known,
    with_drawn_code,
    with_new_number,
)
from daicho.business.movements.domain.plan import PersonPlan, Plan
from daicho.business.movements.domain.reading import Reader
from daicho.business.movements.domain.world import World
from daicho.registers.residents.domain.segments import Holding

CODE: Final = "resident_record_code"
CHANGE, CORRECT = "change", "correct"
OPERATIONS: Final = (
    (CHANGE, "変更（本人の請求。新しいコードを付ける）"),
    (CORRECT, "修正（記載の誤り・記載漏れ）"),
)
ASSIGN_BASES: Final = (basis.EX_OFFICIO,)
CHANGE_BASES: Final = (basis.REQUEST, basis.EX_OFFICIO)
ASSIGN_SHEET = sheet.Sheet(
    sections=(
        event_section("住民票コードの記載", label="記載する日（異動日）"),
        basis.basis_section(ASSIGN_BASES),
    ),
    selects=sheet.Selects.MEMBERS,
)
CHANGE_SHEET = sheet.Sheet(
    sections=(
        event_section(
            "住民票コード",
            sheet.FieldSpec("operation", "内容", sheet.Input.CHOICE, OPERATIONS, required=True),
            label="記載する日（異動日）",
        ),
        basis.basis_section(CHANGE_BASES),
        sheet.NOTIFIER,
    ),
    selects=sheet.Selects.MEMBERS,
    edits=(
        sheet.Section(
            "住民票コード",
            (
                sheet.FieldSpec(
                    CODE,
                    "正しい住民票コード",
                    sheet.Input.NUMBER,
                    hint="修正のとき。11桁。保存すると伏せられます",
                ),
            ),
        ),
    ),
)


def plan_assignment(reader: Reader, world: World) -> Plan | None:
    """住民票コードの記載: a code from the pool for everybody chosen; nobody of them has one."""
    found = basis.read_basis(reader, ASSIGN_BASES)
    changes = read_changes(reader, world, ())
    if changes is None:
        return None
    for held in changes.held:
        if held.particulars.resident_record_code_ref is not None:
            reader.note(
                f"selected.{held.person}",
                "number_state",
                "住民票コードが既に記載されています。",
                "記載するのは、コードがない人です。",
                "人の選択を確かめるか、変更・修正として入力してください。",
            )
    if reader.has_errors:
        return None
    return Plan(
        kind="code_assign",
        reason="code_ex_officio_entry",
        basis=ground_of(found),
        event_date=changes.event,
        people=tuple(with_drawn_code(world, held, changes) for held in changes.held),
        **found.dates,
    )


def plan_change(reader: Reader, world: World) -> Plan | None:
    """住民票コードの変更 on request, or its 修正 ex officio, of one person."""
    operation = reader.choice("operation", "内容", [code for code, _ in OPERATIONS])
    found = basis.read_basis(reader, CHANGE_BASES)
    changes = read_changes(reader, world, ())
    held = the_one(reader, changes, title="住民票コードの変更・修正") if changes else None
    if changes is None or held is None or not operation:
        return None
    person = _person(reader, world, changes, held, operation)
    if person is None or not _fits(reader, operation, found):
        return None
    if reader.has_errors:
        return None
    return Plan(
        kind="code_change",
        reason="code_change_request" if operation == CHANGE else "code_ex_officio_entry",
        basis=ground_of(found),
        event_date=changes.event,
        people=(person,),
        **found.dates,
    )


def _fits(reader: Reader, operation: str, found: basis.Basis) -> bool:
    right = basis.REQUEST if operation == CHANGE else basis.EX_OFFICIO
    if found.basis == right:
        return True
    reader.note(
        "basis",
        "basis_mismatch",
        "内容と根拠が合いません。",
        "変更は本人の請求により、修正は職権で行います（住基法30条の4）。",
        "内容か根拠を選び直してください。",
    )
    return False


def _person(
    reader: Reader, world: World, changes: Changes, held: Holding, operation: str
) -> PersonPlan | None:
    if operation == CHANGE:
        if held.particulars.resident_record_code_ref is None:
            reader.note(
                f"selected.{held.person}",
                "number_state",
                "住民票コードが記載されていません。",
                "変更を請求できるのは、コードがある人です。",
                "住民票コードの記載として入力してください。",
            )
        return with_drawn_code(world, held, changes)
    require_item(
        reader,
        held.person,
        CODE,
        has_number(reader, held.person, CODE),
        label="正しい住民票コード",
        why="修正では、正しいコードを記載します。",
    )
    if number_known(world, held.person, CODE):
        note_item(
            reader,
            held.person,
            CODE,
            "number_known",
            "この住民票コードは、既に台帳にあります。",
            "同じコードを二度付けることはできません。",
            "コードを確かめてください。",
        )
    return with_new_number(world, held, changes, CODE)
