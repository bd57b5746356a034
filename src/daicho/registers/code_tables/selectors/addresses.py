"""Addresses (住所辞書): the dictionary of the country with the town's own additions and corrections, on a day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import regex

from daicho.kernel.addresses import (
    Town,
    municipalities,
    municipality_of,
    prefectures,
    search_by_heads,
    search_towns,
    towns_by_postal_code,
    towns_of,
)
from daicho.kernel.addresses.banchi import kanji_number
from daicho.kernel.addresses.towns import LAST_CHOME
from daicho.kernel.characters import search_fold_kana, search_fold_name
from daicho.kernel.check_digits import fold_digits
from daicho.kernel.widths import half_width
from daicho.registers.code_tables.domain.places import municipality_code
from daicho.registers.code_tables.domain.tables import ABOLISHED, CURRENT, OLD
from daicho.registers.code_tables.models import IN_FORCE, CodeRow

MOST = 50
JIS, POSTAL = 5, 7
_SPACES = regex.compile(r"\p{Zs}+")
_CHOME = regex.compile(
    r"(?P<base>.+?)\s*(?P<number>[0-9]{1,2}|[一二三四五六七八九十]+)\s*(?:丁目?|チョウメ|ちょうめ)?"
)


@dataclass(frozen=True, slots=True)
class _Own:
    """The town's rows on a day: towns by standing, and the codes that the country's list may not offer."""

    current: tuple[Town, ...]
    old: tuple[Town, ...]
    replaced: frozenset[tuple[str, str]]

    def merged(self, listed: Iterable[Town]) -> tuple[Town, ...]:
        """The country's towns without those that are replaced or abolished."""
        return tuple(t for t in listed if (t.municipality_code, t.code) not in self.replaced)


def addresses_search(
    text: str, day: date, *, old_names: bool = False, limit: int = MOST
) -> tuple[Town, ...]:
    """Towns of the country by 郵便番号, by heads of kana (「ト ヒ シ」), or by the whole of the name written.

    Old names (旧町名) come with `old_names` alone: they are for 本籍, never for an address of today.
    """
    own = _own(day)
    offered = own.current + (own.old if old_names else ())
    digits = fold_digits(text)
    if len(digits) == POSTAL and digits.isdecimal():
        listed = own.merged(towns_by_postal_code(digits))
        return (*listed, *(t for t in offered if t.postal_code == digits))[:limit]
    heads = [search_fold_kana(part) for part in _SPACES.split(text.strip())]
    if len(heads) == 3 and all(heads):
        listed = own.merged(search_by_heads(text, limit=limit))
        return (*listed, *(t for t in offered if _has_heads(t, heads)))[:limit]
    return _by_words(text, own, offered, limit)


def towns_in(municipality: str, day: date) -> tuple[Town, ...]:
    """The towns of a municipality on a day, in the order of their codes; `Missing` for an unknown one."""
    own = _own(day, municipality)
    found = (*own.merged(towns_of(municipality)), *own.current)
    return tuple(sorted(found, key=_code))


def search_in(query: str, municipality: str, day: date, *, limit: int) -> tuple[Town, ...]:
    """Towns of one municipality by name, kana, 郵便番号 or heads of kana; a number after a town is its 丁目."""
    whole = addresses_search(query, day, limit=LAST_CHOME)
    if fold_digits(query).isdecimal() or len(_SPACES.split(query.strip())) == 3:
        return tuple(t for t in whole if t.municipality_code == municipality)[:limit]
    own = _own(day, municipality)
    sought = {search_fold_name(query), search_fold_kana(query)} - {""}
    added = [
        t
        for t in own.current
        if any(_key(t, kana).startswith(s) for s in sought for kana in (0, 1))
    ]
    listed = own.merged(search_towns(query, municipality_code=municipality, limit=limit))
    return tuple(dict.fromkeys((*added, *_with_chome(query, municipality, own, limit), *listed)))[
        :limit
    ]


def town_of(municipality: str, code: str, day: date) -> Town | None:
    """The 町字 of a code, a 丁目 counted; None for one that is not in the dictionary on the day."""
    base = code[:3] + "000"
    for town in towns_in(municipality, day):
        if town.code == code:
            return town
        if town.code == base and town.has_chome and 1 <= int(code[3:]) <= LAST_CHOME:
            return town.with_chome(int(code[3:]))
    return None


def full_name(town: Town, *, with_prefecture: bool = True) -> str:
    """都道府県・市区町村・町字 in one line."""
    of = municipality_of(town.municipality_code)
    return (of.full_name if with_prefecture else of.name) + town.name


