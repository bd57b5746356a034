"""Running (抽出の実行): the rows of a statement, streamed, in a transaction that never keeps online work waiting.

A cursor of the server hands the rows on piece by piece, so that memory is flat in their number; the statement may take
so long and no longer, and no helper processes of the database, so that the counter keeps its share of the machine.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from django.db import OperationalError, connection

from daicho.business.extraction.selectors.statement import Statement
from daicho.kernel.errors import Conflict

PIECE: Final = 2_000
AT_THE_DESK_MS: Final = 8_000
"""How long a count or a preview may keep somebody waiting."""
IN_A_JOB_MS: Final = 30 * 60 * 1000


def all_rows(statement: Statement) -> Iterator[tuple[Any, ...]]:
    """Every row of a statement, streamed; within the caller's own transaction. Any: cells of many types."""
    _bounded(IN_A_JOB_MS)
    try:
        with connection.chunked_cursor() as cursor:
            cursor.execute(statement.sql, statement.params)
            while rows := cursor.fetchmany(PIECE):
                yield from rows
    except OperationalError as error:
        raise _too_long("条件を狭めて、依頼し直してください。") from error


def few_rows(statement: Statement, *, in_a_job: bool = False) -> list[tuple[Any, ...]]:
    """The rows of a statement that has few; while somebody waits for them, or in a job. Any: cells of many types."""
    _bounded(IN_A_JOB_MS if in_a_job else AT_THE_DESK_MS)
    try:
        with connection.cursor() as cursor:
            cursor.execute(statement.sql, statement.params)
            return list(cursor.fetchall())
    except OperationalError as error:
        raise _too_long(
            "条件を狭めるか、このまま依頼してください。依頼した抽出は、裏方で時間をかけて作ります。"
        ) from error


def _bounded(milliseconds: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('statement_timeout', %s, true),"
            " set_config('max_parallel_workers_per_gather', '0', true)",
            [str(milliseconds)],
        )


def _too_long(remedy: str) -> Conflict:
    return Conflict(
        "時間がかかりすぎるため、途中で止めました。",
        why="窓口の仕事に影響しないように、時間を限っています。",
        remedy=remedy,
        code="extraction.too_long",
    )
