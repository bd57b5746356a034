"""A country in a test (試験の国): two towns with 市町村CS and the rest of the country, each with a database server of its own.

What runs is real: PostgreSQL with every safety, the processes of the lines and the workers, TLS with certificates of
`daicho pki`, `outside`. There are no screens and no invented population; see tests/test_two_towns_browser.py for those.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
from psycopg.rows import dict_row

from daicho.config.throw_away import make_folder
from daicho.operations import processes
from daicho.operations.home import CHECKOUT, Home
from daicho.operations.postgres import SUPERUSER, Cluster
from daicho.operations.startup import ensure_keys
from daicho.operations.towns import OUTSIDE_DATABASE, Country, Seat, equip_all, plan_country
from tests.towns.gateway import Gateway
from tests.towns.variables import clean, installation

PATIENCE = 300.0
TOWNS = ("fukushima", "wako")
_PORTS = range(21000, 30000, 100)
_SMALL = "shared_buffers = 24MB\nmax_connections = 60\nsummarize_wal = off\nio_method = sync\n"
PROCESSES = ("worker", "lines")
SUPERUSER_PASSWORD = f"{SUPERUSER}.password"
_FURNISHED: dict[str, Path] = {}


class Away(Exception):
    """The database was away; nobody knows whether the act was done."""


@dataclass(slots=True)
class Installation:
    """One seat of a town: its database server, its host, and the processes that the host has forked."""

    seat: Seat
    cluster: Cluster
    running: dict[str, int] = field(default_factory=dict)
    host: subprocess.Popen[str] | None = None

    @property
    def name(self) -> str:
        return self.seat.home.label

    def open(self) -> None:
        """Load the installation's Python; it goes on by itself meanwhile."""
        home = self.seat.home
        told = installation(home, DAICHO_CLOSING_DAY_APPROVAL="on", DAICHO_PROCESS="host")
        with processes.open_log(home.logs / "host.log") as log:
            self.host = subprocess.Popen(
                [sys.executable, "-m", "tests.towns.host"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                cwd=CHECKOUT,
                env=told,
                text=True,
                start_new_session=True,
            )

    def ask(self, do: str, **given: Any) -> None:
        assert self.host is not None
        assert self.host.stdin is not None
        self.host.stdin.write(json.dumps({"do": do, "given": given, **given}) + "\n")
        self.host.stdin.flush()

    def hear(self) -> Any:  # Any: what the act returned, as JSON
        assert self.host is not None
        assert self.host.stdout is not None
        line = self.host.stdout.readline()
        assert line, processes.tail(self.seat.home.logs / "host.log", lines=30)
        told = json.loads(line)
        if "away" in told:
            raise Away(told["away"])
        assert "done" in told, f"{self.name}: {told}"
        return told["done"]

    def do(self, act: str, **given: Any) -> Any:  # Any: as above
        """Do an act of tests/towns in this installation. `Away` when the database went away in it."""
        self.ask(f"tests.towns.{act}", **given)
        return self.hear()

    def start(self, name: str) -> None:
        self.ask("start", name=name)
        self.running[name] = self.hear()

    def kill(self, name: str) -> None:
        """SIGKILL: no farewell."""
        with suppress(ProcessLookupError):  # it may have ended by itself
            os.kill(self.running.pop(name), signal.SIGKILL)

    def watch(self) -> None:
        """What a supervisor does: start again whoever is gone."""
        for name in PROCESSES:
            if name not in self.running or not processes.is_alive(self.running[name]):
                self.start(name)

    def close(self) -> None:
        for name in [*self.running]:
            self.kill(name)
        if self.host is not None and self.host.stdin is not None:
            self.host.stdin.close()
            self.host.wait(120)
        self.cluster.stop()


@dataclass(slots=True)
class Outside:
    """The rest of the country: its database server and its process."""

    home: Path
    cluster: Cluster
    process: subprocess.Popen[bytes] | None = None
    name: str = "outside"

    def settle_down(self, country: Country) -> None:
        told = {
            "database": self.cluster.dsn("migrator", database=OUTSIDE_DATABASE),
            "parties": {str(p): {"listen": a} for p, a in country.outside.items()},
            "towns": {str(s.party): s.address for t in country.towns for s in t.seats},
        }
        (self.home / "outside.json").write_text(json.dumps(told), encoding="utf-8")

    @property
    def variables(self) -> dict[str, str]:
        return clean(os.environ, OUTSIDE_HOME=str(self.home))

    def start(self) -> None:
        with (self.home / "outside.log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tests.towns.quick_outside", "serve"],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=CHECKOUT,
                env=self.variables,
                start_new_session=True,
            )

    def listens(self) -> bool:
        """Whether its tables are there and its doors open."""
        return bool(self.rows("SELECT to_regclass('fault')::text AS fault")[0]["fault"])

    def kill(self) -> None:
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def watch(self) -> None:
        if self.process is None or self.process.poll() is not None:
            self.start()

    def tell(self, *words: str) -> str:
        """`python -m outside …`; what it said."""
        done = subprocess.run(
            [sys.executable, "-m", "outside", *words],
            env=self.variables,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        return done.stdout

    def rows(self, query: str, *values: object) -> list[dict[str, Any]]:
        dsn = self.cluster.dsn("migrator", database=OUTSIDE_DATABASE)
        with psycopg.connect(
            dsn, row_factory=dict_row, options="-c search_path=outside"
        ) as connection:
            return connection.execute(query, values).fetchall()

    def close(self) -> None:
        if self.process is not None:
            self.kill()
        self.cluster.stop()


@dataclass(slots=True)
class SmallCountry:
    """All that runs in the test; `at["fukushima core"]` is one installation."""

    plan: Country
    at: dict[str, Installation]
    outside: Outside
    gateways: dict[str, Gateway]

    def register(self, town: str) -> Installation:
        return self.at[f"{town} core"]

    def cs(self, town: str) -> Installation:
        return self.at[f"{town} municipal_cs"]

    def watch(self) -> None:
        """Everything that is gone is started again, databases first."""
        everyone: list[Installation | Outside] = [*self.at.values(), self.outside]
        for each in everyone:
            database = each.cluster
            if not _lives(database):
                database.start()
            each.watch()
        for gateway in self.gateways.values():
            gateway.watch()

    def troubles(self) -> dict[str, Any]:
        """What waits and why, for whoever reads a failed test."""
        return {
            name: (
                each.do("passing.waiting"),
                each.do("passing.troubles"),
                [processes.tail(each.seat.home.logs / f"{p}.log") for p in PROCESSES],
            )
            for name, each in self.at.items()
        }

    def until(
        self, true: Callable[[], bool], *, patience: float = PATIENCE, what: str = ""
    ) -> None:
        """Look after everything until it is so."""
        deadline = time.monotonic() + patience
        while not true():
            assert time.monotonic() < deadline, (what, self.troubles())
            self.watch()
            time.sleep(0.1)


def kill_database(cluster: Cluster) -> None:
    """SIGKILL for the server itself; its sessions end by themselves when they notice."""
    postmaster = int((cluster.home.data / "postmaster.pid").read_text().split()[0])
    os.kill(postmaster, signal.SIGKILL)
    while _lives(cluster):
        time.sleep(0.02)


def _lives(cluster: Cluster) -> bool:
    process = cluster._process
    return process is not None and process.poll() is None


@contextmanager
def small_country(*, gateways: Collection[str] = ()) -> Iterator[SmallCountry]:
    """Two towns and the rest of the country, connected, empty, with everything running; some with a 住基ネットゲートウェイ."""
    folder = make_folder(in_memory=True)
    made: list[Installation | Outside | Gateway] = []
    try:
        country = _make(folder, made, gateways)
        country.watch()
        country.until(country.outside.listens, what="outside")
        yield country
    finally:
        for each in reversed(made):
            each.close()
        shutil.rmtree(folder, ignore_errors=True)


def _make(
    folder: Path, made: list[Installation | Outside | Gateway], gateways: Collection[str]
) -> SmallCountry:
    root = Home(folder)
    root.ensure()
    plan = plan_country(root, TOWNS, port=free_ports(), seed=1, gateways=gateways)
    equip_all(plan)
    at: dict[str, Installation] = {}
    waiting: list[Installation] = []
    for seat in (seat for town in plan.towns for seat in town.seats):
        each = Installation(seat, _cluster(seat.home))
        made.append(each)
        at[each.name] = each
        _furnish(seat)
        each.cluster.start()
        each.cluster.provision()
        ensure_keys(seat.home, fresh=True)
        each.open()
        each.ask("migrate")
        if seat.party.node in _FURNISHED:
            waiting.append(each)
        else:
            each.hear()
            _keep(each)
    outside = Outside(plan.outside_home, _cluster(Home(plan.outside_home / "database")))
    made.append(outside)
    outside.cluster.start()
    outside.cluster.provision(OUTSIDE_DATABASE)
    outside.settle_down(plan)
    for each in waiting:
        each.hear()
    between = {town.name: Gateway(town.gateway) for town in plan.towns if town.gateway}
    made.extend(between.values())
    return SmallCountry(plan, at, outside, between)


def _keep(first: Installation) -> None:
    """Keep the data folder of the first of a kind, with its tables and nothing in them, for all that follow."""
    kept = make_folder(in_memory=True)
    home = first.seat.home
    first.cluster.stop()
    subprocess.run(["cp", "-a", home.data, kept / "data"], check=True)
    subprocess.run(["cp", "-a", home.secrets / SUPERUSER_PASSWORD, kept], check=True)
    first.cluster.start()
    _FURNISHED[first.seat.party.node] = kept


def _furnish(seat: Seat) -> None:
    """Begin with the tables of an earlier installation of the kind: making them takes longest of all."""
    kept = _FURNISHED.get(seat.party.node)
    if kept is not None:
        subprocess.run(["cp", "-a", kept / "data", seat.home.data], check=True)
        subprocess.run(["cp", "-a", kept / SUPERUSER_PASSWORD, seat.home.secrets], check=True)


def _cluster(home: Home) -> Cluster:
    home.ensure()
    (home.root / "postgresql.local.conf").write_text(_SMALL, encoding="utf-8")
    return Cluster(home)


def free_ports() -> int:
    """A hundred ports that nobody uses; which one a process tries first is its own."""
    tried: tuple[int, ...] = (*_PORTS[os.getpid() % len(_PORTS) :], *_PORTS)
    return next(first for first in tried if all(_is_free(first + n) for n in range(100)))


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0
