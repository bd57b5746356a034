"""States of a received certificate (受領した転出証明書情報の状態), and until when it is kept. Pure."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum


class Standing(StrEnum):
    """What became of a received certificate."""

    WAITING = "waiting"
    QUOTED = "quoted"
    ERASED = "erased"
    CANCELLED = "cancelled"

    @property
    def label(self) -> str:
        return {
            "waiting": "届出待ち",
            "quoted": "引用済み",
            "erased": "消去済み",
            "cancelled": "転出の取消し",
        }[self.value]


def standing_of(*, quoted: bool, erased: bool, cancelled: bool) -> Standing:
    """Cancelled comes first, then erased: what was quoted is erased too when its days are over."""
    if cancelled:
        return Standing.CANCELLED
    if erased:
        return Standing.ERASED
    return Standing.QUOTED if quoted else Standing.WAITING


def kept_until(received_on: date, days: int) -> date:
    """The last day on which it can still be quoted; the day after, it is erased (JUK-008)."""
    return received_on + timedelta(days=days)
