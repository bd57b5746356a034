"""Labels (項目名・異動事由): one table from codes to the words of the standard (specs/catalogues.yaml).

Item codes are the fields of `Particulars`; reasons are the 37 of STD-1.2.2.
"""

from __future__ import annotations

from datetime import date
from typing import Final
from uuid import UUID

from daicho.kernel.uncertain_dates import LegalDate
from daicho.kernel.wareki import format_seireki, format_wareki
from daicho.registers.residents.domain.particulars import Kind, Removal, ResidenceCategory, Sex

ITEM_LABELS: Final[dict[str, str]] = {
    "kind": "住民種別",
    "name": "氏名",
    "name_kana": "氏名のフリガナ",
    "name_kana_confirmed": "氏名のフリガナ確認",
    "former_surname": "旧氏",
    "former_surname_kana": "旧氏のフリガナ",
    "former_surname_kana_confirmed": "旧氏のフリガナ確認",
    "birth_date": "生年月日",
    "sex": "性別",
    "adult_ward": "成年被後見人",
    "individual_number_ref": "個人番号",
    "resident_record_code_ref": "住民票コード",
    "card_status": "カードの発行状況",
    "sign_cert_serial": "署名用電子証明書シリアル番号",
    "auth_cert_serial": "利用者証明用電子証明書シリアル番号",
    "household_number": "世帯番号",
    "head_name": "世帯主の氏名",
    "relationship_to_head": "世帯主との続柄",
    "member_order": "記載順位",
    "domicile": "本籍",
    "family_register_head": "筆頭者",
    "municipality_code": "市区町村コード",
    "town_code": "町字コード",
    "town": "町字",
    "banchi": "番地・号",
    "katagaki": "方書",
    "postal_code": "郵便番号",
    "address": "住所",
    "address_code": "住所コード",
    "address_since": "住所を定めた年月日",
    "resident_since": "住民となった年月日",
    "foreign_resident_since": "外国人住民となった年月日",
    "resident_reason": "住民となった事由",
    "notification_date": "届出の年月日",
    "previous_address": "転入前住所",
    "previous_address_code": "転入前住所の住所コード",
    "previous_postal_code": "転入前住所の郵便番号",
    "last_registered_address": "最終登録住所地",
    "name_kanji": "氏名（漢字）",
    "name_alphabet": "氏名（アルファベット）",
    "alias": "通称",
    "alias_kana": "通称のフリガナ",
    "alias_kana_confirmed": "通称のフリガナ確認",
    "alias_recorded_on": "通称を記載した年月日",
    "alias_recorded_municipality": "通称を記載した市区町村",
    "alias_recorded_municipality_code": "通称を記載した市区町村コード",
    "alias_deleted_on": "通称を削除した年月日",
    "alias_deleted_municipality": "通称を削除した市区町村",
    "alias_deleted_municipality_code": "通称を削除した市区町村コード",
    "nationality": "国籍・地域",
    "residence_category": "法30条の45の区分",
    "residence_status": "在留資格",
    "residence_period": "在留期間等",
    "residence_until": "在留期間の満了の日",
    "residence_card_number": "在留カードの番号",
    "special_permanent_number": "特別永住者証明書の番号",
    "landing_period": "上陸期間",
    "provisional_stay_period": "仮滞在期間",
    "old_alien_registration_date": "旧外登法による登録年月日",
    "residence_notified": "住居地の届出",
    "landing_permit_move_in": "上陸許可証による転入",
    "name_preference": "氏名優先区分",
    "mail_name_code": "郵便物送付コード",
    "voter_registered": "選挙人名簿への登録",
    "nhi_insured": "国民健康保険の被保険者",
    "nhi_acquired_on": "国民健康保険の資格取得年月日",
    "nhi_lost_on": "国民健康保険の資格喪失年月日",
    "late_elderly_insured": "後期高齢者医療の被保険者",
    "late_elderly_acquired_on": "後期高齢者医療の資格取得年月日",
    "late_elderly_lost_on": "後期高齢者医療の資格喪失年月日",
    "ltc_insured": "介護保険の被保険者",
    "ltc_acquired_on": "介護保険の資格取得年月日",
    "ltc_lost_on": "介護保険の資格喪失年月日",
    "pension_insured": "国民年金の被保険者",
    "basic_pension_number": "基礎年金番号",
    "pension_type": "国民年金の種別",
    "pension_type_changed_on": "国民年金の種別変更年月日",
    "pension_acquired_on": "国民年金の資格取得年月日",
    "pension_lost_on": "国民年金の資格喪失年月日",
    "child_allowance_start_month": "児童手当の受給開始年月",
    "child_allowance_end_month": "児童手当の受給終了年月",
    "removal": "住民状態",
    "removal_reason": "消除事由",
    "removal_event_date": "事由の生じた年月日",
    "removal_notification_date": "消除の届出の年月日",
    "destination_planned": "転出先住所（予定）",
    "destination_planned_code": "転出先住所（予定）の市区町村コード",
    "destination_planned_postal": "転出先住所（予定）の郵便番号",
    "destination_confirmed": "転出先住所（確定）",
    "destination_confirmed_code": "転出先住所（確定）の市区町村コード",
    "destination_confirmed_postal": "転出先住所（確定）の郵便番号",
    "arrival_notice_date": "転入通知年月日",
    "move_out_date": "転出年月日",
    "attention": "留意事項",
    "remarks": "備考",
}

