"""Matching (候補の絞込み) of what a clerk types against names and kana: the start first, then
anywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from daicho.kernel.characters.folding import search_fold_kana, search_fold_name
from daicho.kernel.characters.kana_widths import to_full_width_katakana

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class SearchKeys:
    """What one place is found by, folded: its own names and kana, and those in a wider form.

    `plain` are the own ones before folding: ワコウ is 和光 before it is 函館.
    """

    plain: tuple[str, ...]
    own: tuple[str, ...]
    wider: tuple[str, ...]


def search_keys(*, written: Iterable[str], kana: Iterable[str]) -> tuple[str, ...]:
    """The folded keys of written names and of kana."""
    return (*map(search_fold_name, written), *map(search_fold_kana, kana))


def best_matches(
    candidates: Iterable[T], *, query: str, keys: Callable[[T], SearchKeys], limit: int
) -> tuple[T, ...]:
    """At most `limit` candidates: the whole name, its start, the start of the wider, a part."""
    queries = set(filter(None, search_keys(written=[query], kana=[query])))
    typed = (query.strip(), to_full_width_katakana(query))
    found: list[tuple[int, bool, T]] = []
    for candidate in candidates:
        of = keys(candidate)
        level = _level(queries, keys=of)
        if level is not None:
            found.append((level, not any(text.startswith(typed) for text in of.plain), candidate))
    found.sort(key=lambda ranked: ranked[:2])
    return tuple(candidate for _, _, candidate in found[:limit])


def _level(queries: set[str], *, keys: SearchKeys) -> int | None:
    if queries & {*keys.own, *keys.wider}:
        return 0
    if any(text.startswith(query) for text in keys.own for query in queries):
        return 1
    if any(text.startswith(query) for text in keys.wider for query in queries):
        return 2
    return 3 if any(query in text for text in keys.own for query in queries) else None
