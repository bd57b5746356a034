"""Immigration notice (出入国在留管理庁長官通知, 住基法30条の50; STD-4.5.6): items amended, or the record removed.

A notice never edits by itself: its import opens a draft of this kind, which a person examines with what was before
and after.
"""

from __future__ import annotations

from typing import Final

from daicho.business.movements.domain import basis, sheet
from daicho.business.movements.domain.editing import edited_people
from daicho.business.movements.domain.item_changes import (
    check_kind,
    check_something,
    event_section,
    read_changes,
)
from daicho.business.movements.domain.plan import Plan
from daicho.business.movements.domain.reading import Reader
from daicho.business.movements.domain.removing import plan_removal
from daicho.business.movements.domain.residence_items import (
    NAMES,
    RESIDENCE,
    check_residence,
    settle_category,
)
from daicho.business.movements.domain.world import World
from daicho.registers.residents.domain.particulars import Kind

TITLE: Final = "出入国在留管理庁長官通知"
ALLOWED: Final = (basis.NOTICE,)
AMEND, REMOVE = "amend", "remove"
EFFECTS: Final = ((AMEND, "記載の修正"), (REMOVE, "消除（住民基本台帳の対象外になった）"))
ITEMS: Final = (NAMES, RESIDENCE)
SHEET = sheet.Sheet(
    sections=(
        event_section(
            "長官通知",
            sheet.FieldSpec("notice_number", "通知番号", required=True),
            sheet.FieldSpec(
                "noticed_on", "通知を受けた日", sheet.Input.DATE, required=True, initial="today"
            ),
            sheet.FieldSpec("effect", "通知による処理", sheet.Input.CHOICE, EFFECTS, required=True),
            sheet.FieldSpec(
                "removal_ground", "消除の理由", hint="消除のとき。例: 在留資格の取消し"
            ),
            label="事由の生じた日（異動日）",
        ),
    ),
    selects=sheet.Selects.MEMBERS,
    edits=ITEMS,
    remaining=True,
)


def plan(reader: Reader, world: World) -> Plan | None:
    """The plan of a 長官通知: a 職権修正, or the 職権消除 of whom the law no longer reaches."""
    reader.required("notice_number", "通知番号")
    effect = reader.choice("effect", "通知による処理", [code for code, _ in EFFECTS])
    found = basis.read_basis(reader, ALLOWED)
    changes = read_changes(reader, world, ITEMS)
    if changes is None or not effect:
        return None
    known = [check_kind(reader, held, Kind.FOREIGN, title=TITLE) for held in changes.held]
    if not all(known):
        return None
    if effect == REMOVE:
        ground = reader.required("removal_ground", "消除の理由")
        return plan_removal(
            reader,
            world,
            kind="immigration_notice",
            event=changes.event,
            ground=found,
            words=f"職権消除（{ground}）",
        )
    for held in changes.held:
        settle_category(held.particulars, changes.edits[held.person])
        check_residence(reader, held.person, held.particulars, changes.edits[held.person])
    check_something(reader, changes)
    if reader.has_errors:
        return None
    return Plan(
        kind="immigration_notice",
        reason="correction_ex_officio",
        basis=basis.EX_OFFICIO,
        event_date=changes.event,
        people=edited_people(world, changes.edits, changes.day),
        **found.dates,
    )
