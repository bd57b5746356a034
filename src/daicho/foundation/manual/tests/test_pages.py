"""Pages of the manual: read from Markdown with nothing let through, found by words, told apart by screen."""

from __future__ import annotations

import pytest

from daicho.foundation.manual.library import GROUPS, contents, find, folded, neighbours, pages
from daicho.foundation.manual.page import BrokenPage, read_page

FRONT = "---\ntitle: 見本\ngroup: 異動\norder: 1\nreaders: 窓口\nexplains: [a]\n---\n"


def test_a_page_is_its_front_matter_its_sections_and_its_html() -> None:
    page = read_page("sample", FRONT + "初め\n\n## 手順\n\n1. **押す** 。\n\n## 記録\n\n`x`\n")
    assert (page.title, page.group, page.order, page.explains) == ("見本", "異動", 1, ("a",))
    assert [(s.anchor, s.heading) for s in page.sections] == [
        ("", "見本"),
        ("s1", "手順"),
        ("s2", "記録"),
    ]
    assert page.sections[1].text == "押す 。"
    assert '<h2 id="s1">手順</h2>' in page.html
    assert "<strong>押す</strong>" in page.html


def test_html_within_a_page_is_shown_and_not_obeyed() -> None:
    page = read_page("sample", FRONT + "<script>alert(1)</script>\n\n[x](javascript:alert(1))\n")
    assert "<script" not in page.html
    assert "&lt;script&gt;" in page.html
    assert "<a" not in page.html


def test_a_file_becomes_the_address_of_its_page() -> None:
    page = read_page("sample", FRONT + "[転入](move_in.md#s2) [一覧](/movements/)\n")
    assert 'href="../move_in/#s2"' in page.html
    assert 'href="/movements/"' in page.html


@pytest.mark.parametrize(
    "text", ["本文だけ", "---\ntitle: 見本\n---\n", FRONT.replace("order: 1\n", "")]
)
def test_a_page_without_its_front_matter_is_not_taken(text: str) -> None:
    with pytest.raises(BrokenPage, match=r"sample\.md"):
        read_page("sample", text)


def test_every_page_stands_in_the_contents_once() -> None:
    listed = [page.name for chapter in contents() for page in chapter.pages]
    assert sorted(listed) == sorted(pages())
    assert [chapter.title for chapter in contents()] == list(GROUPS)
    assert all(chapter.pages for chapter in contents())
    first = contents()[0].pages[0]
    assert neighbours(first)[0] is None
    assert neighbours(first)[1] == contents()[0].pages[1]


def test_words_are_found_whatever_their_width_and_case() -> None:
    found = {each.page.name for each in find("ｃｓｖ　転出証明書")}
    assert "paper_files" in found
    assert {each.page.name for each in find("CSV 転出証明書")} == found
    assert find("") == ()
    assert find("この手引きにないことば") == ()
    cut = next(each for each in find("再転入") if each.word)
    assert cut.word == "再転入"
    assert len(folded("㍿ＡＢ")) == 3
