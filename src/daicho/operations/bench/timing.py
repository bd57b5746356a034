"""Timing (計時): two sides in turns, and the ratio between them with its spread."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median, quantiles
from typing import Literal


@dataclass(frozen=True, slots=True)
class Bout:
    """One turn of both sides, made ready beforehand."""

    ours: Callable[[], object]
    bare: Callable[[], object]


@dataclass(frozen=True, slots=True)
class Bar:
    """What is asked of a ratio. `slower`: ours / bare is at most `limit`; `speed`: bare / ours is at least `limit`."""

    kind: Literal["slower", "speed"]
    limit: float

    def met(self, ratio: float) -> bool:
        return ratio <= self.limit if self.kind == "slower" else ratio >= self.limit


@dataclass(frozen=True, slots=True)
class Side:
    """One side's figures: the median, and the 95th percentile of times (None for rates)."""

    median: float
    p95: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One comparison. `ratio` is the median of the rounds' own ratios; `lowest` and `highest` are theirs.

    `unit` is ms, pages/s or households/s; without a `bar` the pair is told as a fact.
    """

    name: str
    ours_is: str
    bare_is: str
    unit: str
    ours: Side
    bare: Side
    ratio: float
    lowest: float
    highest: float
    rounds: int
    turns: int
    bar: Bar | None = None

    @property
    def met(self) -> bool | None:
        return None if self.bar is None else self.bar.met(self.ratio)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contest:
    """What is compared: its name, both sides in words, and the bar."""

    name: str
    ours_is: str
    bare_is: str
    bar: Bar | None = None


@dataclass(frozen=True, slots=True)
class Times:
    """The times of one round in ms."""

    ours: Sequence[float]
    bare: Sequence[float]

    @property
    def slower(self) -> float:
        return median(self.ours) / median(self.bare)


def run_round(bouts: Iterator[Bout], *, turns: int, tick: Callable[[], None]) -> Times:
    """Run the sides in turns; who begins changes with every turn, so that neither profits from the other's traces."""
    ours: list[float] = []
    bare: list[float] = []
    for turn in range(turns):
        bout = next(bouts)
        sides = [(bout.ours, ours), (bout.bare, bare)]
        for act, times in sides if turn % 2 == 0 else sides[::-1]:
            times.append(timed(act))
        tick()
    return Times(ours, bare)


def timed(act: Callable[[], object]) -> float:
    """How long an act takes, in ms."""
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1000


def judge(contest: Contest, rounds: Sequence[Times]) -> Measured:
    """The rounds' figures put together."""
    ratios = [r.slower for r in rounds]
    if contest.bar is not None and contest.bar.kind == "speed":
        ratios = [1 / ratio for ratio in ratios]
    return Measured(
        name=contest.name,
        ours_is=contest.ours_is,
        bare_is=contest.bare_is,
        unit="ms",
        ours=_side([time for r in rounds for time in r.ours]),
        bare=_side([time for r in rounds for time in r.bare]),
        ratio=median(ratios),
        lowest=min(ratios),
        highest=max(ratios),
        rounds=len(rounds),
        turns=sum(len(r.ours) for r in rounds),
        bar=contest.bar,
    )


def judge_rates(
    contest: Contest, rates: Sequence[tuple[float, float]], *, unit: str = "pages/s"
) -> Measured:
    """The same of (ours, bare) rates per second, one pair a round; the ratio is ours / bare."""
    ratios = [ours / bare for ours, bare in rates]
    return Measured(
        name=contest.name,
        ours_is=contest.ours_is,
        bare_is=contest.bare_is,
        unit=unit,
        ours=Side(median(ours for ours, _ in rates), None),
        bare=Side(median(bare for _, bare in rates), None),
        ratio=median(ratios),
        lowest=min(ratios),
        highest=max(ratios),
        rounds=len(rates),
        turns=len(rates),
        bar=contest.bar,
    )


def _side(times: Sequence[float]) -> Side:
    # One time alone is its own every percentile; `quantiles` wants two.
    p95 = quantiles(times, n=20, method="inclusive")[-1] if len(times) > 1 else times[0]
    return Side(median(times), p95)
