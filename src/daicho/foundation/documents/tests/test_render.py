"""Sheets on paper: pages, certifying sentence, selectors in the text, overflow, same bytes."""

from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import pytest
from pypdf import PdfReader
from pypdf.generic import DictionaryObject, StreamObject

from daicho.foundation.documents.fitting import LINE, Fitter, Resort, fits
from daicho.foundation.documents.glyphs import glyphs_of
from daicho.foundation.documents.ground import code_svg
from daicho.foundation.documents.public import (
    Certifier,
    ConfirmationSheet,
    Document,
    Entry,
    EntryKind,
    Pair,
    Seal,
    Section,
    Sheet,
    Verification,
)
from daicho.foundation.documents.tests.specimens import (
    LONG_NAME,
    SENTENCE,
    font,
    foreign,
    household,
    individual,
    issue,
    japanese,
    printer,
    removed,
)
from daicho.kernel.errors import Invalid

NUMBER = "000000000000"


def texts(document: Document) -> list[str]:
    reader = PdfReader(io.BytesIO(document.pdf))
    return [page.extract_text().replace("\n", "") for page in reader.pages]


def text_of(sheet: Sheet) -> str:
    return "".join(texts(printer().render(sheet)))


def test_the_file_declares_both_standards_and_embeds_its_only_font() -> None:
    pdf = printer().render(household(japanese())).pdf
    reader = PdfReader(io.BytesIO(pdf))
    stream = reader.root_object["/Metadata"].get_object()
    assert isinstance(stream, StreamObject)
    metadata = stream.get_data().decode()
    assert "<pdfaid:part>2</pdfaid:part>" in metadata
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in metadata
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
    resources = reader.pages[0]["/Resources"]
    assert isinstance(resources, DictionaryObject)
    fonts = resources["/Font"].values()  # type: ignore[attr-defined]  # pypdf: any object
    for one in fonts:
        (inner,) = one.get_object()["/DescendantFonts"]
        assert "IPAmj" in inner.get_object()["/BaseFont"]
        descriptor = inner.get_object()["/FontDescriptor"]
        assert {"/FontFile2", "/FontFile3"} & set(descriptor.keys())


def test_the_text_layer_keeps_the_selectors() -> None:
    forms = ("葛\U000e0102", "葛\U000e0103", "辻\U000e0102", "辻\U000e0103", "邉\U000e0110")
    text = text_of(household(japanese("見本" + "".join(forms))))
    assert all(form in text for form in forms)


@pytest.mark.parametrize(("persons", "pages"), [(1, 1), (4, 1), (5, 2), (8, 2), (9, 3), (30, 8)])
def test_four_persons_a_sheet(persons: int, pages: int) -> None:
    document = printer().render(household(*[japanese()] * persons))
    assert document.pages == pages == len(PdfReader(io.BytesIO(document.pdf)).pages)
    assert document.overflows == ()


def test_four_foreign_residents_share_a_sheet() -> None:
    assert printer().render(household(*[foreign()] * 4)).pages == 1


@pytest.mark.proves("STD-5.1/m8")
@pytest.mark.parametrize("annexed", [False, True])
def test_the_sentence_is_on_the_last_page_alone(annexed: bool) -> None:
    last = foreign()
    if annexed:
        assert last.foreign is not None
        history = "令和5年4月5日　記載　台帳花子。" * 30
        last = replace(last, foreign=replace(last.foreign, alias_history=history))
    pages = texts(printer().render(household(*[japanese()] * 4, last)))
    assert len(pages) == (3 if annexed else 2)
    assert [SENTENCE in page for page in pages] == [False] * (len(pages) - 1) + [True]
    assert ("別紙" in pages[-1]) is annexed


@pytest.mark.proves("STD-5.5/m1", "STD-5.5/m5")
def test_the_issue_number_ends_with_the_pages_and_may_be_blank() -> None:
    sheet = household(*[japanese()] * 5)
    pages = texts(printer().render(sheet))
    for at, page in enumerate(pages, 1):
        assert f"20261120 架空町 端末01 プリンタ001 011 {at}/2" in page
    blank = text_of(replace(sheet, issue=issue(number="")))
    assert "1/2" in blank
    assert "端末" not in blank


