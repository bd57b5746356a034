"""Drawing by lot: uniform, reproducible by its seed, and of the sizes that were asked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import pairwise
from uuid import UUID, uuid5

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daicho.business.inspection.domain.drawing import (
    quotas,
    rank,
    simple,
    stratified,
    systematic,
)

SPACE = UUID(int=5)
EVERYBODY = [uuid5(SPACE, str(n)) for n in range(40)]
SIZE = 10
ROUNDS = 2000
# Chi square of 39 degrees of freedom is past this once in ten thousand; the seeds are fixed, so it either is or is not.
CHI_SQUARE = 78.5


def ranked(seed: str) -> list[UUID]:
    return sorted(EVERYBODY, key=lambda key: rank(seed, key))


def draw_simple(seed: str) -> Iterator[UUID]:
    return simple(ranked(seed), size=SIZE)


def draw_systematic(seed: str) -> Iterator[UUID]:
    return systematic(EVERYBODY, seed=seed, total=len(EVERYBODY), size=SIZE)


def draw_stratified(seed: str) -> Iterator[UUID]:
    strata = {key: str(at % 4) for at, key in enumerate(EVERYBODY)}
    shares = quotas(Counter(strata.values()), size=SIZE)
    return stratified(((strata[key], key) for key in ranked(seed)), quotas=shares)


@pytest.mark.parametrize("draw", [draw_simple, draw_systematic])
def test_everybody_is_drawn_as_often_as_everybody_else(
    draw: Callable[[str], Iterator[UUID]],
) -> None:
    times: Counter[UUID] = Counter()
    for seed in range(ROUNDS):
        drawn = list(draw(f"seed {seed}"))
        assert len(set(drawn)) == SIZE
        times.update(drawn)
    expected = ROUNDS * SIZE / len(EVERYBODY)
    spread = sum((times[key] - expected) ** 2 / expected for key in EVERYBODY)
    assert spread < CHI_SQUARE


def test_any_two_are_drawn_together_as_often_as_any_other_two() -> None:
    pairs: Counter[frozenset[UUID]] = Counter()
    for seed in range(ROUNDS):
        drawn = list(draw_simple(f"seed {seed}"))
        pairs.update(frozenset((a, b)) for a in drawn for b in drawn if a != b)
    # Each pair was counted from both of its ends; 115 times expected, five standard deviations wide.
    times = [count // 2 for count in pairs.values()]
    assert len(times) == 40 * 39 // 2
    assert min(times) > 62
    assert max(times) < 169


@pytest.mark.parametrize("draw", [draw_simple, draw_systematic, draw_stratified])
def test_the_same_seed_draws_the_same_and_another_draws_others(
    draw: Callable[[str], Iterator[UUID]],
) -> None:
    assert list(draw("a")) == list(draw("a"))
    assert any(list(draw("a")) != list(draw(other)) for other in "bcdefg")


def test_strata_are_drawn_by_their_share_and_within_them_by_lot() -> None:
    times: Counter[UUID] = Counter()
    for seed in range(ROUNDS):
        drawn = list(draw_stratified(f"seed {seed}"))
        assert len(drawn) == SIZE
        times.update(drawn)
    first = [times[key] for key in EVERYBODY[0::4]]
    # Three of ten: 600 times each.
    assert sum(first) == 3 * ROUNDS
    assert sum((n - 600) ** 2 / 600 for n in first) < 33.8


@given(
    strata=st.dictionaries(st.text(min_size=1), st.integers(0, 5000), min_size=1, max_size=30),
    size=st.integers(0, 10_000),
)
def test_quotas_add_up_and_are_nobodys_more_than_there_are(
    strata: dict[str, int], size: int
) -> None:
    given_out = quotas(strata, size=size)
    total = sum(strata.values())
    assert sum(given_out.values()) == min(size, total)
    for name, count in strata.items():
        assert 0 <= given_out[name] <= count
        if size < total:
            assert abs(given_out[name] - count * size / total) < 1


@given(total=st.integers(1, 500), size=st.integers(1, 500), seed=st.text(max_size=8))
def test_a_systematic_sample_has_its_size_and_equal_steps(total: int, size: int, seed: str) -> None:
    drawn = list(systematic(range(total), seed=seed, total=total, size=size))
    assert len(drawn) == min(size, total)
    steps = {b - a for a, b in pairwise(drawn)}
    assert max(steps, default=1) - min(steps, default=1) <= 1
