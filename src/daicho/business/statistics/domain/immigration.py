"""Immigration report (中長期在留者住居地届出等事務に関する定期報告, STD-6.1/m2): the notifications and who they are about.

No form of the report is among the sources; its items are those of the articles: 入管法19条の7 (新規上陸後), 19条の8
(在留資格の変更等に伴うもの), 19条の9 (変更), 特例法10条 (特別永住者), each by month, and the residents at the end.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from daicho.business.statistics.domain.movements import month_columns
from daicho.business.statistics.domain.people import ALL
from daicho.business.statistics.domain.tables import (
    Cell,
    Line,
    Table,
    Unit,
    make_table,
    total,
)
from daicho.registers.residents.domain.census import Notified
from daicho.registers.residents.domain.particulars import ResidenceCategory

NEW: Final = frozenset({"art_30_46"})
CHANGED_STATUS: Final = frozenset({"art_30_47"})
MOVED: Final = frozenset({"move_in", "special_move_in", "unreported_move_in", "move_within"})
APART: Final = frozenset({"residence_notification"})
ROWS: Final = (
    ("new", "新規上陸後の住居地の届出（入管法19条の7）"),
    ("status", "在留資格の変更等に伴う住居地の届出（入管法19条の8）"),
    ("moved", "住居地の変更の届出（入管法19条の9）"),
    ("apart", "転入届・転居届とは別の住居地の届出"),
)
MISSING: Final = "転入・転居のうち住居地の届出のないもの"
NOTE: Final = (
    "転入届・転居届等とみなされる届出（入管法19条の7から19条の9、特例法10条）を、異動日の月で、届け出た人の数で数える。"
    "住居地の届出の有無は住民票の記録による。"
)


def notified_table(notified: Iterable[Notified], *, months: Sequence[date]) -> Table:
    """住居地の届出 of 中長期在留者 and of 特別永住者, by article and month."""
    leaves: Counter[Cell] = Counter()
    for each in notified:
        side = _side(each.category)
        row = _row(each.change)
        if side and row:
            leaves[f"{side}.{row if each.notified else 'missing'}", f"{each.month:%Y-%m}"] += (
                each.number
            )
    codes = [f"{m:%Y-%m}" for m in months]
    rows: list[Line] = []
    for side, label in (("mid", "中長期在留者"), ("special", "特別永住者（特例法10条）")):
        own = [(f"{side}.{code}", words) for code, words in ROWS]
        rows.append(
            total(side, f"{label}の住居地の届出", (c for c, _ in own), tone="part", unit=Unit.CASES)
        )
        rows += [Line(code, f"　{words}", unit=Unit.CASES) for code, words in own]
        rows.append(Line(f"{side}.missing", f"　（参考）{MISSING}", unit=Unit.CASES))
    columns = (*month_columns(months, unit=Unit.CASES), total(ALL, "計", codes, unit=Unit.CASES))
    return make_table(
        "住居地の届出の件数",
        "届出",
        columns=columns,
        rows=rows,
        leaves=leaves,
        notes=(NOTE,),
    )


def _side(category: str) -> str:
    return {
        ResidenceCategory.MID_LONG_TERM.value: "mid",
        ResidenceCategory.SPECIAL_PERMANENT.value: "special",
    }.get(category, "")


def _row(change: str) -> str:
    for code, kinds in (
        ("new", NEW),
        ("status", CHANGED_STATUS),
        ("moved", MOVED),
        ("apart", APART),
    ):
        if change in kinds:
            return code
    return ""
