"""Forms (項目の書き方): how one value is written, one pattern each. The layouts and the bodies name their values by these.

A pattern that a person may have got wrong comes with words; none of them ever shows the value.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Any, Final

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from daicho.foundation.messages.dates import calendar_fault, era_fault, time_fault
from daicho.kernel.check_digits import (
    INDIVIDUAL_NUMBER,
    LOCAL_GOVERNMENT_CODE,
    RESIDENT_RECORD_CODE,
)


class Form(StrEnum):
    """How a value is written; the names are those of specs/messages/layouts/."""

    BIRTH = "birth"
    BLOCK = "block"
    CARD_NUMBER = "card_number"
    CATEGORY = "category"
    CODE = "code"
    COUNT = "count"
    DATE = "date"
    DAY = "day"
    DIGEST = "digest"
    FLAG = "flag"
    ITEM_PATH = "item_path"
    KANA = "kana"
    MAYBE_TEXT = "maybe_text"
    MONTH = "month"
    MUNICIPALITY = "municipality"
    NUMBER = "number"
    PATTERNS = "patterns"
    PENSION_NUMBER = "pension_number"
    PHONE = "phone"
    POSITIONS = "positions"
    POSTAL = "postal"
    PRINT_CLASS = "print_class"
    PROBLEM_CODE = "problem_code"
    REASON = "reason"
    REFERENCE = "reference"
    RESIDENCE_CARD = "residence_card"
    ROMAN = "roman"
    SERIAL = "serial"
    SERIAL_HEX = "serial_hex"
    SEX = "sex"
    STATUS = "status"
    SUBSTITUTION = "substitution"
    TEXT = "text"
    TIME = "time"
    TOWN = "town"
    UUID = "uuid"


REASONS: Final = (
    "国内転入",
    "国外転入等",
    "出生",
    "職権記載（帰化等）",
    "職権記載（国籍喪失）",
    "職権記載",
    "改製",
    "再製",
    "異動の取消し（増）",
    "国内転出",
    "国外転出",
    "死亡",
    "職権消除（帰化等）",
    "職権消除（国籍喪失）",
    "職権消除",
    "異動の取消し（減）",
    "転居",
    "軽微な修正",
    "職権修正",
    "誤記修正",
    "個人番号の変更請求",
    "個人番号の職権修正",
    "個人番号の職権記載",
    "住民票コードの変更請求",
    "住民票コードの職権記載",
    "世帯分離",
    "世帯合併",
    "世帯変更",
    "世帯主変更",
    "旧氏の記載",
    "旧氏の変更",
    "旧氏の削除",
    "通称の記載",
    "通称の削除",
    "異動の取消し（修正）",
)
"""異動事由: the 37 of the standard in words; 改製 and 再製 stand for an entry and for a removal alike."""
CHOICES: Final = {
    Form.CATEGORY: (
        "中長期在留者",
        "特別永住者",
        "一時庇護許可者",
        "仮滞在許可者",
        "出生による経過滞在者",
        "国籍喪失による経過滞在者",
    ),
    Form.FLAG: ("0", "1"),
    Form.PRINT_CLASS: ("1", "2", "3"),
    Form.REASON: REASONS,
    Form.SEX: ("男", "女"),
    Form.STATUS: ("現存", "転出", "死亡", "消除"),
    Form.SUBSTITUTION: ("0", "1", "2"),
}
_DATE: Final = r"(0000|(0[1-9]|1[0-2])(0[0-9]|[12][0-9]|3[01]))"
_HEX: Final = "[0-9a-f]"
_NOT_WRITTEN: Final = "\x00-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff"
_PATTERNS: Final = {
    Form.BIRTH: rf"0{{9}}|[1-5][12][0-9]{{3}}{_DATE}",
    Form.BLOCK: r"[0-9]{1,5}",
    Form.CARD_NUMBER: r"[0-9A-Z]{8,20}",
    Form.CODE: r"[0-9]{11}",
    Form.COUNT: r"0|[1-9][0-9]{0,3}",
    Form.DATE: rf"0{{8}}|[12][0-9]{{3}}{_DATE}",
    Form.DAY: r"[12][0-9]{3}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])",
    Form.DIGEST: rf"{_HEX}{{64}}",
    Form.ITEM_PATH: r"[A-Za-z0-9_.]*",
    Form.KANA: r"[ァ-ヺー・]+(　[ァ-ヺー・]+)*",
    Form.MAYBE_TEXT: f"[^{_NOT_WRITTEN}]*",
    Form.MONTH: r"[12][0-9]{3}(0[1-9]|1[0-2])",
    Form.MUNICIPALITY: r"[0-9]{6}",
    Form.NUMBER: r"[0-9]{12}",
    Form.PATTERNS: "[^,\x00-\x20]+(,[^,\x00-\x20]+)*",
    Form.PENSION_NUMBER: r"[0-9]{4}-?[0-9]{6}",
    Form.PHONE: r"[0-9][0-9-]*[0-9]",
    Form.POSITIONS: r"[1-9][0-9]*(,[1-9][0-9]*)*",
    Form.POSTAL: r"[0-9]{7}",
    Form.PROBLEM_CODE: r"[a-z_]+(\.[a-z_0-9]+)+",
    Form.REFERENCE: r"[0-9A-Za-z][0-9A-Za-z_-]*",
    Form.RESIDENCE_CARD: r"[A-Z]{2}[0-9]{8}[A-Z]{2}",
    Form.ROMAN: r"[A-Z][A-Z '.,-]*",
    Form.SERIAL: r"[1-9][0-9]{0,8}",
    Form.SERIAL_HEX: r"[0-9A-Fa-f]{1,40}",
    Form.TEXT: f"[^{_NOT_WRITTEN}]+",
    Form.TIME: r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}[+-][0-9]{2}:[0-9]{2}",
    Form.TOWN: r"[0-9]{6}",
    Form.UUID: rf"{_HEX}{{8}}-{_HEX}{{4}}-{_HEX}{{4}}-{_HEX}{{4}}-{_HEX}{{12}}",
}
_CHECKED: Final = {
    Form.CODE: RESIDENT_RECORD_CODE,
    Form.MUNICIPALITY: LOCAL_GOVERNMENT_CODE,
    Form.NUMBER: INDIVIDUAL_NUMBER,
}
_COUNTED: Final = {
    Form.BIRTH: era_fault,
    Form.DATE: calendar_fault,
    Form.DAY: calendar_fault,
    Form.TIME: time_fault,
}
_COMPILED: Final = {form: re.compile(pattern) for form, pattern in _PATTERNS.items()}
WORDS: Final = {
    Form.BIRTH: "元号の番号（1から5）と西暦年月日の9桁です。不詳の部分は00で、すべて不詳なら0を9桁並べます。",
    Form.BLOCK: "住民票コードの先頭の数字です。",
    Form.CARD_NUMBER: "英数字8字から20字です。",
    Form.CODE: "11桁の数字です。",
    Form.COUNT: "数字です。頭に0を付けません。",
    Form.DATE: "西暦年月日の8桁です。不詳の部分は00です。",
    Form.DAY: "西暦年月日の8桁です。不詳は認められません。",
    Form.DIGEST: "16進数64桁の指紋です。",
    Form.ITEM_PATH: "項目の場所です。",
    Form.KANA: "全角の片仮名で、区切りは全角の空白1字です。",
    Form.MAYBE_TEXT: "改行や制御文字は使えません。",
    Form.MONTH: "西暦年月の6桁です。",
    Form.MUNICIPALITY: "6桁の全国地方公共団体コードです。",
    Form.NUMBER: "12桁の数字です。",
    Form.PATTERNS: "文字コードをコンマでつなぎます。",
    Form.PENSION_NUMBER: "4桁と6桁の数字です。",
    Form.PHONE: "数字とハイフンです。",
    Form.POSITIONS: "1から数えた位置をコンマでつなぎます。",
    Form.POSTAL: "7桁の数字です。",
    Form.PROBLEM_CODE: "誤りの記号です。",
    Form.REFERENCE: "英数字、ハイフン、下線です。",
    Form.RESIDENCE_CARD: "英字2、数字8、英字2です。",
    Form.ROMAN: "半角の英大文字です。",
    Form.SERIAL: "1からの番号です。頭に0を付けません。",
    Form.SERIAL_HEX: "16進数です。",
    Form.TEXT: "1字以上の文字で、改行や制御文字は使えません。",
    Form.TIME: "時差を付けた日時で、マイクロ秒までです。",
    Form.TOWN: "6桁の町字コードです。",
    Form.UUID: "UUIDの書き方です。",
}


def fault_of(form: Form, value: str, limit: int) -> tuple[str, str] | None:
    """Code and words of what is wrong with a value; None for a good one. `limit` counts code points.

    `value`, `length` and `format` are what a schema can see; `check_digit` and `calendar` only who can count.
    """
    if form in CHOICES:
        return None if value in CHOICES[form] else ("value", "決まった語のどれでもありません。")
    if len(value) > limit:
        return "length", f"{limit}字までです。"
    if not _COMPILED[form].fullmatch(value):
        return "format", WORDS[form]
    if form in _CHECKED and not _CHECKED[form].is_valid(value):
        return "check_digit", "検査用数字が他の桁と合いません。"
    if form in _COUNTED and (why := _COUNTED[form](value)):
        return "calendar", why
    return None


def written(form: Form, limit: int = 300) -> AfterValidator:
    """The form as pydantic's annotation of a text."""

    def judge(value: Any) -> Any:  # Any: pydantic has seen to it that it is text
        if fault := fault_of(form, value, limit):
            code, why = fault
            raise PydanticCustomError(code, "{why}", {"why": why})
        return value

    return AfterValidator(judge)
