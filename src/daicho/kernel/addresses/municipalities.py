"""Municipalities (市区町村): the 全国地方公共団体コード with names and kana (JIS X 0401, 0402).

The list has the wards of designated cities and the cities themselves. The six villages of the
Northern Territories have no postal code and are not in it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib import resources

from daicho.kernel.addresses.matching import SearchKeys, best_matches, search_keys
from daicho.kernel.errors import Missing

_IN_A_DISTRICT = re.compile("[^市]+?郡(.+[町村])")


@dataclass(frozen=True, slots=True)
class Municipality:
    """One 市区町村. `code` has 6 digits with its check digit; names of towns carry their 郡.

    `postal_code` is that of places not listed under a town, empty where there is none; `city_code`
    is a ward's designated city, empty for others.
    """

    code: str
    prefecture: str
    prefecture_kana: str
    name: str
    kana: str
    postal_code: str
    city_code: str

    @property
    def jis_code(self) -> str:
        """Prefecture 2 + municipality 3 digits, as in the 住所コード (STD-1.3.3)."""
        return self.code[:5]

    @property
    def is_ward(self) -> bool:
        return bool(self.city_code)

    @property
    def local_name(self) -> str:
        """The name without its 郡, or a ward's without its city."""
        if self.is_ward:
            return self.name.removeprefix(municipality_of(self.city_code).name)
        found = _IN_A_DISTRICT.fullmatch(self.name)
        return found[1] if found else self.name

    @property
    def local_kana(self) -> str:
        """The kana of `local_name`."""
        if self.is_ward:
            return self.kana.removeprefix(municipality_of(self.city_code).kana)
        in_district = _IN_A_DISTRICT.fullmatch(self.name)
        return self.kana.partition("グン")[2] if in_district else self.kana

    @property
    def full_name(self) -> str:
        return self.prefecture + self.name


def municipalities() -> tuple[Municipality, ...]:
    """All of them, in the order of their codes."""
    return tuple(_by_code().values())


def municipality_of(code: str) -> Municipality:
    """The municipality of a 6-digit code; raises `Missing` for an unknown one."""
    found = _by_code().get(code)
    if found is None:
        raise Missing(
            "市区町村コードに当たる市区町村がありません。",
            why="コードが違うか、廃止された市区町村です。",
            remedy="市区町村を選び直してください。",
            code="municipality-unknown",
        )
    return found


@cache
def prefectures() -> dict[str, tuple[str, str]]:
    """Prefecture code (2 digits) to name and kana, in order."""
    return {of.code[:2]: (of.prefecture, of.prefecture_kana) for of in municipalities()}


def search_municipalities(query: str, *, limit: int = 20) -> tuple[Municipality, ...]:
    """Candidates by the start or a part of the name or kana, with or without prefecture and 郡."""
    return best_matches(municipalities(), query=query, keys=_keys, limit=limit)


@cache
def _keys(municipality: Municipality) -> SearchKeys:
    of = municipality
    return SearchKeys(
        plain=(of.name, of.local_name, of.kana, of.local_kana),
        own=search_keys(written=[of.name, of.local_name], kana=[of.kana, of.local_kana]),
        wider=search_keys(written=[of.full_name], kana=[of.prefecture_kana + of.kana]),
    )


@cache
def _by_code() -> dict[str, Municipality]:
    table = resources.files("daicho.kernel.addresses").joinpath("data/municipalities.tsv")
    found = {}
    for line in table.read_text(encoding="utf-8").splitlines():
        code, prefecture, prefecture_kana, name, kana, postal_code, city_code = line.split("\t")
        found[code] = Municipality(
            code=code,
            prefecture=prefecture,
            prefecture_kana=prefecture_kana,
            name=name,
            kana=kana,
            postal_code=postal_code,
            city_code=city_code,
        )
    return found
