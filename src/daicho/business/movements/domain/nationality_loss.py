"""Loss of nationality (国籍喪失, 国籍法11条・13条, STD-4.5.5): the Japanese record is removed, a foreigner's opened."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from daicho.business.movements.domain import sheet
from daicho.business.movements.domain.nationality import (
    Opening,
    Passage,
    nationality_sheet,
    plan_passage,
)
from daicho.business.movements.domain.person import REQUIRED_BY_CATEGORY
from daicho.business.movements.domain.plan import Plan
from daicho.business.movements.domain.reading import Reader
from daicho.business.movements.domain.world import World
from daicho.kernel.uncertain_dates import LegalDate
from daicho.registers.residents.domain.particulars import Kind, Particulars, ResidenceCategory

_OF_RESIDENCE: Final = (
    "residence_status",
    "residence_period",
    "residence_until",
    "residence_card_number",
    "special_permanent_number",
    "landing_period",
    "provisional_stay_period",
)
ITEMS: Final = sheet.Section(
    "外国人としての記載事項",
    (
        sheet.FieldSpec("name_alphabet", "氏名（アルファベット）", hint="旅券などのとおり"),
        sheet.FieldSpec("name_kanji", "氏名（漢字）"),
        sheet.FieldSpec("name_kana", "フリガナ", sheet.Input.KANA, hint="カタカナ"),
        sheet.FieldSpec("nationality", "国籍・地域", required=True),
        sheet.FieldSpec(
            "residence_category",
            "法30条の45の区分",
            sheet.Input.CHOICE,
            (("", "国籍喪失による経過滞在者"), *sheet.CATEGORIES[:4]),
            hint="在留資格を取得済みのときだけ選びます",
        ),
        *(replace(f, only="") for f in sheet.RESIDENCE.fields if f.name in _OF_RESIDENCE),
    ),
)
PASSAGE: Final = Passage(
    kind="nationality_loss",
    removes="removal_ex_officio_nationality_loss",
    enters="entry_ex_officio_nationality_loss",
    words="職権消除（国籍喪失）",
    old=Kind.JAPANESE,
    new=Kind.FOREIGN,
    items=ITEMS,
)

SHEET = nationality_sheet("国籍喪失", "国籍を失った日", ITEMS)


def plan(reader: Reader, world: World) -> Plan | None:
    """The plan of a 国籍喪失: 経過滞在者 unless a 在留資格 has been granted; 本籍・旧氏・選挙 end with the old record."""
    return plan_passage(reader, world, PASSAGE, _opens_foreign)


def _opens_foreign(block: Reader, event: LegalDate, typed: Mapping[str, Any]) -> Opening:
    block.required("nationality", "国籍・地域")
    if not (block.has("name_alphabet") or block.has("name_kanji")):
        block.note(
            "name_alphabet",
            "name_blank",
            "外国人としての氏名が空欄です。",
            "外国人住民の氏名は、アルファベットか漢字で記載します。",
            "旅券などを確かめて入力してください。",
        )
    category = typed.get("residence_category") or ResidenceCategory.TRANSITIONAL_NATIONALITY_LOSS
    for name, label in REQUIRED_BY_CATEGORY.get(category, ()):
        block.required(name, label)

    def opens(old: Particulars) -> dict[str, Any]:
        return {
            "name_kana": old.name_kana,
            **typed,
            "residence_category": category,
            "foreign_resident_since": _later(event, old.resident_since),
        }

    return opens


def _later(event: LegalDate, since: LegalDate | None) -> LegalDate:
    """外国人住民となった日: the later of the loss and of 住民となった日 (M-07)."""
    return since if since is not None and since.sort_on > event.sort_on else event
