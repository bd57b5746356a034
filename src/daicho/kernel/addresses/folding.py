"""Folding of written places (住所・本籍の同一視): two ways to write one place have one key; for comparing, never for showing."""

from __future__ import annotations

from functools import cache
from typing import Final

import regex

from daicho.kernel.addresses.banchi import kanji_number
from daicho.kernel.addresses.municipalities import prefectures
from daicho.kernel.characters.folding import search_fold_name

_KANJI: Final = "〇一二三四五六七八九十百千"
_NUMBER: Final = regex.compile(rf"[{_KANJI}]+(?=丁目|番地|番(?:[0-9の{_KANJI}]|$)|号|$)")
_BRANCH: Final = regex.compile(
    r"(?<=[0-9])(?:(?:番地|番)[のノ之]?|[のノ之]|[\p{Pd}ー\u2212\u2500]+)(?=[0-9])"
)
_END: Final = regex.compile(r"(?<=[0-9])(?:番地|番|号)$")


def fold_place(text: str) -> str:
    """The key of a place written in one line.

    Beside what `search_fold_name` folds (width, variants of characters, spaces): the prefecture's name is left out;
    「三番地」 is 3番地; 番地, 番, の and dashes between numbers are one, and at the end 番地, 番 and 号 do not count. 丁目
    stays: it is part of the town's name, so that 一丁目2番 is not 1番地2.
    """
    key = search_fold_name(text)
    named = next((name for name in _prefectures() if key.startswith(name)), "")
    key = key.removeprefix(named)
    key = _NUMBER.sub(lambda found: str(kanji_number(found[0])), key)
    return _END.sub("", _BRANCH.sub("-", key))


@cache
def _prefectures() -> tuple[str, ...]:
    return tuple(search_fold_name(name) for name, _ in prefectures().values())
