"""Whither (転出先, STD-4.1.3.0.2): from the dictionary of municipalities or as typed, the municipality alone at the least."""

from __future__ import annotations

from typing import Any, Final

from daicho.business.movements.domain import sheet
from daicho.business.movements.domain.reading import Reader
from daicho.business.movements.domain.special_words import FIELD
from daicho.kernel.addresses import Municipality, municipality_of, towns_of
from daicho.kernel.characters import TextKind, check_text
from daicho.kernel.errors import Invalid, Missing

OVERSEAS: Final = "overseas"
LIMIT: Final = 300
POSTAL_DIGITS: Final = 7
ABROAD: Final = sheet.FieldSpec(
    "abroad",
    "転出先",
    sheet.Input.CHOICE,
    (("domestic", "国内"), (OVERSEAS, "国外")),
    required=True,
    initial="domestic",
)
DESTINATION: Final = (
    sheet.FieldSpec(
        "destination_municipality",
        "転出先の市区町村",
        sheet.Input.MUNICIPALITY,
        hint="国内のとき。先頭の文字を入力して選びます",
    ),
    sheet.FieldSpec(
        "destination_address",
        "転出先住所（予定）",
        hint="市区町村を選んだときは、その先だけでも、空欄でも構いません。国外は国名と都市など",
    ),
    sheet.FieldSpec(
        "destination_postal",
        "転出先住所（予定）の郵便番号",
        hint="空欄なら、市区町村と町字から住所辞書で入ります",
    ),
    sheet.FieldSpec("destination_head", "転出先の世帯主"),
    sheet.FieldSpec(
        "special_adoption",
        "特別養子縁組の成立による転出",
        sheet.Input.CHECK,
        hint="養子の除票の転出先住所は空欄にします",
    ),
    FIELD,
)


def read_whither(reader: Reader, *, abroad: bool) -> dict[str, Any]:
    """The items of a 除票 that say whither; blank for a child of a special adoption (STD-1.1.5/m3)."""
    typed, code = reader.raw("destination_address"), reader.raw("destination_municipality")
    if reader.has("special_adoption"):
        if typed or code:
            reader.alert(
                "special_adoption",
                "destination_left_blank",
                "入力した転出先は、除票に記載しません。",
                "特別養子縁組の成立による転出では、養子の除票の転出先住所を空欄にします。",
                "特別養子縁組によるものかを確かめてください。",
            )
        return {"destination_planned": "", "destination_planned_code": ""}
    known = None if abroad else _municipality(reader, code)
    if known is None:
        address = reader.required("destination_address", "転出先住所（予定）")
    else:
        address = _joined(known, typed)
    try:
        address = check_text(
            address, field=reader.path("destination_address"), limit=LIMIT, kind=TextKind.LINE
        )
    except Invalid as error:
        reader.adopt(error.problems if address else ())
    return {
        "destination_planned": address,
        "destination_planned_code": known.code if known else "",
        "destination_planned_postal": read_postal_code(reader, "destination_postal")
        or (postal_code_of(known.code, address) if known else ""),
    }


def _municipality(reader: Reader, code: str) -> Municipality | None:
    if not code:
        return None
    try:
        return municipality_of(code)
    except Missing as missing:
        reader.note("destination_municipality", "choice", missing.what, missing.why, missing.remedy)
        return None


def _joined(known: Municipality, typed: str) -> str:
    """The municipality's full name, and what was typed beyond it."""
    if typed.startswith(known.prefecture):
        return typed
    return known.prefecture + typed if typed.startswith(known.name) else known.full_name + typed


def postal_code_of(code: str, address: str) -> str:
    """The postal code of an address by the dictionary: of its 町字, where exactly one code fits; otherwise blank."""
    try:
        known = municipality_of(code)
    except Missing:
        return ""
    local = address.removeprefix(known.prefecture).removeprefix(known.name)
    fitting = [town for town in towns_of(code) if local.startswith(town.name)]
    longest = max((len(town.name) for town in fitting), default=0)
    codes = {town.postal_code for town in fitting if len(town.name) == longest}
    return codes.pop() if len(codes) == 1 else ""


def read_postal_code(reader: Reader, name: str) -> str:
    """Seven digits, with or without the hyphen; blank is lawful."""
    digits = reader.raw(name).replace("-", "")
    if digits and not (len(digits) == POSTAL_DIGITS and digits.isascii() and digits.isdigit()):
        reader.note(
            name,
            "postal_code",
            "郵便番号は、数字7桁で入力してください。",
            "7桁でない郵便番号は使えません。",
            "郵便番号を確かめてください。分からなければ空欄にします。",
        )
        return ""
    return digits
