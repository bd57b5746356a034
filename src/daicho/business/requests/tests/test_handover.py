"""Handing over (引渡し) and the other steps: the right hands, every sheet, held and withdrawn, two at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier
from uuid import UUID

import pytest
from django.db import connections

from daicho.business.cash.public import paid
from daicho.business.certificates.commands.set_certifier import set_certifier
from daicho.business.certificates.commands.spoil import spoil
from daicho.business.certificates.models import Issue
from daicho.business.certificates.public import sheets_of_requests
from daicho.business.requests.commands.decide import grant
from daicho.business.requests.commands.hand_over import hand_over
from daicho.business.requests.commands.record_step import record_step
from daicho.business.requests.domain.handover import Check
from daicho.business.requests.domain.states import Action, State
from daicho.business.requests.selectors.day import Wanted, list_requests
from daicho.business.requests.selectors.request import view_request
from daicho.business.requests.tests.paper import (
    codes_of,
    found,
    made,
    received,
    row_of,
)
from daicho.foundation.audit.models import Entry
from daicho.foundation.staff.public import system_access
from daicho.kernel.access import Access, Purpose
from daicho.kernel.errors import Conflict, DaichoError, Invalid
from daicho.registers.protection.domain.levels import Restraint
from daicho.registers.protection.tests.scene import suppress
from daicho.registers.residents.tests.factories import Resident, make_resident

ON_THE_REGISTER = [pytest.mark.django_db, pytest.mark.usefixtures("today", "certifier")]
OFFICIAL = {
    "requester": "official",
    "agency": "架空県警察本部",
    "document_number": "架警第1号",
    "ground": "捜査のため",
    "proofs": ("official_letter", "staff_card"),
    "documents": (),
    "requester_name": "架空　警部",
}
"""公用請求: free, so that nothing has to be paid in a test of handing over."""


def codes(error: Invalid) -> set[str]:
    return {p.code for p in error.problems}


def check(key: UUID, **changes: object) -> Check:
    row = row_of(key)
    values: dict[str, object] = {
        "called_number": row.called_number,
        "read_back": row.requester_name,
        "scanned": codes_of(key),
        **changes,
    }
    return Check(**values)  # type: ignore[arg-type]  # fields by name


class TestHandingOver:
    """引渡し."""

    pytestmark = ON_THE_REGISTER

    def test_to_the_right_person_with_every_sheet(self, desk: Access, head: Resident) -> None:
        key = made(desk, head, copies=2, **OFFICIAL)
        hand_over(desk, request=key, edition=row_of(key).edition, check=check(key))
        assert row_of(key).state == State.HANDED.value

    def test_sheets_of_another_request_are_refused_loudly(
        self, desk: Access, head: Resident
    ) -> None:
        key = made(desk, head, **OFFICIAL)
        other = made(desk, make_resident(name="架空　四郎"), **OFFICIAL)
        mixed = check(key, scanned=(*codes_of(key), *codes_of(other)))
        with pytest.raises(Invalid) as caught:
            hand_over(desk, request=key, edition=row_of(key).edition, check=mixed)
        assert codes(caught.value) == {"handover.foreign"}
        assert row_of(key).state == State.ISSUED.value
        assert Entry.objects.filter(kind="requests.handover_stopped").count() == 1

    @pytest.mark.parametrize(
        ("change", "code"),
        [
            ({"called_number": "13"}, "handover.called"),
            ({"read_back": "見本　次郎"}, "handover.name"),
            ({"read_back": ""}, "handover.name"),
            ({"scanned": ()}, "handover.missing"),
        ],
    )
    def test_what_does_not_fit_hands_nothing_over(
        self, desk: Access, head: Resident, change: dict[str, object], code: str
    ) -> None:
        key = made(desk, head, **OFFICIAL)
        with pytest.raises(Invalid) as caught:
            hand_over(desk, request=key, edition=row_of(key).edition, check=check(key, **change))
        assert code in codes(caught.value)
        assert row_of(key).state == State.ISSUED.value

    def test_not_before_it_is_paid(self, desk: Access, head: Resident) -> None:
        key = made(desk, head)
        row = row_of(key)
        assert row.issue_key is not None
        assert not paid(row.issue_key)
        with pytest.raises(Invalid) as caught:
            hand_over(desk, request=key, edition=row.edition, check=check(key))
        assert codes(caught.value) == {"handover.fee"}

    def test_a_measure_that_began_meanwhile_keeps_the_paper_here(
        self, desk: Access, head: Resident
    ) -> None:
        key = made(desk, head, **OFFICIAL)
        suppress(head.person, certificate=Restraint.ERROR)
        with pytest.raises(Invalid):
            hand_over(desk, request=key, edition=row_of(key).edition, check=check(key))
        assert row_of(key).state == State.ISSUED.value

    def test_made_anew_once_the_first_is_spoiled(self, desk: Access, head: Resident) -> None:
        key = made(desk, head, **OFFICIAL)
        row = row_of(key)
        assert row.issue_key is not None
        with pytest.raises(Invalid):
            record_step(
                desk, request=key, edition=row.edition, action=Action.REMAKE, words="印字のかすれ"
            )
        (sheet,) = sheets_of_requests([row.issue_key])
        spoil(desk, issue=sheet.key, reason="印字のかすれ")
        record_step(
            desk, request=key, edition=row.edition, action=Action.REMAKE, words="印字のかすれ"
        )
        grant(desk, request=key, edition=row_of(key).edition)
        assert Issue.objects.count() == 2
        old = check(key, scanned=(*codes_of(key), sheet.number))
        with pytest.raises(Invalid):
            hand_over(desk, request=key, edition=row_of(key).edition, check=old)
        hand_over(desk, request=key, edition=row_of(key).edition, check=check(key))


class TestSteps:
    """保留・申し送り・取下げ."""

    pytestmark = ON_THE_REGISTER

    def step(
        self, desk: Access, key: UUID, action: Action, words: str = "書類を取りに帰った"
    ) -> None:
        record_step(desk, request=key, edition=row_of(key).edition, action=action, words=words)

    def test_a_hold_ends_where_it_began(self, desk: Access, head: Resident) -> None:
        key = made(desk, head)
        self.step(desk, key, Action.HOLD)
        assert row_of(key).state == State.HELD.value
        with pytest.raises(Conflict):
            hand_over(desk, request=key, edition=row_of(key).edition, check=check(key))
        self.step(desk, key, Action.PASS_ON, "午後に来る")
        self.step(desk, key, Action.RESUME, "")
        assert row_of(key).state == State.ISSUED.value

    def test_withdrawn_is_withdrawn(self, desk: Access) -> None:
        key = received(desk)
        with pytest.raises(Invalid):
            self.step(desk, key, Action.WITHDRAW, " ")
        self.step(desk, key, Action.WITHDRAW)
        with pytest.raises(Conflict):
            self.step(desk, key, Action.HOLD)
        assert [a.label for a in view_request(desk, request=key).acts] == ["受付", "取下げを受ける"]

    def test_the_list_of_the_day(self, desk: Access, head: Resident) -> None:
        key = made(desk, head)
        received(desk, requester_name="架空　五郎", called_number="77")
        everything = list_requests(desk, wanted=Wanted())
        assert len(everything.lines) == 2
        assert dict(everything.counts) == {State.ISSUED: 1, State.RECEIVED: 1}
        (line,) = list_requests(desk, wanted=Wanted(state="issued")).lines
        assert line.key == key
        (line,) = list_requests(desk, wanted=Wanted(words="77")).lines
        assert line.requester_name == "架空　五郎"
        assert list_requests(desk, wanted=Wanted(channel="post")).lines == ()


@pytest.mark.usefixtures("today", "fresh_database")
def test_two_decide_one_request_at_once(clerk: Access) -> None:
    desk = clerk.serving(Purpose.CERTIFICATE)
    set_certifier(
        system_access(Purpose.ADMINISTRATION, job="test"),
        valid_from=date(2020, 4, 1),
        title="見本市長",
        name="台帳　守",
    )
    head = make_resident()
    key = received(desk)
    found(desk, key, [head])
    edition = row_of(key).edition
    barrier = Barrier(2)

    def run(_: int) -> str:
        barrier.wait()
        try:
            grant(desk, request=key, edition=edition)
        except DaichoError as error:
            return error.reason_code
        else:
            return "done"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(run, range(2))) == ["done", "request.state"]
    assert Issue.objects.count() == 1
