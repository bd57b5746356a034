"""Wish (請求の内容): for whom a copy is asked and what stands on it. Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Scope(StrEnum):
    """Of whom (写しの範囲)."""

    PERSON = "person"
    HOUSEHOLD = "household"

    @property
    def label(self) -> str:
        return {"person": "本人", "household": "世帯全員"}[self.value]


class Include(StrEnum):
    """What stands on a copy only where it is asked for (住基法12条の4第1項・4項)."""

    RELATIONSHIP = "relationship"
    CODE = "resident_record_code"
    NUMBER = "individual_number"
    RESIDENCE = "residence"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS: Final = {
    Include.RELATIONSHIP: "世帯主・続柄",
    Include.CODE: "住民票コード",
    Include.NUMBER: "個人番号",
    Include.RESIDENCE: "法30条の45の事項（外国人住民）",
}


@dataclass(frozen=True, slots=True)
class Wish:
    """What the person at the desk asks for; `birth_on` as on the line (EYYYYMMDD)."""

    code: str
    name: str
    birth_on: str
    scope: Scope
    include: frozenset[Include]
    document: str


def include_words(include: Collection[str]) -> str:
    """The items that were asked for, in words."""
    return "、".join(one.label for one in Include if one.value in include)
