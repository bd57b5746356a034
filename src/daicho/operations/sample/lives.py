"""Lives (年々のくらし): what may happen to everybody in each year, by age and standing, until the last day."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from daicho.kernel.periods import months_after
from daicho.operations.sample import amendments, arrivals, departures, moves
from daicho.operations.sample.family import Family
from daicho.operations.sample.people import FOREIGN_RESIDENTS_FROM, Someone
from daicho.registers.residents.domain.particulars import ResidenceCategory

Event = Callable[[Family, Someone, date], None]
Wish = tuple[date, Event, Someone]

FORMER_SURNAMES_FROM = date(2019, 11, 5)
ONE_DAY = timedelta(days=1)
PLANNED = 0.006
"""Of the households at the end, those with somebody who has notified a 転出 on a day to come."""


def live(family: Family) -> None:
    """Let the years pass from the founding to the last day."""
    for year in range(family.clock.year, family.until.year + 1):
        for wished_on, event, own in sorted(_wishes(family, year), key=lambda wish: wish[0]):
            day = max(wished_on, family.clock + ONE_DAY)
            ready = not own.household if event is arrivals.come_back else bool(own.household)
            if ready and day <= family.until:
                event(family, own, day)
    _plan(family)


def _plan(family: Family) -> None:
    for number in list(family.households):
        day = family.until - timedelta(days=family.rng.randint(0, 6))
        if family.rng.random() < PLANNED and day > family.clock:
            first = family.people[family.households[number].keys[0]]
            departures.plan_move_out(family, first, day)


def _wishes(family: Family, year: int) -> Iterator[Wish]:
    rng = family.rng
    for own in list(family.people.values()):
        if own.dead:
            continue
        some_day = date(year, 1, 1) + timedelta(days=rng.randrange(365))
        if not own.household:
            if rng.random() < 0.025:
                yield some_day, arrivals.come_back, own
            continue
        age = own.age(date(year, 7, 1))
        for chance, event in _chances(family, own, age, year):
            if rng.random() < chance:
                yield date(year, 1, 1) + timedelta(days=rng.randrange(365)), event, own
        yield from _due(family, own, age, year)


def _chances(family: Family, own: Someone, age: int, year: int) -> Iterator[tuple[float, Event]]:
    household = family.household_of(own)
    head = household.head
    yield (0.0006 if age < 45 else min(0.5, 0.00012 * math.exp(0.095 * (age - 20)))), departures.die
    if own.sex == "female" and own.partner and 22 <= age <= 41 and own.children < 3:
        yield 0.12, arrivals.bear
    if 18 <= age <= 30:
        yield 0.035, departures.move_out
    elif age > 30:
        yield 0.004, departures.move_out
    if head is None:
        yield 0.7 / len(household.keys), moves.succeed
    elif head.key == own.key:
        yield 0.012, departures.move_out_together
        yield 0.035, moves.move_together
        if age > 72:
            yield 0.06, moves.succeed
    elif age >= 19:
        yield (0.065 if age < 35 else 0.008), moves.move_to_own_place
        yield 0.004, moves.split
    if not own.partner and 22 <= age <= 42:
        yield 0.035, arrivals.marry
    yield 0.003, amendments.correct
    yield (0.002 if own.foreign is None else 0.006), departures.remove_ex_officio
    if age >= 20 and date(year, 1, 1) > FORMER_SURNAMES_FROM and own.sex == "female":
        yield 0.006, amendments.enter_former_surname
    if date(year, 1, 1) > FOREIGN_RESIDENTS_FROM:
        yield (0.0001 if own.foreign is None else 0.006), amendments.change_nationality


def _due(family: Family, own: Someone, age: int, year: int) -> Iterator[Wish]:
    """What an age or the end of a stay brings by itself."""
    for years in (18, 75):
        reached = months_after(own.birth.sort_on, years * 12)
        if age in (years, years - 1) and reached.year == year and reached > family.clock:
            yield reached, amendments.refresh, own
    until = own.now.residence_until
    if until is not None and until.year == year:
        yield until - timedelta(days=14), amendments.renew_stay, own
        # A stay of six months ends twice in a year; `renew_stay` leaves a long one alone.
        yield months_after(until, 6) - timedelta(days=14), amendments.renew_stay, own
    if own.now.residence_category is ResidenceCategory.TRANSITIONAL_BIRTH:
        yield own.became_on + timedelta(days=30), amendments.renew_stay, own
