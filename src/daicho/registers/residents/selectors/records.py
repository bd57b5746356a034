"""Records (住民票): what other parts read of the register within an act of their own, which is entered on the trail there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from daicho.kernel.uncertain_dates import LegalDate
from daicho.registers.residents.domain.particulars import Particulars, Status
from daicho.registers.residents.domain.segments import Holding
from daicho.registers.residents.models import Version
from daicho.registers.residents.selectors import holdings
from daicho.registers.residents.selectors.holdings import KNOWN_NOW


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One line of a record's history (A類型), with the items as they were after it."""

    history_number: int
    reason: str
    event_date: LegalDate
    notified_on: date | None
    processed_on: date
    attention: str
    status: Status
    particulars: Particulars


def records_on(persons: Iterable[UUID], day: date) -> tuple[Holding, ...]:
    """What holds of these persons on a day, one holding per record, present or removed."""
    return holdings.on_day(persons, day)


def record_on(record: UUID, day: date) -> Holding | None:
    """What one record says on a day."""
    return next(iter(named_records_on([record], day)), None)


def named_records_on(records: Iterable[UUID], day: date) -> tuple[Holding, ...]:
    """What these records say on a day; those that say nothing are left out."""
    return holdings.of_records(records, day)


def household_records_on(number: str, day: date) -> frozenset[UUID]:
    """The records of the present members of a household, by key alone."""
    return frozenset(
        Version.objects.filter(
            KNOWN_NOW,
            household_number=number,
            status=Status.PRESENT.value,
            valid__contains=day,
        ).values_list("record_id", flat=True)
    )


def household_on(number: str, day: date) -> tuple[Holding, ...]:
    """The present members of a household on a day, in 記載順位."""
    return holdings.present_in([number], day)


def changes_of(record: UUID, *, until: date) -> tuple[ChangeLine, ...]:
    """The history of one record that has taken effect by a day, oldest first; never of two records (STD-2.2.1).

    One line for each 異動: one that says later versions anew (a correction at depth) is still one.
    """
    rows = (
        Version.objects.filter(KNOWN_NOW, record=record, change__event_on__lte=until)
        .select_related("change")
        .order_by("history_number")
    )
    first: dict[UUID, Version] = {}
    for row in rows:
        first.setdefault(row.change_id, row)
    return tuple(
        ChangeLine(
            history_number=row.history_number,
            reason=row.change.reason,
            event_date=row.change.event_date,
            notified_on=row.change.notified_on or row.change.noticed_on,
            processed_on=row.change.processed_at.date(),
            attention=row.change.attention,
            status=Status(row.status),
            particulars=row.particulars(),
        )
        for row in first.values()
    )
