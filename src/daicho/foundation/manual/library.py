"""Library (手引きの全体): every page, the contents list, the page that explains a screen, and what a word finds.

The pages are files of the program: they are read once and kept, and are there without any network.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from django.conf import settings

from daicho.foundation.manual.page import Page, Section, read_page

GROUPS: Final = (
    "はじめに",
    "住民",
    "異動",
    "証明",
    "請求の受付",
    "手数料",
    "住基ネット",
    "市町村CS",
    "カード",
    "戸籍・附票",
    "抑止・支援措置",
    "閲覧・名簿",
    "統計",
    "抽出（EUC）",
    "監査",
    "管理",
    "困ったとき",
)
"""The headings of the contents list, in its order."""

OF_A_NODE: Final = {"municipal_cs": "市町村CS"}
"""The heading under which a system of its own has its pages: its screens may be called as the register's are."""

AROUND: Final = 60
"""How many letters of a found section are shown before and after the word."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """One heading of the contents list."""

    title: str
    pages: tuple[Page, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A section in which every word stands; `before`, `word` and `after` are cut from its text."""

    page: Page
    section: Section
    before: str
    word: str
    after: str


@cache
def pages() -> Mapping[str, Page]:
    """Every page by the stem of its file."""
    folder = files("daicho.foundation.manual") / "pages"
    texts = {
        entry.name.removesuffix(".md"): entry.read_text(encoding="utf-8")
        for entry in folder.iterdir()
        if entry.name.endswith(".md")
    }
    return {name: read_page(name, text) for name, text in sorted(texts.items())}


@cache
def contents() -> tuple[Chapter, ...]:
    """The contents list."""
    ordered = sorted(pages().values(), key=lambda page: (page.order, page.title))
    return tuple(
        Chapter(group, tuple(page for page in ordered if page.group == group)) for group in GROUPS
    )


def neighbours(page: Page) -> tuple[Page | None, Page | None]:
    """The page before and the page after, in the order of the contents list."""
    ordered: list[Page | None] = [each for chapter in contents() for each in chapter.pages]
    at = ordered.index(page)
    around = [None, *ordered, None]
    return around[at], around[at + 2]


@cache
def _explained(node: str) -> Mapping[str, Page]:
    """What each page explains at a node, whose own pages come first; those of the others explain nothing there."""
    shared = (page for page in pages().values() if page.group not in OF_A_NODE.values())
    own = (page for page in pages().values() if page.group == OF_A_NODE.get(node))
    return {each: page for page in (*shared, *own) for each in page.explains}


def page_about(*, screen: str, values: tuple[str, ...], operation: str) -> Page | None:
    """The page that explains a screen: the nearest, by its name with a value of its address, its operation with
    one, its name, its operation.
    """
    names = [f"{each}/{value}" for each in (screen, operation) for value in values]
    explained = _explained(settings.NODE)
    return next((explained[n] for n in (*names, screen, operation) if n and n in explained), None)


def find(words: str) -> tuple[Found, ...]:
    """The sections in which every word stands, headings first; without regard to width and case."""
    wanted = folded(words).split()
    if not wanted:
        return ()
    found = list(_found(wanted))
    return tuple(sorted(found, key=lambda each: wanted[0] not in folded(each.section.heading)))


def folded(text: str) -> str:
    """Text as it is compared: one letter stays one letter, so that a place in it is a place in the text."""
    return "".join(map(_folded_letter, text))


def _folded_letter(letter: str) -> str:
    folded_letter = unicodedata.normalize("NFKC", letter).casefold()
    return folded_letter if len(folded_letter) == 1 else letter


def _found(wanted: list[str]) -> Iterator[Found]:
    for page in (each for chapter in contents() for each in chapter.pages):
        for section in page.sections:
            text = " ".join(section.text.split())
            told = folded(f"{page.title} {section.heading} {text}")
            if all(word in told for word in wanted):
                yield _cut(page, section, text, wanted[0])


def _cut(page: Page, section: Section, text: str, word: str) -> Found:
    at = folded(text).find(word)
    if at < 0:
        return Found(page, section, text[: 2 * AROUND], "", "")
    end = at + len(word)
    return Found(
        page, section, text[max(0, at - AROUND) : at], text[at:end], text[end : end + AROUND]
    )
