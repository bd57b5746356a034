"""Rolls, labels and files (名簿・宛名シール・ファイル): so many rows a page, every text whole, each label at its place."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from datetime import date
from io import BytesIO

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


def test_a_workbook_is_of_texts_and_ends_with_its_watermark() -> None:
    book = b"".join(xlsx_stream(["甲"], [("=1+1",)], title="見本", watermark="透かし"))
    with zipfile.ZipFile(BytesIO(book)) as kept:
        strings = kept.read("xl/sharedStrings.xml").decode()
        sheet = kept.read("xl/worksheets/sheet1.xml").decode()
    assert "=1+1" in strings
    assert "透かし" in strings
    assert "<f>" not in sheet


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
