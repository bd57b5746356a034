"""The manual (操作の手引き, STD-10.5): every screen opens its own page, and what a page names is there.

A failure here names the screen without a page, or the page and the word that no screen has. To mend it: write the
screen's operation (or `name/value` of its address) under `explains` of one page in `docs/manual/`.
"""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse

from daicho.business.movements.domain.kinds import KINDS
from daicho.foundation.manual.context import page_of_manual
from daicho.foundation.manual.library import OF_A_NODE, page_about, pages
from daicho.foundation.manual.page import Page, marked
from daicho.foundation.staff.operations import OPERATIONS
from daicho.foundation.staff.tests.conftest import enrolled, register, signed_in, system
from daicho.kernel.access import Duty
from daicho.nodes.municipal_cs.operations import OPERATIONS as CS_OPERATIONS
from daicho.operations.home import CHECKOUT
from daicho.operations.papers import wiring_facts

__all__ = ["enrolled", "register", "signed_in", "system"]
SOURCE = CHECKOUT / "src" / "daicho"
MANUAL = SOURCE / "foundation" / "manual"
QUOTED = re.compile(r"「([^「」]+)」")
RECORDED = re.compile(r"『([^『』]+)』")


def every_page() -> list[Any]:
    return [pytest.param(page, id=name) for name, page in pages().items()]


def addresses() -> list[Any]:
    return [url for url in wiring_facts.urls() if url.operation in OPERATIONS]


# ---- Which page explains which screen ----


@pytest.mark.proves("STD-10.5/m1")
def test_every_operation_is_explained_on_exactly_one_page() -> None:
    nodes = OF_A_NODE.values()
    counted = Counter(
        (page.group if page.group in nodes else "", each)
        for page in pages().values()
        for each in page.explains
    )
    assert [each for each, count in counted.items() if count > 1] == []
    told = {each for _node, each in counted}
    assert sorted(set(OPERATIONS) - set(told)) == []
    screens = {url.name for url in addresses()}
    of_cs = {operation.code for operation in CS_OPERATIONS}
    assert sorted(of_cs - set(told)) == []
    known = screens | set(OPERATIONS) | of_cs
    assert [each for each in told if each.partition("/")[0] not in known] == []


@pytest.mark.proves("STD-10.5/m2")
def test_every_screen_of_the_menu_and_beyond_has_its_page() -> None:
    menu = {operation.screen for operation in OPERATIONS.values() if operation.screen}
    assert menu <= {url.name for url in addresses()}
    without = [
        url.path
        for url in addresses()
        if page_about(screen=url.name, values=(), operation=url.operation) is None
    ]
    assert without == []


@pytest.mark.proves("STD-10.5/m2")
@pytest.mark.parametrize("kind", [pytest.param(kind, id=code) for code, kind in KINDS.items()])
def test_every_kind_of_movement_opens_a_page_that_speaks_of_it(kind: Any) -> None:
    request = RequestFactory().get("/")
    for name in ("movements_new", "movements_edit"):
        view = SimpleNamespace(operation="movements.draft")
        request.resolver_match = SimpleNamespace(  # type: ignore[assignment]  # what a resolver leaves
            func=view, url_name=name, kwargs={"kind": kind.code}
        )
        address = page_of_manual(request)["help_url"]
        page = pages()[address.rstrip("/").rpartition("/")[2]]
        assert page.name != "drafting", f"{kind.code}: only the general page"
        assert kind.title in page.title + page.source


# ---- What a page says is there ----


@dataclass(frozen=True, slots=True)
class Words:
    """What the program can say: its texts as they are written, and its sentences with something filled in."""

    text: str
    sentences: tuple[re.Pattern[str], ...]

    def has(self, words: str) -> bool:
        return words in self.text or any(each.fullmatch(words) for each in self.sentences)


FILLED = "\0"
SHORTEST = 4


