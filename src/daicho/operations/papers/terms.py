"""Terms (用語): the dictionary of terms.toml, and finding a word in it by kanji, reading or English."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, fields
from difflib import SequenceMatcher
from pathlib import Path

CLOSE_ENOUGH = 0.6


@dataclass(frozen=True, slots=True)
class Term:
    """One concept. An empty text: it has no such thing. Paths are below src/daicho, `feature`'s is not."""

    kanji: str
    reading: str
    word: str
    home: str
    law: str = ""
    kind: str = ""
    command: str = ""
    event: str = ""
    screen: str = ""
    laws: str = ""
    feature: str = ""
    test: str = ""


def read_terms(path: Path) -> tuple[Term, ...]:
    """All terms, in the file's order; a column that is not known is an error."""
    rows = tomllib.loads(path.read_text(encoding="utf-8"))["term"]
    known = {each.name for each in fields(Term)}
    unknown = {column for row in rows for column in row} - known
    if unknown:
        raise KeyError(f"terms.toml has no column {sorted(unknown)}")
    return tuple(Term(**row) for row in rows)


def find_terms(terms: Sequence[Term], word: str, *, most: int = 5) -> list[Term]:
    """The terms that a word means: the exact one alone, else those it is part of, else the most alike."""
    asked = word.strip().lower().replace(" ", "_").replace("-", "_")
    exact = [term for term in terms if asked in _names(term)]
    if exact or not asked:
        return exact[:1]
    near = [term for term in terms if any(asked in name for name in _names(term))]
    if near:
        return sorted(near, key=lambda term: len(term.kanji))[:most]
    scored = [(max(_alike(asked, name) for name in _names(term)), term) for term in terms]
    alike = [pair for pair in scored if pair[0] >= CLOSE_ENOUGH]
    return [term for _, term in sorted(alike, key=lambda pair: -pair[0])[:most]]


def _names(term: Term) -> tuple[str, str, str]:
    return (term.kanji, term.reading, term.word)


def _alike(asked: str, name: str) -> float:
    return SequenceMatcher(None, asked, name).ratio()
