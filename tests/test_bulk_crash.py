"""Kill -9 of the database during a 本処理: begun again, no household is written twice and none is left out; and the
trail knows every version that a bulk case wrote.
"""

from __future__ import annotations

import json
import os
import signal
from collections import Counter
from threading import Event, Thread
from uuid import UUID

import pytest
from django.db import Error, connection, connections

from daicho.business.movements.commands.bulk_undo import undo_bulk
from daicho.business.movements.jobs import work_once
from daicho.business.movements.models import BulkCase, BulkLine, Case
from daicho.business.movements.tests.bulk_paper import (
    RENAMED,
    carried_out,
    couple,
    decided,
    prepared,
    work,
)
from daicho.business.movements.tests.paper import HEAD, WIFE, carry_through, move_in_paper, pool
from daicho.foundation.audit.models import Entry
from daicho.foundation.outbox.models import Message
from daicho.kernel.access import Access
from daicho.operations.postgres import Cluster
from daicho.registers.residents.models import Change, Version
from daicho.registers.residents.selectors.verify_digests import verify_digests
from tests.test_crash import durable

__all__ = ["durable"]

HOUSEHOLDS = 40


@pytest.mark.usefixtures("today")
def test_a_killed_bulk_case_goes_on_where_it_was(
    durable: Cluster,  # the fixture, by its name
    clerk: Access,
    examiner: Access,
    approver: Access,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("daicho.business.movements.commands.bulk_apply.PIECE", 2)
    for number in range(HOUSEHOLDS):
        couple(number)
    case = prepared((clerk, examiner, approver), "bulk_address_change", RENAMED)
    decided((clerk, examiner, approver), case)
    _kill_in_the_middle(durable)
    durable.start()
    before = _written(case)
    assert 0 < len(before) < HOUSEHOLDS
    assert len(before) == Entry.objects.filter(kind="movements.bulk_applied").count() * 2
    work()
    _check_everybody_once(case)


def _kill_in_the_middle(cluster: Cluster) -> None:
    enough = Event()

    def go_on() -> None:
        pieces = 0
        try:
            while work_once():
                pieces += 1
                if pieces >= 4:
                    enough.set()
        except Error:
            pass
        finally:
            connections.close_all()

    worker = Thread(target=go_on)
    worker.start()
    assert enough.wait(300)
    postmaster = int((cluster.home.data / "postmaster.pid").read_text().split()[0])
    os.kill(postmaster, signal.SIGKILL)
    worker.join(300)
    connection.close()


def _written(case: UUID) -> set[str]:
    lines = BulkLine.objects.filter(case=case, state="written")
    return set(lines.values_list("unit", flat=True))


def _check_everybody_once(case: UUID) -> None:
    assert BulkCase.objects.get(key=case).state == "done"
    assert len(_written(case)) == HOUSEHOLDS
    assert Change.objects.filter(case=case).count() == HOUSEHOLDS
    told = Counter(Message.objects.values_list("payload__case", flat=True))
    assert told[str(case)] == HOUSEHOLDS
    new = Version.objects.filter(change__case=case)
    assert new.count() == 2 * HOUSEHOLDS
    assert set(new.values_list("town", flat=True)) == {"架空町"}
    assert Counter(new.values_list("person", flat=True)).most_common(1)[0][1] == 1


@pytest.mark.django_db
@pytest.mark.usefixtures("today")
def test_the_trail_knows_every_version_of_a_bulk_case(
    clerk: Access, examiner: Access, approver: Access
) -> None:
    staff = (clerk, examiner, approver)
    pool()
    moved_in = carry_through(*staff, "move_in", move_in_paper(HEAD, WIFE))
    family = Case.objects.get(key=moved_in).persons
    case = carried_out(staff, "bulk_address_change", RENAMED)
    piece = Entry.objects.get(kind="movements.bulk_applied", case_ref=case)
    assert set(piece.subjects) == set(family)
    body = json.loads(piece.body)
    assert body["count"] == len(body["detail"]["versions"]) == 2 * len(family)
    finished = Entry.objects.get(kind="movements.bulk_finished", case_ref=case)
    assert json.loads(finished.body)["digest"] == BulkCase.objects.get(key=case).applied_digest
    key = undo_bulk(staff[0], case=case, edition=BulkCase.objects.get(key=case).edition)
    work()
    decided(staff, key)
    work()
    report = verify_digests()
    assert report.intact, report.differences
    assert report.versions == Version.objects.count() == 5 * len(family)
