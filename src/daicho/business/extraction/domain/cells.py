"""Cells (欄): what stands in each column of a result, as the screens write it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from daicho.business.extraction.domain import query as q
from daicho.business.extraction.domain.catalogue import item_of
from daicho.business.extraction.domain.items import Type
from daicho.business.extraction.domain.naming import NO, YES
from daicho.business.extraction.domain.words import column_title, measure_words
from daicho.kernel.clock import TOKYO
from daicho.kernel.uncertain_dates import LegalDate
from daicho.kernel.wareki import format_wareki
from daicho.registers.residents.domain.labels import item_text

HIDDEN: Final = "●●●● ●●●● ●●●●"
"""What stands for a number on a screen."""


class Plain(str):
    """A number that was revealed: it is written as it is, and nowhere but in the encrypted file."""

    __slots__ = ()


def headings(query: q.Query) -> tuple[str, ...]:
    """What stands above the columns of a result."""
    columns = (column_title(column, query.source) for column in query.columns)
    return (*columns, *(measure_words(one, query.source) for one in query.measures))


def cell_texts(query: q.Query, values: Sequence[object]) -> tuple[str, ...]:
    """A row of the statement as texts, without the person it begins with; numbers of the vault are hidden."""
    own = zip(query.columns, values[1 : 1 + len(query.columns)], strict=True)
    shown = (_text(column.of, query.source, value) for column, value in own)
    return (*shown, *(_plain(value) for value in values[1 + len(query.columns) :]))


def _text(expr: q.Expr, source: str, value: object) -> str:
    if not isinstance(expr, q.Item):
        return _plain(value)
    item = item_of(source, expr.code)
    if item.type is Type.SECRET:
        return _secret(value)
    if item.type is Type.LEGAL and isinstance(value, str):
        return LegalDate.decode(value).display()
    if isinstance(value, bool | Decimal | int | datetime):
        return _plain(value)
    return item_text(item.code, value)


def _secret(value: object) -> str:
    if value is None:
        return ""
    return str(value) if isinstance(value, Plain) else HIDDEN


def _plain(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, datetime):
        return f"{value.astimezone(TOKYO):%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return format_wareki(value)
    return str(value)
