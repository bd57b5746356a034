"""Orders (抽出の依頼): in which states one stands, in which forms it leaves, and what its ground permits."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final

from daicho.business.extraction.domain import query as q
from daicho.business.extraction.domain.catalogue import TRAIL
from daicho.business.extraction.domain.checking import items_used
from daicho.business.extraction.domain.items import Type
from daicho.business.extraction.domain.words import column_title
from daicho.kernel.errors import Problem

USABLE: Final = timedelta(days=14)
"""How long a result may be fetched and used."""
WIDEST: Final = 12
"""Columns of a list on paper."""


class State(StrEnum):
    """Where an order stands."""

    ASKED = "asked"
    APPROVED = "approved"
    REFUSED = "refused"
    MADE = "made"

    @property
    def label(self) -> str:
        return {
            "asked": "承認待ち",
            "approved": "承認済み",
            "refused": "不承認",
            "made": "作成済み",
        }[self.value]

    @property
    def tone(self) -> str:
        return {"asked": "key", "approved": "strong", "refused": "off", "made": "good"}[self.value]


class Form(StrEnum):
    """In which form a result leaves."""

    LIST = "list"
    CSV = "csv"
    EXCEL = "excel"
    SEALED = "sealed"

    @property
    def label(self) -> str:
        return {
            "list": "一覧表（PDF・画面と紙で見る）",
            "csv": "CSV",
            "excel": "Excel",
            "sealed": "暗号化したCSV（番号を含む抽出）",
        }[self.value]

    @property
    def is_file(self) -> bool:
        """Whether it is data that somebody may go on working with: a right, and the town's choice."""
        return self is not Form.LIST


@dataclass(frozen=True, slots=True)
class Basis:
    """A row of 抽出の根拠 that holds today."""

    code: str
    title: str
    protected: bool
    numbers: bool
    free: bool


def operation_of(source: str) -> str:
    """Who may ask of a source: the trail is for those who hold the log duty."""
    return "extraction.trail" if source == TRAIL else "extraction.ask"


def with_numbers(query: q.Query) -> bool:
    """Whether numbers of the vault come out."""
    return any(item.type is Type.SECRET for item in items_used(query))


def ground_problems(query: q.Query, basis: Basis, form: Form) -> list[Problem]:
    """What a ground does not permit, or a form cannot hold."""
    found = list(_ground(query, basis))
    numbers = with_numbers(query)
    if numbers and form is not Form.SEALED:
        found.append(
            _fault(
                "form",
                "番号を含む抽出は、暗号化したファイルでだけ出せます。",
                "出力形式を「暗号化したCSV」にするか、番号を項目から外してください。",
            )
        )
    if form is Form.SEALED and not numbers:
        found.append(
            _fault(
                "form",
                "番号を含まない抽出に、暗号化したファイルは使いません。",
                "ほかの出力形式を選んでください。",
            )
        )
    width = len(query.columns) + len(query.measures)
    if form is Form.LIST and width > WIDEST:
        found.append(
            _fault(
                "form",
                f"一覧表に並べられるのは{WIDEST}項目までです（今は{width}項目）。",
                "項目を減らすか、CSV・Excelを選んでください。",
            )
        )
    return found


def _ground(query: q.Query, basis: Basis) -> Iterator[Problem]:
    used = items_used(query)
    if not basis.numbers and with_numbers(query):
        yield _fault(
            "basis",
            "この根拠では、個人番号・住民票コードを出せません。",
            "番号を項目から外すか、番号を出せる根拠を選んでください。",
        )
    free = [item.label for item in used if item.free]
    if free and not basis.free:
        yield _fault(
            "basis",
            f"この根拠では、{'・'.join(free)}を使えません。",
            "だれのことでも書いてありうる文章です。項目と条件から外してください。",
        )


def hidden_problems(query: q.Query, hidden: Collection[str]) -> list[Problem]:
    """Items that are kept from whoever asks (STD-10.4) may be neither shown nor asked about."""
    kept = [item.label for item in items_used(query) if item.code in hidden]
    if not kept:
        return []
    return [
        _fault(
            "columns",
            f"{'・'.join(kept)}は、あなたには表示しない項目です。",
            "項目と条件から外してください。",
        )
    ]


def changed_parts(before: q.Query, now: q.Query) -> tuple[str, ...]:
    """Which parts differ from those of the last time, in words."""
    parts = (
        ("基準日", before.day != now.day),
        ("範囲", (before.history, before.people) != (now.history, now.people)),
        ("条件", before.where != now.where),
        ("項目", _titles(before) != _titles(now)),
        ("並び", before.sort != now.sort),
        ("集計", before.measures != now.measures),
    )
    return tuple(name for name, differs in parts if differs)


def _titles(query: q.Query) -> list[tuple[q.Expr, str]]:
    return [(column.of, column_title(column, query.source)) for column in query.columns]


def _fault(field: str, what: str, remedy: str) -> Problem:
    return Problem(
        f"extraction.{field}", field, what, "抽出の根拠と出し方を確かめています。", remedy
    )
