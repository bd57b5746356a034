"""Scans (一括処理の抽出): households and persons that fit, a piece at a time, in the order of their numbers.

The callers act within their own entries; each piece goes on where the last one ended, so that memory stays flat.
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q, QuerySet

from daicho.registers.residents.domain.particulars import Kind, Status
from daicho.registers.residents.domain.scan import Scan
from daicho.registers.residents.models import Person, Version
from daicho.registers.residents.selectors.holdings import KNOWN_NOW


def households_after(scan: Scan, *, after: str, limit: int) -> list[str]:
    """The next 世帯番号 past `after` where somebody fits."""
    return list(
        fitting(scan)
        .filter(household_number__gt=after)
        .order_by("household_number")
        .values_list("household_number", flat=True)
        .distinct()[:limit]
    )


def persons_after(scan: Scan, *, after: str, limit: int) -> list[tuple[str, UUID]]:
    """The next (宛名番号, person) past `after` who fit."""
    return list(
        fitting(scan)
        .filter(person__atena_number__gt=after)
        .order_by("person__atena_number")
        .values_list("person__atena_number", "person_id")[:limit]
    )


def persons_numbered(atena_numbers: Iterable[str]) -> dict[str, UUID]:
    """The persons of 宛名番号; numbers that nobody has are left out."""
    found = Person.objects.filter(atena_number__in=list(atena_numbers))
    return dict(found.values_list("atena_number", "key"))


def fitting(scan: Scan) -> QuerySet[Version]:
    """The versions of those who fit."""
    fits = KNOWN_NOW & Q(status=Status.PRESENT.value, valid__contains=scan.day)
    if scan.towns:
        fits &= Q(town_code__in=scan.towns)
    if scan.domiciles:
        begins = Q()
        for place in scan.domiciles:
            begins |= Q(domicile__startswith=place)
        fits &= begins
    if scan.unread:
        fits &= Q(kind=Kind.JAPANESE.value, name_kana_confirmed=False)
    if scan.born:
        fits &= Q(birth_on__range=scan.born)
    if scan.sex:
        fits &= Q(sex=scan.sex)
    if scan.kind:
        fits &= Q(kind=scan.kind)
    return Version.objects.filter(fits)
