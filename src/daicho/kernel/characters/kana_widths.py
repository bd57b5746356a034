"""Widths of kana (全角・半角): what a clerk typed in one width, in the other. Kanji and selectors
stay.

Of letters and digits alone `daicho.kernel.widths` takes care.
"""

from __future__ import annotations

import jaconv
import regex

_SPACES = regex.compile(r"[ \u3000]+")


def to_full_width(text: str) -> str:
    """Half-width kana, digits, letters, signs and spaces become full-width (全角)."""
    return str(jaconv.h2z(text, kana=True, ascii=True, digit=True)).replace(" ", "\u3000")


def to_half_width_kana(text: str) -> str:
    """Katakana become half-width (半角カナ), as bank files want them; letters and digits too."""
    return str(jaconv.z2h(text, kana=True, ascii=True, digit=True)).replace("\u3000", " ")


def to_full_width_katakana(text: str) -> str:
    """Hiragana and half-width kana become full-width katakana, runs of spaces one full-width space.

    Half-width dashes beside kana are the long vowel of a keyboard without ー.
    """
    wide = str(jaconv.hira2kata(jaconv.h2z(text, kana=True)))
    wide = regex.sub(r"(?<=[\u30A1-\u30FA])[-‐−－]", "ー", wide)
    return _SPACES.sub("\u3000", wide).strip("\u3000")
