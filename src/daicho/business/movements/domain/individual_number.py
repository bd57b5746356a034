"""Individual number (個人番号の異動, 番号法7条; STD-4.4): designated, changed on request or ex officio, put right.

The number itself comes from 地方公共団体情報システム機構 and goes into the vault; a version only refers to it. The former
number stays in the history: who is looked for by it is found there.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from daicho.business.movements.domain import basis, sheet
from daicho.business.movements.domain.item_changes import (
    event_section,
    ground_of,
    note_item,
    read_changes,
    require_item,
    the_one,
)
from daicho.business.movements.domain.numbers import has_number, number_known, with_new_number
from daicho.business.movements.domain.plan import Plan
from daicho.business.movements.domain.reading import Reader
from daicho.business.movements.domain.world import World
from daicho.registers.residents.domain.segments import Holding

NUMBER: Final = "individual_number"
ITEMS: Final = (
    sheet.Section(
        "個人番号",
        (
            sheet.FieldSpec(
                NUMBER, "新しい個人番号", sheet.Input.NUMBER, hint="12桁。保存すると伏せられます"
            ),
        ),
    ),
)
_EX_OFFICIO: Final = (basis.EX_OFFICIO,)
_REQUEST: Final = (basis.REQUEST,)
_DAY: Final = "記載する日（異動日）"


def _sheet(title: str, allowed: Sequence[str], *more: sheet.Section) -> sheet.Sheet:
    return sheet.Sheet(
        sections=(event_section(title, label=_DAY), basis.basis_section(allowed), *more),
        selects=sheet.Selects.MEMBERS,
        edits=ITEMS,
    )


ASSIGN_SHEET = _sheet("個人番号の指定", _EX_OFFICIO)
REQUEST_SHEET = _sheet("請求による個人番号の変更", _REQUEST, sheet.NOTIFIER)
EX_OFFICIO_SHEET = _sheet("職権による個人番号の変更", _EX_OFFICIO)
CORRECT_SHEET = _sheet("個人番号の修正", _EX_OFFICIO)


def plan_assignment(reader: Reader, world: World) -> Plan | None:
    """個人番号の指定: the first number of somebody who has none."""
    return _plan(
        reader, world, "number_assign", "number_ex_officio_entry", _EX_OFFICIO, before=False
    )


def plan_requested_change(reader: Reader, world: World) -> Plan | None:
    """請求による個人番号の変更 (番号法7条2項)."""
    return _plan(
        reader, world, "number_change_request", "number_change_request", _REQUEST, before=True
    )


def plan_change_ex_officio(reader: Reader, world: World) -> Plan | None:
    """職権による個人番号の変更 (番号法7条2項): the number may have been misused."""
    return _plan(
        reader,
        world,
        "number_change_ex_officio",
        "number_ex_officio_correction",
        _EX_OFFICIO,
        before=True,
    )


def plan_correction(reader: Reader, world: World) -> Plan | None:
    """個人番号の修正: what was entered wrongly, or left out."""
    return _plan(
        reader, world, "number_correct", "number_ex_officio_correction", _EX_OFFICIO, before=None
    )


def _plan(
    reader: Reader,
    world: World,
    kind: str,
    reason: str,
    allowed: Sequence[str],
    *,
    before: bool | None,
) -> Plan | None:
    found = basis.read_basis(reader, allowed)
    if kind != "number_assign":
        reader.required("ground", "根拠となった書類・事実")
    changes = read_changes(reader, world, ())
    held = the_one(reader, changes, title="個人番号の異動") if changes else None
    if changes is None or held is None:
        return None
    _check(reader, world, held, before=before)
    if reader.has_errors:
        return None
    return Plan(
        kind=kind,
        reason=reason,
        basis=ground_of(found),
        event_date=changes.event,
        people=(with_new_number(world, held, changes, NUMBER),),
        **found.dates,
    )


def _check(reader: Reader, world: World, held: Holding, *, before: bool | None) -> None:
    typed = has_number(reader, held.person, NUMBER)
    require_item(
        reader,
        held.person,
        NUMBER,
        typed,
        label="新しい個人番号",
        why="個人番号は、機構から通知された番号を記載します。",
    )
    has_one = held.particulars.individual_number_ref is not None
    if before is not None and has_one is not before:
        note_item(
            reader,
            held.person,
            NUMBER,
            "number_state",
            "個人番号が既に記載されています。" if has_one else "個人番号が記載されていません。",
            "指定は番号のない人に、変更は番号のある人に行います。",
            "異動の種類を選び直してください。",
        )
    if number_known(world, held.person, NUMBER):
        note_item(
            reader,
            held.person,
            NUMBER,
            "number_known",
            "この個人番号は、既に台帳にあります。",
            "同じ番号を二度付けることはできません。変更前の番号も同じです。",
            "番号を確かめてください。",
        )
