"""Naturalization (帰化, 国籍法4条, STD-4.5.3): the foreigner's record is removed, a Japanese one opened ex officio."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from daicho.business.movements.domain import sheet
from daicho.business.movements.domain.nationality import (
    Opening,
    Passage,
    nationality_sheet,
    plan_passage,
)
from daicho.business.movements.domain.plan import Plan
from daicho.business.movements.domain.reading import Reader
from daicho.business.movements.domain.world import World
from daicho.kernel.uncertain_dates import LegalDate
from daicho.registers.residents.domain.particulars import Kind, Particulars

ITEMS: Final = sheet.Section(
    "日本人としての記載事項",
    (
        sheet.FieldSpec("name", "氏名", hint="戸籍のとおり。氏と名の間に空白", required=True),
        sheet.FieldSpec("name_kana", "フリガナ", sheet.Input.KANA, hint="カタカナ"),
        sheet.FieldSpec("domicile", "本籍", required=True),
        sheet.FieldSpec("family_register_head", "筆頭者", required=True),
        sheet.FieldSpec("voter_registered", "選挙人名簿への登録", sheet.Input.CHOICE, sheet.YES_NO),
    ),
)
PASSAGE: Final = Passage(
    kind="naturalization",
    removes="removal_ex_officio_naturalization",
    enters="entry_ex_officio_naturalization",
    words="職権消除（帰化）",
    old=Kind.FOREIGN,
    new=Kind.JAPANESE,
    items=ITEMS,
)

SHEET = nationality_sheet("帰化", "帰化した日", ITEMS)


def plan(reader: Reader, world: World) -> Plan | None:
    """The plan of a 帰化: a new record of the same person, with a new name."""
    return plan_passage(reader, world, PASSAGE, opens_japanese)


def opens_japanese(block: Reader, _event: LegalDate, typed: Mapping[str, Any]) -> Opening:
    """What a Japanese record says: the typed items, 住民となった日 from 外国人住民となった日; nothing of 在留 or 通称."""
    for spec in ITEMS.fields:
        if spec.required:
            block.required(spec.name, spec.label)

    def opens(old: Particulars) -> dict[str, Any]:
        return {
            "name_kana": old.name_kana,
            **typed,
            "resident_since": old.foreign_resident_since,
        }

    return opens
