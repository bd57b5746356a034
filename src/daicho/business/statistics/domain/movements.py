"""Movement tables (異動集計・人口動態): 期首人口, 自然・社会・その他の増減 and 期末人口, with the 整合 of the two.

期首人口 is that of the day before the period, 期末人口 that of its last day; what changed between is counted by 異動日.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Final

from daicho.business.statistics.domain.people import (
    ALL,
    KINDS,
    SEXES,
    leaf,
    people_columns,
)
from daicho.business.statistics.domain.reasons import ALWAYS, GROUPS, label_of, row_of
from daicho.business.statistics.domain.tables import (
    Cell,
    Chart,
    Check,
    Line,
    Link,
    Parts,
    Table,
    Unit,
    make_table,
    total,
)
from daicho.kernel.wareki import format_wareki
from daicho.registers.residents.domain.census import Flows, Happened
from daicho.registers.residents.domain.labels import REASON_LABELS, reason_label

OPENING, CHANGE, CLOSING, REWRITTEN = "opening", "change", "closing", "rewritten"
BY_DAY: Final = "異動日で数える。取り消された異動は数えない。仮登録の異動は台帳にないので数えない。"
Held = Mapping[tuple[str, str], int]
"""How many are present on a day, by 住民種別 and 性別."""


def flow_rows(used: Iterable[str], *, held: bool) -> tuple[Line, ...]:
    """期首人口, every 異動事由 under its group, 増減 and 期末人口. `held`: the columns are periods."""
    shown = ALWAYS | set(used)
    rows = [Line(OPENING, "期首人口", held=held, tone="part")]
    nets: list[tuple[int, str]] = []
    for group in GROUPS:
        gains, losses = ([c for c in side if c in shown] for side in (group.gains, group.losses))
        parts: list[tuple[int, str]] = []
        for sign, codes, word in ((1, gains, "増"), (-1, losses, "減")):
            rows += [Line(code, f"　{label_of(code)}") for code in codes]
            if len(codes) > 1:
                rows.append(total(f"{group.code}.{word}", f"　{word}の計", codes, tone="part"))
                parts.append((sign, f"{group.code}.{word}"))
            else:
                parts += [(sign, code) for code in codes]
        rows.append(Line(group.code, group.label, sums=tuple(parts), tone="part", signed=True))
        nets.append((1, group.code))
    if REWRITTEN in shown:
        rows.append(Line(REWRITTEN, "性別の修正", tone="part", signed=True))
        nets.append((1, REWRITTEN))
    ends: Parts = ((1, OPENING), (1, CHANGE))
    return (
        *rows,
        Line(CHANGE, "増減", sums=tuple(nets), tone="total", signed=True),
        Line(CLOSING, "期末人口", sums=ends, tone="total", held=held),
    )


def people_table(
    title: str, flows: Flows, *, opening: Held, closing: Held, kind: str = ""
) -> Table:
    """異動集計 of one period: every 異動事由 by 日本人・外国人 and 男・女."""
    leaves: Counter[Cell] = Counter()
    for (whose, sex), number in opening.items():
        leaves[OPENING, leaf(whose, sex)] += number
    for step in flows.steps:
        leaves[row_of(step.reason, step.way), leaf(step.kind, step.sex)] += step.number
    for shift in flows.shifts:
        if shift.sex_before != shift.sex:
            leaves[REWRITTEN, leaf(shift.kind, shift.sex)] += shift.number
            leaves[REWRITTEN, leaf(shift.kind, shift.sex_before)] -= shift.number
    sexes = {sex for _, sex in (*opening, *closing)} | {s.sex for s in flows.steps}
    made = make_table(
        title,
        "異動事由",
        columns=people_columns(sexes, kind=kind),
        rows=flow_rows((row for row, _ in leaves), held=False),
        leaves=leaves,
        notes=(BY_DAY,),
    )
    checks = [
        _agreement(
            f"{KINDS[whose]}・{SEXES[sex]}",
            made.values[CLOSING, leaf(whose, sex)],
            closing.get((whose, sex), 0),
        )
        for whose in KINDS
        for sex in SEXES
        if (CLOSING, leaf(whose, sex)) in made.values
    ]
    counted = sum(n for (whose, _), n in closing.items() if not kind or whose == kind)
    return replace(
        made, checks=(_agreement("計", made.values[CLOSING, kind or ALL], counted), *checks)
    )


def month_table(
    title: str,
    flows: Flows,
    *,
    months: Sequence[date],
    at_ends: Sequence[Held],
    kind: str = "",
    sex: str = "",
) -> Table:
    """異動集計 by month; `at_ends` are those present on the day before the first month and on the last day of each."""
    counted = [
        sum(n for (whose, of), n in held.items() if kind in ("", whose) and sex in ("", of))
        for held in at_ends
    ]
    leaves: Counter[Cell] = Counter()
    for step in flows.steps:
        if kind in ("", step.kind) and sex in ("", step.sex):
            leaves[row_of(step.reason, step.way), _month(step.month)] += step.number
    if sex:
        for shift in flows.shifts:
            if kind in ("", shift.kind) and shift.sex != shift.sex_before:
                way = (shift.sex == sex) - (shift.sex_before == sex)
                leaves[REWRITTEN, _month(shift.month)] += way * shift.number
    for month, before in zip(months, counted, strict=False):
        leaves[OPENING, _month(month)] = before
    leaves[OPENING, ALL] = counted[0]
    codes = [_month(m) for m in months]
    made = make_table(
        title,
        "異動事由",
        columns=(*month_columns(months), total(ALL, "計", codes)),
        rows=flow_rows((row for row, _ in leaves), held=True),
        leaves=leaves,
        notes=(BY_DAY,),
        ties=_same_days(codes),
        chart=Chart.SERIES,
    )
    checks = [
        _agreement(f"{word(m)}の末日", made.values[CLOSING, code], after)
        for m, code, after in zip(months, codes, counted[1:], strict=True)
    ]
    whole = _agreement("期間の末日", made.values[CLOSING, ALL], counted[-1])
    return replace(made, checks=(*checks, whole))


def _same_days(codes: Sequence[str]) -> tuple[tuple[Cell, Cell], ...]:
    ends = [((CLOSING, one), (OPENING, after)) for one, after in pairwise(codes)]
    return (
        *ends,
        ((OPENING, ALL), (OPENING, codes[0])),
        ((CLOSING, ALL), (CLOSING, codes[-1])),
    )


def month_columns(months: Iterable[date], *, unit: Unit = Unit.PEOPLE) -> tuple[Line, ...]:
    """A column for each month, headed by the year."""
    return tuple(
        Line(_month(m), f"{m.month}月", format_wareki(m).split("年")[0] + "年", unit=unit)
        for m in months
    )


def happened_table(happened: Iterable[Happened], *, months: Sequence[date]) -> Table:
    """異動の件数 of every 異動事由 by month, those that let nobody come or go among them."""
    leaves: Counter[Cell] = Counter()
    for each in happened:
        leaves[each.reason, _month(each.month)] += each.number
    used = {row for row, _ in leaves}
    listed = [*(r for r in REASON_LABELS if r in used), *sorted(used - set(REASON_LABELS))]
    codes = [_month(m) for m in months]
    columns = (
        *month_columns(months, unit=Unit.CASES),
        total(ALL, "計", codes, unit=Unit.CASES),
    )
    rows = [Line(r, f"{_side(r)}{reason_label(r)}", unit=Unit.CASES) for r in listed]
    return make_table(
        "異動の件数（決裁した異動）",
        "異動事由",
        columns=columns,
        rows=(total("total", "計", listed, unit=Unit.CASES), *rows),
        leaves=leaves,
        notes=(
            "異動日で数えた異動の件数で、異動した人の数ではない。後で取り消された異動と、その取消しを含む。",
        ),
    )


def _side(reason: str) -> str:
    sides = {"entry": "記載: ", "removal": "消除: "}
    return sides.get(reason.partition("_")[0], "修正: ")


def word(month: date) -> str:
    """令和8年11月."""
    return format_wareki(month).split("月")[0] + "月"


def _month(month: date) -> str:
    return month.strftime("%Y-%m")


def _agreement(label: str, computed: int, counted: int) -> Check:
    return Check(label, computed, "期首人口＋増減", counted, "期末の現存者数")


def linked(
    people: Table,
    months: Table,
    happened: Table,
    backdated: Table,
    *,
    column: str,
    by_month: bool,
) -> tuple[Table, ...]:
    """The tables of one 異動集計 with what one tells of the other; `column` of the people is the sum of the months."""
    whole = [Link((r.code, ALL), 0, (r.code, column)) for r in months.rows]
    cases = [Link((r.code, ALL), 0, (r.code, column), equal=False) for r in happened.rows]
    if by_month:
        cases += [
            Link((r.code, c.code), 1, (r.code, c.code), equal=False)
            for r in happened.rows
            for c in happened.columns
        ]
    openings = [Link(("now", c.code), 0, (OPENING, c.code)) for c in people.columns]
    return (
        people,
        replace(months, links=tuple(whole)),
        replace(happened, links=tuple(cases)),
        replace(backdated, links=tuple(openings)),
    )
