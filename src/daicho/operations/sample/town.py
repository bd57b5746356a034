"""Town (架空の町): families without end, cut into chunks of a thousand residents that know nothing of each other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from daicho.operations.sample import numbers
from daicho.operations.sample.family import Family, Numbering
from daicho.operations.sample.founding import found
from daicho.operations.sample.lives import live
from daicho.registers.residents.load import Batch

CHUNK = 1_000
# Numbers set aside for a chunk; those left over are gaps, which are lawful.
NUMBERS_PER_CHUNK = 8_000
YEARS = 20


@dataclass(frozen=True, slots=True)
class TownPlan:
    """How many residents are present at the end of `as_of`, in which town, by which seed.

    `first_atena` and `first_household` are the first free values of the counters.
    """

    residents: int
    seed: int
    town: str
    as_of: date
    first_atena: int = 1
    first_household: int = 1

    @property
    def opening(self) -> date:
        """The day on which the register was opened in this system."""
        return self.as_of.replace(day=1) - timedelta(days=YEARS * 365)

    @property
    def chunks(self) -> tuple[int, ...]:
        """The residents of each chunk."""
        whole, rest = divmod(self.residents, CHUNK)
        return (CHUNK,) * whole + ((rest,) if rest else ())


def make_chunk(plan: TownPlan, chunk: int) -> Batch:
    """One chunk: exactly its number of residents present at the end, and everybody who was before."""
    return _batch(families(plan, chunk))


def make_pool(plan: TownPlan) -> Batch:
    """住民票コード for those who will come."""
    rng = Random(f"{plan.seed}:pool:{plan.first_atena}")
    codes = numbers.pool_codes(plan.seed + plan.first_atena - 1)
    return Batch(pool=tuple((numbers.key(rng), code) for code in codes))


def families(plan: TownPlan, chunk: int) -> Iterator[Family]:
    """The families of a chunk; at the end single residents, until nobody is missing."""
    missing = plan.chunks[chunk]
    rng = Random(f"{plan.seed}:{plan.town}:{chunk}:{plan.first_atena}")
    atena = plan.first_atena - 1 + chunk * NUMBERS_PER_CHUNK
    household = plan.first_household - 1 + chunk * NUMBERS_PER_CHUNK
    numbering = Numbering(plan.seed, atena, household)
    calm = False
    while missing:
        before = (numbering.atena, numbering.household)
        family = _family(plan, rng, numbering, calm=calm)
        present = family.present_on(plan.as_of)
        if present > missing:
            # It does not fit: its numbers are free again.
            numbering.atena, numbering.household = before
            calm = True
            continue
        missing -= present
        yield family


def _family(plan: TownPlan, rng: Random, numbering: Numbering, *, calm: bool) -> Family:
    family = Family(Random(rng.getrandbits(64)), plan.town, plan.as_of, numbering)
    found(family, opening=plan.opening, shape="single" if calm else "")
    if not calm:
        live(family)
    return family


def _batch(made: Iterator[Family]) -> Batch:
    histories = [family.history for family in made]
    return Batch(
        persons=tuple(p for h in histories for p in h.persons),
        households=tuple(n for h in histories for n in h.households),
        records=tuple(r for h in histories for r in h.records),
        changes=tuple(c for h in histories for c in h.changes),
        versions=tuple(v for h in histories for v in h.versions()),
        numbers=tuple(n for h in histories for n in h.numbers),
    )
