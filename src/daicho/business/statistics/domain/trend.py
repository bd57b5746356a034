"""Trend (人口・世帯の推移): people and households on day after day, from history and not from snapshots."""

from __future__ import annotations

import calendar
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from daicho.business.statistics.domain.people import leaf, people_columns
from daicho.business.statistics.domain.tables import Cell, Chart, Line, Table, Unit, make_table
from daicho.kernel.periods import months_after
from daicho.kernel.wareki import format_wareki

STEPS: Final = {"month": "毎月末", "year": "毎年1月1日"}
MOST_DAYS: Final = 400


def days_of(since: date, until: date, *, step: str) -> list[date]:
    """The days of a trend from `since` to `until`, both counted, and `until` itself as the last."""
    found = []
    if step == "year":
        found = [date(year, 1, 1) for year in range(since.year, until.year + 1)]
    else:
        month = since.replace(day=1)
        while month <= until:
            found.append(month.replace(day=calendar.monthrange(month.year, month.month)[1]))
            month = months_after(month, 1)
    return [*(d for d in found if since <= d < until), until]


def trend_table(
    days: Sequence[date],
    *,
    people: Mapping[tuple[str, str], Sequence[int]],
    households: Sequence[int],
) -> Table:
    """人口・世帯の推移; `people` by (住民種別, 性別), each with a number for every day."""
    leaves: dict[Cell, int] = {}
    for at, day in enumerate(days):
        leaves[day.isoformat(), "households"] = households[at]
        for (kind, sex), numbers in people.items():
            leaves[day.isoformat(), leaf(kind, sex)] = numbers[at]
    sexes = {sex for _, sex in people}
    return make_table(
        "人口・世帯数の推移",
        "基準日",
        columns=(
            Line("households", "世帯数", unit=Unit.HOUSEHOLDS),
            *people_columns(sexes),
        ),
        rows=[Line(day.isoformat(), format_wareki(day)) for day in days],
        leaves=leaves,
        notes=("それぞれの日の現存者と、その世帯。各日の人口は台帳の履歴から数える。",),
        chart=Chart.SERIES,
    )
