"""Age classes (年齢の区分): 各歳, 5歳階級 and 3区分, and what an age is where the birth date is uncertain (REG-074)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

TOP: Final = 100
UNKNOWN: Final = "unknown"
RULE: Final = (
    "年齢は基準日の満年齢（誕生日に一つ加わる）。生年月日に不詳のある人は、分かる年（月まで分かるときは年月）で数え、"
    "その表記が表す最も遅い日が来るまでは、その年の誕生日は来ていないものとする。生まれた年の分からない人は「年齢不詳」。"
)


@dataclass(frozen=True, slots=True)
class Band:
    """One class of ages, from `first` to `last` years; None: and above."""

    code: str
    label: str
    first: int
    last: int | None


def _bands(size: int) -> tuple[Band, ...]:
    found = [
        Band(
            f"a{first}",
            f"{first}歳" if size == 1 else f"{first}～{first + size - 1}歳",
            first,
            first + size - 1,
        )
        for first in range(0, TOP, size)
    ]
    return (*found, Band(f"a{TOP}", f"{TOP}歳以上", TOP, None))


BANDS: Final[dict[str, tuple[Band, ...]]] = {
    "single": _bands(1),
    "five": _bands(5),
    "three": (
        Band("young", "年少（0～14歳）", 0, 14),
        Band("working", "生産年齢（15～64歳）", 15, 64),
        Band("old", "老年（65歳以上）", 65, None),
    ),
}
BAND_TITLES: Final = {"single": "各歳", "five": "5歳階級", "three": "3区分"}


def band_of(age: int, bands: Sequence[Band]) -> str:
    """The code of the class of an age; `UNKNOWN` for a negative one (生年の分からない人)."""
    if age < 0:
        return UNKNOWN
    return next(b.code for b in bands if b.first <= age and (b.last is None or age <= b.last))