@pytest.mark.proves("STD-5.6/m4")
def test_the_fixed_phrase_and_the_certifier_are_printed() -> None:
    deputy = Certifier("架空都", "見本区長職務代理者", "台帳　花子")
    text = text_of(household(japanese(), issue=issue(certifier=deputy, phrases=("公印省略",))))
    assert "架空都見本区長職務代理者　台帳　花子" in text
    assert "公印省略" in text
    assert "この印は黒色です" not in text


@pytest.mark.proves("STD-5.6/m2", "STD-5.6/n2")
def test_a_certifier_without_a_prefecture_is_refused() -> None:
    with pytest.raises(Invalid):
        Certifier("", "見本区長", "見本　次郎")


def test_a_seal_of_26_mm_is_refused() -> None:
    assert Seal("<svg/>", side_mm=25.0).side_mm == 25.0
    with pytest.raises(Invalid):
        Seal("<svg/>", side_mm=26.0)


@pytest.mark.parametrize(
    ("mark", "text"), [("official_use", "公用"), ("reissue", "再交付"), ("specimen", "見本")]
)
def test_marks_are_printed_only_when_asked(mark: str, text: str) -> None:
    person = japanese("台帳　太郎", register_head="台帳　太郎")
    certifier = Certifier("架空県", "架空町長", "台帳　次郎")
    for wanted in (False, True):
        sheet = household(person, head=None, issue=issue(**{mark: wanted}, certifier=certifier))
        assert (text in text_of(sheet).replace(" ", "")) is wanted


def test_an_omitted_item_says_so_and_numbers_have_no_place_of_their_own() -> None:
    plain = text_of(household(japanese()))
    assert "省略" not in plain
    assert "個人番号" not in plain
    shown = text_of(household(japanese(individual_number=NUMBER, domicile=None)))
    assert NUMBER in shown
    assert shown.count("省略") == 2


@pytest.mark.proves("STD-5.3/n2")
def test_kana_stand_in_brackets_after_the_name() -> None:
    assert "見本　太郎（ミホン　タロウ）" in text_of(household(japanese()))


def test_the_individual_sheet_carries_history_notes_and_remarks() -> None:
    text = text_of(individual(japanese()))
    for word in (
        "履歴",
        "留意事項",
        "備考",
        "異動前住所：架空町大字台帳9番地",
        "通称住所：見本団地",
    ):
        assert word in text
    assert "消除の事由" not in text


def test_the_removed_sheet_carries_why_when_and_where() -> None:
    text = text_of(removed(japanese()))
    for word in ("住民票の除票の写し", "消除の事由", "転出", "仮想県想定市例示2丁目"):
        assert word in text


@pytest.mark.proves("STD-5.8/m1")
def test_a_name_of_120_letters_is_made_smaller_and_listed() -> None:
    document = printer().render(household(foreign(LONG_NAME)))
    (overflow,) = document.overflows
    assert (overflow.place, overflow.label, overflow.resort) == ("世帯員1", "氏名", Resort.SHRUNK)
    assert LONG_NAME.replace(" ", "") in texts(document)[0].replace(" ", "")


def test_what_does_not_fit_is_annexed_whole() -> None:
    address = "架空県架空町" + "大字台帳" * 120
    sheet = household(japanese("長" * 120), address=address)
    document = printer().render(sheet)
    assert {(one.label, one.resort) for one in document.overflows} == {
        ("住所", Resort.CONTINUED),
        ("氏名", Resort.CONTINUED),
    }
    pages = texts(document)
    assert document.pages == 2
    assert address in pages[1]
    assert "長" * 120 in pages[1]
    assert "別紙（1）のとおり" in pages[0]


