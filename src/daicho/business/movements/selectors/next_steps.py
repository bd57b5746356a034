"""Next steps (続けて行う処理, STD-4.0.4/m4): after an approved case, what the households that it left without a head need."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from daicho.business.movements.domain.kinds import KINDS
from daicho.kernel.clock import business_today
from daicho.kernel.wareki import format_wareki_short
from daicho.registers.residents.domain.effects import CaseEffect, RecordEffect
from daicho.registers.residents.domain.particulars import Status
from daicho.registers.residents.domain.segments import Holding
from daicho.registers.residents.writes import holdings

_AFTER_HEADLESS = ("household_head_change", "household_head_ex_officio")


@dataclass(frozen=True, slots=True)
class NextStep:
    """A movement that should follow: its kind, the household and the day it would begin with."""

    kind: str
    title: str
    household: str
    event_date: str


def next_steps(written: CaseEffect | None) -> tuple[NextStep, ...]:
    """For every household that the case touched and that has members but no head today: a head by notification, or ex officio.

    To do neither is lawful (N-05, N-11). Called within the act that shows the case.
    """
    if written is None:
        return ()
    today = business_today()
    numbers = sorted({n for record in written.records for n in _touched(record)})
    known = [h for h in holdings.ever_in(numbers) if h.status is Status.PRESENT]
    return tuple(
        NextStep(kind, KINDS[kind].title, number, format_wareki_short(_since(known, number, today)))
        for number in _headless(known, numbers, today)
        for kind in _AFTER_HEADLESS
    )


def _touched(record: RecordEffect) -> set[str]:
    """The households that a record was or is in, from the first day of which the case says something else."""
    day = record.first_day
    if day is None:
        return set()
    said = (*record.before, *record.after)
    return {h.particulars.household_number for h in said if h.valid.reaches(day)}


def _headless(known: Iterable[Holding], numbers: Collection[str], day: date) -> list[str]:
    """Which of these households have members on a day but no head."""
    members = [h.particulars for h in known if h.valid.covers(day)]
    lived_in = {m.household_number for m in members}
    headed = {m.household_number for m in members if m.is_head}
    return [number for number in numbers if number in lived_in - headed]


def _since(known: Iterable[Holding], number: str, today: date) -> date:
    """The first day of the stretch without a head: the day after which nobody was head any more."""
    ends = [
        h.valid.end
        for h in known
        if h.particulars.household_number == number
        and h.particulars.is_head
        and h.valid.end is not None
    ]
    return max((e for e in ends if e <= today), default=today)
