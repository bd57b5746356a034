"""Slips (用紙の番号): what is reserved on paper, and what became of each number afterwards. Pure."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from daicho.kernel.matters import Matter

PAPER_SET: Final = Matter("用紙", "用紙の一覧", "downtime")
MOST: Final = 200


class Kind(StrEnum):
    """Which of the two books a number stands in."""

    RECEPTION = "reception"
    ISSUE = "issue"

    @property
    def label(self) -> str:
        return {"reception": "受付簿", "issue": "交付簿"}[self.value]

    @property
    def letter(self) -> str:
        return {"reception": "受", "issue": "交"}[self.value]

    @property
    def refers_label(self) -> str:
        return {"reception": "入力後の受付番号", "issue": "発行番号"}[self.value]


class SlipState(StrEnum):
    """What became of a number. Every one says so before a set is closed."""

    RESERVED = "reserved"
    USED = "used"
    UNUSED = "unused"
    SPOILED = "spoiled"

    @property
    def label(self) -> str:
        return _LABELS[self]

    @property
    def tone(self) -> str:
        return {"reserved": "warning", "used": "good"}.get(self.value, "off")


_LABELS: Final = {
    SlipState.RESERVED: "未確認",
    SlipState.USED: "使用",
    SlipState.UNUSED: "未使用",
    SlipState.SPOILED: "書損じ",
}


def slip_number(set_number: str, kind: Kind, position: int) -> str:
    """The number that is printed, 「停2026-0001-受003」: none of the system's own begins so."""
    return f"{set_number}-{kind.letter}{position:03d}"
