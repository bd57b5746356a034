"""Foldings (同一視): search keys in which letters that a clerk would not tell apart are one.

`search_fold_kana` (STD-2.1.2) and `juki_net_seion` (JUK-046) are two functions on purpose: one may
be changed to find more people, the other is an item of 住基ネット and may not.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from importlib import resources

import jaconv
import regex

from daicho.kernel.characters.clusters import without_selectors

_O_ROW = frozenset("オコソトノホモヨロ")
_LARGE = str.maketrans("ァィゥェォッャュョヮヵヶ", "アイウエオツヤユヨワカケ")
_VOICING_MARKS = str.maketrans("", "", "\u3099\u309a゛゜")
# Applied while the marks are still on. ヂ and ジ, ヅ and ズ are one (STD-2.1.2), as each is with
# its 清音.
_V_ROW = regex.compile("ヴ([ァィェォ]?)")
_B_ROW = {"": "フ", "ァ": "ハ", "ィ": "ヒ", "ェ": "ヘ", "ォ": "ホ"}
_ONE_SOUND = str.maketrans(
    {"ヂ": "シ", "チ": "シ", "ヅ": "ス", "ツ": "ス", "ワ": "ハ", "ヲ": "オ", "ヰ": "イ", "ヱ": "エ"}
)
_NOT_SOUNDED = regex.compile(r"[\p{Zs}\p{Pd}ー\u2212\u2500\u2501・'’.,]+")
_SPACE = regex.compile(r"\p{Zs}+")


def search_fold_kana(text: str) -> str:
    """Fold kana for searching (検索文字入力, STD-2.1.2). Idempotent; spaces and dashes do not
    count.

    The clause names pairs to be ignored, and a key can only hold whole classes, so that follow
    together: シ・ジ・チ・ヂ, ス・ズ・ツ・ヅ, ハ・ワ, and オ or ウ after the オ row with ー and
    with nothing (オオノ・オノ). A name searched alone (名だけ) needs its own key: the ウ of
    「コウノ ウタ」 is swallowed in the whole.
    """
    wide = jaconv.hira2kata(unicodedata.normalize("NFKC", text))
    wide = _V_ROW.sub(lambda found: _B_ROW[found[1]], wide)
    plain = unicodedata.normalize("NFD", wide).translate(_VOICING_MARKS)
    plain = _NOT_SOUNDED.sub("", plain.translate(_LARGE).translate(_ONE_SOUND)).upper()
    kept: list[str] = []
    for letter in plain:
        if letter not in "ウオ" or not kept or kept[-1] not in _O_ROW:
            kept.append(letter)
    return unicodedata.normalize("NFC", "".join(kept))


def juki_net_seion(kana: str) -> str:
    """清音化かな氏名, the item of 住基ネット (JUK-046): full-width katakana without marks, small
    letters large.

    ー stays, each letter keeps its own row (ヂ is チ, ヴ is ウ), spaces go. Idempotent.
    """
    wide = jaconv.hira2kata(unicodedata.normalize("NFKC", kana))
    plain = unicodedata.normalize("NFD", wide).translate(_VOICING_MARKS).translate(_LARGE)
    return _SPACE.sub("", unicodedata.normalize("NFC", plain))


def search_fold_name(text: str) -> str:
    """Fold a written name or place for searching (異体字の同一視, STD-2.1.2). Idempotent.

    Selectors off, NFKC, each variant its class's representative, ヶ as ケ, no spaces, capitals.
    Which characters are one class is the table's say: 斎・齋 and 斉・齊 are two.
    """
    plain = unicodedata.normalize("NFKC", without_selectors(text)).upper()
    folded = _SPACE.sub("", plain).translate(_representatives())
    # Capitals, the loss of a space and a representative can each leave letters that compose anew.
    return unicodedata.normalize("NFKC", folded)


def variants_of(character: str) -> str:
    """All characters that are searched as this one, itself among them, the representative first."""
    folded = search_fold_name(character)
    return _classes().get(folded, folded)


def bigrams(folded: str) -> tuple[str, ...]:
    """The distinct pairs of neighbours of a folded text, in order; one letter alone is itself."""
    if len(folded) < 2:
        return (folded,) if folded else ()
    return tuple(dict.fromkeys(folded[at : at + 2] for at in range(len(folded) - 1)))


@cache
def _classes() -> dict[str, str]:
    table = resources.files("daicho.kernel.characters").joinpath("data/variants.txt")
    return {line[0]: line for line in table.read_text(encoding="utf-8").splitlines()}


@cache
def _representatives() -> dict[int, str]:
    found = {ord(other): line[0] for line in _classes().values() for other in line[1:]}
    return found | {ord("ヶ"): "ケ", ord("ヵ"): "カ"}
