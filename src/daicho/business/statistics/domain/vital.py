"""Vital table (地区別人口動態): what changed the population of each area, moves within the town among it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from daicho.business.statistics.domain.areas import TOTAL, Areas
from daicho.business.statistics.domain.movements import BY_DAY, CHANGE, CLOSING, OPENING
from daicho.business.statistics.domain.reasons import GROUPS
from daicho.business.statistics.domain.tables import Cell, Chart, Check, Line, Table, make_table
from daicho.registers.residents.domain.census import Count, Flows, Place

WITHIN_IN, WITHIN_OUT, WITHIN = "within.in", "within.out", "within"
SHOWN: Final = {
    "entry_birth": "出生",
    "removal_death": "死亡",
    "entry_domestic_move_in": "国内転入",
    "entry_overseas_move_in": "国外転入等",
    "removal_domestic_move_out": "国内転出",
    "removal_overseas_move_out": "国外転出",
    "other.in": "増",
    "other.out": "減",
}
WITHIN_NOTE: Final = "「市内の移動」は転居のほか、町名や区割りの境の変更で住所の地区が変わった人を含む。地区の区割りは期間の末日のもの。"


def vital_table(
    areas: Areas, flows: Flows, *, opening: Iterable[Count], closing: Iterable[Count], kind: str
) -> Table:
    """地区別人口動態; `opening` and `closing` by PLACE and KIND."""
    leaves: Counter[Cell] = Counter()
    before, after = (_by_area(areas, counts, kind) for counts in (opening, closing))
    for code, number in before.items():
        leaves[code, OPENING] = number
    for step in flows.steps:
        if kind in ("", step.kind):
            leaves[areas.code(step.place), _column(step.reason, step.way)] += step.number
    for shift in flows.shifts:
        here, there = areas.code(shift.before), areas.code(shift.place)
        if kind in ("", shift.kind) and here != there:
            leaves[there, WITHIN_IN] += shift.number
            leaves[here, WITHIN_OUT] += shift.number
    made = make_table(
        f"{areas.title}別人口動態",
        areas.title,
        columns=_columns(),
        rows=areas.rows({row for row, _ in leaves} | set(after)),
        leaves=leaves,
        notes=(BY_DAY, WITHIN_NOTE),
        chart=Chart.BARS,
    )
    rows = [r for r in made.rows if r.code != TOTAL]
    checks = [
        Check(
            row.label,
            made.values[row.code, CLOSING],
            "期首人口＋増減",
            after.get(row.code, 0),
            "期末の現存者数",
        )
        for row in rows
    ]
    whole = Check(
        "計",
        made.values[TOTAL, CLOSING],
        "期首人口＋増減",
        sum(after.values()),
        "期末の現存者数",
    )
    return replace(made, checks=(whole, *(c for c in checks if c.difference)))


def _by_area(areas: Areas, counts: Iterable[Count], kind: str) -> Counter[str]:
    found: Counter[str] = Counter()
    for count in counts:
        place, whose = count.keys
        assert isinstance(place, Place)
        if kind in ("", whose):
            found[areas.code(place)] += count.number
    return found


def _column(reason: str, way: int) -> str:
    if reason in SHOWN:
        return reason
    return "other.in" if way > 0 else "other.out"


def _columns() -> tuple[Line, ...]:
    natural, social, other = GROUPS
    columns = [Line(OPENING, "期首人口", tone="part")]
    for group, gains, losses in (
        (natural, natural.gains, natural.losses),
        (social, social.gains, social.losses),
        (other, ("other.in",), ("other.out",)),
    ):
        columns += [Line(code, SHOWN[code], group.label) for code in (*gains, *losses)]
        parts = (*((1, g) for g in gains), *((-1, each) for each in losses))
        columns.append(Line(group.code, "増減", group.label, parts, tone="part", signed=True))
    columns += [
        Line(WITHIN_IN, "ほかの地区から", "市内の移動"),
        Line(WITHIN_OUT, "ほかの地区へ", "市内の移動"),
        Line(
            WITHIN,
            "増減",
            "市内の移動",
            ((1, WITHIN_IN), (-1, WITHIN_OUT)),
            tone="part",
            signed=True,
        ),
        Line(
            CHANGE,
            "増減計",
            sums=tuple((1, code) for code in (*(g.code for g in GROUPS), WITHIN)),
            tone="total",
            signed=True,
        ),
        Line(CLOSING, "期末人口", sums=((1, OPENING), (1, CHANGE)), tone="total"),
    ]
    return tuple(columns)
