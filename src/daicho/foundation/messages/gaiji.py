"""外字 (characters that the line's printers do not have) and 代替文字, which stand for them on a card (JUK-047, DATA-020).

A 外字 is a character that JIS X 0213:2004 cannot write as it stands: one with a variation selector is always one.
Characters are counted as a reader counts them, a selector with the character before it.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Final

from daicho.foundation.messages import conversions
from daicho.kernel.characters import (
    cluster_length,
    clusters,
    codes_of,
    variants_of,
    without_selectors,
)

_CODEC: Final = "euc_jis_2004"
NO_SUBSTITUTE: Final = "〓"
UNCHANGED, CHANGED, NOT_ALL = "0", "1", "2"
"""代替文字変換結果: nothing to change, all changed, a 〓 stands where there is no substitute."""


@dataclass(frozen=True, slots=True)
class Substituted:
    """A text with its 外字 replaced; `positions` count from 1, `patterns` name each replaced character by its code."""

    text: str
    positions: tuple[int, ...]
    patterns: tuple[str, ...]
    result: str


def length_of(text: str) -> int:
    """項目長: how many characters a reader counts."""
    return cluster_length(text)


def gaiji_count(text: str) -> int:
    """外字数."""
    return 0 if _writable(text) else sum(not _writable(each) for each in clusters(text))


def substitute(text: str) -> Substituted:
    """The text in characters of JIS X 0213 alone, of the same length."""
    if _writable(text):
        return Substituted(text, (), (), UNCHANGED)
    written: list[str] = []
    positions: list[int] = []
    patterns: list[str] = []
    for position, cluster in enumerate(clusters(text), start=1):
        if _writable(cluster):
            written.append(cluster)
            continue
        written.append(_substitute_of(cluster))
        positions.append(position)
        patterns.append(pattern_of(cluster))
    result = NOT_ALL if any(written[at - 1] == NO_SUBSTITUTE for at in positions) else CHANGED
    return Substituted("".join(written), tuple(positions), tuple(patterns), result)


def pattern_of(cluster: str) -> str:
    """外字パターン: the 住基ネット統一文字コード (`J+…`), else the MJ文字図形名, else the code points (`U+845B_U+E0100`).

    What the town says of the character goes before the common tables.
    """
    codes = codes_of(cluster)
    own = conversions.conversion_of("_".join(codes.ucs))
    if own and own.code:
        return own.code
    return codes.juki or codes.mj or "_".join(codes.ucs)


def _writable(text: str) -> bool:
    try:
        text.encode(_CODEC)
    except UnicodeEncodeError:
        return False
    return True


def _substitute_of(cluster: str) -> str:
    own = conversions.conversion_of("_".join(codes_of(cluster).ucs))
    if own and own.substitute:
        return own.substitute
    base = without_selectors(cluster)
    candidates: list[str] = [base, *variants_of(base), unicodedata.normalize("NFKC", base)]
    fitting = (each for each in candidates if len(each) == 1 and _writable(each))
    return next(fitting, NO_SUBSTITUTE)
