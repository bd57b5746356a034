"""Names (氏名): how a name is written in a register, 住基法7条1号・1号の2,
住民基本台帳法施行令30条の16.

A Japanese name is 氏 and 名 with one full-width space between, and its 振り仮名 in katakana. A
foreign resident's is the alphabet of the residence card, kanji where the card has them, and kana
for reading and searching.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import regex

from daicho.kernel.characters.checking import check_text
from daicho.kernel.characters.kana_widths import to_full_width_katakana
from daicho.kernel.errors import Invalid, Problem
from daicho.kernel.widths import half_width

NAME_LIMIT = 100
KANA_LIMIT = 200
ALPHABET_LIMIT = 200

_SPACES = regex.compile(r"[ \u3000]+")
_KANA = regex.compile(r"[\u30A1-\u30FAー・]+(?:\u3000[\u30A1-\u30FAー・]+)*")
_ALPHABET = regex.compile(r"[A-Z][A-Z '\-.,]*")
_QUOTES = str.maketrans({"’": "'", "‘": "'", "`": "'", "′": "'"})
_FULL_WIDTH_SPACE = "\u3000"


@dataclass(frozen=True, slots=True)
class JapaneseName:
    """A Japanese person's name (氏名) and its 振り仮名, both as 「氏　名」."""

    written: str
    kana: str

    @property
    def family(self) -> str:
        return family_name_of(self.written)

    @property
    def given(self) -> str:
        return given_name_of(self.written)

    @property
    def display(self) -> str:
        return self.written


@dataclass(frozen=True, slots=True)
class ForeignName:
    """A foreign resident's name (外国人住民の氏名); `alphabet` or `kanji` may be empty, never
    both.
    """

    alphabet: str
    kanji: str
    kana: str

    @property
    def display(self) -> str:
        """Alphabet first, kanji beside it (併記名), as a residence card has them."""
        return _FULL_WIDTH_SPACE.join(part for part in (self.alphabet, self.kanji) if part)


def read_japanese_name(
    written: str, *, kana: str, field: str = "name", kana_field: str = "name_kana"
) -> JapaneseName:
    """氏名 and 振り仮名 as typed, in the form of the register; raises `Invalid` with every problem.

    The kana has as many parts as the name. A newborn without a name yet has neither and is not
    read here (氏名 may be blank, STD-1.1.6).
    """
    problems: list[Problem] = []
    name = _collect(problems, lambda: check_japanese_name(written, field=field))
    reading = _collect(problems, lambda: check_name_kana(kana, field=kana_field))
    if not problems and name.count(_FULL_WIDTH_SPACE) != reading.count(_FULL_WIDTH_SPACE):
        problems.append(
            Problem(
                code="name-kana-parts",
                field=kana_field,
                what="氏名と振り仮名の区切りの数が違います。",
                why="振り仮名も氏と名の間を空けます。",
                remedy="空白の位置を確かめてください。",
            )
        )
    if problems:
        raise Invalid(problems)
    return JapaneseName(written=name, kana=reading)


def read_foreign_name(
    alphabet: str, *, kanji: str = "", kana: str = "", field: str = "name"
) -> ForeignName:
    """A foreign resident's name as typed; fields are `{field}_alphabet`, `_kanji` and `_kana`."""
    problems: list[Problem] = []
    if not alphabet.strip() and not kanji.strip():
        problems.append(_empty(f"{field}_alphabet", what="氏名がありません。"))
    letters = written = reading = ""
    if alphabet.strip():
        letters = _collect(problems, lambda: check_alphabet(alphabet, field=f"{field}_alphabet"))
    if kanji.strip():
        written = _collect(problems, lambda: check_written_name(kanji, field=f"{field}_kanji"))
    if kana.strip():
        reading = _collect(problems, lambda: check_name_kana(kana, field=f"{field}_kana"))
    if problems:
        raise Invalid(problems)
    return ForeignName(alphabet=letters, kanji=written, kana=reading)


def check_japanese_name(text: str, *, field: str) -> str:
    """氏名 of a Japanese: 氏, one full-width space, 名. Selectors and variants are kept as they
    are.
    """
    name = check_written_name(text, field=field)
    if name.count(_FULL_WIDTH_SPACE) != 1:
        raise Invalid(
            [
                Problem(
                    code="name-parts",
                    field=field,
                    what="氏と名に分けられません。",
                    why="氏と名の間の空白が1つではありません。",
                    remedy="「氏　名」の形で入力してください。",
                )
            ]
        )
    return name


def check_written_name(text: str, *, field: str) -> str:
    """A name, 旧氏 or 通称 in Japanese letters; runs of spaces become one full-width space."""
    name = _SPACES.sub(_FULL_WIDTH_SPACE, check_text(text, field=field, limit=NAME_LIMIT))
    if not name:
        raise Invalid([_empty(field, what="氏名がありません。")])
    return name


def check_alias(text: str, *, field: str) -> str:
    """通称 (令30条の16): written in Japanese letters, one or more parts."""
    return check_written_name(text, field=field)


def check_name_kana(text: str, *, field: str) -> str:
    """振り仮名 or フリガナ: full-width katakana with ー and ・; hiragana and half-width kana are
    turned.
    """
    # An overlong or broken input is refused before it is turned into anything.
    kana = to_full_width_katakana(check_text(text, field=field, limit=KANA_LIMIT))
    if not kana:
        raise Invalid([_empty(field, what="振り仮名がありません。")])
    if not _KANA.fullmatch(kana):
        raise Invalid(
            [
                Problem(
                    code="name-kana-letters",
                    field=field,
                    what="振り仮名に使えない文字があります。",
                    why="振り仮名は全角の片仮名、長音(ー)、中点(・)で書きます。",
                    remedy="片仮名で入力し直してください。",
                )
            ]
        )
    return kana


def check_alphabet(text: str, *, field: str) -> str:
    """The alphabet of a residence card: capital half-width letters, space, hyphen, apostrophe, .
    and ,
    """
    typed = half_width(check_text(text, field=field, limit=ALPHABET_LIMIT))
    letters = regex.sub(" +", " ", typed.translate(_QUOTES).upper())
    if not _ALPHABET.fullmatch(letters):
        raise Invalid(
            [
                Problem(
                    code="name-alphabet-letters",
                    field=field,
                    what="アルファベットの氏名に使えない文字があります。",
                    why="在留カードの表記は大文字のAからZ、空白、ハイフン、アポストロフィ、"
                    "ピリオド、コンマです。",
                    remedy="在留カードのとおりに入力し直してください。",
                )
            ]
        )
    return letters


def family_name_of(name: str) -> str:
    """氏 of 「氏　名」; the whole where it has no space."""
    return name.partition(_FULL_WIDTH_SPACE)[0]


def given_name_of(name: str) -> str:
    """名 of 「氏　名」; empty where it has no space."""
    return name.partition(_FULL_WIDTH_SPACE)[2]


def _collect(problems: list[Problem], check: Callable[[], str]) -> str:
    """The checked value, or its problems gathered and an empty string."""
    try:
        return check()
    except Invalid as invalid:
        problems.extend(invalid.problems)
        return ""


def _empty(field: str, *, what: str) -> Problem:
    return Problem(
        code="name-empty",
        field=field,
        what=what,
        why="この届出では空欄にできません。",
        remedy="入力してください。",
    )
