"""Conditions (抽出の条件, STD-9.5, 9.6): which present residents a list is of, in what order, as plain data and in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from daicho.kernel.errors import Problem
from daicho.kernel.wareki import format_wareki


class Order(StrEnum):
    """In which order a list stands."""

    RANDOM = "random"
    ADDRESS = "address"
    BIRTH = "birth"

    @property
    def label(self) -> str:
        return {
            "random": "無作為の順序（世帯のまとまりが分からない）",
            "address": "住所の順",
            "birth": "生年月日の順",
        }[self.value]


class Method(StrEnum):
    """How so many are drawn from all who fit."""

    ALL = "all"
    SIMPLE = "simple"
    SYSTEMATIC = "systematic"
    STRATIFIED = "stratified"

    @property
    def label(self) -> str:
        return {
            "all": "条件に合う全員",
            "simple": "単純無作為抽出",
            "systematic": "系統抽出（等間隔）",
            "stratified": "層化抽出（町と性別に比例配分）",
        }[self.value]


SEXES: Final = {"": "男女を問わない", "male": "男", "female": "女"}
KINDS: Final = {"": "日本人・外国人を問わない", "japanese": "日本人住民", "foreign": "外国人住民"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """Present residents of a day who fit all that is set; `towns` are 町字コード, none of them the whole town.

    `size` is how many are drawn by `method`; None with Method.ALL.
    """

    towns: tuple[str, ...] = ()
    sex: str = ""
    born_from: date | None = None
    born_until: date | None = None
    kind: str = ""
    method: Method = Method.ALL
    size: int | None = None
    order: Order = Order.RANDOM

    @property
    def born(self) -> tuple[date, date] | None:
        """First and last day of birth; an open end reaches as far as anybody."""
        if self.born_from is None and self.born_until is None:
            return None
        return (self.born_from or date.min, self.born_until or date.max)

    def scope(self, towns: Mapping[str, str]) -> str:
        """Of whom, in words; `towns` gives names to codes."""
        area = "、".join(towns.get(code, code) for code in self.towns) or "市町村の全域"
        parts = [area, SEXES[self.sex] if self.sex else "", KINDS[self.kind] if self.kind else ""]
        if self.born is not None:
            first = format_wareki(self.born_from) if self.born_from else ""
            last = format_wareki(self.born_until) if self.born_until else ""
            parts.append(f"{first}から{last}までに生まれた人")
        return "、".join(part for part in parts if part)

    def words(self, towns: Mapping[str, str]) -> str:
        """The condition in words: of whom, how many by which method, in which order."""
        drawn = f"{self.method.label}{f'・{self.size}人' if self.size else ''}"
        return "、".join([self.scope(towns), drawn, self.order.label])


EVERYBODY: Final = Condition()
MOST_DRAWN: Final = 100_000
LAST_CHOME: Final = 99
WHY: Final = "条件に合う人だけを、条件のとおりに抽出します。"


def spread(towns: Iterable[str]) -> tuple[str, ...]:
    """The 町字コード of an area with every 丁目 of a 大字 that is in it."""
    return tuple(
        code
        for town in towns
        for code in (
            town,
            *(f"{town[:3]}{n:03d}" for n in range(1, LAST_CHOME + 1) if town.endswith("000")),
        )
    )


def condition_problems(wanted: Condition, *, known_towns: Iterable[str]) -> list[Problem]:
    """What is wrong with a condition; every fault beside its field."""
    backwards = (
        wanted.born_from is not None
        and wanted.born_until is not None
        and wanted.born_from > wanted.born_until
    )
    drawn = wanted.method is not Method.ALL
    choose = "一覧から選び直してください。"
    found = (
        (
            set(wanted.towns) - set(known_towns),
            "towns",
            "この市町村にない町字が選ばれています。",
            choose,
        ),
        (wanted.sex not in SEXES, "sex", "性別の条件を受け付けられません。", choose),
        (wanted.kind not in KINDS, "kind", "住民の種別の条件を受け付けられません。", choose),
        (
            backwards,
            "born_from",
            "生年月日の範囲が逆になっています。",
            "二つの日を確かめてください。",
        ),
        (
            drawn and not 0 < (wanted.size or 0) <= MOST_DRAWN,
            "size",
            "抽出する人数がありません。",
            f"1から{MOST_DRAWN}までの人数を入力してください。",
        ),
        (
            not drawn and wanted.size is not None,
            "size",
            "全員の一覧に、抽出する人数が入力されています。",
            "抽出の方法を選ぶか、人数を空欄にしてください。",
        ),
    )
    return [
        Problem(f"condition.{field}", field, what, WHY, remedy)
        for wrong, field, what, remedy in found
        if wrong
    ]
