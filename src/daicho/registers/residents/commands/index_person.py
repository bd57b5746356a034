"""Index a person (索引): derive what searching needs from the versions held true now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache
from operator import attrgetter
from typing import Final, NamedTuple
from uuid import UUID

from daicho.kernel.characters import bigrams, search_fold_kana, search_fold_name
from daicho.registers.residents.domain.particulars import Kind, Particulars
from daicho.registers.residents.models import SearchName, SearchPlace
from daicho.registers.residents.selectors import holdings


class Named(NamedTuple):
    """What of a version names a person, with what is shown beside a name that was found."""

    kind: str
    name: str
    name_kana: str
    former_surname: str
    former_surname_kana: str
    name_kanji: str
    name_alphabet: str
    alias: str
    alias_kana: str
    birth_on: date | str
    sex: str


class Placed(NamedTuple):
    """What of a version says where a person lives."""

    town_code: str
    address: str
    katagaki: str
    banchi: str


class NameRow(NamedTuple):
    """A row of `SearchName` but for the person."""

    form: str
    name_key: str
    kana_key: str
    bigrams: tuple[str, ...]
    latest: bool
    birth_on: date | str
    sex: str


class PlaceRow(NamedTuple):
    """A row of `SearchPlace` but for the person."""

    town_code: str
    banchi_key: str
    katagaki_key: str
    address_key: str
    bigrams: tuple[str, ...]
    latest: bool


_naming: Final = attrgetter(*Named._fields[:-2])
_placing: Final = attrgetter(*Placed._fields)


def named(items: Particulars) -> Named:
    return Named._make((*_naming(items), items.birth_date.sort_on, items.sex.value))


def placed(items: Particulars) -> Placed:
    return Placed._make(_placing(items))


def index_persons(persons: Iterable[UUID]) -> None:
    """Rebuild the search rows of these persons; the newest name and address are marked `latest`."""
    people = list(dict.fromkeys(persons))
    SearchName.objects.filter(person__in=people).delete()
    SearchPlace.objects.filter(person__in=people).delete()
    held = holdings.of_persons(people)
    names: list[SearchName] = []
    places: list[SearchPlace] = []
    for person in people:
        own = sorted(
            (h for h in held if h.person == person), key=lambda h: h.history_number, reverse=True
        )
        names += (
            SearchName(person_id=person, **row._asdict())
            for row in name_rows(named(h.particulars) for h in own)
        )
        places += (
            SearchPlace(person_id=person, **row._asdict())
            for row in place_rows(placed(h.particulars) for h in own)
        )
    SearchName.objects.bulk_create(names)
    SearchPlace.objects.bulk_create(places)


def names_of(items: Particulars | Named) -> Iterator[tuple[str, str, str]]:
    """(form, name, kana) of every name that the items carry."""
    if items.kind == Kind.JAPANESE:
        yield "氏名", items.name, items.name_kana
        if items.former_surname:
            given = items.name.partition("\u3000")[2]
            given_kana = items.name_kana.partition("\u3000")[2]
            yield "旧氏", items.former_surname + given, items.former_surname_kana + given_kana
        return
    for form, name, kana in (
        ("氏名（漢字）", items.name_kanji, items.name_kana),
        ("氏名（アルファベット）", items.name_alphabet, items.name_kana),
        ("通称", items.alias, items.alias_kana),
    ):
        if name:
            yield form, name, kana


def name_rows(newest_first: Iterable[Named]) -> list[NameRow]:
    """One row per different name; `latest` when the newest version still carries it."""
    rows: dict[tuple[str, str, str], NameRow] = {}
    known: set[tuple[str, str, str]] = set()
    for index, version in enumerate(newest_first):
        for said in names_of(version):
            if said in known:
                continue
            known.add(said)
            form, name, kana = said
            key, pairs = _folded(name)
            kana_key = _folded_kana(kana)
            rows.setdefault(
                (form, key, kana_key),
                NameRow(form, key, kana_key, pairs, index == 0, version.birth_on, version.sex),
            )
    return list(rows.values())


def place_rows(newest_first: Iterable[Placed]) -> list[PlaceRow]:
    """One row per different address; `latest` for the newest."""
    rows: dict[tuple[str, str, str], PlaceRow] = {}
    known: set[tuple[str, str, str]] = set()
    for index, place in enumerate(newest_first):
        said = (place.town_code, place.address, place.katagaki)
        if said in known:
            continue
        known.add(said)
        row = _place_row(place, index == 0)
        rows.setdefault((row.town_code, row.address_key, row.katagaki_key), row)
    return list(rows.values())


# A household shares its address and its surnames: in a load most are folded once.
_REMEMBERED: Final = 20_000


@lru_cache(maxsize=_REMEMBERED)
def _place_row(place: Placed, latest: bool) -> PlaceRow:
    address = search_fold_name(place.address)
    katagaki = search_fold_name(place.katagaki)
    return PlaceRow(
        town_code=place.town_code,
        banchi_key=search_fold_name(place.banchi),
        katagaki_key=katagaki,
        address_key=address,
        bigrams=bigrams(address + katagaki),
        latest=latest,
    )


@lru_cache(maxsize=_REMEMBERED)
def _folded(name: str) -> tuple[str, tuple[str, ...]]:
    key = search_fold_name(name)
    return key, bigrams(key)


_folded_kana: Final = lru_cache(maxsize=_REMEMBERED)(search_fold_kana)