def stages(text: str, day: date) -> tuple[tuple[str, bool], ...]:
    """What follows an address begun with choices: (words so far and the next part, whether more follows).

    都道府県 → 市区町村 → 大字 → 小字・丁目 (STD-1.3.3). Empty when the words are not the start of a place.
    """
    if not text:
        return tuple((name, True) for name, _ in prefectures().values())
    code = next((c for c, (name, _) in prefectures().items() if name == text), "")
    if code:
        towns = [of for of in municipalities() if of.code[:2] == code and _has_towns(of.code)]
        return tuple((of.full_name, True) for of in towns)
    for of in municipalities():
        if text.startswith(of.full_name):
            return _town_stages(of.code, of.full_name, text, day)
    return ()


def _town_stages(
    municipality: str, head: str, text: str, day: date
) -> tuple[tuple[str, bool], ...]:
    towns = towns_in(municipality, day)
    named = [t for t in towns if t.name and head + t.name == text]
    if text != head and not named:
        return ()
    if named:
        town = named[0]
        parts = [t.name for t in towns if t.code[:3] == town.code[:3] and t.code != town.code]
        chome = [town.with_chome(n).name for n in range(1, 10)] if town.has_chome else []
        return tuple((head + name, False) for name in dict.fromkeys((*chome, *parts)))
    first: dict[str, Town] = {}
    for town in towns:
        first.setdefault(town.code[:3], town)
    more = {t.code[:3] for t in towns if t.has_chome or first[t.code[:3]].name != t.name}
    return tuple((head + t.name, oaza in more) for oaza, t in first.items() if t.name)


def _has_towns(municipality: str) -> bool:
    return bool(towns_of(municipality))


def _own(day: date, municipality: str = "") -> _Own:
    rows = CodeRow.objects.filter(IN_FORCE, table="towns", valid__contains=day)
    if municipality:
        rows = rows.filter(code__startswith=municipality[:JIS])
    current, old, replaced = [], [], set()
    for row in rows.order_by("code"):
        town = _town(row)
        standing = row.values["standing"]
        if standing == OLD:
            old.append(town)
            continue
        replaced.add((town.municipality_code, town.code))
        if standing == CURRENT:
            current.append(town)
    return _Own(tuple(current), tuple(old), frozenset(replaced))


def _town(row: CodeRow) -> Town:
    values = row.values
    note = {OLD: "旧町名", ABOLISHED: "廃止"}.get(values["standing"], "")
    return Town(
        municipality_code=municipality_code(row.code[:JIS]),
        code=row.code[JIS:],
        name=values["name"],
        kana=values["kana"],
        postal_code=values["postal_code"],
        has_chome=False,
        note=note,
    )


def _has_heads(town: Town, heads: list[str]) -> bool:
    of = municipality_of(town.municipality_code)
    prefecture, place, own = heads
    return (
        search_fold_kana(of.prefecture_kana).startswith(prefecture)
        and any(search_fold_kana(kana).startswith(place) for kana in (of.kana, of.local_kana))
        and search_fold_kana(town.kana).startswith(own)
    )


def _by_words(text: str, own: _Own, offered: tuple[Town, ...], limit: int) -> tuple[Town, ...]:
    """Towns by the words of an address, from the 都道府県 or the 市区町村 on; old names by their own start too."""
    words = text.strip()
    if not words:
        return ()
    named = [t for t in offered if t.name.startswith(words) or full_name(t).startswith(words)]
    named += [t for t in offered if full_name(t, with_prefecture=False).startswith(words)]
    listed: list[Town] = []
    for of in municipalities():
        for head in (of.full_name, of.name):
            rest = words.removeprefix(head)
            if rest and rest != words:
                listed += [t for t in own.merged(towns_of(of.code)) if t.name.startswith(rest)]
    return tuple(dict.fromkeys((*named, *listed)))[:limit]


def _with_chome(query: str, municipality: str, own: _Own, limit: int) -> list[Town]:
    split = _CHOME.fullmatch(half_width(query))
    if not split:
        return []
    text = split["number"]
    number = int(text) if text.isdigit() else kanji_number(text)
    found = own.merged(search_towns(split["base"], municipality_code=municipality, limit=limit))
    return [t.with_chome(number) for t in found if t.has_chome and 1 <= number <= LAST_CHOME]


def _key(town: Town, kana: int) -> str:
    return search_fold_kana(town.kana) if kana else search_fold_name(town.name)


def _code(town: Town) -> str:
    return town.code
