"""入管庁通知 on the line (住基法30条の50): written as a line of the agency's file, so that both are read alike. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from daicho.registers.residents.domain.particulars import ResidenceCategory

_EFFECTS: Final = {"amend": "修正", "remove": "消除"}
_TEXTS: Final = {
    "name_alphabet": "新しい氏名（アルファベット）",
    "name_kanji": "新しい氏名（漢字）",
    "nationality": "国籍・地域",
    "residence_status": "在留資格",
    "residence_period": "在留期間",
    "residence_card_number": "新しい在留カード番号",
    "special_permanent_number": "新しい特別永住者証明書番号",
    "landing_period": "上陸期間",
    "provisional_stay_period": "仮滞在期間",
}


def cells_of(body: Mapping[str, Any]) -> dict[str, str]:
    """The cells of one line by the names of the file's columns; what the notice leaves as it is stays blank."""
    items = body.get("items", {})
    cells = {
        "通知番号": body["number"],
        "通知日": _day(body["noticed_on"]),
        "処理": _EFFECTS[body["effect"]],
        "事由の生じた日": _day(body["event_on"]),
        "事由": body.get("ground", ""),
        "在留カード等番号": body.get("card_number", ""),
        "氏名": body["name"],
        "生年月日": _birth(body["birth_on"]),
        "性別": body.get("sex", ""),
    }
    cells |= {header: items.get(name, "") for name, header in _TEXTS.items()}
    if "residence_until" in items:
        cells["在留期間の満了日"] = _day(items["residence_until"])
    if "birth_on" in items:
        cells["新しい生年月日"] = _birth(items["birth_on"])
    if "residence_category" in items:
        cells["法30条の45の区分"] = ResidenceCategory(items["residence_category"]).label
    return {header: text for header, text in cells.items() if text}


def _day(digits: str) -> str:
    return f"{digits[:4]}-{digits[4:6]}-{digits[6:]}"


def _birth(digits: str) -> str:
    """`EYYYYMMDD`; a foreigner's day is written by the western calendar."""
    return "不詳" if digits == "000000000" else _day(digits[1:])
