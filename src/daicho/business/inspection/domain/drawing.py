"""Drawing (無作為抽出, STD-9.6): who is drawn, decided by a recorded seed alone, so that anybody can draw the same again.

A person's rank is SHA-256 of the seed and their key. Lists in a random order stand in the order of the rank; a simple
sample is the first of them. The database ranks with the same formula (`residents.selectors.extracts`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from hashlib import sha256
from itertools import islice
from typing import Final, TypeVar
from uuid import UUID

WHOLE: Final = 1 << 256
Unit = TypeVar("Unit")


def rank(seed: str, key: UUID) -> bytes:
    """Where a person stands in the order of a seed."""
    return sha256(f"{seed}:{key}".encode()).digest()


def simple(ranked: Iterable[Unit], *, size: int) -> Iterator[Unit]:
    """単純無作為抽出: the first of those who stand in the order of their rank."""
    return islice(ranked, size)


def systematic(frame: Iterable[Unit], *, seed: str, total: int, size: int) -> Iterator[Unit]:
    """系統抽出: from a start that the seed gives, every (total/size)-th of the frame in its own order.

    The step need not be whole: everybody has the same chance, and exactly `size` are drawn (all, when fewer fit).
    """
    if size >= total:
        yield from frame
        return
    step = Fraction(total, size)
    start = step * Fraction(int.from_bytes(sha256(f"start:{seed}".encode()).digest()), WHOLE)
    wanted = (int(start + step * n) for n in range(size))
    following = next(wanted)
    for position, unit in enumerate(frame):
        if position == following:
            yield unit
            following = next(wanted, -1)


def stratified(ranked: Iterable[tuple[str, Unit]], *, quotas: Mapping[str, int]) -> Iterator[Unit]:
    """層化抽出: of those in the order of their rank, the first of each stratum until its quota is full."""
    left = dict(quotas)
    open_strata = sum(1 for quota in left.values() if quota)
    for stratum, unit in ranked:
        if not open_strata:
            return
        if left.get(stratum, 0):
            left[stratum] -= 1
            open_strata -= not left[stratum]
            yield unit


def quotas(strata: Mapping[str, int], *, size: int) -> dict[str, int]:
    """比例配分: so many of each stratum as its share of all; what is left over goes to the largest remainders."""
    total = sum(strata.values())
    if size >= total:
        return dict(strata)
    shares = {name: Fraction(count * size, total) for name, count in strata.items()}
    given = {name: int(share) for name, share in shares.items()}
    order = sorted(shares, key=lambda name: (given[name] - shares[name], name))
    for name in order[: size - sum(given.values())]:
        given[name] += 1
    return given
