"""Making: several processes hand over the same town, in the same order, as one."""

from __future__ import annotations

from datetime import date

import pytest

from daicho.operations.sample.making import make
from daicho.operations.sample.town import CHUNK, TownPlan

PLAN = TownPlan(residents=CHUNK + 40, seed=3, town="112291", as_of=date(2026, 11, 20))


@pytest.mark.usefixtures("vault_keys")
def test_processes_make_what_one_makes() -> None:
    alone = list(make(PLAN, processes=1))
    together = list(make(PLAN, processes=2))
    # Ciphertext is different each time; what the register says is not.
    assert [b.digests for b in together] == [b.digests for b in alone]
    assert [b.tables.get("residents_version") for b in together] == [
        b.tables.get("residents_version") for b in alone
    ]
    assert [b.last_atena_number for b in together] == sorted(b.last_atena_number for b in alone)
    assert sum(b.counts.get("residents_version", 0) for b in alone) > CHUNK
