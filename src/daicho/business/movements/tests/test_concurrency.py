"""Two people at once (同時の処理): one wins, the other is told, nothing is half written."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connections

from daicho.business.movements.commands.approve import approve
from daicho.business.movements.commands.examine import examine
from daicho.business.movements.commands.save_draft import save_draft
from daicho.business.movements.commands.submit import submit
from daicho.business.movements.models import Case
from daicho.business.movements.tests.paper import (
    CHILD,
    HEAD,
    alerts_of,
    carry_through,
    individual_number,
    move_in_paper,
    pool,
)
from daicho.foundation.audit.models import Entry
from daicho.kernel.access import Access
from daicho.kernel.errors import DaichoError
from daicho.registers.residents.models import Person, Version

pytestmark = pytest.mark.usefixtures("today", "fresh_database")


def together(*acts: Callable[[], object]) -> list[str]:
    """Run the acts at the same moment on connections of their own: "done", or the code of the refusal."""
    barrier = Barrier(len(acts))

    def run(act: Callable[[], object]) -> str:
        barrier.wait()
        try:
            act()
        except DaichoError as error:
            return error.reason_code
        else:
            return "done"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as threads:
        return sorted(threads.map(run, acts))


def test_two_clerks_begin_with_the_same_resident_at_once(clerk: Access) -> None:
    other = replace(clerk, staff_key=uuid4(), login="窓口2")
    person = uuid4()
    paper = {f"selected.{person}": "on", "event_date": "2026-11-18"}

    def begin(access: Access) -> Callable[[], object]:
        return lambda: save_draft(access, case=uuid4(), kind="death", payload=paper, edition=0)

    assert together(begin(clerk), begin(other)) == ["case.person_busy", "done"]
    assert Case.objects.count() == 1


def test_two_approve_the_same_case_at_once(
    clerk: Access, examiner: Access, approver: Access
) -> None:
    pool()
    case = uuid4()
    edition = submit(
        clerk, case=case, kind="move_in", payload=move_in_paper(HEAD), edition=0, confirmed=()
    )
    edition = examine(examiner, case=case, edition=edition)

    def act() -> int:
        return approve(approver, case=case, edition=edition)

    assert together(act, act) == ["case.state", "done"]
    assert Version.objects.count() == 1
    assert Entry.objects.filter(kind="movements.case_approved").count() == 2


def test_the_same_form_twice_at_once(clerk: Access) -> None:
    case, paper = uuid4(), move_in_paper(HEAD)

    def act() -> int:
        return submit(clerk, case=case, kind="move_in", payload=paper, edition=0, confirmed=())

    assert together(act, act) == ["case.sent_twice", "done"]
    assert Case.objects.count() == 1


def test_one_number_for_two_people_at_once(
    clerk: Access, examiner: Access, approver: Access
) -> None:
    pool()
    ready = []
    for name in ("見本　太郎", "例示　次郎"):
        case = uuid4()
        person = {**HEAD, "name": name, "individual_number": individual_number(31)}
        edition = submit(
            clerk, case=case, kind="move_in", payload=move_in_paper(person), edition=0, confirmed=()
        )
        ready.append((case, examine(examiner, case=case, edition=edition)))
    acts = [lambda c=c, e=e: approve(approver, case=c, edition=e) for c, e in ready]
    outcome = together(*acts)
    assert outcome[-1] == "done" or outcome[0] == "done"
    assert outcome.count("done") == 1
    assert Person.objects.count() == 1


def test_two_children_born_into_one_household_at_once(
    clerk: Access, examiner: Access, approver: Access
) -> None:
    pool()
    carry_through(clerk, examiner, approver, "move_in", move_in_paper(HEAD))
    household = Version.objects.get().particulars().household_number
    ready = []
    for name in ("見本　一葉", "見本　二葉"):
        child = {**CHILD, "name": name, "birth_date": "2026-11-18"}
        paper = {"target_household": household, "noticed_on": "2026-11-19"}
        paper |= {f"persons.0.{k}": v for k, v in child.items()}
        case = uuid4()
        edition = submit(
            clerk,
            case=case,
            kind="birth",
            payload=paper,
            edition=0,
            confirmed=alerts_of("birth", paper),
        )
        ready.append((case, examine(examiner, case=case, edition=edition)))
    acts = [lambda c=c, e=e: approve(approver, case=c, edition=e) for c, e in ready]
    assert together(*acts) == ["case.overtaken", "done"]
    assert Version.objects.count() == 2
