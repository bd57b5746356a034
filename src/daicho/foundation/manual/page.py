"""Page (手引きのページ): one file of Markdown, its front matter, its sections, and the HTML that is drawn from it.

HTML within the Markdown is not let through. A link names another page by its file (`move_in.md`), or a screen by its
address (`/movements/`); nothing leads outside, for the office's network is closed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token

FENCE: Final = "---\n"
KEYS: Final = {"title", "group", "order", "readers", "explains"}


class BrokenPage(ValueError):
    """A page that cannot be used: said with the file's name, met by the tests before anybody else."""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of the second rank and the plain words under it; the words before the first stand under the title."""

    anchor: str
    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class Page:
    """One page.

    `explains`: operations of the policy or names of screens, each perhaps with one value of its address
    (`movements_new/move_in`). `order` sorts within the `group`.
    """

    name: str
    title: str
    group: str
    order: int
    readers: str
    explains: tuple[str, ...]
    source: str
    html: str
    sections: tuple[Section, ...]


def read_page(name: str, text: str) -> Page:
    """A page from the text of its file; `name` is the file's stem."""
    _, fence, rest = text.partition(FENCE)
    front, closing, body = rest.partition(FENCE)
    said: Any = yaml.load(front, Loader=yaml.CSafeLoader) if fence and closing else None
    if not isinstance(said, Mapping) or set(said) != KEYS:
        raise BrokenPage(f"{name}.md: the front matter has {', '.join(sorted(KEYS))}")
    tokens = _markdown().parse(body)
    sections = tuple(_sections(tokens, title=str(said["title"])))
    _address_links(tokens)
    return Page(
        name=name,
        title=str(said["title"]),
        group=str(said["group"]),
        order=int(said["order"]),
        readers=str(said["readers"]),
        explains=tuple(str(each) for each in said["explains"]),
        source=body,
        html=_markdown().renderer.render(tokens, _markdown().options, {}),
        sections=sections,
    )


def _markdown() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable("table")


def _sections(tokens: Sequence[Token], *, title: str) -> Iterator[Section]:
    """The sections in order; each heading of the second rank gets its anchor on the way."""
    heading, anchor, words = title, "", list[str]()
    opened = False
    for at, token in enumerate(tokens):
        if token.type == "heading_open" and token.tag == "h2":
            yield Section(anchor, heading, "\n".join(words))
            anchor = f"s{_number_of(anchor) + 1}"
            token.attrSet("id", anchor)
            heading, words, opened = plain(tokens[at + 1]), [], True
        elif token.type == "inline" and not opened:
            words.append(plain(token))
        elif token.type == "inline":
            opened = False
        elif token.type in {"fence", "code_block"}:
            words.append(token.content)
    yield Section(anchor, heading, "\n".join(words))


def _number_of(anchor: str) -> int:
    return int(anchor[1:] or 0)


def plain(token: Token) -> str:
    """The words of a run of text without their marking."""
    return "".join(
        "\n" if child.type in {"softbreak", "hardbreak"} else child.content
        for child in token.children or ()
    )


def _address_links(tokens: Sequence[Token]) -> None:
    """Turn the names of files into addresses of pages."""
    for link in links_of(tokens):
        target, mark, anchor = str(link.attrGet("href")).partition("#")
        if target.endswith(".md"):
            link.attrSet("href", f"../{target.removesuffix('.md')}/{mark}{anchor}")


def links_of(tokens: Sequence[Token]) -> Iterator[Token]:
    """Every link of a parsed text."""
    for token in tokens:
        for child in token.children or ():
            if child.type == "link_open":
                yield child


def marked(source: str, *, kind: str) -> Iterator[str]:
    """The words of a text under one marking: `strong`, `code_inline` or `link` (its target); for the tests."""
    for token in _markdown().parse(source):
        children = token.children or []
        for at, child in enumerate(children):
            if kind == "link" and child.type == "link_open":
                yield str(child.attrGet("href"))
            elif kind == "strong" and child.type == "strong_open":
                yield children[at + 1].content
            elif child.type == kind:
                yield child.content
