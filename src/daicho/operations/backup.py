"""Backup (控えと復元): an installation in one folder, without what may be in no backup (送付先情報: tables that are UNLOGGED).

    FOLDER/
      database.dump   the database of one instant (pg_dump, custom format)
      home/           what else belongs to it: which node it is, its lines and certificates, heads, receipts

Keys are not in it: they are kept apart (`daicho keys backup`). A copy of the data folder is no substitute: after a start from
one that was not shut down the server empties those tables, but the copy itself has their files.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Final

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from daicho.kernel.errors import Conflict, Invalid, Problem, Unavailable
from daicho.operations.home import Home
from daicho.operations.node import FILE, check_has_database, node_of
from daicho.operations.postgres import SUPERUSER, Cluster
from daicho.operations.programs import packaged_programs

DATABASE: Final = "database.dump"
HOME: Final = "home"
# Of a home: neither secrets nor anything that is made again at the next start.
_KEPT: Final = (
    FILE,
    "postgresql.local.conf",
    "software.txt",
    "lines",
    "heads",
    "receipts",
    "done",
    "key-use",
)
_TABLES: Final = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"


def keep(home: Home, *, to: Path) -> None:
    """Write the backup of an installation into a new folder, whole or not at all, readable by its owner alone."""
    check_has_database(home)
    if to.exists():
        raise _exists(to)
    draft = to.with_name(f".{to.name}.draft")
    shutil.rmtree(draft, ignore_errors=True)
    try:
        draft.mkdir(mode=0o700)
    except FileNotFoundError:
        what = f"{to.parent} がありません。"
        raise _missing(what, "控えを置くフォルダーを先に作ってください。") from None
    try:
        cluster = Cluster(home)
        with cluster.running():
            back_up(cluster, node_of(home).database, to=draft / DATABASE)
        _copy(home.root, draft / HOME)
        draft.replace(to)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def bring_back(home: Home, *, backup: Path) -> None:
    """Make a home of a backup: its files where there are none yet, then its database. The keys are brought back apart.

    `Invalid` for a folder that is no backup, `Conflict` for a home that is another system's or has a database already.
    """
    if not (backup / DATABASE).is_file() or not (backup / HOME).is_dir():
        what = f"{backup} は、控えではありません。"
        raise _missing(
            what, f"`daicho backup` が作ったフォルダー（{DATABASE} と {HOME}）を指定してください。"
        )
    _check_same_node(home, backup)
    home.ensure()
    _copy(backup / HOME, home.root)
    check_has_database(home)
    cluster = Cluster(home)
    with cluster.running():
        cluster.provision()
        restore(cluster, node_of(home).database, backup=backup / DATABASE)


def _check_same_node(home: Home, backup: Path) -> None:
    mine, its = (_said(folder / FILE) for folder in (home.root, backup / HOME))
    if mine is not None and mine != its:
        raise Conflict(
            "この控えは、この置き場のものではありません。",
            why=f"置き場 {home.root} は、別の装置か別の市町村のものです。",
            remedy="新しい置き場を DAICHO_HOME に指定して行ってください。",
            code="backup.other_node",
        )


def _said(path: Path) -> object:
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None


def _copy(source: Path, target: Path) -> None:
    """What belongs to an installation, from one folder to another; what is there already is left as it is."""
    target.mkdir(exist_ok=True)
    found = [source / name for name in _KEPT if (source / name).exists()]
    files = [
        f for each in found for f in ([each] if each.is_file() else each.rglob("*")) if f.is_file()
    ]
    for file in files:
        place = target / file.relative_to(source)
        if not place.exists():
            place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            shutil.copy2(file, place)


def _missing(what: str, remedy: str) -> Invalid:
    return Invalid([Problem("backup.missing", "folder", what, "", remedy)])


def _exists(to: Path) -> Conflict:
    return Conflict(
        f"{to} は、既にあります。",
        why="前の控えを上書きしません。",
        remedy="別の名前を指定してください。",
        code="backup.exists",
    )


def back_up(cluster: Cluster, database: str, *, to: Path) -> None:
    """Write a database, readable by its owner alone. `Conflict` when the file is there; nothing half-written remains."""
    draft = to.with_name(f".{to.name}.draft")
    if to.exists():
        raise _exists(to)
    try:
        with open(
            os.open(draft, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "wb"
        ) as file:  # its mode from the start
            _run(
                ("pg_dump", "--format=custom", "--no-unlogged-table-data"),
                cluster.dsn(SUPERUSER, database=database),
                into=file.fileno(),
            )
            os.fsync(file.fileno())
        draft.replace(to)
    finally:
        draft.unlink(missing_ok=True)


def restore(cluster: Cluster, database: str, *, backup: Path) -> None:
    """Fill an empty database from a backup, whole or not at all. `Conflict` when anything is in it already."""
    if not backup.exists():
        raise _missing(f"{backup} がありません。", "控えの場所を確かめてください。")
    dsn = cluster.dsn(SUPERUSER, database=database)
    with psycopg.connect(dsn) as connection:
        row = connection.execute(_TABLES).fetchone()
    if row and row[0]:
        raise Conflict(
            "復元先のデータベースが空ではありません。",
            why=f"{database} に表が{row[0]}あります。復元は、今あるものに重ねません。",
            remedy="新しい置き場を DAICHO_HOME に指定して行ってください。",
            code="backup.not_empty",
        )
    _run(("pg_restore", "--single-transaction", "--exit-on-error", str(backup)), dsn)


def _run(command: tuple[str, ...], dsn: str, *, into: int | None = None) -> None:
    # The password is told apart from the command line, which anybody on the machine may read.
    told = {name: str(value) for name, value in conninfo_to_dict(dsn).items() if value is not None}
    password = told.pop("password", "")
    words = [str(packaged_programs() / command[0]), *command[1:]]
    done = subprocess.run(
        [*words, "--dbname", make_conninfo(**told)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL if into is None else into,
        stderr=subprocess.PIPE,
        env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "PGPASSWORD": password},
        check=False,
    )
    if done.returncode != 0:
        raise Unavailable(
            "控えを書けませんでした。" if into is not None else "控えを戻せませんでした。",
            why=done.stderr.decode("utf-8", "replace").strip()[-500:],
            remedy="データベースの記録（logs/postgres.log）と空き容量を確かめてください。",
            code="backup.failed",
        )
