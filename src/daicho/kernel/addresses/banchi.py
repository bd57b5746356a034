"""Banchi (番地・住居番号): what follows the town in an address, as the clerk wrote it and as
numbers.

Whether a place is written 「1番2号」, 「1番地の2」 or 「1-2」 is the municipality's custom
(住居表示 or 地番), so the words are kept; only letters and dashes are put into one width. The
numbers serve ordering and comparison.
"""

from __future__ import annotations

from dataclasses import dataclass

import regex

from daicho.kernel.characters.checking import check_text
from daicho.kernel.characters.folding import search_fold_name
from daicho.kernel.widths import half_width

BANCHI_LIMIT = 60

_DASHES = regex.compile(r"(?<=[0-9])[\p{Pd}ー\u2212\u2500]+(?=[0-9])")
_KANJI_NUMBER = regex.compile(r"[〇一二三四五六七八九十百千]+(?=丁目|番|号|$)")
_TOKEN = regex.compile(r"[0-9]+|[^0-9]+")
_COUNTERS = regex.compile(r"丁目|番地|番|号|地割|[のノ之\-]")
_DIGITS = {character: value for value, character in enumerate("〇一二三四五六七八九")}
_UNITS = {"十": 10, "百": 100, "千": 1000}


@dataclass(frozen=True, slots=True)
class Banchi:
    """番地・号・枝番: the words in one width, and the numbers in order with letters like 甲
    between.
    """

    text: str
    parts: tuple[int | str, ...]

    @property
    def order(self) -> tuple[tuple[int, str], ...]:
        """A key for sorting: 2番地 before 10番地 (STD-1.3.2), numbers before letters."""
        return tuple((part, "") if isinstance(part, int) else (10**9, part) for part in self.parts)


def read_banchi(typed: str, *, field: str = "banchi") -> Banchi:
    """What was typed, with half-width digits and hyphens; empty is allowed (無番地, 町名だけの地).

    Raises `Invalid` for letters that may not enter the register.
    """
    text = half_width(check_text(typed, field=field, limit=BANCHI_LIMIT))
    text = _DASHES.sub("-", text)
    return Banchi(text=text, parts=_parts(text))


def kanji_number(text: str) -> int:
    """The number that kanji numerals write: 二十三, 百五, 一〇."""
    if not any(character in _UNITS for character in text):
        return int("".join(str(_DIGITS[character]) for character in text))
    total = pending = 0
    for character in text:
        if character in _UNITS:
            total += (pending or 1) * _UNITS[character]
            pending = 0
        else:
            pending = _DIGITS[character]
    return total + pending


def _parts(text: str) -> tuple[int | str, ...]:
    plain = _KANJI_NUMBER.sub(lambda found: str(kanji_number(found[0])), text)
    parts: list[int | str] = []
    for token in _TOKEN.findall(plain):
        if token.isascii() and token.isdigit():
            parts.append(int(token))
        elif word := search_fold_name(_COUNTERS.sub("", token)):
            parts.append(word)
    return tuple(parts)
