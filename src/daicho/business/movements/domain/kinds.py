"""Kinds (異動の種類): every movement that can be made, one module each, and what the parts share about them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from daicho.business.movements.domain import (
    arrival_notice,
    birth,
    death,
    household_head_change,
    move_in,
    move_out,
    move_within,
)
from daicho.business.movements.domain.plan import Plan
from daicho.business.movements.domain.reading import Reader
from daicho.business.movements.domain.sheet import Sheet
from daicho.business.movements.domain.world import World

Planner = Callable[[Reader, World], Plan | None]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind: its code (STD catalogue), its name, the article it rests on, its form and its plan."""

    code: str
    title: str
    article: str
    sheet: Sheet
    plan: Planner


KINDS: dict[str, Kind] = {
    kind.code: kind
    for kind in (
        Kind("move_in", "転入", "住基法22条", move_in.SHEET, move_in.plan),
        Kind("move_within", "転居", "住基法23条", move_within.SHEET, move_within.plan),
        Kind("move_out", "転出", "住基法24条", move_out.SHEET, move_out.plan),
        Kind(
            "arrival_notice",
            "転入通知の受理",
            "住基法9条1項",
            arrival_notice.SHEET,
            arrival_notice.plan,
        ),
        Kind("birth", "出生", "住基法8条、戸籍法49条", birth.SHEET, birth.plan),
        Kind("death", "死亡", "住基法8条、戸籍法86条", death.SHEET, death.plan),
        Kind(
            "household_head_change",
            "世帯主変更",
            "住基法25条",
            household_head_change.SHEET,
            household_head_change.plan,
        ),
    )
}
