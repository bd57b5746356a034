"""Truths (その時の最新の記載): the last word of the register about somebody as it was known at an instant.

What is told of a case speaks of the register right after it: a death that comes late is told with the address that is
newest, and not with that of its day. Read within the act of whoever asks.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from uuid import UUID

from django.db.models import Min

from daicho.foundation.vault.public import NumberKind, find
from daicho.kernel.clock import business_today
from daicho.registers.residents.domain.particulars import Status
from daicho.registers.residents.domain.segments import Holding
from daicho.registers.residents.models import Version
from daicho.registers.residents.selectors.holdings import KNOWN_NOW, holding, newest_of, on_day


def truths_after(case: UUID) -> Mapping[UUID, Holding]:
    """The last word about everybody whom a case wrote of: the highest 履歴番号 of what the register held right after it."""
    written = Version.objects.filter(change__case=case)
    # A later restatement keeps the change: its first rows are those of the case.
    said = written.values("change").annotate(at=Min("recorded__startswith"))
    at = max((row["at"] for row in said), default=None)
    if at is None:
        return {}
    rows = (
        Version.objects.filter(person__in=written.values("person"), recorded__contains=at)
        .order_by("person_id", "-history_number")
        .distinct("person_id")
        .select_related("person")
    )
    return {row.person_id: holding(row, row.person.atena_number) for row in rows}


def truth_now(person: UUID) -> Holding | None:
    """The last word about one person as the register holds it now; None for nobody of the register."""
    rows = Version.objects.filter(KNOWN_NOW, person=person).order_by("-history_number")
    row = rows.select_related("person").first()
    return holding(row, row.person.atena_number) if row else None


def person_of_code(code: str) -> UUID | None:
    """Whose newest record carries a 住民票コード (11 digits), or None; nothing is decrypted."""
    ref = find(NumberKind.RESIDENT_CODE, code)
    if ref is None:
        return None
    rows = Version.objects.filter(KNOWN_NOW, resident_record_code_ref=ref)
    return rows.order_by("-history_number").values_list("person_id", flat=True).first()


def present_after(day: date, *, after: str, limit: int) -> tuple[Holding, ...]:
    """The next residents past a 宛名番号 who are present on a day, in the order of their numbers."""
    rows = (
        Version.objects.filter(
            KNOWN_NOW,
            status=Status.PRESENT.value,
            valid__contains=day,
            person__atena_number__gt=after,
        )
        .order_by("person__atena_number")
        .select_related("person")[:limit]
    )
    return tuple(holding(row, row.person.atena_number) for row in rows)


def present_today(person: UUID) -> Holding | None:
    """What holds of one person today, where they are present, whatever was recorded of a day that lies ahead."""
    today = on_day([person], business_today())
    return next((held for held in today if held.status is Status.PRESENT), None)


def truths_now(persons: Collection[UUID]) -> tuple[Holding, ...]:
    """The last word about each of these persons; nobody of the register is left out."""
    return newest_of(persons)


def coded_residents() -> Iterator[tuple[UUID, UUID]]:
    """Everybody whose last word is that they are present, and who has both numbers: the person, and the reference of the
    住民票コード. Streamed; nothing is decrypted.
    """
    rows = (
        Version.objects.filter(KNOWN_NOW)
        .order_by("person_id", "-history_number")
        .distinct("person_id")
        .values_list("person_id", "status", "resident_record_code_ref", "individual_number_ref")
    )
    for person, status, code, number in rows.iterator(chunk_size=5000):
        if status == Status.PRESENT.value and code is not None and number is not None:
            yield person, code
