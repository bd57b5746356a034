"""Rows (一覧の行): what each column of a list says of somebody. Pure; a list has no other cells than its columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final
from uuid import UUID

from daicho.business.inspection.domain.listings import ListRule

HIDDEN_NAME: Final = "（別に確認）"
HIDDEN_ADDRESS: Final = "（表示しません）"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Somebody on a list, as the version says that it holds; `notes` are what the list worked out when it was made."""

    position: int
    person: UUID
    name: str
    birth: str
    sex: str
    address: str
    addressee: str = ""
    postal_code: str = ""
    withheld: bool = False
    notes: Mapping[str, str] = field(default_factory=dict)


def cells(rule: ListRule, line: Line) -> tuple[str, ...]:
    """The cells of a line in the order of the columns."""
    return tuple(_cell(column.item, line) for column in rule.columns)


def _cell(item: str, line: Line) -> str:
    if line.withheld:
        shown = {
            "name": f"{HIDDEN_NAME}{line.notes.get('reference', '')}",
            "address": HIDDEN_ADDRESS,
        }
        return shown.get(item, "抑止" if item == "marks" else "")
    plain = {"name": line.name, "birth": line.birth, "sex": line.sex, "address": line.address}
    return plain[item] if item in plain else line.notes.get(item, "")


def age_on(born: date, day: date) -> int:
    """Whole years on a day, as anybody counts them."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def age_band(age: int) -> str:
    """The band of ten years that a roster shows instead of the age; small children and the old by themselves."""
    if age < 6:
        return "0–5歳"
    if age < 10:
        return "6–9歳"
    return "90歳以上" if age >= 90 else f"{age // 10 * 10}代"
