"""Disposal: runs go with their differences after their years; what is under way stays, and the last that was finished."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from django.db import ProgrammingError, connection, transaction

from daicho.foundation.reconciliation.models import Difference, Run, State

pytestmark = pytest.mark.django_db
SOMEBODY = UUID(int=7)


def made(year: int, state: State, *, source: str = "test") -> Run:
    at = datetime(year, 6, 1, 3, tzinfo=UTC)
    return Run.objects.create(
        source=source,
        peer="072010:municipal_cs",
        width=1,
        state=state.value,
        job=uuid4(),
        started_at=at,
        moved_at=at,
        finished_at=None if state is State.RUNNING else at,
        started_by=uuid4(),
        started_by_name="試験",
    )


def due() -> dict[UUID, tuple[str, list[UUID]]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT item, kept_for, persons FROM disposal_due_reconciliations('2026-04-01')"
        )
        return {UUID(item): (kept, persons) for item, kept, persons in cursor.fetchall()}


def test_the_last_that_was_finished_stays_and_what_is_under_way() -> None:
    old, last = made(2018, State.DONE), made(2019, State.DONE)
    stopped, running = made(2020, State.STOPPED), made(2020, State.RUNNING)
    other = made(2018, State.DONE, source="other")
    made(2026, State.DONE, source="new")
    for subject in (SOMEBODY, SOMEBODY, None):
        Difference.objects.create(
            run=old, block="0", subject=subject, side="both", items=["11"], cause="altered"
        )
    assert due() == {
        old.key: ("", [SOMEBODY]),
        last.key: ("referenced", []),
        stopped.key: ("", []),
        running.key: ("running", []),
        other.key: ("referenced", []),
    }


def test_the_application_itself_erases_nothing() -> None:
    run = made(2018, State.DONE)
    for statement in (
        "SELECT disposal_erase_reconciliations(ARRAY[%s])",
        "DELETE FROM reconciliation_run WHERE key = %s::uuid",
    ):
        with (
            pytest.raises(ProgrammingError),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement, [str(run.key)])
    assert Run.objects.filter(key=run.key).exists()
