"""Lookalikes (再転入者の候補): who in the register may be the person being entered (STD-4.1.1.2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from daicho.foundation.vault.public import NumberKind, find_by_hash
from daicho.registers.residents.domain.particulars import Status
from daicho.registers.residents.models import SearchName, Version
from daicho.registers.residents.selectors.holdings import KNOWN_NOW

NUMBER_COLUMNS = {
    NumberKind.INDIVIDUAL: "individual_number_ref",
    NumberKind.RESIDENT_CODE: "resident_record_code_ref",
}


@dataclass(frozen=True, slots=True)
class Match:
    """One person found: `numbers` names the numbers that are the same; none: name, sex and birth date are."""

    person: UUID
    numbers: frozenset[str]
    present: bool


def find_lookalikes(
    *,
    name_key: str,
    sex: str,
    birth_on: date | None,
    numbers: Mapping[NumberKind, str],
    card_number: str,
) -> tuple[Match, ...]:
    """Persons whose number, or whose name, sex and birth date, are those given.

    `numbers` are lookup hashes in hex, empty when not entered; nothing is decrypted.
    """
    same_number = _by_number(numbers, card_number)
    same_four: set[UUID] = set()
    if name_key and birth_on:
        same_four = set(
            SearchName.objects.filter(name_key=name_key, sex=sex, birth_on=birth_on).values_list(
                "person", flat=True
            )
        )
    everyone = set(same_number) | same_four
    if not everyone:
        return ()
    present = set(
        Version.objects.filter(
            KNOWN_NOW,
            person__in=everyone,
            status=Status.PRESENT.value,
            valid__endswith__isnull=True,
        ).values_list("person", flat=True)
    )
    return tuple(
        Match(person, numbers=same_number.get(person, frozenset()), present=person in present)
        for person in sorted(everyone, key=str)
    )


def _by_number(numbers: Mapping[NumberKind, str], card_number: str) -> dict[UUID, frozenset[str]]:
    wanted: dict[str, object] = {}
    for kind, column in NUMBER_COLUMNS.items():
        lookup = numbers.get(kind, "")
        ref = find_by_hash(kind, bytes.fromhex(lookup)) if lookup else None
        if ref is not None:
            wanted[column] = ref
    if card_number:
        wanted["residence_card_number"] = card_number
    found: dict[UUID, frozenset[str]] = {}
    for column, value in wanted.items():
        people = Version.objects.filter(KNOWN_NOW, Q(**{column: value})).values_list(
            "person", flat=True
        )
        for person in people:
            found[person] = found.get(person, frozenset()) | {column.removesuffix("_ref")}
    return found
