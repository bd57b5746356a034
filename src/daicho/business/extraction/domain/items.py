"""Items (データ項目): what a source has, by the names that people know, with type, length, letters and codes (STD-10.1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Type(StrEnum):
    """What an item is; the words stand in the catalogue of items."""

    TEXT = "文字"
    NOTE = "文章"
    CODE = "コード"
    NUMBER = "整数"
    DAY = "日付"
    LEGAL = "年月日（不詳を含む）"
    MOMENT = "日時"
    FLAG = "はい・いいえ"
    SECRET = "番号（伏せる）"

    @property
    def kind(self) -> Kind:
        return _KINDS[self]


class Kind(StrEnum):
    """What may be done with a value in an expression."""

    TEXT = "文字"
    NUMBER = "数"
    DAY = "日付"
    FLAG = "はい・いいえ"
    SECRET = "番号"


_KINDS = {
    Type.TEXT: Kind.TEXT,
    Type.NOTE: Kind.TEXT,
    Type.CODE: Kind.TEXT,
    Type.NUMBER: Kind.NUMBER,
    Type.DAY: Kind.DAY,
    Type.LEGAL: Kind.DAY,
    Type.MOMENT: Kind.DAY,
    Type.FLAG: Kind.FLAG,
    Type.SECRET: Kind.SECRET,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DataItem:
    """One item. `sql` is its expression over the row `{a}`, written by us alone; `letters`: 外字 stand in it.

    `codes` are what its codes are called: a condition says the word. `group` is its heading in the catalogue.
    `free`: words about anybody may stand in it, so that it comes out under a basis that says so alone.
    """

    code: str
    label: str
    type: Type
    length: int
    sql: str
    group: str
    letters: bool = False
    codes: Mapping[str, str] = field(default_factory=dict)
    free: bool = False

    @property
    def coded(self) -> tuple[tuple[str, str], ...]:
        """(code, what it is called)."""
        return tuple(self.codes.items())


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """Rows that belong to a row of a source (`{a}` of theirs, `{of}` of the source's): what can be counted of it.

    `person`: whose row it is, so that the protected are left out of it too; blank where it is of the same person.
    """

    code: str
    label: str
    about: str
    rows: str
    belongs: str
    items: tuple[DataItem, ...]
    person: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A source (データソース). `known`, `holds` and `status`: what bounds its rows in both times, where it has any."""

    code: str
    title: str
    about: str
    rows: str
    items: tuple[DataItem, ...]
    relations: tuple[Relation, ...] = ()
    known: str = ""
    holds: str = ""
    status: str = ""
    person: str = ""
    order: str = ""

    @property
    def dated(self) -> bool:
        """Whether its rows hold on days, so that a 基準日 or the whole history can be asked for."""
        return bool(self.holds)
