"""Index a person (索引): derive what searching needs from the versions held true now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from uuid import UUID

from daicho.kernel.characters import bigrams, search_fold_kana, search_fold_name
from daicho.registers.residents.domain.particulars import Kind, Particulars
from daicho.registers.residents.domain.segments import Holding
from daicho.registers.residents.models import SearchName, SearchPlace
from daicho.registers.residents.selectors import holdings


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
        names += name_rows(person, own)
        places += place_rows(person, own)
    SearchName.objects.bulk_create(names)
    SearchPlace.objects.bulk_create(places)


def names_of(items: Particulars) -> Iterator[tuple[str, str, str]]:
    """(form, name, kana) of every name that the items carry."""
    if items.kind is Kind.JAPANESE:
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


def name_rows(person: UUID, newest_first: Iterable[Holding]) -> list[SearchName]:
    """One row per different name; `latest` when the newest version still carries it."""
    rows: dict[tuple[str, str, str], SearchName] = {}
    known: set[tuple[str, str, str]] = set()
    for index, held in enumerate(newest_first):
        for form, name, kana in names_of(held.particulars):
            if (form, name, kana) in known:
                continue
            known.add((form, name, kana))
            key = search_fold_name(name)
            kana_key = search_fold_kana(kana)
            rows.setdefault(
                (form, key, kana_key),
                SearchName(
                    person_id=person,
                    form=form,
                    name_key=key,
                    kana_key=kana_key,
                    bigrams=list(bigrams(key)),
                    latest=index == 0,
                    birth_on=held.particulars.birth_date.sort_on,
                    sex=held.particulars.sex.value,
                ),
            )
    return list(rows.values())


def place_rows(person: UUID, newest_first: Iterable[Holding]) -> list[SearchPlace]:
    """One row per different address; `latest` for the newest."""
    rows: dict[tuple[str, str, str], SearchPlace] = {}
    known: set[tuple[str, str, str]] = set()
    for index, held in enumerate(newest_first):
        items = held.particulars
        if (items.town_code, items.address, items.katagaki) in known:
            continue
        known.add((items.town_code, items.address, items.katagaki))
        address = search_fold_name(items.address)
        katagaki = search_fold_name(items.katagaki)
        rows.setdefault(
            (items.town_code, address, katagaki),
            SearchPlace(
                person_id=person,
                town_code=items.town_code,
                banchi_key=search_fold_name(items.banchi),
                katagaki_key=katagaki,
                address_key=address,
                bigrams=list(bigrams(address + katagaki)),
                latest=index == 0,
            ),
        )
    return list(rows.values())
