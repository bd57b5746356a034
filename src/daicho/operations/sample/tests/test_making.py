"""Making: several processes hand over the same town, in the same order, as one."""

from __future__ import annotations

from datetime import date

import pytest

from daicho.operations.sample.making import ALONE, make
from daicho.operations.sample.town import CHUNK, TownPlan


@pytest.mark.usefixtures("vault_keys")
def test_processes_make_what_one_makes() -> None:
    assert ALONE > CHUNK
    plan = TownPlan(residents=ALONE + 1, seed=3, town="072010", as_of=date(2026, 11, 20))
    small = TownPlan(residents=CHUNK, seed=3, town="072010", as_of=date(2026, 11, 20))
    together = make(plan, processes=2)
    next(together)
    first = next(together)
    alone = list(make(small, processes=1))[1]
    together.close()
    # Ciphertext is different each time; what the register says is not.
    assert first.tables["residents_version"].count(b"\n") == first.counts["residents_version"]
    assert len(first.digests) == 64 * first.counts["residents_version"]
    assert first.digests == alone.digests
    assert first.last_atena_number == alone.last_atena_number
