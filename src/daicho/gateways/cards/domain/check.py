"""Check of a card (カードの照合): what a reader can say, and what a 特例転入 needs of it (住基法24条の2; JUK-007)."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from daicho.kernel.errors import Problem

SPECIAL_MOVE_IN: Final = "special_move_in"


class Result(StrEnum):
    """What became of the 暗証番号 that the person entered at the reader."""

    VERIFIED = "verified"
    FAILED = "failed"
    LOCKED = "locked"

    @property
    def label(self) -> str:
        return {"verified": "一致した", "failed": "一致しない", "locked": "ロックされている"}[
            self.value
        ]


def faults(latest: str, *, required: bool) -> tuple[Problem, ...]:
    """What keeps a 特例転入 from going on: the last check failed, or there must be one and is none."""
    if latest == Result.VERIFIED or (not latest and not required):
        return ()
    if not latest:
        return (
            Problem(
                "card_not_checked",
                "card_shown",
                "カードの照合の記録がありません。",
                "特例転入は、カードの暗証番号を照合してから進めます。",
                "カードの窓口で照合を記録するか、「転入」で入力してください。",
            ),
        )
    return (
        Problem(
            "card_check_failed",
            "card_shown",
            f"カードの暗証番号の照合が「{Result(latest).label}」です。",
            "照合に成功しないと、特例転入は進められません。",
            "照合をやり直すか、暗証番号を再設定するか、転出証明書を添えた「転入」で入力してください。",
        ),
    )
