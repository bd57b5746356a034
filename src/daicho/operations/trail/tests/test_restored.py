"""Restored (復元後の再廃棄): a backup that is older than the plan brings nothing back for good."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from conftest import connect_as
from django.db import connection

from daicho.business.movements.models import Case
from daicho.business.retention.commands.reapply_receipts import reapply_receipts
from daicho.business.retention.models import Plan, PlanItem
from daicho.business.retention.receipts import Receipts
from daicho.business.retention.selectors.erased import disposed_note
from daicho.business.retention.tests.conftest import chief, filled, home, planner
from daicho.business.retention.tests.scene import approved, carried_out, old_case, planned
from daicho.foundation.audit.models import Entry
from daicho.foundation.staff.public import system_access
from daicho.kernel.access import Access, Purpose
from daicho.operations.postgres import Cluster

__all__ = ["chief", "filled", "home", "planner"]
OLD = date(2024, 6, 1)


def _snapshot(key: UUID) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_jsonb(c)::text FROM movements_case c WHERE key = %s", [key])
        return str(cursor.fetchone()[0])


def _come_back(row: str) -> None:
    """The row as a restored backup brings it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO movements_case SELECT * FROM jsonb_populate_record(NULL::movements_case, %s::jsonb)",
            [row],
        )


@pytest.mark.usefixtures("today")
def test_after_a_restore_the_receipts_are_applied_again(
    planner: Access,
    chief: Access,
    home: Path,
    fresh_database: str,
    cluster: Cluster,
) -> None:
    case = old_case(OLD)
    row = _snapshot(case.key)
    plan = approved(chief, planned(planner, "cases"))
    carried_out(chief, plan)
    path = Receipts(home, plan).path
    # The backup is older than the plan: the case is back, and nobody knows of any plan.
    connection.close()
    older = f"{fresh_database}_older"
    cluster.create_database(older, template="daicho_template")
    try:
        connect_as(cluster, "app", older)
        _come_back(row)
        young = old_case(date(2026, 11, 1))
        connect_as(cluster, "loader", older)
        batch = system_access(Purpose.BATCH, job="test")
        done = reapply_receipts(batch, path=path, home=home)
        assert (done.named, done.returned) == (1, 1)
        assert reapply_receipts(batch, path=path, home=home).returned == 0
        connect_as(cluster, "app", older)
        assert list(Case.objects.values_list("key", flat=True)) == [young.key]
        assert plan.number in disposed_note([case.key])
        again = Plan.objects.get()
        assert (again.number, again.state, again.approved_by) == (
            plan.number,
            "done",
            chief.staff_key,
        )
        assert PlanItem.objects.get().erased_at is not None
        assert Entry.objects.filter(kind="retention.reapplied").count() == 2
    finally:
        connection.close()
        cluster.drop_database(older)
        connect_as(cluster, "app", fresh_database)
