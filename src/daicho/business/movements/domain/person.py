"""A person entered anew (転入者・出生児): from the fields of one block to the items of a record."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from daicho.business.movements.domain import sheet
from daicho.business.movements.domain.reading import Reader
from daicho.kernel import names
from daicho.kernel.characters import TextKind, check_text
from daicho.kernel.errors import Invalid
from daicho.kernel.uncertain_dates import (
    BIRTH,
    EXACT_ANY,
    OLD_ALIEN_REGISTRATION,
    SEIREKI_BIRTH,
    LegalDate,
)
from daicho.registers.residents.domain.particulars import Kind, ResidenceCategory, Sex

CARD_STATUSES_WITHOUT_TERM = ("永住者", "高度専門職2号")
INSURANCE_DATES = tuple(f.name for f in sheet.INSURANCE.fields if f.input is sheet.Input.DATE)
INSURANCE_FLAGS = tuple(f.name for f in sheet.INSURANCE.fields if f.input is sheet.Input.CHOICE)
INSURANCE_TEXTS = tuple(f.name for f in sheet.INSURANCE.fields if f.input is sheet.Input.TEXT)
OTHER_TEXTS = (
    "card_status",
    "sign_cert_serial",
    "auth_cert_serial",
    "last_registered_address",
    "residence_card_number",
)
FOREIGN_TEXTS = (
    "alias_recorded_municipality",
    "alias_recorded_municipality_code",
    "alias_deleted_municipality",
    "alias_deleted_municipality_code",
    "name_preference",
    "mail_name_code",
    "residence_status",
    "residence_period",
    "special_permanent_number",
    "landing_period",
    "provisional_stay_period",
)
TEXT_LIMIT = 300


@dataclass(frozen=True, slots=True)
class Entered:
    """What was read of one person: item values by name, and the 続柄 as typed."""

    slot: str
    kind: Kind
    items: dict[str, Any]  # Any: columns of many types, checked one by one
    relationship: str
    birth: LegalDate | None

    @property
    def printed_name(self) -> str:
        items = self.items
        return str(items.get("name") or items.get("name_alphabet") or items.get("name_kanji") or "")


def read_person(reader: Reader, *, slot: str) -> Entered:
    """Read one block; every problem is noted beside its field."""
    kind = Kind(reader.choice("kind", "住民種別", [k.value for k in Kind]) or Kind.JAPANESE.value)
    items: dict[str, Any] = {"kind": kind}
    items["sex"] = Sex(reader.raw("sex") if reader.raw("sex") in set(Sex) else "")
    rule = BIRTH if kind is Kind.JAPANESE else SEIREKI_BIRTH
    birth = reader.legal_date("birth_date", "生年月日", rule)
    items["birth_date"] = birth
    for name in ("adult_ward", "name_kana_confirmed"):
        items[name] = reader.has(name)
    if kind is Kind.JAPANESE:
        _read_japanese(reader, items)
    else:
        _read_foreign(reader, items)
    _read_insurance(reader, items, kind)
    for name in OTHER_TEXTS:
        items[name] = _text(reader, name)
    items["remarks"] = _text(reader, "remarks", kind=TextKind.NOTE)
    return Entered(
        slot=slot,
        kind=kind,
        items=items,
        relationship=reader.raw("relationship"),
        birth=birth,
    )


def _checked(reader: Reader, name: str, check: Callable[..., str]) -> str:
    text = reader.raw(name)
    if not text:
        return ""
    try:
        return check(text, field=reader.path(name))
    except Invalid as error:
        reader.adopt(error.problems)
        return ""


def _text(reader: Reader, name: str, *, kind: TextKind = TextKind.LINE) -> str:
    return _checked(
        reader,
        name,
        lambda text, *, field: check_text(text, field=field, limit=TEXT_LIMIT, kind=kind),
    )


def _read_japanese(reader: Reader, items: dict[str, Any]) -> None:
    items["name"] = _checked(reader, "name", names.check_japanese_name)
    if not reader.raw("name"):
        reader.alert(
            "name",
            "name_blank",
            "氏名が空欄です。",
            "名未定などのほかは、氏名を記載します。",
            "空欄のままでよいか確かめてください。",
        )
    items["name_kana"] = _checked(reader, "name_kana", names.check_name_kana)
    items["former_surname"] = _checked(reader, "former_surname", names.check_written_name)
    items["former_surname_kana"] = _checked(reader, "former_surname_kana", names.check_name_kana)
    items["former_surname_kana_confirmed"] = reader.has("former_surname_kana_confirmed")
    if bool(items["former_surname"]) != bool(reader.raw("former_surname_kana")):
        reader.note(
            "former_surname_kana",
            "former_surname_pair",
            "旧氏とそのフリガナの片方だけが入力されています。",
            "旧氏は振り仮名と組で記載します。",
            "両方を入力するか、両方を空欄にしてください。",
        )
    for name, label in (("domicile", "本籍"), ("family_register_head", "筆頭者")):
        reader.required(name, label)
        items[name] = _text(reader, name)


def _read_foreign(reader: Reader, items: dict[str, Any]) -> None:
    items["name_alphabet"] = _checked(reader, "name_alphabet", names.check_alphabet)
    items["name_kanji"] = _checked(reader, "name_kanji", names.check_written_name)
    if not (reader.raw("name_alphabet") or reader.raw("name_kanji")):
        reader.alert(
            "name_alphabet",
            "name_blank",
            "氏名が空欄です。",
            "在留カードには、アルファベットか漢字の氏名があります。",
            "空欄のままでよいか確かめてください。",
        )
    items["name_kana"] = _checked(reader, "name_kana", names.check_name_kana)
    items["alias"] = _checked(reader, "alias", names.check_alias)
    items["alias_kana"] = _checked(reader, "alias_kana", names.check_name_kana)
    items["alias_kana_confirmed"] = reader.has("alias_kana_confirmed")
    items["alias_recorded_on"] = _date(reader, "alias_recorded_on", "通称を記載した日")
    items["alias_deleted_on"] = _date(reader, "alias_deleted_on", "通称を削除した日")
    for name in FOREIGN_TEXTS:
        items[name] = _text(reader, name)
    reader.required("nationality", "国籍・地域")
    items["nationality"] = _text(reader, "nationality")
    category = reader.choice(
        "residence_category", "法30条の45の区分", [c.value for c in ResidenceCategory if c]
    )
    items["residence_category"] = ResidenceCategory(category)
    items["residence_until"] = _date(reader, "residence_until", "在留期間の満了日")
    items["old_alien_registration_date"] = reader.legal_date(
        "old_alien_registration_date",
        "旧外登法による登録日",
        OLD_ALIEN_REGISTRATION,
        required=False,
    )
    items["landing_permit_move_in"] = reader.has("landing_permit_move_in")
    _check_category(reader, ResidenceCategory(category))


REQUIRED_BY_CATEGORY = {
    ResidenceCategory.MID_LONG_TERM: (("residence_card_number", "在留カード番号"),),
    ResidenceCategory.SPECIAL_PERMANENT: (("special_permanent_number", "特別永住者証明書番号"),),
    ResidenceCategory.TEMPORARY_REFUGE: (("landing_period", "上陸期間"),),
    ResidenceCategory.PROVISIONAL_STAY: (("provisional_stay_period", "仮滞在期間"),),
}


def _check_category(reader: Reader, category: ResidenceCategory) -> None:
    for name, label in REQUIRED_BY_CATEGORY.get(category, ()):
        reader.required(name, label)
    if (
        category is ResidenceCategory.MID_LONG_TERM
        and not reader.raw("residence_until")
        and reader.raw("residence_status") not in CARD_STATUSES_WITHOUT_TERM
    ):
        reader.alert(
            "residence_until",
            "residence_until_blank",
            "在留期間の満了日が空欄です。",
            "永住者と高度専門職2号のほかは、満了日があります。",
            "在留カードを確かめてください。",
        )


def _read_insurance(reader: Reader, items: dict[str, Any], kind: Kind) -> None:
    flags = {"yes": True, "no": False}
    for spec in sheet.INSURANCE.fields:
        if spec.name in INSURANCE_FLAGS and spec.only in ("", kind.value):
            items[spec.name] = flags.get(reader.raw(spec.name))
    for spec in sheet.INSURANCE.fields:
        if spec.name in INSURANCE_DATES:
            items[spec.name] = _date(reader, spec.name, spec.label)
    for name in INSURANCE_TEXTS:
        items[name] = _text(reader, name)


def _date(reader: Reader, name: str, label: str) -> date | None:
    return reader.exact_date(name, label, EXACT_ANY, required=False)
