"""One trip (一往復でまとめて実行): a prepared statement for each of many rows, in one round trip to the database."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django.db import connection
from psycopg import Cursor

# From the first time on: these statements come thousands of times.
_AT_ONCE: Final = 0


def in_one_trip(
    statement: str, rows: Sequence[Sequence[object]]
) -> list[tuple[Any, ...] | None]:  # Any: what a column holds
    """Run it for each row; the first row that each returns, or None. Within the caller's transaction.

    Past Django's cursor, which writes values into the text of a statement: so they are bound, and it is planned once.
    """
    connection.ensure_connection()
    connection.validate_no_broken_transaction()
    held = connection.connection
    before = held.prepare_threshold
    held.prepare_threshold = _AT_ONCE
    found: list[tuple[Any, ...] | None] = []
    try:
        with connection.wrap_database_errors, Cursor(held) as cursor:
            cursor.executemany(statement, rows, returning=True)
            going = True
            while going:
                found.append(cursor.fetchone())
                going = bool(cursor.nextset())
    finally:
        held.prepare_threshold = before
    return found
