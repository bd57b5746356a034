"""Backup (控えと復元): the database in one file, without what may be in no backup (送付先情報: tables that are UNLOGGED).

Keys are not in it: they are kept apart (`daicho keys backup`). A copy of the data folder is no substitute: after a start from
one that was not shut down the server empties those tables, but the copy itself has their files.
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import Final

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from daicho.kernel.errors import Conflict, Invalid, Problem, Unavailable
from daicho.operations.postgres import SUPERUSER, Cluster
from daicho.operations.programs import packaged_programs

_TABLES: Final = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"


def back_up(cluster: Cluster, database: str, *, to: Path) -> None:
    """Write the backup, readable by its owner alone. `Conflict` when the file is there; nothing half-written remains."""
    draft = to.with_name(f".{to.name}.draft")
    if to.exists():
        raise Conflict(
            f"{to} は、既にあります。",
            why="前の控えを上書きしません。",
            remedy="別の名前を指定してください。",
            code="backup.exists",
        )
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
        what = f"{backup} がありません。"
        raise Invalid(
            [Problem("backup.missing", "file", what, "", "控えの場所を確かめてください。")]
        )
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
