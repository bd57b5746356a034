"""Readings of names (振り仮名の記載・変更, 住基法7条1号の2; STD-1.1.18): what a family register made public, and フリガナ.

The reading of a Japanese name comes from the family register: notified, entered ex officio after the year of
notifications (practice.md §1 no. 7), or changed. A foreigner's フリガナ is kept for convenience. Whether the person
confirmed each reading is a flag of its own.
"""

from __future__ import annotations

from typing import Final

from daicho.business.movements.domain import basis, sheet
from daicho.business.movements.domain.editing import edited_people
from daicho.business.movements.domain.item_changes import (
    Changes,
    check_something,
    event_section,
    ground_of,
    note_item,
    read_changes,
)
from daicho.business.movements.domain.plan import Plan
from daicho.business.movements.domain.reading import Reader
from daicho.business.movements.domain.world import World
from daicho.foundation.law_values import in_force
from daicho.registers.residents.domain.particulars import Kind
from daicho.registers.residents.domain.segments import Holding

ALLOWED: Final = (basis.NOTICE, basis.EX_OFFICIO, basis.PETITION)
NOTIFIED, EX_OFFICIO, CHANGE, CONFIRMED = "notified", "ex_officio", "change", "confirmed"
CAUSES: Final = (
    (NOTIFIED, "振り仮名の届出（戸籍）"),
    (EX_OFFICIO, "届出がない人の職権記載（戸籍）"),
    (CHANGE, "振り仮名の変更（戸籍）"),
    (CONFIRMED, "外国人住民のフリガナ・本人への確認"),
)
FROM_REGISTER: Final = frozenset({NOTIFIED, EX_OFFICIO, CHANGE})
ITEMS: Final = (
    sheet.Section(
        "振り仮名",
        (
            sheet.FieldSpec("name_kana", "氏名の振り仮名", sheet.Input.KANA, hint="カタカナ"),
            sheet.FieldSpec("name_kana_confirmed", "本人に確認した（氏名）", sheet.Input.CHECK),
            sheet.FieldSpec(
                "former_surname_kana_confirmed",
                "本人に確認した（旧氏）",
                sheet.Input.CHECK,
                only="japanese",
            ),
            sheet.FieldSpec("alias_kana", "通称のフリガナ", sheet.Input.KANA, only="foreign"),
            sheet.FieldSpec(
                "alias_kana_confirmed",
                "本人に確認した（通称）",
                sheet.Input.CHECK,
                only="foreign",
            ),
        ),
    ),
)
SHEET = sheet.Sheet(
    sections=(
        event_section(
            "振り仮名",
            sheet.FieldSpec("cause", "原因", sheet.Input.CHOICE, CAUSES, required=True),
            label="記載する日（異動日）",
        ),
        basis.basis_section(ALLOWED),
    ),
    selects=sheet.Selects.MEMBERS,
    edits=ITEMS,
)


def plan(reader: Reader, world: World) -> Plan | None:
    """The plan of a 振り仮名の記載・変更."""
    cause = reader.choice("cause", "原因", [code for code, _ in CAUSES])
    found = basis.read_basis(reader, ALLOWED)
    changes = read_changes(reader, world, ITEMS)
    if changes is None or not cause:
        return None
    _check_day(reader, changes, cause)
    for held in changes.held:
        _check_person(reader, changes, held, cause)
    check_something(reader, changes)
    if reader.has_errors:
        return None
    return Plan(
        kind="name_kana",
        reason="correction_ex_officio",
        basis=ground_of(found),
        event_date=changes.event,
        people=edited_people(world, changes.edits, changes.day),
        **found.dates,
    )


def _check_day(reader: Reader, changes: Changes, cause: str) -> None:
    open_now = {row.code for row in in_force("name_readings", changes.day)}
    if cause == EX_OFFICIO and "ex_officio" not in open_now:
        reader.note(
            "event_date",
            "kana_ex_officio_too_early",
            "この日には、振り仮名の職権記載はまだできません。",
            "届出の期間（令和8年5月25日まで）が終わってから、職権で記載します。",
            "異動日か原因を確かめてください。",
        )


def _check_person(reader: Reader, changes: Changes, held: Holding, cause: str) -> None:
    own, before = changes.edits[held.person], held.particulars
    if cause not in FROM_REGISTER:
        if before.kind is Kind.JAPANESE and "name_kana" in own:
            note_item(
                reader,
                held.person,
                "name_kana",
                "kana_of_register",
                "日本人の氏名の振り仮名は、戸籍によって記載します。",
                "令和7年5月26日から、戸籍の記載事項として公証されます。",
                "原因に、戸籍の届出・職権記載・変更のどれかを選んでください。",
            )
        return
    if before.kind is not Kind.JAPANESE:
        note_item(
            reader,
            held.person,
            "name_kana",
            "reason_kind_mismatch",
            "外国人住民には、戸籍の振り仮名がありません。",
            "外国人住民のフリガナは、便宜上の管理です。",
            "原因を選び直してください。",
        )
    elif not own.get("name_kana", before.name_kana):
        note_item(
            reader,
            held.person,
            "name_kana",
            "blank_not_allowed",
            "氏名の振り仮名が空欄です。",
            "戸籍に記載された振り仮名を記載します。",
            "振り仮名を入力してください。",
        )
    elif not before.name_kana_confirmed or "name_kana" in own:
        own["name_kana_confirmed"] = True
