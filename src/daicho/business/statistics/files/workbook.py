"""Excel (XLSX): a first sheet with the conditions, then a sheet for each table, ready to be printed."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from typing import Any, Final

import xlsxwriter

from daicho.business.statistics.domain.guarding import MARK
from daicho.business.statistics.domain.tables import Table, heads_of
from daicho.business.statistics.files.csv_file import shown
from daicho.business.statistics.selectors.reports import Report
from daicho.foundation.ui.formats import moment

MEDIA_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FONT: Final = {"font_name": "游ゴシック", "font_size": 10.5, "valign": "vcenter"}
_HEAD: Final = {
    "bold": True,
    "bg_color": "#E8EDF3",
    "border": 1,
    "align": "center",
    "text_wrap": True,
}
_FORMATS: Final[Mapping[str, Mapping[str, object]]] = {
    "title": {"bold": True, "font_size": 14},
    "words": {},
    "note": {"font_color": "#555555"},
    "term": {"bold": True},
    "head": _HEAD,
    "row": {"border": 1},
    "row.total": {"border": 1, "bold": True, "bg_color": "#F3F5F8"},
    "row.part": {"border": 1, "bold": True},
    "cell": {"border": 1, "num_format": "#,##0;−#,##0;0", "align": "right"},
    "cell.total": {
        **{"border": 1, "num_format": "#,##0;−#,##0;0", "align": "right"},
        **{"bold": True, "bg_color": "#F3F5F8"},
    },
    "cell.part": {"border": 1, "num_format": "#,##0;−#,##0;0", "align": "right", "bold": True},
    "wrong": {"border": 1, "num_format": "#,##0;−#,##0;0", "font_color": "#B00020", "bold": True},
}
_ROW_HEAD: Final = 30
_NUMBER: Final = 11.5
Sheet = Any  # Any: xlsxwriter tells mypy nothing of its classes


def workbook_of(report: Report) -> Iterator[bytes]:
    """The file in pieces. It is made in memory: as large as its tables, whatever the number of residents."""
    held = io.BytesIO()
    with xlsxwriter.Workbook(held, {"in_memory": True, "strings_to_formulas": False}) as book:
        formats = {name: book.add_format({**_FONT, **own}) for name, own in _FORMATS.items()}
        book.set_properties({"title": report.spec.title, "comments": report.dates})
        _conditions(book.add_worksheet("条件"), report, formats)
        for number, table in enumerate(report.tables, start=1):
            _table(book.add_worksheet(f"表{number}"), report, table, formats)
    held.seek(0)
    while piece := held.read(64 * 1024):
        yield piece


def _conditions(sheet: Sheet, report: Report, formats: Mapping[str, Any]) -> None:
    sheet.set_column(0, 0, 20)
    sheet.set_column(1, 1, 90)
    sheet.write_string(0, 0, report.spec.title, formats["title"])
    at = 2
    for term, words in (*report.conditions, ("作成日時", moment(report.made_at))):
        sheet.write_string(at, 0, term, formats["term"])
        sheet.write_string(at, 1, words, formats["words"])
        at += 1
    for number, table in enumerate(report.tables, start=1):
        sheet.write_string(at + 1, 0, f"表{number}", formats["term"])
        sheet.write_url(at + 1, 1, f"internal:'表{number}'!A1", formats["words"], table.title)
        at += 1
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _table(sheet: Sheet, report: Report, table: Table, formats: Mapping[str, Any]) -> None:
    last = len(table.columns)
    sheet.set_column(0, 0, _ROW_HEAD)
    sheet.set_column(1, max(last, 3), _NUMBER)
    sheet.write_string(0, 0, f"{table.title}　{report.dates}", formats["title"])
    at = _heads(sheet, table, formats)
    sheet.freeze_panes(at, 1)
    sheet.repeat_rows(0, at - 1)
    for row in table.rows:
        tone = f".{row.tone}" if row.tone else ""
        sheet.write_string(at, 0, row.label, formats[f"row{tone}"])
        for number, column in enumerate(table.columns, start=1):
            kind = row.tone or column.tone
            look = formats[f"cell.{kind}" if kind else "cell"]
            _write(sheet, at, number, shown(table, row.code, column.code), look)
        at += 1
    at = _checks(sheet, table, at + 1, formats)
    for note in (*table.notes, report.small_words if table.guarded else ""):
        if note:
            sheet.write_string(at, 0, f"注　{note}", formats["note"])
            at += 1
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer(f"&L{report.spec.title}　{report.dates}&R&P / &N")


def _heads(sheet: Sheet, table: Table, formats: Mapping[str, Any]) -> int:
    """The headings from the third line on; returns the first line of the rows."""
    grouped = any(c.group for c in table.columns)
    bottom = 3 if grouped else 2
    if grouped:
        sheet.merge_range(2, 0, bottom, 0, table.corner, formats["head"])
        at = 1
        for group, span in heads_of(table.columns):
            if span > 1:
                sheet.merge_range(2, at, 2, at + span - 1, group, formats["head"])
            else:
                sheet.write_string(2, at, group, formats["head"])
            at += span
    else:
        sheet.write_string(bottom, 0, table.corner, formats["head"])
    for number, column in enumerate(table.columns, start=1):
        sheet.write_string(bottom, number, column.label, formats["head"])
    return bottom + 1


def _checks(sheet: Sheet, table: Table, at: int, formats: Mapping[str, Any]) -> int:
    if not table.checks:
        return at
    first = table.checks[0]
    for number, words in enumerate(("整合", first.one_is, first.other_is, "差")):
        sheet.write_string(at, number, words, formats["head"])
    for check in table.checks:
        at += 1
        sheet.write_string(at, 0, check.label, formats["row"])
        look = formats["wrong" if check.difference else "cell"]
        one, other = (check.one, check.other) if check.told else (MARK, MARK)
        for number, value in enumerate((one, other, check.difference), start=1):
            _write(sheet, at, number, value, look)
    return at + 2


def _write(sheet: Sheet, row: int, column: int, value: object, look: object) -> None:
    if isinstance(value, int):
        sheet.write_number(row, column, value, look)
    else:
        sheet.write_string(row, column, str(value), look)
