"""Spans (支援措置の期間): one year, prolonged from a month before it ends (STD-3.4; 住民基本台帳事務処理要領)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from daicho.kernel.periods import ONE_DAY, months_after, months_run_out_on

MONTHS = 12


@dataclass(frozen=True, slots=True)
class Span:
    """A period of the measure, both days within it (開始年月日・終了年月日)."""

    starts_on: date
    ends_on: date


def last_day_of_year_from(starts_on: date) -> date:
    """The day before the 応当日 a year later: 2020-04-01 → 2021-03-31, 2024-02-29 → 2025-02-28 (民法143条2項)."""
    return months_run_out_on(starts_on - ONE_DAY, months=MONTHS)


def renewable_from(ends_on: date) -> date:
    """The first day of the last month: prolonging begins, and the alert (終了日の1か月前)."""
    return months_after(ends_on, -1)


def prolonged(span: Span) -> Span:
    """The year that follows a period (延長後の期間)."""
    starts_on = span.ends_on + ONE_DAY
    return Span(starts_on, last_day_of_year_from(starts_on))
