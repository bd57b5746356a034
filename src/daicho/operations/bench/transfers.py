"""Transfers (移行): the whole town exported and imported again, beside COPY of the same tables and the same constraints."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from time import perf_counter

import psycopg
import pyrage
from django.core.management import call_command
from django.db import connection
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from daicho.config.database import DATABASE
from daicho.foundation.staff.access import system_access
from daicho.foundation.vault.public import ring
from daicho.kernel.access import Purpose
from daicho.operations.bench.peak import forget_peak, peak_mb
from daicho.operations.bench.timing import Bar, Contest
from daicho.operations.home import Home
from daicho.operations.postgres import SUPERUSER, Cluster
from daicho.operations.transfer import checking, loading
from daicho.operations.transfer.exporting import export
from daicho.operations.transfer.profile import OURS
from daicho.operations.transfer.run import open_run
from daicho.registers.residents.load import COLUMNS

EXPORT = Contest(
    name="export",
    ours_is="versions a second of `daicho export`: CSV of everything, numbers encrypted anew, sums, entry on the trail",
    bare_is="COPY TO of the same tables by psycopg, thrown away",
    bar=Bar("speed", 0.3),
)
IMPORT = Contest(
    name="import",
    ours_is="versions a second of `daicho import`: everything checked, digested, numbers encrypted, loaded, counted",
    bare_is="COPY FROM of the same rows into the same tables by psycopg, then the same constraints and indexes built",
    bar=Bar("speed", 0.25),
)
_EMPTY = "bench_empty"
_INTO = "bench_into"
# Codes that nobody has yet are not carried from system to system.
_LOADED = tuple(table for table in COLUMNS if table != "vault_poolcode")
# A copy of a city takes minutes: one round tells enough.
_LARGE = 20_000


@dataclass(slots=True)
class TransferRun:
    """Exports and imports of the measured town; what explains them is in `told` afterwards."""

    home: Home
    residents: int
    told: dict[str, float | int | str] = field(default_factory=dict)

    def exports(self, rounds: int) -> Iterator[tuple[float, float]]:
        """(ours, bare) versions a second of each round."""
        versions = _versions()
        with _folder(self.home) as folder:
            for turn in range(self._rounds(rounds)):
                forget_peak()
                ours = _timed(lambda turn=turn: _export(folder / str(turn)))  # type: ignore[misc]
                self.told["export: peak of resident memory, MB"] = int(peak_mb())
                shutil.rmtree(folder / str(turn))
                yield versions / ours, versions / _timed(self._copy_out)

    def imports(self, rounds: int) -> Iterator[tuple[float, float]]:
        """The same of imports; both sides begin with an empty register."""
        versions = _versions()
        cluster = Cluster(self.home)
        with _folder(self.home) as folder:
            identity = _export(folder / "town")
            self._dump(folder)
            self._make_empty(cluster)
            sides = {
                "ours": lambda: self._import_into(cluster, folder / "town", identity),
                "bare": lambda: _copy_in(cluster, folder),
            }
            for turn in range(self._rounds(rounds)):
                times = {}
                for side in sorted(sides, reverse=turn % 2 == 0):
                    times[side] = _timed(sides[side])
                    cluster.drop_database(_INTO)
                    cluster.create_database(_INTO, template=_EMPTY)
                yield versions / times["ours"], versions / times["bare"]
            for name in (_INTO, _EMPTY):
                cluster.drop_database(name)

    def _rounds(self, rounds: int) -> int:
        return 1 if self.residents > _LARGE else rounds

    def _copy_out(self) -> None:
        with _superuser(Cluster(self.home)) as bare, bare.cursor() as cursor:
            for table in _tables():
                with cursor.copy(
                    sql.SQL("COPY {} TO STDOUT").format(sql.Identifier(table))
                ) as copy:
                    for _ in copy:
                        pass

    def _dump(self, folder: Path) -> None:
        with _superuser(Cluster(self.home)) as bare, bare.cursor() as cursor:
            for table in _LOADED:
                with (
                    (folder / table).open("wb") as out,
                    cursor.copy(_copy(table, "TO STDOUT")) as copy,
                ):
                    for data in copy:
                        out.write(data)

    def _make_empty(self, cluster: Cluster) -> None:
        for name in (_INTO, _EMPTY):
            cluster.drop_database(name)
        cluster.create_database(_EMPTY)
        with _connected(cluster, "migrator", _EMPTY):
            call_command("migrate", verbosity=0)
        cluster.create_database(_INTO, template=_EMPTY)

    def _import_into(
        self, cluster: Cluster, source: Path, identity: pyrage.x25519.Identity
    ) -> None:
        forget_peak()
        with _connected(cluster, "loader", _INTO):
            self._import(source, identity)
        largest = getrusage(RUSAGE_CHILDREN).ru_maxrss // 1024
        self.told["import: peak of resident memory, MB: this process, a worker"] = (
            f"{peak_mb():.0f} {largest}"
        )

    def _import(self, source: Path, identity: pyrage.x25519.Identity) -> None:
        began = perf_counter()
        run = open_run(
            self.home.root, source, profile=OURS, profile_text="", keys=ring(), heard=lambda _: None
        )
        means = checking.Means(profile=OURS, keys=ring(), identities=[identity])
        verdict, _ = checking.check(run, means, step=_quiet)
        checked = perf_counter()
        loading.load_run(
            system_access(Purpose.BATCH, job="bench"), run, verdict, means, step=_quiet
        )
        self.told["import: seconds of checking and of loading"] = (
            f"{checked - began:.1f} {perf_counter() - checked:.1f}"
        )
        shutil.rmtree(run.folder)


def _export(folder: Path) -> pyrage.x25519.Identity:
    identity = pyrage.x25519.Identity.generate()
    export(
        system_access(Purpose.BATCH, job="bench"),
        folder,
        recipient=identity.to_public(),
        keys=ring(),
        profile=OURS,
        step=_quiet,
    )
    return identity


def _copy_in(cluster: Cluster, folder: Path) -> None:
    dsn = cluster.dsn("loader", database=_INTO)
    with psycopg.connect(dsn) as bare, bare.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SELECT residents_load_begin()")
        for table in _LOADED:
            with (
                (folder / table).open("rb") as stream,
                cursor.copy(_copy(table, "FROM STDIN")) as copy,
            ):
                while data := stream.read(1 << 20):
                    copy.write(data)
        cursor.execute("SELECT residents_load_end()")


def _copy(table: str, way: str) -> sql.Composed:
    columns = sql.SQL(", ").join(map(sql.Identifier, COLUMNS[table]))
    return sql.SQL("COPY {} ({}) " + way).format(sql.Identifier(table), columns)


def _tables() -> tuple[str, ...]:
    """What an export reads: neither what is derived for searching nor codes that nobody has."""
    derived = {"residents_searchname", "residents_searchplace"}
    return tuple(table for table in _LOADED if table not in derived)


def _superuser(cluster: Cluster) -> psycopg.Connection:
    return psycopg.connect(cluster.dsn(SUPERUSER, database=DATABASE), autocommit=True)


def _versions() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM residents_version")
        row = cursor.fetchone()
    assert row is not None
    return int(row[0])


@contextmanager
def _connected(cluster: Cluster, role: str, database: str) -> Iterator[None]:
    """Django's connection in another database for a while."""
    before = dict(connection.settings_dict)
    connection.close()
    info = conninfo_to_dict(cluster.dsn(role, database=database))
    connection.settings_dict.update(
        HOST=info["host"], NAME=database, USER=role, PASSWORD=info["password"]
    )
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(before)


@contextmanager
def _folder(home: Home) -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="transfer-", dir=home.root))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _timed(act: Callable[[], object]) -> float:
    began = perf_counter()
    act()
    return perf_counter() - began


def _quiet(_what: str, _total: int) -> Callable[[int], None]:
    return lambda _more: None
