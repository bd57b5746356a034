"""Roman letters (ローマ字氏名, JUK-048): a proposal from the kana by Hepburn as passports are written; a person confirms it.

ン is M before B, M and P; ッ doubles the consonant, T before CH; a long O or U is written once, but for an O at the end
of a name (旅券法施行規則の表記: セノオ → SENOO). Where two kanji meet (イノウエ → INOUE) no rule sees it.
"""

from __future__ import annotations

import re
from typing import Final

FORM: Final = re.compile(r"[A-Z][A-Z '.,-]*")
LONGEST: Final = 200

_ROWS: Final = (
    ("アイウエオ", "A I U E O"),
    ("カキクケコ", "KA KI KU KE KO"),
    ("サシスセソ", "SA SHI SU SE SO"),
    ("タチツテト", "TA CHI TSU TE TO"),
    ("ナニヌネノ", "NA NI NU NE NO"),
    ("ハヒフヘホ", "HA HI FU HE HO"),
    ("マミムメモ", "MA MI MU ME MO"),
    ("ヤユヨ", "YA YU YO"),
    ("ラリルレロ", "RA RI RU RE RO"),
    ("ワヰヱヲ", "WA I E O"),
    ("ガギグゲゴ", "GA GI GU GE GO"),
    ("ザジズゼゾ", "ZA JI ZU ZE ZO"),
    ("ダヂヅデド", "DA JI ZU DE DO"),
    ("バビブベボ", "BA BI BU BE BO"),
    ("パピプペポ", "PA PI PU PE PO"),
    ("ァィゥェォ", "A I U E O"),
    ("ャュョヮヴ", "YA YU YO WA BU"),
)
_SINGLE: Final = {
    kana: letters
    for row, sounds in _ROWS
    for kana, letters in zip(row, sounds.split(), strict=True)
}
_SMALL_Y: Final = {"ャ": "A", "ュ": "U", "ョ": "O"}
_SMALL: Final = {"ァ": "A", "ィ": "I", "ゥ": "U", "ェ": "E", "ォ": "O"}
_FOREIGN: Final = {
    "ヴ": "B",
    "フ": "F",
    "ツ": "TS",
    "ジ": "J",
    "チ": "CH",
    "シ": "SH",
    "テ": "T",
    "デ": "D",
}


def proposed(kana: str) -> str:
    """The letters of a katakana name, its parts apart by one space; empty where a sign is not kana."""
    parts = [_part(each) for each in kana.replace("\u3000", " ").split()]
    return " ".join(parts) if all(parts) else ""


def is_written(text: str) -> bool:
    """Whether a text is as the item of 送付先情報 wants it."""
    return len(text) <= LONGEST and FORM.fullmatch(text) is not None


def _part(kana: str) -> str:
    found: list[str] = []
    at = 0
    while at < len(kana):
        sign, after = kana[at], kana[at + 1 : at + 2]
        if sign in "ー・":
            at += 1
            continue
        if sign == "ン":
            found.append("N")
        elif sign == "ッ":
            found.append("ッ")
        elif after and after in _SMALL_Y and _SINGLE.get(sign, "").endswith("I"):
            found.append(_with_y(sign, _SMALL_Y[after]))
            at += 1
        elif after and after in _SMALL and sign in _FOREIGN:
            found.append(_FOREIGN[sign] + _SMALL[after])
            at += 1
        elif sign in _SINGLE:
            found.append(_SINGLE[sign])
        else:
            return ""
        at += 1
    return _joined(_without_length(found))


def _with_y(sign: str, vowel: str) -> str:
    head = _SINGLE[sign][:-1]
    return head + vowel if head in ("SH", "CH", "J") else f"{head}Y{vowel}"


def _without_length(sounds: list[str]) -> list[str]:
    """The sounds without the second half of a long O or U."""
    kept: list[str] = []
    for at, sound in enumerate(sounds):
        before = kept[-1][-1:] if kept else ""
        last = at == len(sounds) - 1
        follows = sounds[at + 1] if not last else ""
        if sound == "U" and (before == "U" or (before == "O" and follows != "E")):
            continue
        if sound == "O" and before == "O" and not last:
            continue
        kept.append(sound)
    return kept


def _joined(sounds: list[str]) -> str:
    written = ""
    for at, sound in enumerate(sounds):
        follows = sounds[at + 1] if at + 1 < len(sounds) else ""
        if sound == "ッ":
            written += "T" if follows.startswith("CH") else follows[:1]
        elif sound == "N":
            written += "M" if follows[:1] in ("B", "M", "P") and follows else "N"
        else:
            written += sound
    return written
