"""Remaining (世帯主がいなくなるとき, STD-4.0.4, household-rules chapter 3): what becomes of those who stay.

With one left the clerk chooses whether that one becomes head ex officio; with two or more they are told, and the next
step is offered after the approval.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from daicho.business.movements.domain.reading import Reader
from daicho.business.movements.domain.world import World

FIELD: Final = "sole_remaining"
APPOINT: Final = "appoint"
LEAVE: Final = "leave"
CHOICES: Final = (
    (APPOINT, "職権で世帯主にする"),
    (LEAVE, "決めない（世帯主未設定のまま）"),
)


def appoints(reader: Reader, world: World, day: date) -> bool:
    """Whether one who remains alone becomes head at once: not before the day has come (H-406, N-02)."""
    chosen = reader.raw(FIELD) or APPOINT
    if chosen not in dict(CHOICES):
        reader.note(
            FIELD,
            "choice",
            "残る1人の扱いの選択が正しくありません。",
            "一覧にない値が送られました。",
            "一覧から選び直してください。",
        )
    return chosen == APPOINT and day <= world.today
