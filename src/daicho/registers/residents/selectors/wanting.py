"""Wanting (足りない世帯・住民票): households without a head, and removals of which no 転入通知 has come.

Within the caller's own act.
"""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Q

from daicho.registers.residents.domain.particulars import Removal, Status
from daicho.registers.residents.domain.segments import Holding
from daicho.registers.residents.models import Version
from daicho.registers.residents.selectors import holdings
from daicho.registers.residents.selectors.holdings import KNOWN_NOW


def headless_households(day: date) -> dict[str, tuple[Holding, ...]]:
    """Households in which somebody is present and nobody is 世帯主 on a day; their members in 記載順位."""
    present = Version.objects.filter(KNOWN_NOW, status=Status.PRESENT.value, valid__contains=day)
    headed = present.filter(relationship_to_head="世帯主").values("household_number")
    numbers = sorted(
        present.exclude(household_number__in=headed)
        .values_list("household_number", flat=True)
        .distinct()
    )
    found: dict[str, list[Holding]] = {number: [] for number in numbers}
    for held in holdings.present_in(numbers, day) if numbers else ():
        found[held.particulars.household_number].append(held)
    return {number: tuple(members) for number, members in found.items()}


def headless_since(number: str, day: date) -> date | None:
    """The day on which a household's last head ceased to be one; None where it never had one."""
    rows = Version.objects.filter(
        KNOWN_NOW,
        household_number=number,
        status=Status.PRESENT.value,
        relationship_to_head="世帯主",
        valid__isempty=False,
    ).values_list("valid", flat=True)
    ends = [valid.upper for valid in rows if valid.upper is not None and valid.upper <= day]
    return max(ends, default=None)


def awaiting_arrival(day: date, *, removed_for: timedelta) -> tuple[Holding, ...]:
    """Removed records of people of whom no 転入通知 has come and who are not here again (STD-4.1.3.1.4).

    Those who moved out within the country and those removed ex officio, whose removal lies `removed_for` back.
    """
    here = Version.objects.filter(KNOWN_NOW, status=Status.PRESENT.value, valid__contains=day)
    gone = Q(removal=Removal.MOVED_OUT.value, removal_reason="国内転出") | Q(
        removal=Removal.REMOVED.value
    )
    rows = (
        Version.objects.filter(
            KNOWN_NOW,
            gone,
            status=Status.REMOVED.value,
            arrival_notice_date__isnull=True,
            valid__contains=day,
            valid__startswith__lte=day - removed_for,
        )
        .exclude(person__in=here.values("person"))
        .select_related("person")
        .order_by("valid", "history_number")
    )
    return tuple(holdings.holding(row, row.person.atena_number) for row in rows)
