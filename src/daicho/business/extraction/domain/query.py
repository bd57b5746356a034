"""Query (抽出の内容): one plain value for the wizard, for the expression form, for what is kept and for what is run.

A query is of one source; its columns are what comes out, or, where there are measures, what is grouped by. A query
without columns and with 件数 alone says how many there are.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Op(StrEnum):
    """Comparison (比較)."""

    EQ = "="
    NE = "≠"
    LT = "<"
    LE = "≦"
    GT = ">"
    GE = "≧"


class How(StrEnum):
    """How a text is looked for within another."""

    CONTAINS = "含む"
    STARTS = "始まる"
    ENDS = "終わる"


class Reckoning(StrEnum):
    """Arithmetic (四則); ÷ drops the remainder, and of a division by nothing comes a blank."""

    PLUS = "+"
    MINUS = "-"
    TIMES = "×"
    OVER = "÷"


class People(StrEnum):
    """Whose records (住民の範囲)."""

    PRESENT = "現存"
    WITH_REMOVED = "現存と除票"
    REMOVED = "除票"
    ALL = "改製原を含むすべて"

    @property
    def statuses(self) -> tuple[str, ...]:
        return {
            People.PRESENT: ("present",),
            People.WITH_REMOVED: ("present", "removed"),
            People.REMOVED: ("removed",),
            People.ALL: ("present", "removed", "rewritten"),
        }[self]


class Total(StrEnum):
    """What is reckoned over many rows (集計)."""

    ROWS = "件数"
    PERSONS = "人数"
    SUM = "合計"
    MEAN = "平均"
    LEAST = "最小"
    MOST = "最大"

    @property
    def takes(self) -> bool:
        """Whether it is of a number."""
        return self not in (Total.ROWS, Total.PERSONS)


@dataclass(frozen=True, slots=True)
class Item:
    """An item of the source, by its code."""

    code: str


@dataclass(frozen=True, slots=True)
class Text:
    value: str


@dataclass(frozen=True, slots=True)
class Number:
    value: int


@dataclass(frozen=True, slots=True)
class Day:
    on: date


@dataclass(frozen=True, slots=True)
class DayWord:
    """A day that each run reads anew: 実行日, 前日, 当月初, 前月初, 前月末."""

    word: str


@dataclass(frozen=True, slots=True)
class Flag:
    value: bool


@dataclass(frozen=True, slots=True)
class Call:
    """A function (関数)."""

    name: str
    args: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Reckoned:
    """Two numbers reckoned together."""

    by: Reckoning
    left: Expr
    right: Expr


Literal = Text | Number | Day | DayWord | Flag
Expr = Item | Literal | Call | Reckoned


@dataclass(frozen=True, slots=True)
class Compare:
    op: Op
    left: Expr
    right: Expr


@dataclass(frozen=True, slots=True)
class Match:
    how: How
    left: Expr
    text: str


@dataclass(frozen=True, slots=True)
class Among:
    """One of several values (いずれか)."""

    left: Expr
    values: tuple[Literal, ...]


@dataclass(frozen=True, slots=True)
class Blank:
    """Nothing is there (空欄)."""

    of: Expr


@dataclass(frozen=True, slots=True)
class Related:
    """How many rows of a relation (交付履歴, 履歴, 世帯員) belong to the row and fit: `件数(交付履歴, …) ≧ 3`."""

    relation: str
    where: Cond | None
    op: Op
    number: int


@dataclass(frozen=True, slots=True)
class Not:
    of: Cond


@dataclass(frozen=True, slots=True)
class All:
    """かつ: two or more."""

    of: tuple[Cond, ...]


@dataclass(frozen=True, slots=True)
class Any:
    """または: two or more."""

    of: tuple[Cond, ...]


Cond = Compare | Match | Among | Blank | Related | Not | All | Any


@dataclass(frozen=True, slots=True)
class Column:
    """What comes out in one column; without a title it is called by its expression."""

    of: Expr
    title: str = ""


@dataclass(frozen=True, slots=True)
class Measure:
    """A total over each group, or over everything."""

    total: Total
    of: Expr | None = None


@dataclass(frozen=True, slots=True)
class Sort:
    by: Expr
    descending: bool = False


TODAY = DayWord("実行日")


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What is asked. `day` is the 基準日: what held on it comes out, or with `history` every version, 年齢 being of it."""

    source: str = "residents"
    day: Day | DayWord = TODAY
    history: bool = False
    people: People = People.PRESENT
    columns: tuple[Column, ...] = ()
    where: Cond | None = None
    sort: tuple[Sort, ...] = ()
    measures: tuple[Measure, ...] = ()
