"""The database (データベース): one schema of its own, made by the numbered files of `sql/`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from psycopg import Connection, sql
from psycopg.rows import DictRow, dict_row
from psycopg_pool import ConnectionPool

Database = Connection[DictRow]
Pool = ConnectionPool[Database]
Row = Mapping[str, Any]

MOST_CONNECTIONS = 24
_FILES = Path(__file__).parent / "sql"
_ONE_AT_A_TIME = 0x6F757473


def open_pool(dsn: str, *, most: int = MOST_CONNECTIONS) -> Pool:
    """Connections to the database; each `with pool.connection()` is one transaction."""
    return ConnectionPool(
        dsn,
        connection_class=Connection[DictRow],
        kwargs={"row_factory": dict_row, "options": "-c search_path=outside"},
        min_size=1,
        max_size=most,
        open=True,
    )


def migrate(pool: Pool) -> list[str]:
    """Bring the schema to the newest file; returns the names of the files that were run."""
    done: list[str] = []
    with pool.connection() as connection:
        connection.execute("SELECT pg_advisory_xact_lock(%s)", [_ONE_AT_A_TIME])
        connection.execute("CREATE SCHEMA IF NOT EXISTS outside")
        connection.execute(
            "CREATE TABLE IF NOT EXISTS outside.edition"
            " (name text PRIMARY KEY, run_at timestamptz NOT NULL DEFAULT now())"
        )
        known = {row["name"] for row in connection.execute("SELECT name FROM outside.edition")}
        for path in sorted(_FILES.glob("*.sql")):
            if path.stem not in known:
                connection.execute(sql.SQL(path.read_text(encoding="utf-8")))
                connection.execute("INSERT INTO outside.edition (name) VALUES (%s)", [path.stem])
                done.append(path.stem)
    return done