def sentences_of(source: str) -> Iterator[re.Pattern[str]]:
    """The sentences of a module that are made with names and counts, cut at 「 and 」."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.JoinedStr):
            parts = [v.value if isinstance(v, ast.Constant) else FILLED for v in node.values]
            for piece in re.split("[「」]", "".join(map(str, parts))):
                if len(piece.replace(FILLED, "")) >= SHORTEST and FILLED in piece:
                    yield re.compile(re.escape(piece).replace(re.escape(FILLED), ".+"))


@pytest.fixture(scope="module")
def program() -> Words:
    kinds = ("*.py", "*.html", "*.yaml", "*.js")
    texts = {
        path: path.read_text(encoding="utf-8")
        for kind in kinds
        for path in SOURCE.rglob(kind)
        if "tests" not in path.parts
    }
    made = (
        each for path, text in texts.items() if path.suffix == ".py" for each in sentences_of(text)
    )
    return Words("\n".join(texts.values()), tuple(made))


@pytest.mark.parametrize("page", every_page())
def test_what_a_page_tells_to_press_and_what_it_quotes_is_on_a_screen(
    page: Page, program: Words
) -> None:
    assert [word for word in marked(page.source, kind="strong") if not program.has(word)] == []
    assert [word for word in QUOTED.findall(page.source) if not program.has(word)] == []


@pytest.mark.parametrize("page", every_page())
def test_the_records_and_commands_that_a_page_names_exist(page: Page) -> None:
    titles = {each.title for each in wiring_facts.audit_types()} | {"　"}
    assert [each for each in RECORDED.findall(page.source) if each not in titles] == []
    commands = {path.stem.rstrip("_") for path in (SOURCE / "operations/cli").glob("*.py")}
    said = [
        words.split()[1].replace("-", "_")
        for words in marked(page.source, kind="code_inline")
        if words.startswith("./daicho ")
    ]
    assert [each for each in said if each not in commands] == []


@pytest.mark.parametrize("page", every_page())
def test_every_link_leads_to_a_page_of_the_manual(page: Page) -> None:
    """Nothing is fetched from outside: the manual is read where there is no network."""
    for target in marked(page.source, kind="link"):
        assert target.removesuffix(".md") in pages(), target


def test_the_pages_are_where_the_documents_are_kept() -> None:
    assert (CHECKOUT / "docs" / "manual").resolve() == MANUAL / "pages"
    stray = {path.suffix for path in (MANUAL / "pages").iterdir()} - {".md"}
    assert stray == set()


# ---- In the browser ----


@pytest.fixture
def desk(register: Any, signed_in: Any, enrolled: Any) -> Client:
    client: Client = enrolled(signed_in(register("係1", Duty.COUNTER)), name="本庁係1")
    return client


@pytest.mark.django_db
@pytest.mark.usefixtures("today")
@pytest.mark.proves("STD-10.5/m2")
def test_the_screen_of_a_moving_in_opens_the_page_about_it_beside_itself(desk: Client) -> None:
    form = desk.get(reverse("movements_new", args=["move_in"])).content.decode()
    link = re.search(r'<a [^>]*href="([^"]+)"[^>]*data-help[^>]*>', form)
    assert link
    assert 'target="_blank"' in link[0]
    assert 'aria-keyshortcuts="F1"' in link[0]
    page = desk.get(link[1]).content.decode()
    assert "住基法22条" in page
    assert "転入" in page


@pytest.mark.django_db
@pytest.mark.usefixtures("today")
@pytest.mark.proves("STD-10.5/m1")
def test_the_manual_is_read_searched_and_printed_one_page_at_a_time(desk: Client) -> None:
    index = desk.get(reverse("manual")).content.decode()
    for name, page in pages().items():
        assert reverse("manual_page", args=[name]) in index
        drawn = desk.get(reverse("manual_page", args=[name])).content.decode()
        assert page.html in drawn
        assert "data-print" in drawn
        assert "http" not in page.html
    found = desk.get(reverse("manual"), {"q": "転出証明書　再交付"}).content.decode()
    assert reverse("manual_page", args=["move_out"]) in found
    nothing = desk.get(reverse("manual"), {"q": "<b>"}).content.decode()
    assert "見つかりません" in nothing
    assert "&lt;b&gt;" in nothing
    assert desk.get(reverse("manual_page", args=["no-such-page"])).status_code == 404


@pytest.mark.django_db
@pytest.mark.usefixtures("today")
@pytest.mark.proves("STD-10.5/n1")
def test_there_is_no_booklet(desk: Client) -> None:
    """No address puts all pages together, and none gives the manual as a file to be bound."""
    own = [url for url in wiring_facts.urls() if url.path.startswith("/manual/")]
    assert {url.name for url in own} == {"manual", "manual_page"}
    together = [page.html for page in pages().values()]
    for address in (reverse("manual"), *(reverse("manual_page", args=[n]) for n in pages())):
        answer = desk.get(address)
        assert answer["Content-Type"].startswith("text/html")
        assert "Content-Disposition" not in answer
        assert sum(html in answer.content.decode() for html in together) <= 1
    bound = {".pdf", ".epub", ".docx", ".odt", ".typ"}
    documents = [p for p in (CHECKOUT / "docs").rglob("*") if p.suffix in bound]
    assert [path.name for path in documents] == []


@pytest.mark.django_db
def test_whoever_has_not_signed_in_reads_nothing() -> None:
    assert Client().get(reverse("manual")).status_code == 302


def test_nothing_here_names_a_path_that_is_not_there() -> None:
    """Documents that a page sends the IT staff to."""
    named = {
        words
        for page in pages().values()
        for words in re.findall(r"docs/[\w./-]+\.md", page.source)
    }
    assert {each for each in named if not Path(CHECKOUT / each).exists()} == set()
