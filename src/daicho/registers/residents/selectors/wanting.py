"""Wanting (足りない世帯・住民票): households without a head, and removals of which no 転入通知 has come.

Within the caller's own act. All are handed on as they are read, a piece at a time.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date, timedelta
from itertools import islice
from typing import Final
from uuid import UUID

from django.db.models import Exists, Max, Min, OuterRef, Q

from daicho.registers.residents.domain.particulars import Removal, Status
from daicho.registers.residents.domain.segments import Holding
from daicho.registers.residents.models import Version
from daicho.registers.residents.selectors import holdings
from daicho.registers.residents.selectors.holdings import KNOWN_NOW

PIECE: Final = 500
HEAD: Final = "世帯主"


def headless_households(
    day: date, *, persons: Collection[UUID] | None = None, by_post: bool = False
) -> Iterator[tuple[str, tuple[Holding, ...]]]:
    """Households in which somebody is present and nobody is 世帯主 on a day; their members in 記載順位.

    In the order of their numbers or, `by_post`, of 郵便番号 and address; `persons`: those of which they are members.
    """
    present = Version.objects.filter(KNOWN_NOW, status=Status.PRESENT.value, valid__contains=day)
    number = OuterRef("household_number")
    headed = present.filter(household_number=number, relationship_to_head=HEAD)
    found = (
        present.filter(~Exists(headed))
        if persons is None
        else present.filter(
            ~Exists(headed), Exists(present.filter(household_number=number, person__in=persons))
        )
    )
    places = found.values("household_number").annotate(
        post=Min("postal_code"), place=Min("address"), part=Min("katagaki")
    )
    order = ("post", "place", "part", "household_number") if by_post else ("household_number",)
    numbers = (
        str(row["household_number"]) for row in places.order_by(*order).iterator(chunk_size=PIECE)
    )
    while piece := list(islice(numbers, PIECE)):
        members: dict[str, list[Holding]] = {number: [] for number in piece}
        for held in holdings.present_in(piece, day):
            members[held.particulars.household_number].append(held)
        yield from ((number, tuple(held)) for number, held in members.items())


def headless_since(numbers: Collection[str], day: date) -> Mapping[str, date]:
    """By household, the day on which its last head ceased to be one; none for those that never had one."""
    rows = (
        Version.objects.filter(
            KNOWN_NOW,
            household_number__in=numbers,
            status=Status.PRESENT.value,
            relationship_to_head=HEAD,
            valid__isempty=False,
        )
        .values("household_number")
        .annotate(since=Max("valid__endswith", filter=Q(valid__endswith__lte=day)))
    )
    return {row["household_number"]: row["since"] for row in rows if row["since"] is not None}


def awaiting_arrival(
    day: date,
    *,
    removed_for: timedelta,
    persons: Collection[UUID] | None = None,
    by_destination: bool = False,
) -> Iterator[Holding]:
    """Removed records of people of whom no 転入通知 has come and who are not here again (STD-4.1.3.1.4).

    Those who moved out within the country and those removed ex officio, whose removal lies `removed_for` back; in the
    order of the day or, `by_destination`, of where they said that they go. `persons`: of these alone.
    """
    here = Version.objects.filter(KNOWN_NOW, status=Status.PRESENT.value, valid__contains=day)
    gone = Q(removal=Removal.MOVED_OUT.value, removal_reason="国内転出") | Q(
        removal=Removal.REMOVED.value
    )
    rows = Version.objects.filter(
        KNOWN_NOW,
        gone,
        status=Status.REMOVED.value,
        arrival_notice_date__isnull=True,
        valid__contains=day,
        valid__startswith__lte=day - removed_for,
    ).exclude(person__in=here.values("person"))
    if persons is not None:
        rows = rows.filter(person__in=persons)
    place = ("destination_planned_code", "destination_planned") if by_destination else ()
    found = rows.select_related("person").order_by(*place, "valid", "history_number", "record")
    for row in found.iterator(chunk_size=PIECE):
        yield holdings.holding(row, row.person.atena_number)
