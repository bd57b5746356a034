"""Grounds of a minor amendment (軽微な修正の事由, STD-4.2.3.2): the seven grounds, and the items they reach."""

from __future__ import annotations

from typing import Final

from daicho.business.movements.domain.item_changes import Changes, note_item
from daicho.business.movements.domain.reading import Reader
from daicho.business.movements.domain.sheet import FieldSpec, Input, Section

GROUNDS: Final = (
    ("plain_character", "常用平易な文字に改める（氏名・住所）"),
    ("character_identified", "文字の同定（氏名・住所）"),
    ("area_renamed", "行政区画・町字などの名称の変更（住所）"),
    ("lot_renumbered", "地番の変更（住所）"),
    ("residence_indication", "住居表示の実施・変更（住所）"),
    ("building_renamed", "共同住宅などの名称・賃貸人の変更（住所）"),
    ("minister", "総務大臣が適当と認めるもの（氏名・住所）"),
)
NAME_GROUNDS: Final = frozenset({"plain_character", "character_identified", "minister"})
NAME_ITEMS: Final = frozenset({"name", "name_alphabet", "name_kanji"})
GROUND_FIELD: Final = FieldSpec("minor_ground", "軽微な修正の事由", Input.CHOICE, GROUNDS)
AS_MINOR: Final = Section(
    "軽微な修正",
    (FieldSpec("as_minor", "軽微な修正として行う", Input.CHECK), GROUND_FIELD),
    folded=True,
)


def check_minor(reader: Reader, changes: Changes) -> None:
    """Note an error for a ground that is not named, and for every item that is neither 氏名 nor 住所."""
    ground = reader.choice("minor_ground", "軽微な修正の事由", [code for code, _ in GROUNDS])
    for person, edits in changes.edits.items():
        for item in edits:
            if item not in NAME_ITEMS:
                note_item(
                    reader,
                    person,
                    item,
                    "minor_not_name_or_address",
                    "軽微な修正では直せない事項です。",
                    "軽微な修正にできるのは、氏名と住所に係る修正だけです。",
                    "職権修正として入力してください。",
                )
            elif ground and ground not in NAME_GROUNDS:
                note_item(
                    reader,
                    person,
                    item,
                    "minor_ground_of_address",
                    "選ばれた事由では、氏名を直せません。",
                    "区域・地番・住居表示・建物の変更は、住所の修正の事由です。",
                    "事由を選び直してください。",
                )
