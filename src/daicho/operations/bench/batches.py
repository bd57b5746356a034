"""Batches (一括帳票): files of hundreds of 住民票の写し made by the job, beside Typst alone laying out as many."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from itertools import count
from time import perf_counter
from typing import Any
from uuid import UUID, uuid4

from daicho.business.certificates.commands.ask_batch import ask_batch
from daicho.business.certificates.commands.compose import compose
from daicho.business.certificates.commands.make_batch import PRESSES
from daicho.business.certificates.domain.batch import (
    LEAST_PER_FILE,
    BatchWish,
    Order,
    Source,
    official_request,
)
from daicho.business.certificates.domain.composition import Form, Item
from daicho.business.certificates.domain.wish import Request
from daicho.config.job_runner import settle_in
from daicho.foundation.documents.printing import font, printer
from daicho.foundation.jobs.models import Job
from daicho.foundation.jobs.public import work_once
from daicho.kernel.access import Access
from daicho.kernel.clock import business_today
from daicho.kernel.errors import Unavailable
from daicho.operations.bench.peak import resident_mb
from daicho.operations.bench.sheets import Typst
from daicho.operations.bench.timing import Bar, Contest
from daicho.registers.residents.public import named_records_on

# Sheets of a batch, of a file, and files that a batch of a small town still has.
MOST_SHEETS, PER_FILE, LEAST_FILES = 2000, 100, 5
ITEMS = frozenset({Item.RELATIONSHIP, Item.DOMICILE})
MAKE = Contest(
    name="batch-sheets",
    ours_is=(
        "certificates a second of an 一括帳票 of 世帯連記式 of three by its job: register, checks, protection, numbers, "
        f"sealed copies, entries, files of {PER_FILE} sealed and kept, control sheet"
    ),
    bare_is=f"typst compiling as many such sheets in files of {PER_FILE} from data made beforehand, {PRESSES} threads",
    bar=Bar("speed", 0.7),
)


@dataclass(slots=True)
class BatchRun:
    """Every round makes one batch of some households, and lays out others beside it."""

    access: Access
    told: dict[str, float | int | str] = field(default_factory=dict)
    per_file: int = PER_FILE

    def rates(
        self, households: Sequence[tuple[UUID, ...]], rounds: int
    ) -> Iterator[tuple[float, float]]:
        """(ours, bare) sheets a second of each round."""
        size = min(MOST_SHEETS, len(households) // (2 * rounds))
        self.per_file = max(LEAST_PER_FILE, min(PER_FILE, size // LEAST_FILES))
        alone, numbers = Typst(font()), count(1)
        memory = [resident_mb()]
        settle_in()
        self.make(households[:1])
        for n in range(rounds):
            start = 2 * n * size
            own = self.make(households[start : start + size])
            memory.append(resident_mb())
            beside = households[start + size : start + 2 * size]
            theirs = _lay_out(alone, list(self._files(alone, beside, numbers)))
            # What Typst alone left behind is not ours to carry.
            printer().forget()
            yield size / own, size / theirs
        self.told["batch: sheets a round, sheets a file"] = f"{size} {self.per_file}"
        self.told["batch: resident memory before and after each batch, MB"] = " ".join(
            map(str, memory)
        )

    def make(self, households: Sequence[tuple[UUID, ...]]) -> float:
        """The seconds of the job of one batch."""
        key = self.ask(households)
        began = perf_counter()
        work_once()
        seconds = perf_counter() - began
        check_made(key, len(households))
        return seconds

    def ask(self, households: Sequence[tuple[UUID, ...]]) -> UUID:
        """The key of the job that a batch of these households waits for."""
        records = [record for household in households for record in household]
        held = named_records_on(records, business_today())
        wish = BatchWish(
            key=uuid4(),
            paper=Form.HOUSEHOLD.value,
            source=Source.NUMBERS,
            order=Order.POST,
            per_file=self.per_file,
            numbers=tuple(one.atena_number for one in held),
            requester_name="見本市役所",
            ground="測定のため",
            items=ITEMS,
            proven=True,
        )
        return ask_batch(self.access, wish=wish)

    def _files(
        self, alone: Typst, households: Sequence[tuple[UUID, ...]], numbers: Iterator[int]
    ) -> Iterator[dict[str, Any]]:  # Any: Typst's options
        """What Typst is given for each file."""
        for at in range(0, len(households), self.per_file):
            drawn = [
                printer().draw(
                    compose(self.access, request, specimen=False, numbers=[label]).sheets[0]
                )
                for records in households[at : at + self.per_file]
                for request, label in [(_request(records), _label(next(numbers)))]
            ]
            alone.press(drawn, title="測定", author="見本市長", on=business_today())
            yield alone.given


def check_made(key: UUID, sheets: int) -> None:
    """`Unavailable` unless the job made every sheet."""
    job = Job.objects.get(key=key)
    if job.state != "done" or job.made != sheets:
        raise Unavailable(
            "測定する一括帳票を作れませんでした。", why=f"{job.state} {job.failure_words}"
        )


def _lay_out(alone: Typst, files: Sequence[dict[str, Any]]) -> float:  # Any: Typst's options
    """The seconds of Typst alone."""
    with ThreadPoolExecutor(PRESSES) as presses:
        began = perf_counter()
        list(presses.map(alone.bare, files))
        return perf_counter() - began


def _request(records: tuple[UUID, ...]) -> Request:
    plain = official_request(
        uuid4(), Form.HOUSEHOLD, name="見本市役所", ground="測定のため", items=ITEMS
    )
    return replace(plain, records=records)


def _label(number: int) -> str:
    return f"{business_today():%Y%m%d} 測定 {number:06d}"
