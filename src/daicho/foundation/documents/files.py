"""Files of lists (一覧のファイル): CSV and Excel, and a ZIP of the volumes of a long PDF; streams with memory flat.

Every file ends with a watermark row (透かしの行) that says whose output it is, what for, and until when.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from typing import Final
from xml.sax.saxutils import escape

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

BOM: Final = "\ufeff"
PIECE: Final = 500
XLSX_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
XLSX_ROWS: Final = 200_000
"""Rows of a workbook: its sheet stays below the two gigabytes that Excel unpacks, with a hundred columns too."""
SHEET: Final = "xl/worksheets/sheet1.xml"
_ROW: Final = re.compile('(<row r="2".*?</row>)')
_CODE: Final = re.compile("(_x[0-9A-Fa-f]{4}_)")
_FORBIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def csv_stream(
    columns: Sequence[str], rows: Iterable[Sequence[str]], *, watermark: str
) -> Iterator[bytes]:
    """UTF-8 with a mark at its head, as spreadsheets read it; every cell in quotes, CRLF; the watermark last."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    out.write(BOM)
    writer.writerow(columns)
    for at, row in enumerate(rows, start=1):
        writer.writerow(row)
        if at % PIECE == 0:
            yield _taken(out)
    writer.writerow([watermark, *("" for _ in columns[1:])])
    yield _taken(out)


def xlsx_stream(
    columns: Sequence[str], rows: Iterable[Sequence[str]], *, title: str, watermark: str
) -> Iterator[bytes]:
    """A workbook of one sheet, every cell a text, ready to be printed on A4 across; the watermark last and in the foot.

    XlsxWriter makes the book with one row, for its styles and print settings; the rows are written into its sheet as
    they come, so that neither memory nor a file on the disk holds them.
    """
    sink = _Sink()
    with (
        zipfile.ZipFile(_book_of_one_row(columns, title=title, watermark=watermark)) as book,
        zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for part in book.infolist():
            if part.filename != SHEET:
                archive.writestr(part, book.read(part))
        before, specimen, after = _ROW.split(book.read(SHEET).decode("utf-8"))
        style = specimen.partition('s="')[2].partition('"')[0]
        told = zipfile.ZipInfo(SHEET)
        told.compress_type = zipfile.ZIP_DEFLATED
        with archive.open(told, "w") as sheet:
            sheet.write(before.encode("utf-8"))
            at = 1
            for at, row in enumerate(rows, start=2):
                sheet.write(_row(at, row, f' s="{style}"'))
                if at % PIECE == 0:
                    yield sink.taken()
            sheet.write(_row(at + 1, [watermark], "") + after.encode("utf-8"))
    yield sink.taken()


def _book_of_one_row(columns: Sequence[str], *, title: str, watermark: str) -> io.BytesIO:
    held = io.BytesIO()
    with xlsxwriter.Workbook(held, {"in_memory": True}) as book:
        sheet = book.add_worksheet("一覧")
        head = book.add_format({"bold": True, "border": 1, "bg_color": "#E8EDF3"})
        cell = book.add_format({"border": 1, "text_wrap": True, "valign": "vcenter"})
        book.set_properties({"title": title})
        for at, label in enumerate(columns):
            sheet.write_string(0, at, label, head)
        sheet.write_blank(1, 0, None, cell)
        sheet.set_column(0, len(columns) - 1, 24)
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer(f"&L{watermark[:200].replace('&', '＆')}&R&P/&N")
    return held


def _row(number: int, cells: Sequence[str], style: str) -> bytes:
    """A row of texts as the sheet's XML has it."""
    inner = "".join(
        f'<c r="{xl_col_to_name(at)}{number}"{style} t="inlineStr"><is><t xml:space="preserve">{_told(text)}</t></is></c>'
        for at, text in enumerate(cells)
    )
    return f'<row r="{number}">{inner}</row>'.encode()


def _told(text: str) -> str:
    """A text in the sheet's XML: what XML cannot hold is written by its code, and so is what would be read as one."""
    plain = _CODE.sub(r"_x005F\1", text)
    return escape(_FORBIDDEN.sub(lambda found: f"_x{ord(found[0]):04X}_", plain))


def zip_stream(parts: Iterable[tuple[str, bytes]]) -> Iterator[bytes]:
    """A ZIP of (name, content) as it grows; one part is held at a time."""
    sink = _Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts:
            archive.writestr(zipfile.ZipInfo(name), content)
            yield sink.taken()
    yield sink.taken()


class _Sink(io.RawIOBase):
    """What ZipFile writes to: bytes that are handed on and forgotten."""

    def __init__(self) -> None:
        super().__init__()
        self._held = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, content: object, /) -> int:
        # ZipFile writes bytes and memory views alone.
        piece = bytes(content)  # type: ignore[call-overload]
        self._held += piece
        return len(piece)

    def taken(self) -> bytes:
        piece = bytes(self._held)
        self._held.clear()
        return piece


def _taken(out: io.StringIO) -> bytes:
    text = out.getvalue()
    out.seek(0)
    out.truncate()
    return text.encode("utf-8")
