"""Town (測定用の町): a server of the benchmark's own, as durable as a real one, with a sample town in it.

The loaded town is kept as a second database, from which every run gets a fresh copy: one run's entries and
approvals do not weigh on the next. Nothing here ever meets another installation's database.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

from daicho.config.database import DATABASE
from daicho.foundation.documents.fonts import install_font
from daicho.kernel.errors import Unavailable
from daicho.operations.environment import COMMANDS, environment, python
from daicho.operations.home import Home
from daicho.operations.postgres import SUPERUSER, Cluster
from daicho.operations.progress import step
from daicho.operations.startup import Errand, ensure_keys

LOADED = "bench_town"
_OTHER_SERVERS = ("DAICHO_DATABASE_URL", "DAICHO_DATABASE_PASSWORD", "DAICHO_ORIGIN")
_FRAME = (
    Errand("データベースの移行", "migrator", ("django", "migrate", "--noinput")),
    Errand("キャッシュの表の用意", "migrator", ("django", "createcachetable")),
)
_SCREENS = Errand("画面の部品の用意", "app", ("django", "collectstatic", "--noinput"))


@dataclass(frozen=True, slots=True)
class BenchPlan:
    """Which town is measured."""

    residents: int
    seed: int = 1


@contextmanager
def bench_town(plan: BenchPlan, *, cache: Path | None) -> Iterator[Home]:
    """A home whose server runs with the town in it; under `cache` the loaded town is kept for the next time."""
    for name in _OTHER_SERVERS:
        os.environ.pop(name, None)
    # Approvals are measured on whatever day of the week it is.
    os.environ["DAICHO_CLOSING_DAY_APPROVAL"] = "on"
    root = (
        cache.absolute() / f"town-{plan.residents}-{plan.seed}"
        if cache
        else Path(tempfile.mkdtemp(prefix="daicho-bench-", dir="/tmp"))
    )
    home = Home(root)
    cluster = Cluster(home)
    try:
        with cluster.running():
            kept = _is_loaded(home)
            if not kept:
                _load(home, cluster, plan)
            with step("町の写しを作る"):
                cluster.drop_database(DATABASE)
                cluster.create_database(DATABASE, template=LOADED)
            # A town that was kept may be of an earlier edition.
            for errand in (*_FRAME, _SCREENS) if kept else (_SCREENS,):
                errand.run(home)
            yield home
    finally:
        if cache is None:
            shutil.rmtree(root, ignore_errors=True)


def _is_loaded(home: Home) -> bool:
    return (home.root / "done" / LOADED).exists()


def _load(home: Home, cluster: Cluster, plan: BenchPlan) -> None:
    for name in (LOADED, DATABASE):
        cluster.drop_database(name)
    cluster.provision()
    ensure_keys(home, fresh=True)
    install_font(home.root)
    for errand in _FRAME:
        errand.run(home)
    _make_sample(home, plan)
    Errand("試用の職員の登録", "app", (COMMANDS, "accounts", "create")).run(home)
    with step("統計の用意 (VACUUM ANALYZE)"):
        _tidy(cluster)
    done = home.root / "done" / LOADED
    done.parent.mkdir(exist_ok=True)
    done.touch()


def _make_sample(home: Home, plan: BenchPlan) -> None:
    # Its own bar is shown: a large town takes minutes.
    chosen = ("--residents", str(plan.residents), "--seed", str(plan.seed))
    done = subprocess.run(
        python("-m", COMMANDS, "sample", *chosen),
        env=environment(home, role="loader"),
        stdin=subprocess.DEVNULL,
        check=False,
    )
    if done.returncode != 0:
        raise Unavailable("測定用の町を作れませんでした。", why="理由は上に出ています。")


def _tidy(cluster: Cluster) -> None:
    """What autovacuum does within minutes of a load, done before measuring; then the town is set aside."""
    with psycopg.connect(cluster.dsn(SUPERUSER), autocommit=True) as connection:
        connection.execute("VACUUM (ANALYZE)")
    dsn = cluster.dsn(SUPERUSER, database="postgres")
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute(
            sql.SQL("ALTER DATABASE {} RENAME TO {}").format(
                sql.Identifier(DATABASE), sql.Identifier(LOADED)
            )
        )
        connection.execute("CHECKPOINT")
