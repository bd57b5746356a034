"""Units (一括帳票の対象): whom sheets are of, one by one or household by household, streamed in the order of the post.

Nothing here writes to the trail: the callers act within their own entries. Memory is flat in the number of people.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Final
from uuid import UUID

from django.db.models import Min, QuerySet, Window

from daicho.registers.residents.domain.scan import Scan
from daicho.registers.residents.domain.segments import Holding
from daicho.registers.residents.models import Version
from daicho.registers.residents.selectors import holdings
from daicho.registers.residents.selectors.scans import fitting

PIECE: Final = 5000


@dataclass(frozen=True, slots=True)
class SheetUnit:
    """Of whom one sheet is: `label` is the 世帯番号 or 宛名番号, the people in 記載順位."""

    label: str
    persons: tuple[UUID, ...]
    records: tuple[UUID, ...]


def sheet_units(
    day: date,
    *,
    towns: Iterable[str] = (),
    persons: Collection[UUID] | None = None,
    by_household: bool,
    by_post: bool,
) -> Iterator[SheetUnit]:
    """Everybody present in these 町字 (or everywhere), or these persons; by 郵便番号 and address, or by 宛名番号.

    `by_household`: one unit a household with all its members, also of those who share one with the persons named.
    """
    rows = fitting(Scan(day=day, towns=tuple(towns)))
    if persons is not None:
        named = rows.filter(person__in=persons)
        rows = _sharing(rows, named) if by_household else named
    label = "household_number" if by_household else "person__atena_number"
    columns = (label, "person_id", "record_id")
    found = _ordered(rows, label, by_post=by_post).values_list(*columns)
    for number, members in groupby(found.iterator(chunk_size=PIECE), key=lambda row: row[0]):
        people = list(members)
        yield SheetUnit(
            str(number), tuple(person for _, person, _ in people), tuple(r for *_, r in people)
        )


def _sharing(rows: QuerySet[Version], named: QuerySet[Version]) -> QuerySet[Version]:
    return rows.filter(household_number__in=named.values("household_number"))


def _ordered(rows: QuerySet[Version], label: str, *, by_post: bool) -> QuerySet[Version]:
    """What is one unit stays together: its first address or number is that of all."""
    leading = ("postal_code", "address", "katagaki") if by_post else ("person__atena_number",)
    first = {
        f"first_{n}": Window(Min(column), partition_by=[label]) for n, column in enumerate(leading)
    }
    return rows.annotate(**first).order_by(*first, label, "member_order", "person__atena_number")


def households_on(numbers: Collection[str], day: date) -> dict[str, tuple[Holding, ...]]:
    """The present members of these households on a day, each in 記載順位; read at once."""
    found = holdings.present_in(list(numbers), day)
    return {
        number: tuple(members)
        for number, members in groupby(found, key=lambda h: h.particulars.household_number)
    }
