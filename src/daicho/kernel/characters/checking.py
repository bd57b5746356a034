"""Checking (文字の検査): what may not enter a register, and where it stands.

Nothing is normalised away: a compatibility ideograph (互換漢字) or a selector is part of a name.
"""

from __future__ import annotations

from enum import StrEnum

import regex

from daicho.kernel.characters.clusters import cluster_length
from daicho.kernel.errors import Invalid, Problem

_REPORTED = 5
# No lawful character here takes more code points than this on average; longer text is not even
# looked into.
_POINTS_PER_CHARACTER = 4

_UNWANTED = regex.compile(
    r"(?P<newline>\r\n|[\r\n\u2028\u2029])"
    r"|(?P<surrogate>\p{Cs})"
    r"|(?P<bidi>[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069])"
    r"|(?P<control>\p{Cc})"
    r"|(?P<invisible>\p{Cf})"
    r"|(?P<private>\p{Co})"
    r"|(?P<unassigned>\p{Cn})"
    r"|(?P<space>(?![ \u3000])\p{Zs})"
    r"|(?P<selector>(?<![\p{Ideographic}])[\uFE00-\uFE0F\U000E0100-\U000E01EF])"
    r"|(?P<mark>(?:^|(?<=[ \u3000\n]))\p{M})"
)

_REASONS = {
    "newline": ("改行があります。", "この欄は1行で入力します。", "改行を消してください。"),
    "surrogate": (
        "壊れた文字があります。",
        "文字の半分だけが残っています。",
        "その文字を消して入力し直してください。",
    ),
    "bidi": (
        "文字の並びを変える制御文字があります。",
        "表示と中身が違って見えるため、台帳には入れられません。",
        "その文字を消すか、入力し直してください。",
    ),
    "control": (
        "制御文字があります。",
        "画面にも紙にも表せません。",
        "その文字を消すか、入力し直してください。",
    ),
    "invisible": (
        "見えない文字があります。",
        "同じに見える別の文字列になります。",
        "その文字を消すか、入力し直してください。",
    ),
    "private": (
        "私用領域の文字(外字)があります。",
        "他の機関では別の字になります。",
        "文字情報基盤の文字から選び直してください。",
    ),
    "unassigned": (
        "どの文字にも割り当てられていない符号があります。",
        "印字も送信もできません。",
        "文字情報基盤の文字から選び直してください。",
    ),
    "space": (
        "特殊な空白があります。",
        "普通の空白と区別が付きません。",
        "全角または半角の空白に直してください。",
    ),
    "selector": (
        "漢字に付いていない異体字セレクタがあります。",
        "字形が決まりません。",
        "その文字を消して、漢字を選び直してください。",
    ),
    "mark": (
        "文字に付いていない結合記号があります。",
        "単独では字になりません。",
        "その記号を消して入力し直してください。",
    ),
}


class TextKind(StrEnum):
    """What a field holds: one line (氏名, 住所), or a note (備考, メモ) with line breaks."""

    LINE = "line"
    NOTE = "note"


def check_text(text: str, *, field: str, limit: int, kind: TextKind = TextKind.LINE) -> str:
    """The text without the spaces around it, else untouched; raises `Invalid` with all problems."""
    trimmed = _trim(text)
    if problems := text_problems(trimmed, field=field, limit=limit, kind=kind):
        raise Invalid(problems)
    return trimmed


def text_problems(
    text: str, *, field: str, limit: int, kind: TextKind = TextKind.LINE
) -> tuple[Problem, ...]:
    """What is wrong with a text, at most five characters named by position (from 1).

    `limit` and positions count characters as a reader does. The message names the code, never the
    text around it.
    """
    if len(text) > limit * _POINTS_PER_CHARACTER:
        return (_too_long(field=field, limit=limit),)
    problems = []
    for found in _UNWANTED.finditer(text):
        name = str(found.lastgroup)
        if name == "newline" and kind is TextKind.NOTE and found[0] in ("\n", "\r\n"):
            continue
        position = cluster_length(text[: found.start() + 1])
        problems.append(_unwanted(name, field=field, position=position, point=found[0][0]))
        if len(problems) == _REPORTED:
            break
    if cluster_length(text) > limit:
        problems.append(_too_long(field=field, limit=limit))
    return tuple(problems)


def _trim(text: str) -> str:
    return text.strip(" \u3000\t\r\n")


def _unwanted(name: str, *, field: str, position: int, point: str) -> Problem:
    what, why, remedy = _REASONS[name]
    where = f"{position}文字目(U+{ord(point):04X})に"
    return Problem(code=f"text-{name}", field=field, what=where + what, why=why, remedy=remedy)


def _too_long(*, field: str, limit: int) -> Problem:
    return Problem(
        code="text-too-long",
        field=field,
        what="文字数が多すぎます。",
        why=f"この欄は{limit:,}文字までです。",
        remedy="短くして入力し直してください。",
    )
