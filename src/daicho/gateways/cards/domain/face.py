"""Face of a card (券面事項, STD-7.1.1.3): the four items that are written on it, and what a clerk entered for them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from daicho.kernel.errors import Problem
from daicho.kernel.wareki import format_wareki_short


@dataclass(frozen=True, slots=True)
class Face:
    """異動事由, 異動後の内容 and 届出日; the fourth item is the 職印. `left`: rows of the card that are still free."""

    paper: str
    reason: str
    content: str
    notified_on: date | None
    left: int

    @property
    def parts(self) -> tuple[str, ...]:
        """As they are written, in one line."""
        day = format_wareki_short(self.notified_on) if self.notified_on else ""
        return (f"{day}届" if day else "", self.reason.strip(), self.content.strip())


def face_problems(face: Face, papers: frozenset[str]) -> list[Problem]:
    """Everything that is missing; whether it fits is seen when it is drawn."""
    checks = (
        (face.paper in papers, "paper", "券面の対象が選ばれていません。"),
        (bool(face.reason.strip()), "reason", "異動事由がありません。"),
        (bool(face.content.strip()), "content", "異動後の内容がありません。"),
        (face.notified_on is not None, "notified_on", "届出日がありません。"),
    )
    return [
        Problem(f"face.{field}", field, what, "券面に印字する項目です。", "入力してください。")
        for right, field, what in checks
        if not right
    ]
