"""Invented names (架空の氏名): 氏 and 名 with kana, and the names of foreign residents."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Literal

from daicho.operations.sample.pools import (
    FEMALE_GIVEN,
    MALE_GIVEN,
    RARE_SURNAMES,
    SURNAME_HEADS,
    SURNAME_TAILS,
    SYLLABLES,
)

Sex = Literal["male", "female"]
SPACE = "\u3000"
RARE_SURNAME = 0.06
LONG_NAME = 0.04


@dataclass(frozen=True, slots=True)
class Written:
    """Something written and its kana."""

    text: str
    kana: str


@dataclass(frozen=True, slots=True)
class ForeignNames:
    """The names of a foreign resident; `kanji` and `alias` may be blank."""

    alphabet: str
    kanji: str
    kana: str
    alias: str = ""
    alias_kana: str = ""


def surname(rng: Random) -> Written:
    """氏."""
    if rng.random() < RARE_SURNAME:
        return Written(*rng.choice(RARE_SURNAMES))
    head, tail = rng.choice(SURNAME_HEADS), rng.choice(SURNAME_TAILS)
    return Written(head[0] + tail[0], head[1] + tail[1])


def given(rng: Random, sex: Sex) -> Written:
    """名."""
    heads, tails = MALE_GIVEN if sex == "male" else FEMALE_GIVEN
    head, tail = rng.choice(heads), rng.choice(tails)
    return Written(head[0] + tail[0], head[1] + tail[1])


def full(family: Written, own: Written) -> Written:
    """氏名."""
    return Written(f"{family.text}{SPACE}{own.text}", f"{family.kana}{SPACE}{own.kana}")


def foreign_family(rng: Random) -> Written:
    """The family name of a foreign resident, in the alphabet."""
    return _syllables(rng, rng.randint(2, 3))


def foreign_names(rng: Random, family: Written) -> ForeignNames:
    """One foreign resident's names: some of them very long, some with kanji, some with 通称."""
    parts = [family]
    count = rng.randint(6, 9) if rng.random() < LONG_NAME else rng.randint(1, 2)
    parts += (_syllables(rng, rng.randint(2, 4)) for _ in range(count))
    own = Written("", "")
    kanji = ""
    if rng.random() < 0.2:
        first = surname(rng)
        kanji = first.text + given(rng, "male").text[:1]
    if rng.random() < 0.12:
        own = full(surname(rng), given(rng, rng.choice(("male", "female"))))
    return ForeignNames(
        alphabet=" ".join(p.text for p in parts),
        kanji=kanji,
        kana=SPACE.join(p.kana for p in parts),
        alias=own.text,
        alias_kana=own.kana,
    )


def _syllables(rng: Random, count: int) -> Written:
    chosen = rng.sample(SYLLABLES, count)
    return Written("".join(c[0] for c in chosen), "".join(c[1] for c in chosen))
