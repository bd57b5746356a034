"""Layouts (項目の並び): the numbered items of 本人確認情報 and 送付先情報, as the seeds number them (DATA-002, 003, 013, 014).

The same tables stand in specs/messages/layouts/; a test compares them, and nothing is read from there. Two layouts of
one family are told apart by number and agree by field (DATA-016, DATA-017).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from daicho.foundation.messages.forms import Form
from daicho.kernel.number_items import number_in

Row = tuple[str, str, Form, int, bool]


class Part(StrEnum):
    """Of what a numbered item is told: of a person, or of the household that a posting goes to."""

    PERSON = "person"
    HOUSEHOLD = "household"


@dataclass(frozen=True, slots=True)
class Item:
    """One numbered item: `title` is the seeds' name, `field` ours; `limit` counts code points; `since` is the first day."""

    number: str
    title: str
    field: str
    form: Form
    limit: int
    required: bool
    part: Part = Part.PERSON
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """A numbered layout, by number and by field."""

    name: str
    by_number: Mapping[str, Item]
    by_field: Mapping[str, Item]

    @property
    def family(self) -> str:
        """`identity` or `dispatch`."""
        return self.name.partition("-")[0]

    @property
    def bearing(self) -> tuple[str, ...]:
        """The items that bear an 個人番号 or a 住民票コード, by their mark (DATA-018)."""
        return tuple(n for n, item in self.by_number.items() if number_in(item.field))

    def of(self, part: Part) -> Iterator[Item]:
        """The items of a person, or of a household."""
        return (item for item in self.by_number.values() if item.part is part)


