"""Every item (すべての記載事項): the sections by which a clerk corrects whatever a record says (STD-1.1.1/m1).

What a household decides (世帯番号, 世帯主, 記載順位) is not among them: a movement of the household changes it. Numbers
in the vault have movements of their own.
"""

from __future__ import annotations

from typing import Final

from daicho.business.movements.domain.sheet import (
    CATEGORIES,
    DATE_HINT,
    INSURANCE,
    SEXES,
    FieldSpec,
    Input,
    Section,
)

NAMES: Final = Section(
    "氏名・生年月日・性別",
    (
        FieldSpec("name", "氏名", hint="氏と名の間に空白", only="japanese"),
        FieldSpec("name_alphabet", "氏名（アルファベット）", only="foreign"),
        FieldSpec("name_kanji", "氏名（漢字）", only="foreign"),
        FieldSpec("name_kana", "フリガナ", Input.KANA),
        FieldSpec("name_kana_confirmed", "フリガナを確認した", Input.CHECK),
        FieldSpec("former_surname", "旧氏", only="japanese"),
        FieldSpec("former_surname_kana", "旧氏のフリガナ", Input.KANA, only="japanese"),
        FieldSpec(
            "former_surname_kana_confirmed",
            "旧氏のフリガナを確認した",
            Input.CHECK,
            only="japanese",
        ),
        FieldSpec("alias", "通称", only="foreign"),
        FieldSpec("alias_kana", "通称のフリガナ", Input.KANA, only="foreign"),
        FieldSpec("alias_kana_confirmed", "通称のフリガナを確認した", Input.CHECK, only="foreign"),
        FieldSpec("birth_date", "生年月日", Input.DATE, required=True, hint="不詳も入力できます"),
        FieldSpec("sex", "性別", Input.CHOICE, SEXES),
        FieldSpec("relationship_to_head", "世帯主との続柄", Input.RELATIONSHIP),
        FieldSpec("adult_ward", "成年被後見人", Input.CHECK),
    ),
)
FAMILY_REGISTER: Final = Section(
    "戸籍の表示",
    (
        FieldSpec("domicile", "本籍", required=True, only="japanese"),
        FieldSpec("family_register_head", "筆頭者", required=True, only="japanese"),
    ),
    only="japanese",
)
ADDRESS: Final = Section(
    "住所と日",
    (
        FieldSpec("address", "住所", required=True, hint="方書を含む"),
        FieldSpec("address_code", "住所コード"),
        FieldSpec("town_code", "町字コード"),
        FieldSpec("town", "町字"),
        FieldSpec("banchi", "番地・号"),
        FieldSpec("katagaki", "方書"),
        FieldSpec("postal_code", "郵便番号"),
        FieldSpec("address_since", "住所を定めた年月日", Input.DATE, hint=DATE_HINT),
        FieldSpec("resident_since", "住民となった年月日", Input.DATE, only="japanese"),
        FieldSpec("foreign_resident_since", "外国人住民となった年月日", Input.DATE, only="foreign"),
        FieldSpec("notification_date", "届出の年月日", Input.DATE),
        FieldSpec("previous_address", "転入前住所"),
        FieldSpec("previous_address_code", "転入前住所の住所コード"),
        FieldSpec("previous_postal_code", "転入前住所の郵便番号"),
        FieldSpec("last_registered_address", "最終登録住所地"),
    ),
)
RESIDENCE: Final = Section(
    "在留",
    (
        FieldSpec("nationality", "国籍・地域", required=True),
        FieldSpec(
            "residence_category", "法30条の45の区分", Input.CHOICE, CATEGORIES, required=True
        ),
        FieldSpec("residence_status", "在留資格"),
        FieldSpec("residence_period", "在留期間等"),
        FieldSpec("residence_until", "在留期間の満了の日", Input.DATE, hint="西暦"),
        FieldSpec("residence_card_number", "在留カードの番号"),
        FieldSpec("special_permanent_number", "特別永住者証明書の番号"),
        FieldSpec("landing_period", "上陸期間"),
        FieldSpec("provisional_stay_period", "仮滞在期間"),
        FieldSpec("alias_recorded_on", "通称を記載した年月日", Input.DATE),
        FieldSpec("alias_recorded_municipality", "通称を記載した市区町村"),
        FieldSpec("alias_recorded_municipality_code", "通称を記載した市区町村コード"),
        FieldSpec("alias_deleted_on", "通称を削除した年月日", Input.DATE),
        FieldSpec("alias_deleted_municipality", "通称を削除した市区町村"),
        FieldSpec("alias_deleted_municipality_code", "通称を削除した市区町村コード"),
        FieldSpec("old_alien_registration_date", "旧外登法による登録年月日", Input.DATE),
        FieldSpec("residence_notified", "住居地の届出", Input.CHECK),
        FieldSpec("landing_permit_move_in", "上陸許可証による転入", Input.CHECK),
        FieldSpec("name_preference", "氏名優先区分"),
        FieldSpec("mail_name_code", "郵便物送付コード"),
    ),
    only="foreign",
)
REMOVAL: Final = Section(
    "除票の事項",
    (
        FieldSpec("removal_reason", "消除事由"),
        FieldSpec("removal_event_date", "事由の生じた年月日", Input.DATE),
        FieldSpec("removal_notification_date", "消除の届出の年月日", Input.DATE),
        FieldSpec("destination_planned", "転出先住所（予定）"),
        FieldSpec("destination_planned_code", "転出先住所（予定）の市区町村コード"),
        FieldSpec("destination_planned_postal", "転出先住所（予定）の郵便番号"),
        FieldSpec("destination_confirmed", "転出先住所（確定）"),
        FieldSpec("destination_confirmed_code", "転出先住所（確定）の市区町村コード"),
        FieldSpec("destination_confirmed_postal", "転出先住所（確定）の郵便番号"),
        FieldSpec("arrival_notice_date", "転入通知年月日", Input.DATE),
        FieldSpec("move_out_date", "転出年月日", Input.DATE),
    ),
    folded=True,
)
CARDS: Final = Section(
    "カード",
    (
        FieldSpec("card_status", "個人番号カードの発行状況"),
        FieldSpec("sign_cert_serial", "署名用電子証明書シリアル番号"),
        FieldSpec("auth_cert_serial", "利用者証明用電子証明書シリアル番号"),
    ),
    folded=True,
)
NOTES: Final = Section(
    "統合記載欄",
    (FieldSpec("remarks", "備考", Input.TEXTAREA),),
    folded=True,
)
EVERY_ITEM: Final = (
    NAMES,
    FAMILY_REGISTER,
    ADDRESS,
    RESIDENCE,
    INSURANCE,
    CARDS,
    REMOVAL,
    NOTES,
)
