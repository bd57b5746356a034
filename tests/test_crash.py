"""Kill -9 of the database during approvals: no confirmed approval is lost, none is half there."""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread
from typing import Any
from uuid import UUID, uuid4

import pytest
from conftest import connect_as
from django.conf import settings
from django.core.management import call_command
from django.db import Error, connection, connections

from daicho.business.movements.commands.approve import approve
from daicho.business.movements.commands.examine import examine
from daicho.business.movements.commands.submit import submit
from daicho.business.movements.models import Case
from daicho.business.movements.tests.paper import HEAD, codes, move_in_paper
from daicho.foundation.audit.models import Entry
from daicho.foundation.outbox.models import Message
from daicho.foundation.vault import keys
from daicho.foundation.vault.public import fill_pool
from daicho.kernel.access import Access
from daicho.operations.home import Home
from daicho.operations.postgres import Cluster
from daicho.registers.residents.models import Change, Version

DATABASE = "daicho_crash"
CASES = 60


@pytest.fixture
def durable(django_db_blocker: Any) -> Iterator[Cluster]:
    """A server with every safety of a real one, on a database of its own."""
    folder = Path(tempfile.mkdtemp(prefix="daicho-crash-", dir="/tmp"))
    cluster = Cluster(Home(folder))
    before = dict(connection.settings_dict)
    if not keys.path_in(settings.HOME).exists():
        keys.create(settings.HOME)
    with django_db_blocker.unblock():
        try:
            cluster.start()
            cluster.provision_roles()
            cluster.create_database(DATABASE)
            connect_as(cluster, "migrator", DATABASE)
            call_command("migrate", verbosity=0)
            connect_as(cluster, "app", DATABASE)
            yield cluster
        finally:
            connection.close()
            connection.settings_dict.update(before)
            cluster.stop()
            shutil.rmtree(folder, ignore_errors=True)


def ready_cases(clerk: Access, examiner: Access) -> list[tuple[UUID, int]]:
    """Families that wait for the approver."""
    # New codes each time: those of an earlier round are never given again.
    fill_pool(codes(2_000_000 + Case.objects.count() * 10, CASES + 20))
    waiting = []
    for number in range(CASES):
        case = uuid4()
        paper = move_in_paper({**HEAD, "birth_date": f"S{30 + number % 30}.4.{1 + number % 28}"})
        edition = submit(
            clerk, case=case, kind="move_in", payload=paper, edition=0, confirmed=everything(paper)
        )
        waiting.append((case, examine(examiner, case=case, edition=edition)))
    return waiting


def everything(_paper: dict[str, str]) -> set[str]:
    """The alerts that look-alike names raise in this test."""
    return {
        "same_person_present:persons.0.returning",
        "same_person_removed:persons.0.returning",
        "entered_twice:event_date",
    }


@pytest.mark.usefixtures("today")
def test_a_killed_database_loses_no_confirmed_approval(
    durable: Cluster, clerk: Access, examiner: Access, approver: Access
) -> None:
    kill_once(durable, clerk, examiner, approver)


@pytest.mark.long
@pytest.mark.usefixtures("today")
def test_killed_a_hundred_times(
    durable: Cluster, clerk: Access, examiner: Access, approver: Access
) -> None:
    for _ in range(100):
        kill_once(durable, clerk, examiner, approver)


def kill_once(durable: Cluster, clerk: Access, examiner: Access, approver: Access) -> None:
    """Approve on two connections, kill the server in the middle, start it, and compare everything."""
    waiting = ready_cases(clerk, examiner)
    confirmed: list[UUID] = []
    enough = Event()

    def decide(mine: list[tuple[UUID, int]]) -> None:
        for case, edition in mine:
            try:
                approve(approver, case=case, edition=edition)
            except Error:
                break
            confirmed.append(case)
            if len(confirmed) >= CASES // 4:
                enough.set()
        connections.close_all()

    threads = [Thread(target=decide, args=(waiting[n::2],)) for n in range(2)]
    for thread in threads:
        thread.start()
    assert enough.wait(300)
    postmaster = int((durable.home.data / "postmaster.pid").read_text().split()[0])
    os.kill(postmaster, signal.SIGKILL)
    for thread in threads:
        thread.join(300)
    connection.close()
    assert CASES // 4 <= len(confirmed) < CASES

    durable.start()
    approved = set(Case.objects.filter(state="approved").values_list("key", flat=True))
    assert set(confirmed) <= approved
    assert set(Change.objects.values_list("key", flat=True)) == approved
    assert set(Version.objects.values_list("change", flat=True)) == approved
    entries = Entry.objects.filter(kind="movements.case_approved", outcome="done")
    assert set(entries.values_list("case_ref", flat=True)) == approved
    assert {UUID(m["case"]) for m in Message.objects.values_list("payload", flat=True)} == approved
    rest = next((c, e) for c, e in waiting if c not in approved)
    approve(approver, case=rest[0], edition=rest[1])
