"""Making (町を作る): chunks made and prepared, in this process or in several, and handed over in order."""

from __future__ import annotations

import multiprocessing
import multiprocessing.pool
import os
from collections import deque
from collections.abc import Generator

from django.db import connection

from daicho.foundation.vault.domain.keys import KeyRing
from daicho.foundation.vault.public import NumberKind, ring
from daicho.operations.sample.town import TownPlan, make_chunk, make_pool
from daicho.registers.residents.load import Prepared, Seal, prepare

# Below this, starting processes takes longer than the work.
ALONE = 5_000


def make(plan: TownPlan, *, processes: int | None = None) -> Generator[Prepared, None, None]:
    """All batches of a town, in rising order of 宛名番号, first the pool of codes.

    Never more than a few of them are in memory. Other processes are started at once, without a connection to the
    database that they would inherit.
    """
    own = ring()
    workers = processes or (1 if plan.residents < ALONE else os.cpu_count() or 1)
    if workers == 1:
        return _alone(plan, own)
    connection.close()
    pool = multiprocessing.get_context("fork").Pool(workers, _start, (plan, own))
    return _together(plan, own, pool, ahead=workers + 1)


def sealing(own: KeyRing) -> Seal:
    """The vault's ring as the load wants it."""

    def seal(kind: NumberKind, number: str) -> tuple[bytes, str, bytes, str]:
        lookup = own.hash(kind, number)
        return lookup, own.active_lookup, own.seal(kind, number, lookup), own.active_data

    return seal


def _alone(plan: TownPlan, own: KeyRing) -> Generator[Prepared, None, None]:
    yield prepare(make_pool(plan), seal=sealing(own))
    for chunk in range(len(plan.chunks)):
        yield prepare(make_chunk(plan, chunk), seal=sealing(own))


def _together(
    plan: TownPlan, own: KeyRing, pool: multiprocessing.pool.Pool, *, ahead: int
) -> Generator[Prepared, None, None]:
    with pool:
        yield prepare(make_pool(plan), seal=sealing(own))
        waiting: deque[multiprocessing.pool.AsyncResult[Prepared]] = deque()
        for chunk in range(len(plan.chunks)):
            waiting.append(pool.apply_async(_make, (chunk,)))
            if len(waiting) > ahead:
                yield waiting.popleft().get()
        while waiting:
            yield waiting.popleft().get()


# What a worker process was told at its start; a chunk's number is all that travels afterwards.
_told: list[tuple[TownPlan, KeyRing]] = []


def _start(plan: TownPlan, own: KeyRing) -> None:
    _told.append((plan, own))


def _make(chunk: int) -> Prepared:
    plan, own = _told[-1]
    return prepare(make_chunk(plan, chunk), seal=sealing(own))
