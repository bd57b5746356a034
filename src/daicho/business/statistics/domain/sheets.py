"""Sheets table (証明集計, REG-084): certificates and notices by the place where they were issued and by kind.

窓口 is the office (入力場所) of the terminal at which the sheet was issued.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from daicho.business.statistics.domain.tables import (
    Cell,
    Chart,
    Line,
    Table,
    Unit,
    make_table,
    total,
)

EVERY: Final = "every"
NOTE: Final = (
    "交付は初めての交付のうち渡したもの。再発行と書損は交付に入れず、別に数える。"
    "手数料は再発行を含み、書損を含まない。窓口は発行した端末の入力場所。"
)


@dataclass(frozen=True, slots=True)
class SheetCount:
    """So many sheets of one kind from one terminal; 再発行 and 書損 are not among the paid and the free."""

    office: str
    terminal: str
    kind: str
    title: str
    paid: int
    free: int
    reissued: int
    spoiled: int
    fees_yen: int


def sheets_table(counts: Iterable[SheetCount], *, by_terminal: bool) -> Table:
    """証明集計: all places by kind, then each place (or terminal) by kind."""
    leaves: Counter[Cell] = Counter()
    places: dict[str, str] = {}
    kinds: dict[str, str] = {}
    for count in counts:
        place = f"{count.office}/{count.terminal}" if by_terminal else count.office
        office = count.office or "（窓口の記録なし）"
        places[place] = f"{office}　{count.terminal}" if by_terminal else office
        kinds[count.kind] = count.title
        for column in ("paid", "free", "reissued", "spoiled", "fees_yen"):
            leaves[_row(place, count.kind), column] += getattr(count, column)
    used = {row for row, _ in leaves}
    rows: list[Line] = []
    for place, label in sorted(places.items()):
        own = [kind for kind in kinds if _row(place, kind) in used]
        rows.append(total(f"place.{place}", label, (_row(place, k) for k in own), tone="part"))
        rows += [Line(_row(place, kind), f"　{kinds[kind]}") for kind in own]
    summed = [
        total(
            f"{EVERY}.{kind}",
            f"　{title}",
            (_row(p, kind) for p in sorted(places) if _row(p, kind) in used),
            tone="",
        )
        for kind, title in kinds.items()
    ]
    whole = total(EVERY, "すべての窓口", (f"place.{p}" for p in sorted(places)))
    return make_table(
        "証明書・通知の交付件数",
        "窓口・種類",
        columns=_columns(),
        rows=(whole, *summed, *rows),
        leaves=leaves,
        notes=(NOTE,),
        guarded=False,
        chart=Chart.BARS,
    )


def _row(place: str, kind: str) -> str:
    return f"{place}#{kind}"


def _columns() -> tuple[Line, ...]:
    return (
        total("given", "計", ("paid", "free"), group="交付", unit=Unit.COPIES),
        Line("paid", "有料", "交付", unit=Unit.COPIES),
        Line("free", "無料", "交付", unit=Unit.COPIES),
        Line("reissued", "再発行", unit=Unit.COPIES),
        Line("spoiled", "書損", unit=Unit.COPIES),
        Line("fees_yen", "手数料（円）", unit=Unit.YEN),
    )
