"""Replay (再演): the statements of a real act, noted, and run again by psycopg with nothing around them.

The act runs once in a transaction that is rolled back, with its statements and parameters noted. What it made is gone
then, so that the very same statements can be run again, each once, and be committed: keys do not meet, and rows that it
read are still as it read them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import psycopg
from django.conf import settings
from django.db import connection, transaction

from daicho.config.database import connection_info
from daicho.operations.postgres import dsn_of

_SAVEPOINTS = ("SAVEPOINT", "RELEASE SAVEPOINT")


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement as Django handed it to psycopg."""

    sql: Any  # Any: text, or what psycopg composes
    params: Any  # Any: whatever psycopg adapts


def statements_of(act: Callable[[], object]) -> tuple[Statement, ...]:
    """What an act says to the database; nothing of it stays."""
    noted: list[Statement] = []

    def note(execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        # Any: Django's own signature of an execute wrapper
        if many:
            raise ValueError("executemany is not replayed")
        noted.append(Statement(sql, params))
        return execute(sql, params, many, context)

    with transaction.atomic():
        with connection.execute_wrapper(note):
            act()
        transaction.set_rollback(True)
    return _without_the_wrapping(noted)


def _without_the_wrapping(noted: Sequence[Statement]) -> tuple[Statement, ...]:
    """Leave out the savepoint that the act's own transaction became within ours."""
    first = str(noted[0].sql)
    if not first.startswith(_SAVEPOINTS[0]):
        return tuple(noted)
    name = first.split()[-1]
    return tuple(
        s
        for s in noted
        if not (str(s.sql).startswith(_SAVEPOINTS) and str(s.sql).split()[-1] == name)
    )


def open_bare() -> psycopg.Connection:
    """A connection without Django: same server, role and adapters, parameters bound in the client as Django does."""
    connection.ensure_connection()
    opened = psycopg.connect(
        dsn_of(connection_info(settings.HOME, "app")),
        autocommit=True,
        context=connection.connection,
        cursor_factory=psycopg.ClientCursor,
    )
    opened.execute("SELECT set_config('TimeZone', 'UTC', false)")
    return opened


def replay(bare: psycopg.Connection, statements: Sequence[Statement]) -> None:
    """Run the statements in one transaction, fetch every row, commit durably."""
    with bare.transaction(), bare.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement.sql, statement.params)
            if cursor.description is not None:
                cursor.fetchall()