def test_a_very_long_entry_keeps_every_letter() -> None:
    body = "".join(chr(0x4E00 + at) for at in range(4000))
    body = "".join(letter for letter in body if not glyphs_of(font()).check_printable(letter))
    entry = Entry(EntryKind.REMARK, "令和5年6月1日", "備考", body)
    text = text_of(individual(japanese(), entries=(entry,)))
    assert not set(body) - set(text)


def test_no_line_is_wider_than_its_box_and_nothing_is_lost() -> None:
    glyphs = glyphs_of(font())
    text = "台帳、見本。葛\U000e0102城 SAMPLE NAME LONGWORD" * 20
    lines = Fitter(glyphs).break_lines(text, width=30.0, size=9.0)
    for line in lines:
        wide = sum(glyphs.width(one) for one in line.replace("葛\U000e0102", "葛"))
        assert wide * 9.0 <= 30.0 * 72 / 25.4
        assert not line.startswith(("、", "。", "\U000e0102"))
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_the_last_line_needs_no_gap() -> None:
    assert fits(1, size=10, height=10 * 25.4 / 72)
    assert not fits(2, size=10, height=(1 + LINE) * 10 * 25.4 / 72 - 0.1)


def test_the_same_sheet_gives_the_same_bytes_on_any_thread() -> None:
    sheet = household(japanese(), foreign())
    first = printer().render(sheet)
    with ThreadPoolExecutor(3) as pool:
        again = list(pool.map(printer().render, [sheet] * 6))
    assert {one.sha256 for one in again} == {first.sha256}
    other = printer().render(replace(sheet, issue=issue(issued_on=date(2026, 11, 21))))
    assert other.sha256 != first.sha256


def test_a_preview_is_pictures_unlike_the_sheet() -> None:
    pages = printer().preview(household(*[japanese()] * 5))
    assert len(pages) == 2
    assert all(page.lstrip().startswith(b"<svg") for page in pages)


@pytest.mark.proves("STD-4.0.9/m1")
def test_the_confirmation_sheet_shows_before_and_after() -> None:
    pairs = (Pair("住所", "架空町大字台帳2番地", "架空町大字台帳1番地"), Pair("方書", "見本荘", ""))
    sheet = ConfirmationSheet("異動内容の確認", date(2026, 11, 20), (Section("見本　太郎", pairs),))
    document = printer().render(sheet)
    text = texts(document)[0]
    for word in ("変更前", "変更後", "架空町大字台帳1番地", "架空町大字台帳2番地", "見本荘"):
        assert word in text
    assert "証明" not in text
    corrected = replace(sheet, sections=(Section("見本　次郎", pairs),))
    assert "見本　次郎" in text_of(corrected)


def test_the_verification_block_draws_each_module_of_its_code() -> None:
    assert 'd="M0 0h2v1h-2zM1 1h1v1h-1z"' in code_svg(("11", "01"))
    sheet = household(japanese(), issue=issue(verification=Verification(("11", "01"), "7K2M-9QXA")))
    assert "7K2M-9QXA" in text_of(sheet)


def test_a_later_page_of_the_individual_sheet_says_whose_it_is() -> None:
    entry = Entry(EntryKind.HISTORY, "令和3年10月10日", "転居", "異動前住所：架空町大字台帳9番地")
    pages = texts(printer().render(individual(japanese("台帳　花子"), entries=(entry,) * 40)))
    assert len(pages) == 2
    for page in pages:
        assert "台帳　花子" in page
        assert "記載事項" in page
        assert "異動前住所" in page
    assert ["以下余白" in page for page in pages] == [False, True]


def test_the_words_of_the_form_are_checked_like_any_text() -> None:
    with pytest.raises(Invalid) as refused:
        printer().render(household(japanese(), issue=issue(number="\ue000", phrases=("\ue001",))))
    assert {problem.field for problem in refused.value.problems} == {"発行番号", "固定文言"}


def test_what_is_forgotten_between_two_files_comes_out_the_same() -> None:
    first = printer().render(household(japanese())).pdf
    printer().forget()
    assert printer().render(household(japanese())).pdf == first
