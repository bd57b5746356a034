"""Characters (文字) as specs/messages counts them: a base with the selector and marks after it; which is a 外字; 清音化."""

from __future__ import annotations

import unicodedata

GETA = "〓"
_SELECTORS = ((0xFE00, 0xFE0F), (0xE0100, 0xE01EF))
_SMALL = str.maketrans("ァィゥェォッャュョヮヵヶ", "アイウエオツヤユヨワカケ")
_SOUND_MARKS = ("\u3099", "\u309a")


def characters(text: str) -> list[str]:
    """The text's characters."""
    found: list[str] = []
    for each in text:
        if found and unicodedata.category(each).startswith("M"):
            found[-1] += each
        else:
            found.append(each)
    return found


def is_gaiji(character: str) -> bool:
    """Whether JIS X 0213:2004 cannot write it as it stands; with a selector it always is one."""
    if any(first <= ord(each) <= last for each in character for first, last in _SELECTORS):
        return True
    try:
        character.encode("euc_jis_2004")
    except UnicodeEncodeError:
        return True
    return False


def places_of_gaiji(text: str) -> list[int]:
    """Where the text has 外字, counted from 1."""
    return [n for n, each in enumerate(characters(text), start=1) if is_gaiji(each)]


def seion(kana: str) -> str:
    """清音化: without 濁点, 半濁点 and spaces, small kana large."""
    plain = "".join(each for each in unicodedata.normalize("NFD", kana) if each not in _SOUND_MARKS)
    return plain.replace("　", "").translate(_SMALL)