REASON_LABELS: Final[dict[str, str]] = {
    "entry_domestic_move_in": "国内転入",
    "entry_overseas_move_in": "国外転入等",
    "entry_birth": "出生",
    "entry_ex_officio_naturalization": "職権記載（帰化等）",
    "entry_ex_officio_nationality_loss": "職権記載（国籍喪失）",
    "entry_ex_officio": "職権記載",
    "entry_reformat": "改製",
    "entry_recreation": "再製",
    "entry_reversal": "異動の取消し（増）",
    "removal_domestic_move_out": "国内転出",
    "removal_overseas_move_out": "国外転出",
    "removal_death": "死亡",
    "removal_ex_officio_naturalization": "職権消除（帰化等）",
    "removal_ex_officio_nationality_loss": "職権消除（国籍喪失）",
    "removal_ex_officio": "職権消除",
    "removal_reformat": "改製",
    "removal_recreation": "再製",
    "removal_reversal": "異動の取消し（減）",
    "correction_move_within": "転居",
    "correction_minor": "軽微な修正",
    "correction_ex_officio": "職権修正",
    "correction_error": "誤記修正",
    "number_change_request": "個人番号の変更請求",
    "number_ex_officio_correction": "個人番号の職権修正",
    "number_ex_officio_entry": "個人番号の職権記載",
    "code_change_request": "住民票コードの変更請求",
    "code_ex_officio_entry": "住民票コードの職権記載",
    "household_split": "世帯分離",
    "household_merge": "世帯合併",
    "household_transfer": "世帯変更",
    "household_head_change": "世帯主変更",
    "former_surname_entry": "旧氏の記載",
    "former_surname_change": "旧氏の変更",
    "former_surname_deletion": "旧氏の削除",
    "alias_entry": "通称の記載",
    "alias_deletion": "通称の削除",
    "correction_reversal": "異動の取消し（修正）",
}

# Dates of foreign residents that are 西暦 in the law and on their cards (record.md).
_SEIREKI_ONLY = frozenset({"residence_until"})
_FLAG_WORDS = {
    "name_kana_confirmed": ("確認済", "未確認"),
    "former_surname_kana_confirmed": ("確認済", "未確認"),
    "alias_kana_confirmed": ("確認済", "未確認"),
    "residence_notified": ("あり", ""),
    "landing_permit_move_in": ("あり", ""),
    "adult_ward": ("該当", ""),
}


def item_label(name: str) -> str:
    """The standard's name of an item; KeyError for a code that is none."""
    return ITEM_LABELS[name]


def reason_label(code: str) -> str:
    """The words of one of the 37 異動事由; a code brought over from elsewhere stands for itself."""
    return REASON_LABELS.get(code, code)


def item_text(name: str, value: object) -> str:
    """An item's value as screens write it; 空欄 is empty, a number in the vault only says that it is there."""
    if value is None or value == "":
        return ""
    if isinstance(value, LegalDate):
        return value.display()
    if isinstance(value, bool):
        yes, no = _FLAG_WORDS.get(name, ("有", "無"))
        return yes if value else no
    if isinstance(value, UUID):
        return "記載あり（伏せています）"
    if isinstance(value, date):
        return format_seireki(value) if name in _SEIREKI_ONLY else format_wareki(value)
    if isinstance(value, (Kind, Sex, Removal, ResidenceCategory)):
        return value.label
    return _postal(str(value)) if name.endswith(("postal_code", "postal")) else str(value)


def _postal(code: str) -> str:
    return f"{code[:3]}-{code[3:]}" if len(code) == 7 and code.isdigit() else code
