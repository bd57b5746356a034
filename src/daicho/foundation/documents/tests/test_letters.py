"""Letters, lists and the moving-out certificate on paper: what stands where, and what never does."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import pytest
from pypdf import PdfReader

from daicho.foundation.documents.public import (
    Column,
    Document,
    LetterBundle,
    Section,
    Table,
)
from daicho.foundation.documents.sheets import Addressee, Pair
from daicho.foundation.documents.tests.specimens import (
    foreign,
    issue,
    japanese,
    leaving,
    letter,
    listing,
    printer,
)
from daicho.kernel.errors import Invalid

POINTS_PER_MM = 72 / 25.4


def texts(document: Document) -> list[str]:
    return [p.extract_text().replace("\n", "") for p in PdfReader(io.BytesIO(document.pdf)).pages]


def places(document: Document, words: str) -> list[tuple[float, float]]:
    """Where a text begins on the first page, in mm from the left and from the top."""
    found: list[tuple[float, float]] = []

    def see(text: str, cm: list[float], *_rest: object) -> None:
        if words in text:
            found.append((cm[4] / POINTS_PER_MM, 297 - cm[5] / POINTS_PER_MM))

    PdfReader(io.BytesIO(document.pdf)).pages[0].extract_text(visitor_text=see)
    return found


def test_a_letter_says_who_writes_to_whom_what_and_what_may_be_done_against_it() -> None:
    (text,) = texts(printer().render(letter()))
    for words in (
        "架市民第123号",
        "令和8年11月20日",
        "〒960-8601",
        "見本　花子　様",
        "架空県架空町長　見本　次郎",
        "世帯主変更通知書",
        "次のとおり職権で変更しました",
        "記",
        "変更前の続柄",
        "以上",
        "（教示）",
        "審査請求",
        "問い合わせ先",
        "1/1",
    ):
        assert words in text
    assert "公印省略" not in text


def test_the_addressee_stands_in_the_window_of_an_envelope() -> None:
    ((left, top),) = places(printer().render(letter()), "〒960-8601")
    assert 20 < left < 30
    assert 15 < top < 30
    ((_, title),) = places(printer().render(letter()), "世帯主変更通知書")
    assert title > 80


def test_without_a_seal_it_says_that_the_seal_is_omitted() -> None:
    (text,) = texts(printer().render(letter(issue=issue(sentence="", phrases=(), seal=None))))
    assert "（公印省略）" in text


def test_what_stays_in_the_office_has_neither_addressee_nor_sender() -> None:
    (text,) = texts(printer().render(letter(addressee=None)))
    assert "様" not in text
    assert "見本　次郎" not in text
    assert "公印省略" not in text


def test_a_long_letter_goes_on_and_numbers_its_pages() -> None:
    rows = tuple(Pair(f"項目{n}", "値") for n in range(60))
    pages = texts(printer().render(letter(facts=(Section("明細", rows),))))
    assert len(pages) > 1
    assert f"1/{len(pages)}" in pages[0]
    assert "様" not in pages[1]
    assert all(any(f"項目{n}" in page for page in pages) for n in range(60))


def test_a_long_addressee_is_made_smaller_and_told() -> None:
    to = Addressee("SAMPLE " * 6, "架空県架空町大字台帳" * 12)
    document = printer().render(letter(addressee=to))
    assert {one.label for one in document.overflows} == {"宛先"}


def test_a_character_that_cannot_be_drawn_stops_the_letter() -> None:
    with pytest.raises(Invalid) as caught:
        printer().render(letter(body=("\U0003ffff",)))
    assert caught.value.problems[0].code == "text-unprintable"


@pytest.mark.proves("REG-091")
def test_a_letter_without_a_title_cannot_be_made() -> None:
    with pytest.raises(Invalid) as caught:
        letter(title=" ")
    assert caught.value.problems[0].code == "letter-title"
    for title in ("世帯主変更通知書", "転入通知未着照会書"):
        assert title in texts(printer().render(letter(title=title)))[0]


def test_a_bundle_is_one_file_in_which_every_letter_counts_its_own_pages() -> None:
    letters = (letter(), letter(addressee=Addressee("例示　次郎")), letter())
    document = printer().render(LetterBundle("通知", issue(), letters))
    pages = texts(document)
    assert document.pages == len(pages) == 3
    assert all("1/1" in page for page in pages)
    assert "例示　次郎　様" in pages[1]


def test_a_list_names_its_columns_on_every_page() -> None:
    pages = texts(printer().render(listing(90)))
    assert len(pages) > 1
    assert all("世帯番号" in page and "宛先" in page for page in pages)
    assert "令和8年11月20日現在" in pages[0]
    assert all(any(f"見本　{n} 架空" in page for page in pages) for n in range(90))


def test_a_table_must_fill_the_page_and_every_row_its_columns() -> None:
    with pytest.raises(ValueError, match="48"):
        Table((Column("氏名", 20),), ())
    with pytest.raises(ValueError, match="cell"):
        Table((Column("氏名", 20), Column("続柄", 28)), (("見本",),))


def test_a_moving_out_certificate_carries_what_the_order_wants() -> None:
    numbers = {"individual_number": "000000000000", "resident_code": "00000000000"}
    (text,) = texts(printer().render(leaving(japanese(**numbers), foreign(**numbers))))
    for words in (
        "転出証明書",
        "転出先",
        "令和8年12月1日",
        "国民健康保険 資格あり",
        "後期高齢者医療",
        "介護保険",
        "児童手当",
        "国民年金",
        "本籍",
        "在留資格",
        "個人番号",
        "住民票コード",
        "転出の届出があったことを証明する",
    ):
        assert words in text


def test_its_marks_are_printed_and_the_same_sheet_gives_the_same_bytes() -> None:
    plain = leaving(japanese())
    marked = replace(
        plain, issue=replace(plain.issue, reissue=True, marks=("特例による転出処理済",))
    )
    (text,) = texts(printer().render(marked))
    assert "再交付" in text
    assert "特例による転出処理済" in text
    assert printer().render(marked).sha256 == printer().render(marked).sha256
    later = replace(marked, issue=replace(marked.issue, issued_on=date(2026, 11, 21)))
    assert printer().render(later).sha256 != printer().render(marked).sha256
