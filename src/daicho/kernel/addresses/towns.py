"""Towns (町字): the address dictionary (住所辞書, STD-1.3.3), a file for each prefecture, read
when asked for.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from itertools import groupby

import regex

from daicho.kernel.addresses.matching import SearchKeys, best_matches, search_keys
from daicho.kernel.addresses.municipalities import (
    Municipality,
    municipalities,
    municipality_of,
    prefectures,
)
from daicho.kernel.characters.folding import search_fold_kana
from daicho.kernel.check_digits import fold_digits
from daicho.kernel.errors import Invalid, Problem

_KANJI_DIGITS = "〇一二三四五六七八九"
_SPACES = regex.compile(r"\p{Zs}+")
LAST_CHOME = 99


@dataclass(frozen=True, slots=True)
class Town:
    """One 町字. `code` is 大字 3 + 小字 3 digits of this system's own; 小字 001 to 099 are 丁目.

    A town with several postal codes is several candidates of one code, told apart by `note`
    (「1〜3丁目」, 「大高」: what the postal list says of the part). `has_chome`: its 丁目 is still
    to be chosen.
    """

    municipality_code: str
    code: str
    name: str
    kana: str
    postal_code: str
    has_chome: bool
    note: str

    @property
    def address_code(self) -> str:
        """住所コード, 11 digits (STD-1.3.3)."""
        return self.municipality_code[:5] + self.code

    def with_chome(self, number: int) -> Town:
        """The 丁目 of this town, its numeral in kanji as 町名 have it: 芝公園 → 芝公園四丁目."""
        if not self.has_chome or not 1 <= number <= LAST_CHOME:
            raise Invalid(
                [
                    Problem(
                        code="town-chome",
                        field="town",
                        what="この町字にその丁目はありません。",
                        why="丁目のある町字で、1から99までの丁目を選べます。",
                        remedy="町字と丁目を選び直してください。",
                    )
                ]
            )
        return replace(
            self,
            code=f"{self.code[:3]}{int(self.code[3:]) + number:03}",
            name=f"{self.name}{_kanji(number)}丁目",
            kana=f"{self.kana}{number}チョウメ",
            has_chome=False,
        )


def towns_of(municipality_code: str) -> tuple[Town, ...]:
    """The towns of a municipality in the order of the list; of a designated city, those of its
    wards.
    """
    of = municipality_of(municipality_code)
    listed = _by_municipality(of.code[:2])
    codes = [of.code]
    if not listed.get(of.code):
        codes = [ward.code for ward in municipalities() if ward.city_code == of.code]
    return tuple(town for code in codes for town in listed.get(code, ()))


def search_towns(query: str, *, municipality_code: str, limit: int = 20) -> tuple[Town, ...]:
    """Candidates within a municipality by the start or a part of the name or kana."""
    return best_matches(towns_of(municipality_code), query=query, keys=_keys, limit=limit)


def towns_by_postal_code(postal_code: str) -> tuple[Town, ...]:
    """The towns of a postal code, typed with or without hyphen; empty where there is none."""
    digits = fold_digits(postal_code)
    return tuple(
        town
        for prefecture in _prefectures_of(digits[:3])
        for towns in _by_municipality(prefecture).values()
        for town in towns
        if town.postal_code == digits
    )


def search_by_heads(query: str, *, limit: int = 50) -> tuple[Town, ...]:
    """Towns of the country by heads of kana: prefecture, municipality, town (STD-1.3.3).

    「ト ヒ シ」 finds 東京都日野市神明. Three heads are needed; a municipality counts from
    its 郡 or city and from its own name.
    """
    heads = [search_fold_kana(part) for part in _SPACES.split(query.strip())]
    if len(heads) != 3 or not all(heads):
        return ()
    found: list[Town] = []
    for of in _municipalities_by_heads(*heads[:2]):
        for town in towns_of(of.code):
            if search_fold_kana(town.kana).startswith(heads[2]):
                found.append(town)
                if len(found) == limit:
                    return tuple(found)
    return tuple(found)


def _municipalities_by_heads(prefecture: str, municipality: str) -> Iterator[Municipality]:
    opening = {
        code
        for code, (_, kana) in prefectures().items()
        if search_fold_kana(kana).startswith(prefecture)
    }
    for of in municipalities():
        if of.code[:2] not in opening or not _by_municipality(of.code[:2]).get(of.code):
            continue
        names = (search_fold_kana(of.kana), search_fold_kana(of.local_kana))
        if any(name.startswith(municipality) for name in names):
            yield of


@cache
def _keys(town: Town) -> SearchKeys:
    return SearchKeys(
        plain=(town.name, town.kana),
        own=search_keys(written=[town.name], kana=[town.kana]),
        wider=search_keys(written=[town.name + town.note], kana=[]),
    )


@cache
def _by_municipality(prefecture: str) -> dict[str, tuple[Town, ...]]:
    path = resources.files("daicho.kernel.addresses").joinpath(f"data/towns/{prefecture}.tsv.gz")
    six_digits = {of.jis_code: of.code for of in municipalities()}
    rows = (line.split("\t") for line in gzip.decompress(path.read_bytes()).decode().splitlines())
    return {
        six_digits[jis_code]: tuple(
            Town(
                municipality_code=six_digits[jis_code],
                code=code,
                name=name,
                kana=kana,
                postal_code=postal_code,
                has_chome=chome == "1",
                note=note,
            )
            for _, code, name, kana, postal_code, chome, note in group
        )
        for jis_code, group in groupby(sorted(rows, key=_place), key=lambda row: row[0])
    }


def _place(row: list[str]) -> str:
    return row[0]


@cache
def _prefixes() -> dict[str, tuple[str, ...]]:
    table = resources.files("daicho.kernel.addresses").joinpath("data/postal_prefixes.tsv")
    rows = (line.split("\t") for line in table.read_text(encoding="utf-8").splitlines())
    return {prefix: tuple(where.split(" ")) for prefix, where in rows}


def _prefectures_of(prefix: str) -> tuple[str, ...]:
    return _prefixes().get(prefix, ())


def _kanji(number: int) -> str:
    tens, ones = divmod(number, 10)
    return (
        (_KANJI_DIGITS[tens] if tens > 1 else "")
        + ("十" if tens else "")
        + (_KANJI_DIGITS[ones] if ones else "")
    )