_IDENTITY: Final = (
    ("住民票コード", "resident_record_code", Form.CODE, 11, True),
    ("漢字氏名", "name", Form.TEXT, 200, False),
    ("外字数（氏名）", "name_gaiji_count", Form.COUNT, 4, False),
    ("ふりがな氏名", "name_kana", Form.KANA, 200, False),
    ("清音化かな氏名", "name_kana_seion", Form.KANA, 200, False),
    ("生年月日", "birth_date", Form.BIRTH, 9, True),
    ("性別", "sex", Form.SEX, 1, False),
    ("市町村コード", "municipality_code", Form.MUNICIPALITY, 6, True),
    ("大字・字コード", "town_code", Form.TOWN, 6, False),
    ("郵便番号", "postal_code", Form.POSTAL, 7, False),
    ("住所", "address", Form.TEXT, 300, True),
    ("外字数（住所）", "address_gaiji_count", Form.COUNT, 4, False),
    ("個人番号", "individual_number", Form.NUMBER, 12, False),
    ("住民となった日", "resident_since", Form.DATE, 8, False),
    ("住所を定めた日", "address_since", Form.DATE, 8, False),
    ("届出の年月日", "notification_date", Form.DATE, 8, False),
    ("市町村コード（転入前）", "previous_municipality_code", Form.MUNICIPALITY, 6, False),
    ("転入前住所", "previous_address", Form.TEXT, 300, False),
    ("外字数（転入前住所）", "previous_address_gaiji_count", Form.COUNT, 4, False),
    ("続柄", "relationship", Form.TEXT, 40, False),
    ("異動事由", "reason", Form.REASON, 20, True),
    ("異動年月日", "event_date", Form.DATE, 8, True),
    ("異動事由詳細", "reason_detail", Form.TEXT, 300, False),
    ("旧住民票コード", "former_resident_record_code", Form.CODE, 11, False),
    ("住民票コード使用年月日", "code_used_from", Form.DATE, 8, False),
    ("依頼管理番号", "request_number", Form.REFERENCE, 40, False),
    ("操作者ＩＤ", "operator_id", Form.REFERENCE, 40, False),
    ("操作端末ＩＤ", "terminal_id", Form.REFERENCE, 40, False),
    ("更新順番号", "update_number", Form.SERIAL, 9, True),
    ("異常時更新順番号", "emergency_update_number", Form.SERIAL, 9, False),
    ("更新禁止フラグ", "update_forbidden", Form.FLAG, 1, False),
    ("予定者フラグ", "planned", Form.FLAG, 1, False),
    ("排他フラグ", "exclusive", Form.FLAG, 1, False),
    ("外字フラグ", "gaiji", Form.FLAG, 1, False),
    ("レコード状況フラグ", "record_status", Form.STATUS, 2, True),
    ("タイムスタンプ", "timestamp", Form.TIME, 32, False),
)
_POSTING: Final = (
    ("送付先管理番号", "dispatch_number", Form.REFERENCE, 40, True),
    ("送付先郵便番号", "postal_code", Form.POSTAL, 7, True),
    ("送付先住所 漢字項目長", "address_length", Form.COUNT, 4, True),
    ("送付先住所 漢字", "address", Form.TEXT, 300, True),
    ("送付先住所 漢字外字数", "address_gaiji_count", Form.COUNT, 4, True),
    ("送付先氏名 漢字項目長", "recipient_length", Form.COUNT, 4, True),
    ("送付先氏名 漢字", "recipient", Form.TEXT, 300, True),
    ("送付先氏名 漢字 外字数", "recipient_gaiji_count", Form.COUNT, 4, True),
    ("市町村コード", "municipality_code", Form.MUNICIPALITY, 6, True),
    ("市町村名 項目長", "municipality_name_length", Form.COUNT, 4, True),
    ("市町村名", "municipality_name", Form.TEXT, 60, True),
    ("市町村郵便番号", "municipality_postal_code", Form.POSTAL, 7, True),
    ("市町村住所 項目長", "municipality_address_length", Form.COUNT, 4, True),
    ("市町村住所", "municipality_address", Form.TEXT, 300, True),
    ("市町村住所 外字数", "municipality_address_gaiji_count", Form.COUNT, 4, True),
    ("市町村電話番号", "municipality_phone", Form.PHONE, 20, True),
    ("交付場所名 項目長", "issuing_place_length", Form.COUNT, 4, False),
    ("交付場所名", "issuing_place", Form.TEXT, 300, False),
    ("交付場所名 外字数", "issuing_place_gaiji_count", Form.COUNT, 4, False),
    ("交付場所郵便番号", "issuing_place_postal_code", Form.POSTAL, 7, False),
    ("交付場所住所 項目長", "issuing_place_address_length", Form.COUNT, 4, False),
    ("交付場所住所", "issuing_place_address", Form.TEXT, 300, False),
    ("交付場所住所 外字数", "issuing_place_address_gaiji_count", Form.COUNT, 4, False),
    ("交付場所電話番号", "issuing_place_phone", Form.PHONE, 20, False),
    ("カード送付場所名 項目長", "card_place_length", Form.COUNT, 4, False),
    ("カード送付場所名", "card_place", Form.TEXT, 300, False),
    ("カード送付場所名 外字数", "card_place_gaiji_count", Form.COUNT, 4, False),
    ("カード送付場所郵便番号", "card_place_postal_code", Form.POSTAL, 7, False),
    ("カード送付場所住所 項目長", "card_place_address_length", Form.COUNT, 4, False),
    ("カード送付場所住所", "card_place_address", Form.TEXT, 300, False),
    ("カード送付場所住所 外字数", "card_place_address_gaiji_count", Form.COUNT, 4, False),
    ("カード送付場所電話番号", "card_place_phone", Form.PHONE, 20, False),
    ("対象となる人数", "people_count", Form.COUNT, 4, True),
    ("処理年月日", "processed_on", Form.DATE, 8, True),
    ("操作者ＩＤ", "operator_id", Form.REFERENCE, 40, True),
    ("操作端末ＩＤ", "terminal_id", Form.REFERENCE, 40, True),
    ("印刷区分", "print_class", Form.PRINT_CLASS, 1, True),
)
_ADDRESSEE: Final = (
    ("住民票コード", "resident_record_code", Form.CODE, 11, True),
    ("氏名 漢字項目長", "name_length", Form.COUNT, 4, True),
    ("氏名 漢字", "name", Form.TEXT, 200, True),
    ("氏名 漢字 外字数", "name_gaiji_count", Form.COUNT, 4, True),
    ("氏名 かな項目長", "name_kana_length", Form.COUNT, 4, False),
    ("氏名 かな", "name_kana", Form.KANA, 200, False),
    ("郵便番号", "person_postal_code", Form.POSTAL, 7, False),
    ("住所 項目長", "person_address_length", Form.COUNT, 4, True),
    ("住所", "person_address", Form.TEXT, 300, True),
    ("住所 外字数", "person_address_gaiji_count", Form.COUNT, 4, True),
    ("生年月日", "birth_date", Form.BIRTH, 9, True),
    ("性別", "sex", Form.SEX, 1, False),
    ("個人番号", "individual_number", Form.NUMBER, 12, True),
    ("第３０条の４５に規定する区分", "residence_category", Form.CATEGORY, 20, False),
    ("在留期間の満了の日", "residence_until", Form.DATE, 8, False),
    ("代替文字変換結果", "substitution_result", Form.SUBSTITUTION, 1, True),
    ("代替文字氏名 項目長", "substituted_name_length", Form.COUNT, 4, False),
    ("代替文字氏名", "substituted_name", Form.TEXT, 200, False),
    ("代替文字住所 項目長", "substituted_address_length", Form.COUNT, 4, False),
    ("代替文字住所", "substituted_address", Form.TEXT, 300, False),
    ("代替文字氏名位置情報", "substituted_name_positions", Form.POSITIONS, 400, False),
    ("代替文字住所位置情報", "substituted_address_positions", Form.POSITIONS, 600, False),
    ("外字フラグ", "gaiji", Form.FLAG, 1, True),
    ("外字パターン", "gaiji_patterns", Form.PATTERNS, 4000, False),
)
_SURNAME: Final = ("旧氏 漢字", "former_surname", Form.TEXT, 100, False)
_SURNAME_KANA: Final = ("旧氏 ふりがな", "former_surname_kana", Form.KANA, 200, False)
_SURNAME_SHORT: Final = (_SURNAME, _SURNAME_KANA)
_SURNAME_LONG: Final = (
    _SURNAME,
    ("旧氏 外字数", "former_surname_gaiji_count", Form.COUNT, 4, False),
    _SURNAME_KANA,
    ("旧氏 外字変更連番", "former_surname_gaiji_serial", Form.SERIAL, 9, False),
)
_READING: Final = (("振り仮名の確認", "name_kana_confirmed", Form.FLAG, 1, False),)
_ROMAN: Final = (
    ("ローマ字 氏名", "roman_name", Form.ROMAN, 200, False),
    ("ローマ字 旧氏", "roman_former_surname", Form.ROMAN, 200, False),
)
_SINCE: Final = {
    **{row[1]: date(2019, 11, 5) for row in _SURNAME_LONG},
    "name_kana_confirmed": date(2025, 5, 26),
}


def _layout(name: str, *rows: Row, of_household: int = 0) -> Layout:
    items = [
        Item(
            str(at),
            *row,
            part=Part.HOUSEHOLD if at <= of_household else Part.PERSON,
            since=_SINCE.get(row[1]),
        )
        for at, row in enumerate(rows, start=1)
    ]
    return Layout(
        name,
        MappingProxyType({item.number: item for item in items}),
        MappingProxyType({item.field: item for item in items}),
    )


_DISPATCH: Final = (*_POSTING, *_ADDRESSEE)
LAYOUTS: Final[Mapping[str, Layout]] = MappingProxyType(
    {
        layout.name: layout
        for layout in (
            _layout("identity-38", *_IDENTITY, *_SURNAME_SHORT),
            _layout("identity-40", *_IDENTITY, *_SURNAME_LONG),
            _layout("identity-40-2025", *_IDENTITY, *_SURNAME_LONG, *_READING),
            _layout(
                "dispatch-65", *_DISPATCH, *_SURNAME_SHORT, *_ROMAN, of_household=len(_POSTING)
            ),
            _layout("dispatch-67", *_DISPATCH, *_SURNAME_LONG, *_ROMAN, of_household=len(_POSTING)),
        )
    }
)
