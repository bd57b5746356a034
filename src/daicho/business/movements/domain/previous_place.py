"""Previous place (転入前住所): where people come from: known, unknown, none, or lived in without notifying (STD-4.1.1.4, 4.2.1.1)."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from daicho.business.movements.domain import sheet
from daicho.business.movements.domain.reading import Reader
from daicho.kernel.characters import check_text
from daicho.kernel.errors import Invalid
from daicho.kernel.uncertain_dates import EVENT_UNCERTAIN

UNKNOWN: Final = "不明"
UNREPORTED_MARK: Final = "（未届）"
LIMIT: Final = 300

PREVIOUS_FIELDS: Final = (
    sheet.FieldSpec(
        "previous_municipality",
        "転入前の市区町村",
        sheet.Input.MUNICIPALITY,
        hint="国内のとき。先頭の文字を入力して選びます",
    ),
    sheet.FieldSpec(
        "previous_address", "転入前住所", hint="国外は国名など。分からなければ「不明」"
    ),
    sheet.FieldSpec("previous_postal_code", "転入前住所の郵便番号"),
    sheet.FieldSpec("previous_head", "転入前の世帯主"),
)
UNREPORTED_FIELDS: Final = (
    sheet.FieldSpec("unreported_address", "未届の住所"),
    sheet.FieldSpec(
        "unreported_since", "その住所を定めた日", sheet.Input.DATE, hint="不詳も入力できます"
    ),
    sheet.FieldSpec(
        "other_unreported_address", "未届の住所（二つ目）", hint="ほかにも未届の住所があるとき"
    ),
    sheet.FieldSpec("other_unreported_since", "二つ目の住所を定めた日", sheet.Input.DATE),
    sheet.FieldSpec(
        "last_registered_address",
        "最終登録住所地",
        hint="最後に住民票があった住所。住民票には記載されません",
    ),
)
_UNREPORTED: Final = ("unreported", "other_unreported")


def line_of(reader: Reader, name: str) -> str:
    """A text of one line; a problem with its characters or its length is noted."""
    text = reader.raw(name)
    if not text:
        return ""
    try:
        return check_text(text, field=reader.path(name), limit=LIMIT)
    except Invalid as error:
        reader.adopt(error.problems)
        return ""


def read_previous(reader: Reader, *, required: bool) -> dict[str, Any]:
    """The items of the former address as typed."""
    if required:
        reader.required("previous_address", "転入前住所")
    return {
        "previous_address": line_of(reader, "previous_address"),
        "previous_address_code": reader.raw("previous_municipality"),
        "previous_postal_code": line_of(reader, "previous_postal_code"),
    }


def read_unreported(reader: Reader) -> dict[str, Any]:
    """The items where no notification was made: the latest of the addresses, marked （未届）."""
    reader.required("unreported_address", "未届の住所")
    latest = _latest(reader)
    return {
        "previous_address": with_mark(latest) if latest else "",
        "last_registered_address": line_of(reader, "last_registered_address"),
    }


def unreported_words(items: dict[str, Any]) -> str:
    """The 留意事項 of a 未届転入."""
    return f"未届転入　転入前住所 {items['previous_address']}"


def with_mark(address: str) -> str:
    """The address with （未届） at its end, once."""
    return address.removesuffix(UNREPORTED_MARK) + UNREPORTED_MARK


def _latest(reader: Reader) -> str:
    found: list[tuple[date, str]] = []
    for name in _UNREPORTED:
        address = line_of(reader, f"{name}_address")
        since = reader.legal_date(
            f"{name}_since", "その住所を定めた日", EVENT_UNCERTAIN, required=False
        )
        if address:
            found.append((since.sort_on if since else date.min, address))
    if len(found) > 1 and len({day for day, _ in found}) < len(found):
        reader.note(
            "other_unreported_since",
            "latest_unreported_unclear",
            "どちらの未届の住所が新しいかが分かりません。",
            "転入前住所には、未届の住所のうち直近のものを記載します。",
            "それぞれの住所を定めた日を入力してください。",
        )
    return max(found, default=(date.min, ""))[1]
