"""The door (廃棄の扉): what no approved plan names stays, whoever asks; and nothing is touched besides."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from daicho.business.movements.models import Case
from daicho.business.retention.commands.draft_plan import NAME
from daicho.business.retention.models import Plan, PlanFile, PlanItem
from daicho.business.retention.tests.scene import approved, at, carried_out, old_case, planned
from daicho.kernel.access import Access

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today", "home")]
OLD = date(2024, 6, 1)


def door(plan: UUID, file: str = "cases") -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM retention_erase(%s, %s, 1000, %s)", [plan, file, at(date(2026, 11, 20))]
        )
        return len(cursor.fetchall())


def refused(statement: str, *values: UUID | str | date) -> bool:
    """Whether the database refuses it, with nothing changed."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, values)
    except DatabaseError:
        return True
    return False


def test_what_no_approval_names_stays(planner: Access, chief: Access) -> None:
    named = old_case(OLD)
    draft = planned(planner, "cases")
    later = old_case(OLD)
    with pytest.raises(DatabaseError, match="no approved plan"):
        door(draft.key)
    with pytest.raises(DatabaseError, match="no approved plan"):
        door(uuid4())
    plan = approved(chief, draft)
    with pytest.raises(DatabaseError):
        door(plan.key, "requests")
    assert door(plan.key) == 1
    assert door(plan.key) == 0
    assert list(Case.objects.values_list("key", flat=True)) == [later.key]
    assert named.key != later.key


def test_nobody_adds_to_a_plan_or_approves_their_own(planner: Access, chief: Access) -> None:
    old_case(OLD)
    plan = planned(planner, "cases")
    young = old_case(date(2026, 11, 1))
    item = "INSERT INTO retention_planitem (plan_id, file, item, number, ended_on, kept_for) VALUES (%s, 'cases', %s, '', '2020-01-01', '')"
    assert refused(item, plan.key, str(young.key))
    assert refused(NAME, plan.key, "cases", "cases", date(2026, 11, 19))
    own = "UPDATE retention_plan SET state = 'approved', approved_by = drafted_by WHERE key = %s"
    assert refused(own, plan.key)
    assert refused("UPDATE retention_plan SET state = 'approved' WHERE key = %s", plan.key)
    assert refused(
        "UPDATE retention_planfile SET before = '2026-11-20' WHERE plan_id = %s", plan.key
    )
    assert refused("UPDATE retention_planitem SET kept_for = '' WHERE plan_id = %s", plan.key)
    approved(chief, plan)
    assert refused(item, plan.key, str(young.key))
    assert refused("UPDATE retention_plan SET state = 'drafted' WHERE key = %s", plan.key)
    assert refused("UPDATE retention_plan SET digest = 'x' WHERE key = %s", plan.key)
    carried_out(chief, plan)
    assert refused("UPDATE retention_plan SET state = 'approved' WHERE key = %s", plan.key)
    assert refused("DELETE FROM retention_planitem")
    assert refused("DELETE FROM retention_plan")
    assert list(Case.objects.values_list("key", flat=True)) == [young.key]


@pytest.mark.proves("RET-025")
def test_nothing_younger_than_a_year_goes_whatever_a_plan_says(
    planner: Access, chief: Access
) -> None:
    case = old_case(date(2026, 6, 1), kind="error_amend")
    now = at(date(2026, 11, 20))
    plan = Plan.objects.create(
        number="廃棄X",
        state="drafted",
        as_of=date(2026, 11, 20),
        drafted_at=now,
        drafted_by=planner.staff_key,
        drafted_by_name="x",
    )
    PlanFile.objects.create(
        plan=plan, file="cases", title="x", period="x", source="x", before=date(2026, 11, 20)
    )
    PlanItem.objects.create(plan=plan, file="cases", item=str(case.key), ended_on=date(2026, 6, 1))
    plan.digest, plan.state = "x", "approved"
    plan.approved_by, plan.approved_at = chief.staff_key, now
    plan.save(update_fields=["digest", "state", "approved_by", "approved_at"])
    with pytest.raises(DatabaseError, match="a year at least"):
        door(plan.key)
    assert Case.objects.count() == 1


def test_the_app_deletes_nothing_by_itself() -> None:
    case = old_case(OLD)
    assert refused("DELETE FROM movements_case WHERE key = %s", case.key)
    assert refused("SELECT disposal_erase_cases(ARRAY[%s]::text[])", str(case.key))
    assert refused("SELECT retention_reapply('{}'::jsonb, now())")
    # The setting that the books' own guard asks for is no key by itself.
    for table in ("cash_entry", "residents_memoline", "movements_case"):
        assert refused(f"SET LOCAL daicho.disposal = 'on'; DELETE FROM {table}"), table


@pytest.mark.proves("RET-001", "RET-002")
def test_no_file_that_can_be_disposed_of_is_the_register() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.proname, p.prosrc FROM pg_proc p WHERE p.proname LIKE 'disposal\\_erase\\_%'"
        )
        bodies = dict(cursor.fetchall())
    assert len(bodies) > 15
    for table in ("version", "residentrecord", "person", "change", "householdnumber"):
        assert not any(f"residents_{table}" in body for body in bodies.values()), table
    assert not any("vault_" in body for body in bodies.values())
    assert refused("DELETE FROM residents_version")
    assert refused("DELETE FROM residents_residentrecord")
