"""Rolls (確認用の一覧のもと): whom the register holds by one condition on a day; within the caller's own act."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, Value, When

from daicho.registers.residents.domain.particulars import (
    Kind,
    ResidenceCategory,
    Status,
)
from daicho.registers.residents.domain.segments import Holding
from daicho.registers.residents.models import Version
from daicho.registers.residents.selectors import holdings
from daicho.registers.residents.selectors.holdings import KNOWN_NOW

TEXTS: Final = (
    "name",
    "name_kana",
    "name_kanji",
    "name_alphabet",
    "alias",
    "former_surname",
    "head_name",
    "domicile",
    "family_register_head",
    "address",
    "katagaki",
)
"""Items that are printed as they were written."""
PIECE: Final = 500
WITHOUT_TERM: Final = ("永住者", "高度専門職2号")
"""在留資格 that have no 満了の日 (practice.md §5)."""


@dataclass(frozen=True, slots=True)
class Removed:
    """A record as it was removed: from which day, under which 異動事由."""

    holding: Holding
    since: date
    reason: str


def removed_between(since: date, until: date, *, first: Sequence[str] = ()) -> Iterator[Removed]:
    """Records removed on or after `since` and before `until`, in the order of the day and the 宛名番号.

    `first`: 異動事由 by code, whose records stand before that, in this order.

    A 除票 that was added to later (転入通知の受理) counts on the day of its removal, with what it says now of that day.
    """
    earlier = Version.objects.filter(
        KNOWN_NOW,
        record=OuterRef("record"),
        status=Status.REMOVED.value,
        valid__startswith__lt=OuterRef("valid__startswith"),
    )
    place = Case(
        *(When(change__reason=code, then=Value(n)) for n, code in enumerate(first)),
        default=Value(len(first)),
        output_field=IntegerField(),
    )
    rows = (
        Version.objects.filter(
            KNOWN_NOW,
            ~Exists(earlier),
            status=Status.REMOVED.value,
            valid__isempty=False,
            valid__startswith__gte=since,
            valid__startswith__lt=until,
        )
        .select_related("person", "change")
        .order_by(place, "valid__startswith", "person__atena_number", "record")
    )
    for row in rows.iterator(chunk_size=PIECE):
        yield Removed(
            holding=holdings.holding(row, row.person.atena_number),
            since=row.valid.lower,
            reason=row.change.reason,
        )


def residence_ending(
    day: date, *, until: date, persons: Collection[UUID] | None = None, by_post: bool = False
) -> Iterator[Holding]:
    """Foreign residents present on a day whose 在留期間 ends by `until`, or has ended (IMM-010).

    特別永住者, 永住者 and 高度専門職2号 have no term. In the order of the last day or, `by_post`, of 郵便番号 and address;
    `persons`: of these alone.
    """
    order = ("postal_code", "address", "katagaki") if by_post else ("residence_until",)
    rows = (
        Version.objects.filter(
            KNOWN_NOW,
            kind=Kind.FOREIGN.value,
            status=Status.PRESENT.value,
            valid__contains=day,
            residence_until__lte=until,
        )
        .exclude(residence_category=ResidenceCategory.SPECIAL_PERMANENT.value)
        .exclude(residence_status__in=WITHOUT_TERM)
        .select_related("person")
        .order_by(*order, "person__atena_number")
    )
    if persons is not None:
        rows = rows.filter(person__in=persons)
    for row in rows.iterator(chunk_size=PIECE):
        yield holdings.holding(row, row.person.atena_number)


def present_texts(day: date) -> Iterator[tuple[UUID, dict[str, str]]]:
    """(record, its printed items) of everybody present on a day, a piece at a time: names and places as written."""
    rows = Version.objects.filter(
        KNOWN_NOW, Q(status=Status.PRESENT.value), valid__contains=day
    ).order_by("person__atena_number")
    for record, *texts in rows.values_list("record_id", *TEXTS).iterator(chunk_size=5000):
        yield record, dict(zip(TEXTS, texts, strict=True))
