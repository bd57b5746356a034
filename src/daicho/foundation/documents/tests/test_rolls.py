"""Rolls, labels and files (名簿・宛名シール・ファイル): so many rows a page, every text whole, each label at its place."""

from __future__ import annotations

import csv
import io
import re
import tracemalloc
import zipfile
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from xml.etree import ElementTree

import pytest
from pypdf import PdfReader

from daicho.foundation.documents.files import csv_stream, xlsx_stream, zip_stream
from daicho.foundation.documents.labels import PAPERS
from daicho.foundation.documents.printing import label_printer, roll_printer
from daicho.foundation.documents.rolls import Roll
from daicho.foundation.documents.sheets import Addressee

TODAY = date(2026, 11, 20)
ROLL = Roll(
    title="見本の名簿",
    lead="見本",
    foot="透かし",
    columns=(("氏名", 40), ("住所", 60)),
    rows_a_page=25,
    pages=3,
    printed_on=TODAY,
    author="福島市",
)


def words(pdf: bytes) -> list[str]:
    return ["".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages]


@pytest.mark.parametrize(("rows", "pages"), [(0, 1), (1, 1), (25, 1), (26, 2), (50, 2)])
def test_a_page_has_so_many_rows_and_no_more(rows: int, pages: int) -> None:
    made = roll_printer().volume(ROLL, [("見本　太郎", "五老内町3番1号")] * rows, first=2)
    assert made.pages == len(words(made.pdf)) == pages
    assert [page.count("見本太郎") for page in words(made.pdf)] == [
        min(25, rows - 25 * n) for n in range(pages)
    ]
    assert words(made.pdf)[0].endswith("2/3頁")


def test_the_same_rows_give_the_same_bytes() -> None:
    rows = [("見本　太郎", "五老内町3番1号")] * 3
    assert roll_printer().volume(ROLL, rows).pdf == roll_printer().volume(ROLL, rows).pdf


def test_a_text_that_no_size_holds_stands_whole_on_an_annexed_page() -> None:
    long = "長" * 500
    made = roll_printer().volume(ROLL, [("見本　太郎", long), ("見本　花子", "短い")])
    first, annex = words(made.pdf)
    assert made.pages == 1
    assert "別紙（1）のとおり" in first
    assert annex.count("長") == 500
    assert "1番の住所" in annex


def test_what_cannot_be_printed_is_counted() -> None:
    made = roll_printer().volume(ROLL, [("見本\U0001f600", "\U0001f600")])
    assert made.unprintable == 2
    assert words(made.pdf)[0].count("〓") == 2


@pytest.mark.parametrize("code", list(PAPERS))
def test_labels_stand_within_the_page_and_beside_each_other(code: str) -> None:
    paper = PAPERS[code]
    places = [paper.place(at) for at in range(paper.a_sheet)]
    assert len(set(places)) == paper.a_sheet == int(code)
    for x, y in places:
        assert x >= 0
        assert x + paper.width <= 210
        assert y >= 0
        assert y + paper.height <= 297
    to = [Addressee(f"見本　{n}", "五老内町3番1号", "9608051") for n in range(paper.a_sheet + 1)]
    pdf = label_printer().sheets(paper, to, title="宛名", author="福島市", printed_on=TODAY)
    assert [page.count("様") for page in words(pdf)] == [paper.a_sheet, 1]


def test_a_csv_is_whole_and_ends_with_its_watermark() -> None:
    rows = ((f'"{n}",改\n行', str(n)) for n in range(1200))
    pieces = list(csv_stream(["甲", "乙"], rows, watermark="透かし"))
    assert len(pieces) == 3
    data = b"".join(pieces).decode("utf-8-sig")
    found = list(csv.reader(io.StringIO(data, newline="")))
    assert found[0] == ["甲", "乙"]
    assert found[1200] == ['"1199",改\n行', "1199"]
    assert found[-1] == ["透かし", ""]


def cells_of(book: bytes) -> list[list[str]]:
    """The texts of a workbook as a spreadsheet reads them: shared or in their cells, codes as characters."""
    space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    with zipfile.ZipFile(BytesIO(book)) as kept:
        assert kept.testzip() is None
        shared = [
            "".join(one.itertext())
            for one in ElementTree.fromstring(kept.read("xl/sharedStrings.xml"))
        ]
        sheet = ElementTree.fromstring(kept.read("xl/worksheets/sheet1.xml"))
    found: list[list[str]] = []
    for at, row in enumerate(sheet.iter(f"{space}row"), 1):
        assert row.get("r") == str(at)
        found.append([])
        for cell in row:
            text = "".join(cell.itertext())
            plain = shared[int(text)] if cell.get("t") == "s" else text
            found[-1].append(re.sub("_x([0-9A-F]{4})_", lambda code: chr(int(code[1], 16)), plain))
    return found


def test_a_workbook_is_of_texts_and_ends_with_its_watermark() -> None:
    odd = ["=1+1", "<&>\"'", " 前後 ", "改\n行", "_x0041_", "垂直\x0bタブ", "葛\U000e0102", ""]
    heads = [f"列{n}" for n in range(len(odd))]
    for rows in ([], [odd], [odd] * 1200):
        book = b"".join(xlsx_stream(heads, iter(rows), title="見本", watermark="透かし&"))
        assert cells_of(book) == [heads, *rows, ["透かし&"]]
    with zipfile.ZipFile(BytesIO(book)) as kept:
        sheet = kept.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "透かし＆" in sheet.partition("<oddFooter>")[2]


def test_rows_of_a_workbook_are_let_go_as_they_are_written() -> None:
    taken = 0

    def rows() -> Iterator[list[str]]:
        nonlocal taken
        for n in range(50_000):
            taken = n
            yield [f"見本{n}"]

    stream = xlsx_stream(["甲"], rows(), title="見本", watermark="透かし")
    assert len(next(stream)) > 0
    assert taken < 1000
    tracemalloc.start()
    assert sum(map(len, stream)) > 0
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 1_000_000


def test_a_zip_holds_one_part_at_a_time() -> None:
    taken: list[int] = []

    def parts() -> Iterator[tuple[str, bytes]]:
        for n in range(3):
            taken.append(n)
            yield f"{n}.pdf", bytes([n]) * 1000

    stream = zip_stream(parts())
    first = next(stream)
    assert taken == [0]
    archive = first + b"".join(stream)
    with zipfile.ZipFile(BytesIO(archive)) as kept:
        assert kept.namelist() == ["0.pdf", "1.pdf", "2.pdf"]
        assert kept.read("2.pdf") == bytes([2]) * 1000
