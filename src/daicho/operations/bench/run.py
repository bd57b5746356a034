"""Run (測定を行う): every measurement in order, in the process that stands where a worker of the server stands."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from statistics import median
from uuid import UUID

from django.conf import settings
from django.db import connection
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from daicho.config import wiring
from daicho.kernel.access import Access, Purpose
from daicho.kernel.clock import business_today
from daicho.operations.bench import (
    approvals,
    batches,
    bulk,
    corrections,
    lines,
    lookups,
    memory,
    pages,
    people,
    reconcile,
    sheets,
    statistics,
    transfers,
)
from daicho.operations.bench.browser import access_of, enrol, sign_in
from daicho.operations.bench.replay import open_bare, statements_of
from daicho.operations.bench.report import Report, machine, write
from daicho.operations.bench.server import served
from daicho.operations.bench.timing import (
    Bout,
    Contest,
    Measured,
    judge,
    judge_rates,
    run_round,
    timed,
)
from daicho.operations.home import Home
from daicho.operations.progress import console
from daicho.operations.startup import WEB_WORKERS
from daicho.registers.residents.selectors.search import search

# Turns of both sides in one round, after some that are not counted.
TURNS = {"lookup": 30, "page": 30, "approve": 10, "correct": 4, "certificate": 10, "statistics": 4}
WARM = {"lookup": 6, "page": 12, "approve": 3, "correct": 1, "certificate": 3, "statistics": 1}
RATE_SECONDS = 4.0
_WITHOUT_SCREENS = {"lines", "reconcile"}
PEOPLE = 400


@dataclass(frozen=True, slots=True)
class Wish:
    """What is measured, and where the results go."""

    residents: int
    seed: int
    rounds: int
    groups: tuple[str, ...]
    out: Path


class Bench:
    """The stage: signed-in staff, people to look up, the bare connection."""

    def __init__(self, home: Home, wish: Wish, port: int, progress: Progress) -> None:
        self._home = home
        self._wish = wish
        self._port = port
        self._progress = progress
        self._terminal: UUID = enrol()
        self._bare = open_bare()
        self._people = people.targets(PEOPLE)
        self._arrivals = people.Arrivals(seed=wish.seed)
        self._told: dict[str, float | int | str] = {}

    def measure(self) -> Iterator[Measured]:
        """Everything that was wished for."""
        parts = {
            "lookup": self._lookups,
            "page": self._pages,
            "approve": self._approvals,
            "correct": self._corrections,
            "certificate": self._certificates,
            "rate": self._rates,
            "bulk": self._bulk,
            "batch": self._batches,
            "statistics": self._statistics,
            "lines": self._lines,
            "reconcile": self._reconcile,
            "memory": self._memory,
            "export": self._exports,
            "import": self._imports,
        }
        for group in self._wish.groups:
            yield from parts[group]()
        self._bare.close()

    def facts(self) -> dict[str, float | int | str]:
        """What explains the figures."""
        person = self._people[0]
        told: dict[str, float | int | str] = {
            "durable commit of one audit entry, ms (median of 100)": self._commit_cost(),
            "web workers": WEB_WORKERS,
            "database, MB": _one("SELECT pg_database_size(current_database()) / 1048576"),
            "versions": _one("SELECT count(*) FROM residents_version"),
            "search names": _one("SELECT count(*) FROM residents_searchname"),
            "load average at the end": round(os.getloadavg()[0], 2),
        }
        clerk, desk = self._clerk(), self._desk()
        for way, (label, ask) in lookups.WAYS.items():
            told[f"statements of look-up {way} ({label})"] = len(
                statements_of(lambda ask=ask: search(clerk, ask(person)))  # type: ignore[misc]
            )
        if "approve" in self._wish.groups:
            case, edition = desk.ready_case()
            told["statements of an approval of three"] = len(
                statements_of(lambda: desk.approve(case, edition))
            )
        return told | self._told

    def _commit_cost(self) -> float:
        with open_bare() as bare:
            row = bare.execute("SELECT body FROM audit_entry ORDER BY seq DESC LIMIT 1").fetchone()
            assert row is not None
            times = [
                timed(lambda: bare.execute("SELECT audit_append(%s)", [row[0]])) for _ in range(100)
            ]
        return round(median(times), 3)

    def _compare(self, contest: Contest, bouts: Iterator[Bout], group: str) -> Measured:
        turns, rounds = TURNS[group], self._wish.rounds
        task = self._progress.add_task(contest.name, total=turns * rounds)
        for bout in islice(bouts, WARM[group]):
            bout.ours()
            bout.bare()
        done = [
            run_round(bouts, turns=turns, tick=lambda: self._progress.advance(task))
            for _ in range(rounds)
        ]
        return judge(contest, done)

    def _lookups(self) -> Iterator[Measured]:
        for way in lookups.WAYS:
            turns = lookups.bouts(
                way,
                self._people,
                access=self._clerk(),
                twin=self._clerk("窓口2"),
                bare=self._bare,
            )
            yield self._compare(lookups.contest(way), turns, "lookup")

    def _pages(self) -> Iterator[Measured]:
        browser = sign_in(self._home, port=self._port, login="窓口1", terminal=self._terminal)
        for contest, beside in ((pages.PAGE, "page"), (pages.GUARDED, "guarded")):
            turns = pages.bouts(self._people, browser=browser, beside=beside)
            yield self._compare(contest, turns, "page")
        browser.close()

    def _rates(self) -> Iterator[Measured]:
        browser = sign_in(self._home, port=self._port, login="窓口2", terminal=self._terminal)
        task = self._progress.add_task(pages.RATE.name, total=self._wish.rounds)
        found = []
        for _ in range(self._wish.rounds):
            found.append(pages.rates(self._people, browser=browser, seconds=RATE_SECONDS))
            self._progress.advance(task)
        browser.close()
        yield judge_rates(pages.RATE, found)

    def _approvals(self) -> Iterator[Measured]:
        browser = sign_in(self._home, port=self._port, login="決裁1", terminal=self._terminal)
        for contest, by in ((approvals.REQUEST, browser), (approvals.COMMAND, None)):
            turns = approvals.bouts(self._desk(), bare=self._bare, browser=by)
            yield self._compare(contest, turns, "approve")
        browser.close()

    def _corrections(self) -> Iterator[Measured]:
        deep = corrections.DeepPeople(
            clerk=self._clerk(),
            examiner=self._clerk("審査1"),
            approver=self._clerk("決裁1"),
            arrivals=self._arrivals,
        )
        yield self._compare(
            corrections.COMMAND, corrections.bouts(deep, bare=self._bare), "correct"
        )

    def _bulk(self) -> Iterator[Measured]:
        task = self._progress.add_task(bulk.APPLY.name, total=self._wish.rounds)
        run = bulk.BulkRun(self._clerk(), self._clerk("審査1"), self._clerk("決裁1"))
        found = []
        for rates in run.rates(self._bare, self._wish.rounds):
            found.append(rates)
            self._progress.advance(task)
        self._told |= run.told
        yield judge_rates(bulk.APPLY, found, unit="households/s")

    def _exports(self) -> Iterator[Measured]:
        task = self._progress.add_task(transfers.EXPORT.name, total=1)
        run = transfers.TransferRun(self._home, self._wish.residents)
        rates = list(run.exports(self._wish.rounds))
        self._progress.advance(task)
        self._told |= run.told
        yield judge_rates(transfers.EXPORT, rates, unit="versions/s")

    def _imports(self) -> Iterator[Measured]:
        task = self._progress.add_task(transfers.IMPORT.name, total=1)
        run = transfers.TransferRun(self._home, self._wish.residents)
        rates = list(run.imports(self._wish.rounds))
        self._progress.advance(task)
        self._told |= run.told
        yield judge_rates(transfers.IMPORT, rates, unit="versions/s")

    def _statistics(self) -> Iterator[Measured]:
        for report in statistics.REPORTS:
            turns = statistics.bouts(
                report,
                access=self._clerk(purpose=Purpose.STATISTICS),
                twin=self._clerk("窓口2", purpose=Purpose.STATISTICS),
                bare=self._bare,
            )
            yield self._compare(statistics.contest(report), turns, "statistics")

    def _certificates(self) -> Iterator[Measured]:
        access = self._clerk(purpose=Purpose.CERTIFICATE)
        wanted = 2 * (TURNS["certificate"] * self._wish.rounds + WARM["certificate"])
        chosen = people.households_of_three(wanted)
        for contest, whole in ((sheets.RENDER, False), (sheets.ISSUE, True)):
            turns = sheets.bouts(chosen, access=access, whole=whole)
            yield self._compare(contest, turns, "certificate")

    def _batches(self) -> Iterator[Measured]:
        task = self._progress.add_task(batches.MAKE.name, total=self._wish.rounds)
        run = batches.BatchRun(self._clerk(purpose=Purpose.CERTIFICATE))
        chosen = people.households_of_three(2 * batches.MOST_SHEETS * self._wish.rounds)
        found = []
        for rates in run.rates(chosen, self._wish.rounds):
            found.append(rates)
            self._progress.advance(task)
        self._told |= run.told
        yield judge_rates(batches.MAKE, found, unit="sheets/s")

    def _lines(self) -> Iterator[Measured]:
        task = self._progress.add_task(lines.DELIVER.name, total=self._wish.rounds + 1)
        run, found = lines.LineRun(self._home), []
        with run.standing():
            for rates in run.rates(self._wish.rounds):
                found.append(rates)
                self._progress.advance(task)
            yield judge_rates(lines.DELIVER, found, unit="messages/s")
            yield from run.flat()
        self._progress.advance(task)
        self._told |= run.told

    def _reconcile(self) -> Iterator[Measured]:
        task = self._progress.add_task("reconcile", total=1)
        run = reconcile.ReconcileRun(self._home, self._wish.seed)
        yield from run.measure()
        self._progress.advance(task)
        self._told |= run.told

    def _memory(self) -> Iterator[Measured]:
        chosen = memory.batches_of(
            self._home,
            self._clerk(purpose=Purpose.CERTIFICATE),
            self._clerk(purpose=Purpose.STATISTICS),
            people.households_of_three(memory.SHEETS),
        )
        task = self._progress.add_task("memory", total=len(chosen))
        for batch in chosen:
            yield memory.measured(batch)
            self._progress.advance(task)

    def _clerk(self, login: str = "窓口1", *, purpose: Purpose = Purpose.MOVEMENT) -> Access:
        return access_of(login, terminal=self._terminal, purpose=purpose)

    def _desk(self) -> approvals.Desk:
        return approvals.Desk(
            clerk=self._clerk(),
            examiner=self._clerk("審査1"),
            approver=self._clerk("決裁1"),
            arrivals=self._arrivals,
        )


def run(wish: Wish) -> Report:
    """Measure and write the results."""
    wiring.connect()
    home = Home(settings.HOME)
    screens = set(wish.groups) - _WITHOUT_SCREENS
    with served(home) if screens else nullcontext(0) as port, _bar() as progress:
        bench = Bench(home, wish, port, progress)
        results = tuple(bench.measure())
        facts = bench.facts()
    report = Report(
        measured_on=business_today(),
        residents=wish.residents,
        seed=wish.seed,
        machine=machine(postgresql=str(_one("SHOW server_version"))),
        facts=facts,
        results=results,
    )
    write(report, wish.out)
    return report


def _one(statement: str) -> int | str:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        row = cursor.fetchone()
    assert row is not None
    value: int | str = row[0]
    return value


def _bar() -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f}%"),
        TimeElapsedColumn(),
        console=console,
    )
