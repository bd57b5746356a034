"""Next steps (続けて行う処理, STD-4.0.4/m4): after an approved case, what the households that it left without a head need."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from daicho.business.movements.domain.kinds import KINDS
from daicho.business.movements.domain.remaining import headless_households
from daicho.business.movements.domain.states import State
from daicho.business.movements.domain.world import World
from daicho.business.movements.models import Case
from daicho.business.movements.selectors.world import load_world
from daicho.kernel.clock import business_today
from daicho.kernel.wareki import format_wareki_short

_AFTER_HEADLESS = ("household_head_change", "household_head_ex_officio")


@dataclass(frozen=True, slots=True)
class NextStep:
    """A movement that should follow: its kind, the household and the day it would begin with."""

    kind: str
    title: str
    household: str
    event_date: str


def next_steps(row: Case) -> tuple[NextStep, ...]:
    """For every household of the case that has members but no head today: a head by notification, or ex officio.

    To do neither is lawful (N-05, N-11). Called within the act that shows the case.
    """
    if State(row.state) is not State.APPROVED:
        return ()
    today = business_today()
    world = load_world(_payload(row.persons), today=today, case=row.key)
    numbers = {h.particulars.household_number for p in row.persons for h in world.of_person(p)}
    return tuple(
        NextStep(kind, KINDS[kind].title, number, format_wareki_short(_since(world, number, today)))
        for number in headless_households(world, numbers, today)
        for kind in _AFTER_HEADLESS
    )


def _payload(persons: list[UUID]) -> dict[str, str]:
    return {f"selected.{person}": "on" for person in persons}


def _since(world: World, number: str, today: date) -> date:
    """The first day of the stretch without a head: the day after which nobody was head any more."""
    ends = [
        h.valid.end
        for h in world.holdings
        if h.particulars.household_number == number
        and h.particulars.is_head
        and h.status.value == "present"
        and h.valid.end is not None
    ]
    return max((e for e in ends if e <= today), default=today)
