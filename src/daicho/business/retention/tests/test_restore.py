"""Restore (復元): what was erased does not come back for good, what crashed between two pieces goes on, the trail stays whole."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest

from daicho.business.movements.models import Case
from daicho.business.retention.commands.erase import erase_piece, erase_plan
from daicho.business.retention.commands.reapply_receipts import reapply_receipts
from daicho.business.retention.models import PlanFile
from daicho.business.retention.receipts import Receipts, read_receipts
from daicho.business.retention.tests.scene import approved, carried_out, old_case, planned
from daicho.foundation.audit.commands.anchor_key import create_signing_key
from daicho.foundation.audit.models import Entry
from daicho.foundation.audit.selectors.verify import verify_chain
from daicho.foundation.jobs.domain.run import JobRun
from daicho.foundation.jobs.tests.running import Listening
from daicho.foundation.staff.public import system_access
from daicho.kernel.access import Access, Purpose
from daicho.kernel.errors import Conflict, Refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
OLD = date(2024, 6, 1)


def test_a_crash_between_pieces_costs_nothing(planner: Access, chief: Access, home: Path) -> None:
    keys = [old_case(OLD).key for _ in range(5)]
    plan = approved(chief, planned(planner, "cases"))
    file = PlanFile.objects.get(plan=plan)
    receipts = Receipts(home, plan)
    erase_piece(chief, plan=plan, file=file, receipts=receipts, most=2)
    # The machine dies after the rows are gone and before the line is on the disk.
    receipts.path.unlink()
    assert Case.objects.count() == 3
    desk = carried_out(chief, plan, piece=2)
    assert Case.objects.count() == 0
    named = [item for piece in read_receipts(receipts.path, home=home) for item in piece["items"]]
    assert sorted(named) == sorted(map(str, keys))
    counts = [json.loads(e.body)["count"] for e in Entry.objects.filter(kind="retention.erased")]
    assert counts == [2, 2, 1]
    assert desk.steps[-1] == (5, 5)


def test_a_torn_line_is_written_again(planner: Access, chief: Access, home: Path) -> None:
    case = old_case(OLD)
    plan = approved(chief, planned(planner, "cases"))
    receipts = Receipts(home, plan)
    file = PlanFile.objects.get(plan=plan)
    erase_piece(chief, plan=plan, file=file, receipts=receipts, most=1)
    whole = receipts.path.read_text(encoding="utf-8")
    receipts.path.write_text(whole[: len(whole) // 2], encoding="utf-8")
    receipts.settle()
    named = [item for piece in read_receipts(receipts.path, home=home) for item in piece["items"]]
    assert named == [str(case.key)]


def test_somebody_stops_it_and_it_is_taken_up_again(
    planner: Access, chief: Access, home: Path
) -> None:
    assert home
    for _ in range(3):
        old_case(OLD)
    plan = approved(chief, planned(planner, "cases"))
    stopped = Listening(stopped=True)
    erase_plan(JobRun(access=chief, key=uuid4(), parameters={}, desk=stopped), plan=plan, piece=1)
    plan.refresh_from_db()
    assert (Case.objects.count(), plan.state) == (3, "approved")
    assert "止めました" in stopped.said[0]
    carried_out(chief, plan, piece=1)
    assert (Case.objects.count(), plan.state) == (0, "done")


def test_the_trail_still_verifies_and_names_nobody(
    planner: Access, chief: Access, home: Path
) -> None:
    assert home
    person = uuid4()
    old_case(OLD, persons=[person])
    carried_out(chief, approved(chief, planned(planner, "cases")))
    report = verify_chain(heads=[], refused_heads=[])
    assert report.breaks == ()
    said = "".join(
        Entry.objects.filter(kind__startswith="retention").values_list("body", flat=True)
    )
    assert str(person) not in said


def test_a_receipt_of_another_hand_erases_nothing(
    planner: Access, chief: Access, home: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    old_case(OLD)
    plan = approved(chief, planned(planner, "cases"))
    carried_out(chief, plan)
    path = Receipts(home, plan).path
    stays = old_case(OLD)
    line = json.loads(path.read_text(encoding="utf-8"))
    line["piece"]["items"] = [str(stays.key)]
    path.write_text(json.dumps(line), encoding="utf-8")
    batch = system_access(Purpose.BATCH, job="test")
    with pytest.raises(Conflict, match="信じられません"):
        reapply_receipts(batch, path=path, home=home)
    other = tmp_path_factory.mktemp("other")
    create_signing_key(other)
    with pytest.raises(Conflict):
        reapply_receipts(batch, path=path, home=other)
    with pytest.raises(Refused):
        reapply_receipts(chief, path=path, home=home)
    assert Case.objects.get().key == stays.key
