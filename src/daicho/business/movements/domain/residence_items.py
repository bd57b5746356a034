"""Items of residence (法30条の45の区分ごとの記載事項): which items each category has, and what may not be blank."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final
from uuid import UUID

import regex

from daicho.business.movements.domain.item_changes import note_item, require_item
from daicho.business.movements.domain.person import (
    CARD_STATUSES_WITHOUT_TERM,
    REQUIRED_BY_CATEGORY,
)
from daicho.business.movements.domain.reading import Reader
from daicho.business.movements.domain.sheet import CATEGORIES, FieldSpec, Input, Section
from daicho.registers.residents.domain.particulars import Particulars, ResidenceCategory

_CARD: Final = regex.compile(r"[A-Z]{2}[0-9]{8}[A-Z]{2}")
_OWN: Final = {
    ResidenceCategory.MID_LONG_TERM: (
        "residence_status",
        "residence_period",
        "residence_until",
        "residence_card_number",
    ),
    ResidenceCategory.SPECIAL_PERMANENT: ("special_permanent_number",),
    ResidenceCategory.TEMPORARY_REFUGE: ("landing_period",),
    ResidenceCategory.PROVISIONAL_STAY: ("provisional_stay_period",),
}
_ALL: Final = tuple(dict.fromkeys(item for items in _OWN.values() for item in items))
NAMES: Final = Section(
    "氏名・国籍・地域",
    (
        FieldSpec("name_alphabet", "氏名（アルファベット）", hint="在留カードのとおり"),
        FieldSpec("name_kanji", "氏名（漢字）"),
        FieldSpec("birth_date", "生年月日", Input.DATE, required=True, hint="西暦"),
        FieldSpec("nationality", "国籍・地域", required=True),
    ),
    only="foreign",
)
RESIDENCE: Final = Section(
    "在留",
    (
        FieldSpec(
            "residence_category", "法30条の45の区分", Input.CHOICE, CATEGORIES, required=True
        ),
        FieldSpec("residence_status", "在留資格"),
        FieldSpec("residence_period", "在留期間"),
        FieldSpec("residence_until", "在留期間の満了日", Input.DATE, hint="西暦。永住者は空欄"),
        FieldSpec("residence_card_number", "在留カード番号", hint="英字2・数字8・英字2"),
        FieldSpec("special_permanent_number", "特別永住者証明書番号", hint="英字2・数字8・英字2"),
        FieldSpec("landing_period", "上陸期間"),
        FieldSpec("provisional_stay_period", "仮滞在期間"),
    ),
    only="foreign",
)


def settle_category(before: Particulars, edits: dict[str, Any]) -> None:
    """Blank what belongs to the former category, where the category changes (STD-1.1.2)."""
    if "residence_category" not in edits:
        return
    own = _OWN.get(edits["residence_category"], ())
    for item in _ALL:
        if item in own:
            continue
        blank = None if item == "residence_until" else ""
        if getattr(before, item) != blank or item in edits:
            edits[item] = blank


def check_residence(
    reader: Reader, person: UUID, before: Particulars, edits: Mapping[str, Any]
) -> None:
    """Note what the category asks for and would be blank, and a card number of another form (REG-025, REG-070)."""

    def after(item: str) -> Any:
        return edits.get(item, getattr(before, item))

    category = after("residence_category")
    why = f"{category.label}の記載事項です（法30条の45）。"
    for item, label in REQUIRED_BY_CATEGORY.get(category, ()):
        require_item(reader, person, item, after(item), label=label, why=why)
    if category is ResidenceCategory.MID_LONG_TERM:
        _check_term(reader, person, after, why=why)
    for item in ("residence_card_number", "special_permanent_number"):
        number = edits.get(item, "")
        if number and not _CARD.fullmatch(number):
            note_item(
                reader,
                person,
                item,
                "card_number_form",
                "番号の形が正しくありません。",
                "在留カード等の番号は、英字2・数字8・英字2の12文字です。",
                "カードを見て、入力し直してください。",
            )


def _check_term(reader: Reader, person: UUID, after: Callable[[str], Any], *, why: str) -> None:
    """Status, period and its end of a 中長期在留者; 永住者 and 高度専門職2号 have no end."""
    for item, label in (("residence_status", "在留資格"), ("residence_period", "在留期間")):
        require_item(reader, person, item, after(item), label=label, why=why)
    if after("residence_status") not in CARD_STATUSES_WITHOUT_TERM:
        require_item(
            reader,
            person,
            "residence_until",
            after("residence_until"),
            label="在留期間の満了日",
            why="永住者と高度専門職2号のほかは、満了日があります。",
        )
    elif after("residence_until"):
        note_item(
            reader,
            person,
            "residence_until",
            "term_without_end",
            "満了日のない在留資格に、満了日が入っています。",
            "永住者と高度専門職2号の在留期間は、無期限です。",
            "満了日を消すか、在留資格を確かめてください。",
        )
