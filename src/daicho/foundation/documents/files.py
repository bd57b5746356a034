"""Files of lists (一覧のファイル): CSV and Excel, and a ZIP of the volumes of a long PDF; streams with memory flat.

Every file ends with a watermark row (透かしの行) that says whose output it is, what for, and until when.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import xlsxwriter

BOM: Final = "\ufeff"
PIECE: Final = 500
XLSX_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
XLSX_ROWS: Final = 20_000
"""A workbook is made in memory: a longer list leaves as CSV."""


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
    """A workbook of one sheet, every cell a text, ready to be printed on A4 across; the watermark last and in the foot."""
    held = io.BytesIO()
    with xlsxwriter.Workbook(held, {"in_memory": True}) as book:
        sheet = book.add_worksheet("一覧")
        head = book.add_format({"bold": True, "border": 1, "bg_color": "#E8EDF3"})
        cell = book.add_format({"border": 1, "text_wrap": True, "valign": "vcenter"})
        book.set_properties({"title": title})
        last = len(columns) - 1
        for at, label in enumerate(columns):
            sheet.write_string(0, at, label, head)
        at = 0
        for at, row in enumerate(rows, start=1):
            for number, text in enumerate(row):
                sheet.write_string(at, number, text, cell)
        sheet.write_string(at + 1, 0, watermark)
        sheet.set_column(0, last, 24)
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer(f"&L{watermark[:200].replace('&', '＆')}&R&P/&N")
    held.seek(0)
    while piece := held.read(64 * 1024):
        yield piece


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
