"""Asked (集計の対象): a wish with its day, period and knowledge settled, and the counts that several reports share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from daicho.business.statistics.domain.areas import Areas
from daicho.business.statistics.domain.movements import Held
from daicho.business.statistics.domain.wish import Wish
from daicho.business.statistics.selectors.ground import Ground, ground_on
from daicho.kernel.periods import ONE_DAY, months_after
from daicho.registers.residents.domain.census import By, Count, Flows, Place, instant_ending
from daicho.registers.residents.public import (
    count_present,
    flows_between,
    present_on_days,
    totals_on,
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A wish in which nothing is left open; `since` is within the months that this system counts."""

    wish: Wish
    since: date
    ground: Ground = field(repr=False)

    @property
    def day(self) -> date:
        return self.wish.as_of

    @property
    def until(self) -> date:
        """The day after the period."""
        return self.wish.as_of + ONE_DAY

    @property
    def known_at(self) -> datetime | None:
        known = self.wish.known_on
        return None if known is None else instant_ending(known)

    @property
    def months(self) -> tuple[date, ...]:
        """The first day of every month of the period."""
        month, found = self.since.replace(day=1), []
        while month <= self.day:
            found.append(month)
            month = months_after(month, 1)
        return tuple(found)

    def people(self, *by: By) -> list[Count]:
        """Those present on the day."""
        lots = self.ground.lots
        return list(count_present(self.day, by=by, known_at=self.known_at, lots=lots))

    def totals(self, kind: str = "") -> tuple[int, int]:
        """People and households on the day, counted by themselves."""
        return totals_on(self.day, kind=kind, known_at=self.known_at)

    def flows(self) -> Flows:
        """What happened in the period."""
        return flows_between(self.since, self.until, known_at=self.known_at, lots=self.ground.lots)

    def held_on(self, days: Sequence[date], *, known_at: datetime | None = None) -> list[Held]:
        """Those present on each of some days, by 住民種別 and 性別."""
        found = present_on_days(days, known_at=known_at or self.known_at)
        return [{key: numbers[at] for key, numbers in found.items()} for at in range(len(days))]

    def areas(self, *counted: Sequence[Count]) -> Areas:
        """The areas of whatever was counted by PLACE."""
        keys = (key for counts in counted for count in counts for key in count.keys)
        return self.ground.areas(key for key in keys if isinstance(key, Place))


def settle(wish: Wish, *, counted_from: date | None) -> Asked:
    """A checked wish; a period that began before this system counts from its start on (STD-6.1/m3)."""
    since = wish.since if counted_from is None else max(wish.since, counted_from)
    return Asked(wish, since, ground_on(wish.level, wish.as_of))
