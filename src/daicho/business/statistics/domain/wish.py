"""Wish (集計の条件): which report, of which day or period, by which area, known when; checked as a whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from daicho.business.statistics.domain.ages import BANDS
from daicho.business.statistics.domain.areas import LEVELS
from daicho.business.statistics.domain.people import KINDS, SEXES
from daicho.business.statistics.domain.trend import STEPS
from daicho.kernel.errors import Problem
from daicho.kernel.wareki import format_wareki

EARLIEST: Final = date(1967, 11, 10)
"""The day on which the Act came into force: no register is older."""
MOST_MONTHS: Final = 24
_REMEDY: Final = "確かめて入力し直してください。"


class Asks(StrEnum):
    """What a report asks for besides its day."""

    PERIOD = "period"
    LEVEL = "level"
    ONE_AREA = "one_area"
    BANDS = "bands"
    KIND = "kind"
    SEX = "sex"
    STEP = "step"
    TERMINAL = "terminal"
    YEAR = "year"
    KNOWN = "known"


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for.

    `as_of`: the day, or the last day of the period that begins on `since`. `known_on`: what was known when this day
    ended; None: what is known now. `area`: one area of `level` alone. `exact`: small numbers stay.
    """

    report: str
    as_of: date
    since: date
    known_on: date | None = None
    level: str = "oaza"
    area: str = ""
    kind: str = ""
    sex: str = ""
    bands: str = "five"
    step: str = "month"
    by_terminal: bool = False
    exact: bool = False


def problems_of(
    wish: Wish, *, period: bool, months: bool, today: date, counted_from: date | None
) -> Iterator[Problem]:
    """What is wrong with a wish. `period`: it counts what happened; `months`: month by month."""
    yield from _days(wish, today=today, period=period)
    for name, value, known in (
        ("level", wish.level, LEVELS),
        ("kind", wish.kind, {"", *KINDS}),
        ("sex", wish.sex, {"", *SEXES}),
        ("bands", wish.bands, BANDS),
        ("step", wish.step, STEPS),
    ):
        if value not in known:
            yield _problem(name, "選べない値です。", "この画面の選択肢にありません。")
    span = (wish.as_of.year - wish.since.year) * 12 + wish.as_of.month - wish.since.month + 1
    if months and span > MOST_MONTHS:
        yield _problem(
            "since",
            "期間が長すぎます。",
            f"月別の表は{MOST_MONTHS}か月までです。",
        )
    if period and counted_from is not None and wish.as_of < counted_from:
        yield _problem(
            "as_of",
            "この期間は集計できません。",
            f"このシステムで異動を集計するのは{format_wareki(counted_from)}からです。それより前は旧システムの集計を使います（STD-6.1）。",
        )


def _days(wish: Wish, *, today: date, period: bool) -> Iterator[Problem]:
    if wish.as_of > today:
        yield _problem("as_of", "基準日が先の日です。", "集計できるのは今日までです。")
    if min(wish.as_of, wish.since) < EARLIEST:
        yield _problem(
            "as_of", "基準日が古すぎます。", f"{format_wareki(EARLIEST)}より前の台帳はありません。"
        )
    if period and wish.since > wish.as_of:
        yield _problem(
            "since", "期間の初めの日が終わりの日より後です。", "期間が逆になっています。"
        )
    if wish.known_on is not None and wish.known_on > today:
        yield _problem(
            "known_on",
            "把握の時点が先の日です。",
            "その時点で何が分かっているかは、まだ決まっていません。",
        )


def _problem(field: str, what: str, why: str) -> Problem:
    return Problem(f"statistics.{field}", field, what, why, _REMEDY)
