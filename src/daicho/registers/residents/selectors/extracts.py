"""Extracts (抽出・名簿のもと): whom a list is of, streamed in a stated order, and what a version says for its line.

Nothing here writes to the trail: the callers act within their own entries. Memory is flat in the number of people.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final
from uuid import UUID

from django.db.models import BinaryField, Func, TextField, Value
from django.db.models.functions import Cast, Concat

from daicho.kernel.uncertain_dates import LegalDate
from daicho.registers.residents.domain.particulars import Kind, Sex, Status
from daicho.registers.residents.domain.scan import Scan
from daicho.registers.residents.models import Version
from daicho.registers.residents.selectors.holdings import KNOWN_NOW
from daicho.registers.residents.selectors.scans import fitting

PIECE: Final = 5000


class ExtractOrder(StrEnum):
    """In which order people come: by the rank that a seed gives, by address and household, by birth."""

    RANDOM = "random"
    ADDRESS = "address"
    BIRTH = "birth"


@dataclass(frozen=True, slots=True)
class Found:
    """Somebody who fits, with what a list is divided and marked by."""

    person: UUID
    version: UUID
    household: str
    town_code: str
    banchi: str
    sex: str
    kind: str
    birth_on: date
    relationship: str
    adult_ward: bool


@dataclass(frozen=True, slots=True)
class ExtractLine:
    """What a version says for one line of a list: of the items of 法7条 1号から3号まで and 住所, and how to write to them.

    `name` is 氏名 with 旧氏 or 通称 where there is one (令30条の14, 30条の16).
    """

    version: UUID
    person: UUID
    name: str
    addressee: str
    birth_date: LegalDate
    sex: str
    address: str
    postal_code: str


@dataclass(frozen=True, slots=True)
class HouseholdHead:
    """The 世帯主 of a household."""

    person: UUID
    name: str
    sex: str


_FOUND = (
    "person_id",
    "key",
    "household_number",
    "town_code",
    "banchi",
    "sex",
    "kind",
    "birth_on",
    "relationship_to_head",
    "adult_ward",
)
_LINE = (
    "key",
    "person_id",
    "kind",
    "name",
    "former_surname",
    "name_alphabet",
    "name_kanji",
    "alias",
    "birth_date",
    "sex",
    "address",
    "katagaki",
    "postal_code",
)


def extract(scan: Scan, *, order: ExtractOrder, seed: str = "") -> Iterator[Found]:
    """Everybody present who fits, once each, in the order; `seed` ranks them when it is RANDOM."""
    rows = fitting(scan)
    if order is ExtractOrder.RANDOM:
        # The rank of `inspection.domain.drawing`: SHA-256 of the seed and the key.
        words = Concat(Value(f"{seed}:"), Cast("person_id", TextField()), output_field=TextField())
        rank = Func(
            words,
            template="sha256(convert_to(%(expressions)s, 'UTF8'))",
            output_field=BinaryField(),
        )
        rows = rows.order_by(rank)
    elif order is ExtractOrder.BIRTH:
        rows = rows.order_by("birth_on", "person__atena_number")
    else:
        rows = rows.order_by(
            "town_code", "address", "katagaki", "household_number", "member_order", "person_id"
        )
    for values in rows.values_list(*_FOUND).iterator(chunk_size=PIECE):
        yield Found(*values)


def fitting_versions(scan: Scan, versions: Iterable[UUID]) -> frozenset[UUID]:
    """Those of some versions that a scan would find by their own items, whether or not they still hold."""
    fits = Version.objects.filter(key__in=list(versions))
    if scan.born:
        fits = fits.filter(birth_on__range=scan.born)
    if scan.sex:
        fits = fits.filter(sex=scan.sex)
    if scan.kind:
        fits = fits.filter(kind=scan.kind)
    return frozenset(fits.values_list("key", flat=True))


def extract_lines(versions: Iterable[UUID]) -> dict[UUID, ExtractLine]:
    """What these versions say, by their keys, whether or not they still hold."""
    rows = Version.objects.filter(key__in=list(versions)).values_list(*_LINE)
    return {line.version: line for line in (_line(*row) for row in rows)}


def _line(
    key: UUID,
    person: UUID,
    kind: str,
    name: str,
    former: str,
    alphabet: str,
    kanji: str,
    alias: str,
    birth: LegalDate,
    sex: str,
    address: str,
    katagaki: str,
    postal_code: str,
) -> ExtractLine:
    japanese = kind == Kind.JAPANESE
    own = name if japanese else " ".join(part for part in (alphabet, kanji) if part)
    extra = (former and f"旧氏 {former}") if japanese else (alias and f"通称 {alias}")
    return ExtractLine(
        version=key,
        person=person,
        name=f"{own}（{extra}）" if extra else own,
        addressee=own if japanese else alias or alphabet or kanji,
        birth_date=birth,
        sex=Sex(sex).label,
        address=f"{address}　{katagaki}" if katagaki else address,
        postal_code=postal_code,
    )


def heads_of(households: Iterable[str], day: date) -> Mapping[str, HouseholdHead]:
    """The 世帯主 of these households on a day; those without one are left out."""
    rows = Version.objects.filter(
        KNOWN_NOW,
        household_number__in=list(households),
        relationship_to_head="世帯主",
        status=Status.PRESENT.value,
        valid__contains=day,
    ).values_list(
        "household_number", "person_id", "kind", "name", "name_alphabet", "name_kanji", "sex"
    )
    return {
        number: HouseholdHead(person, name if kind == Kind.JAPANESE else alphabet or kanji, sex)
        for number, person, kind, name, alphabet, kanji, sex in rows
    }
