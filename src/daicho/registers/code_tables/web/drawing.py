"""Drawing (画面の部品): a table's columns as the fields of its form, and its rows as the lines of its list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse

from daicho.foundation.ui.fields import Field
from daicho.foundation.ui.tables import Cell
from daicho.foundation.ui.tables import Column as Head
from daicho.foundation.ui.templatetags.daicho_ui import make_field
from daicho.kernel.clock import business_today
from daicho.kernel.errors import Problem
from daicho.kernel.wareki import format_wareki, format_wareki_short
from daicho.registers.code_tables.domain.code_table import CodeTable
from daicho.registers.code_tables.domain.columns import Column, Kind
from daicho.registers.code_tables.domain.pictures import as_data_url
from daicho.registers.code_tables.selectors.addresses import town_of
from daicho.registers.code_tables.selectors.rows import Row

KINDS = {Kind.NOTE: "textarea", Kind.CHOICE: "select", Kind.NUMBER: "number", Kind.TOWN: "combobox"}
WIDTHS = {Kind.NUMBER: "s", Kind.POSTAL: "s", Kind.BANCHI: "s", Kind.CHOICE: "s", Kind.NOTE: "full"}


def row_url(table: str, code: str = "") -> str:
    """Where a row is edited; without a code, where one is added."""
    url = reverse("code_tables_row", kwargs={"table": table})
    return f"{url}?{urlencode({'code': code})}" if code else url


def heads(table: CodeTable) -> list[Head]:
    """The headings of a table's list."""
    names = [column.title for column in table.columns if column.listed]
    return [
        Head(table.key.title),
        *map(Head, names),
        Head("適用する日", "nowrap"),
        Head("最後の日", "nowrap"),
    ]


def lines(table: CodeTable, rows: Iterable[Row], *, linked: bool) -> list[list[object]]:
    """The rows of a list; a 町字 is written by its name, for whoever reads it."""
    towns: dict[str, str] = {}
    return [
        [
            Cell(table.key.shown(row.code), row_url(table.code, row.code) if linked else ""),
            *(shown(column, row.values, towns) for column in table.columns if column.listed),
            format_wareki(row.from_on),
            format_wareki(row.last_on) if row.last_on else "",
        ]
        for row in rows
    ]


def shown(column: Column, values: Mapping[str, str], towns: dict[str, str] | None = None) -> str:
    """One value in words."""
    value = values.get(column.name, "")
    if column.kind is Kind.TOWN and value:
        known = {} if towns is None else towns
        if value not in known:
            town = town_of(settings.TOWN["code"], value, business_today())
            known[value] = town.name if town else f"（辞書にない町字 {value}）"
        return known[value]
    return column.shown(value)


def facts_of(table: CodeTable, values: Mapping[str, str]) -> list[tuple[str, str]]:
    """The values of a row, but for its pictures."""
    return [(c.title, shown(c, values)) for c in table.columns if c.kind is not Kind.PICTURE]


def pictures_of(table: CodeTable, values: Mapping[str, str]) -> list[str]:
    """The pictures of a row, for a screen."""
    return [
        as_data_url(values[c.name])
        for c in table.columns
        if c.kind is Kind.PICTURE and values.get(c.name)
    ]


def fields_of(
    table: CodeTable, typed: Mapping[str, str], problems: Sequence[Problem]
) -> list[Field]:
    """The inputs of a row's values; a picture is chosen as a file and drawn by the template."""
    return [
        _field(column, typed, problems)
        for column in table.columns
        if column.kind is not Kind.PICTURE
    ]


def file_columns(table: CodeTable) -> list[Column]:
    """The columns that are chosen as files."""
    return [column for column in table.columns if column.kind is Kind.PICTURE]


def typed_of(row: Row | None) -> dict[str, str]:
    """What a form starts with: the row that holds, to be said otherwise from a day on."""
    if row is None:
        return {}
    return dict(row.values) | {
        "from_on": format_wareki_short(row.from_on),
        "last_on": format_wareki_short(row.last_on) if row.last_on else "",
    }


def key_field(table: CodeTable, code: str, problems: Sequence[Problem]) -> Field:
    """The input of the code; chosen where the table says from what."""
    given: dict[str, Any] = {}  # Any: the keywords of `make_field`
    if table.key.choices is not None:
        given = {"kind": "select", "options": (("", "選んでください"), *table.key.choices())}
    return make_field(
        "code",
        label=table.key.title,
        value=code,
        problems=problems,
        hint=table.key.words if table.key.choices is None else "",
        required=True,
        width="s",
        **given,
    )


def _field(column: Column, typed: Mapping[str, str], problems: Sequence[Problem]) -> Field:
    value = typed.get(column.name, "")
    given: dict[str, Any] = {}  # Any: the keywords of `make_field`
    if column.kind is Kind.CHOICE:
        given["options"] = (("", "選んでください"), *column.choices)
    if column.kind is Kind.TOWN:
        words = typed.get(f"{column.name}_text", "") or (shown(column, typed) if value else "")
        given |= {"url": reverse("towns_suggest"), "text": words}
    return make_field(
        column.name,
        label=column.title,
        kind=KINDS.get(column.kind, "text"),
        value=value,
        problems=problems,
        hint=column.hint,
        required=column.required,
        width=WIDTHS.get(column.kind, "m"),
        **given,
    )
