"""The counter (窓口の請求): taken in, found, identified, decided by the table, made, handed to the right person."""

from __future__ import annotations

import json
from datetime import date
from uuid import UUID, uuid4

import pytest
from django.db import ProgrammingError, transaction

from daicho.business.certificates.models import Issue
from daicho.business.certificates.public import Form
from daicho.business.certificates.tests.scene import rewritten
from daicho.business.requests.commands.amend import amend
from daicho.business.requests.commands.confirm_identity import Confirmed, confirm_identity
from daicho.business.requests.commands.decide import grant, make, refusals_of, refuse
from daicho.business.requests.commands.identify import identify
from daicho.business.requests.commands.receive import receive
from daicho.business.requests.domain.card import Outcome, Reading
from daicho.business.requests.domain.states import TABLE, Action, Channel, State, actions_from
from daicho.business.requests.models import Request, RequestAct
from daicho.business.requests.selectors.day import Wanted, list_requests
from daicho.business.requests.selectors.finding import choose_person, seek_people
from daicho.business.requests.selectors.request import view_request
from daicho.business.requests.tests.paper import (
    found,
    made,
    received,
    row_of,
    written,
)
from daicho.foundation.audit.models import Entry
from daicho.foundation.vault.public import NumberKind, keep
from daicho.kernel.access import Access
from daicho.kernel.errors import Conflict, Invalid, Missing, Refused
from daicho.registers.protection.domain.levels import Restraint
from daicho.registers.protection.tests.scene import suppress
from daicho.registers.residents.tests.factories import Resident, make_resident, remove

ON_THE_REGISTER = [pytest.mark.django_db, pytest.mark.usefixtures("today", "certifier")]


def codes(error: Invalid) -> set[str]:
    return {p.code for p in error.problems}


def test_the_table_leaves_no_request_without_a_way_out() -> None:
    for state in State:
        ways = {a for c in Channel for a in actions_from(state, c)} - {Action.PASS_ON}
        if state.is_open:
            assert ways
    assert not {a for a, rule in TABLE.items() if rule.after is State.RECEIVED} & {Action.GRANT}


class TestReception:
    """受付."""

    pytestmark = ON_THE_REGISTER

    def test_what_is_on_the_paper_is_kept_under_a_number(self, desk: Access) -> None:
        key = received(desk)
        row = row_of(key)
        assert row.number.startswith("請2026-")
        assert (row.requester_name, row.called_number, row.state) == (
            "見本　太郎",
            "12",
            "received",
        )
        assert row.documents == ["individual_number_card"]
        assert Entry.objects.filter(kind="requests.received", outcome="done").count() == 1

    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"requester_name": " "}, "requester_name"),
            ({"stated_name": ""}, "stated_name"),
            ({"requester": "?"}, "requester"),
            ({"form": "?"}, "form"),
            ({"items": ("?",)}, "items"),
            ({"copies": 0}, "copies"),
            ({"documents": ("notification_card",)}, "documents"),
            ({"documents": ("health_insurance",)}, "documents"),
            ({"documents": ("basic_resident_card",)}, "documents"),
            ({"requester": "official"}, "agency"),
            ({"form": "move_out"}, "form"),
            ({"channel": "post", "requester_address": ""}, "requester_address"),
            ({"ground": "\x00"}, "ground"),
        ],
    )
    def test_what_must_be_there(self, desk: Access, change: dict[str, object], field: str) -> None:
        with pytest.raises(Invalid) as caught:
            received(desk, **change)
        assert field in {p.field for p in caught.value.problems}
        assert not Request.objects.exists()

    def test_a_form_sent_twice_and_who_may_not(self, desk: Access, approver: Access) -> None:
        key = received(desk)
        with pytest.raises(Conflict):
            receive(desk, request=key, written=written())
        assert Request.objects.count() == 1
        with pytest.raises(Refused):
            receive(approver.serving(desk.purpose), request=uuid4(), written=written())

    def test_acts_are_never_changed(self, desk: Access) -> None:
        received(desk)
        for change in (
            lambda: RequestAct.objects.update(words="別の言葉"),
            lambda: RequestAct.objects.all().delete(),
        ):
            with pytest.raises(ProgrammingError), transaction.atomic():
                change()


class TestFinding:
    """人の特定 (REG-066)."""

    pytestmark = ON_THE_REGISTER

    @pytest.mark.proves("REG-066")
    def test_what_differs_between_paper_and_register_is_shown_and_stops_until_confirmed(
        self, desk: Access, head: Resident
    ) -> None:
        key = received(desk, stated_address="福島市五老内町9番9号")
        (candidate,) = seek_people(desk, request=key).candidates
        assert set(candidate.fits) == {"氏名", "生年月日"}
        assert candidate.differs == ("住所",)
        found(desk, key, [head])
        with pytest.raises(Invalid) as caught:
            grant(desk, request=key, edition=row_of(key).edition)
        assert codes(caught.value) == {"stated_address_differs"}
        assert not Issue.objects.exists()
        alert = "stated_address_differs:stated_address"
        grant(desk, request=key, edition=row_of(key).edition, confirmed={alert})
        assert Issue.objects.count() == 1
        assert row_of(key).confirmed == [alert]

    def test_the_best_fitting_comes_first(self, desk: Access, head: Resident) -> None:
        other = make_resident(address="福島市五老内町9番9号", banchi="9番9号")
        key = received(desk)
        lines = seek_people(desk, request=key).candidates
        assert [c.record for c in lines] == [head.record, other.record]

    def test_the_household_to_choose_from(
        self, desk: Access, head: Resident, wife: Resident
    ) -> None:
        key = received(desk, requester="household", requester_name="見本　花子")
        members = seek_people(desk, request=key, record=head.record).members
        assert [(m.name, m.stated, m.asks) for m in members] == [
            ("見本　太郎", True, False),
            ("見本　花子", False, True),
        ]
        found(desk, key, [head, wife], wife)
        assert row_of(key).requester_person == wife.person

    def test_who_is_not_of_the_household_is_refused_by_the_row(
        self, desk: Access, head: Resident
    ) -> None:
        stranger = make_resident(name="架空　三郎")
        for requester, code in (
            ("household", "request.not_household"),
            ("self", "request.not_self"),
        ):
            key = received(desk, requester=requester, requester_name="架空　三郎")
            with pytest.raises(Invalid) as caught:
                found(desk, key, [head], stranger)
            (problem,) = caught.value.problems
            assert problem.code == code
            assert "資格の表の第" in problem.why
        key = received(desk, requester="household", requester_name="架空　三郎")
        with pytest.raises(Invalid):
            found(desk, key, [head])
        with pytest.raises(Invalid):
            identify(desk, request=key, edition=row_of(key).edition, records=[])

    def test_a_request_begins_with_somebody_of_the_register(
        self, desk: Access, head: Resident
    ) -> None:
        gone, old = make_resident(name="架空　四郎"), rewritten(make_resident())
        remove(gone, on=date(2026, 10, 1))
        for who, form in ((head, Form.HOUSEHOLD), (gone, Form.REMOVED), (old, Form.REWRITTEN)):
            chosen = choose_person(desk, person=who.person)
            assert (chosen.record, chosen.form) == (who.record, form)
            entry = Entry.objects.order_by("-seq")[0]
            assert (entry.kind, entry.subjects) == ("requests.people_sought", [who.person])
        with pytest.raises(Missing):
            choose_person(desk, person=uuid4())
        suppress(head.person, look_up=Restraint.ERROR)
        with pytest.raises(Refused):
            choose_person(desk, person=head.person)
        assert Entry.objects.order_by("-seq")[0].outcome == "refused"

    def test_whom_nobody_may_look_up_is_not_found(self, desk: Access, head: Resident) -> None:
        key = received(desk)
        found(desk, key, [head])
        suppress(head.person, look_up=Restraint.ERROR)
        other = received(desk)
        (candidate,) = seek_people(desk, request=other).candidates
        assert (candidate.hidden, candidate.birth, candidate.fits) == (True, "", ())
        assert "五老内町" not in candidate.address
        with pytest.raises(Refused):
            found(desk, other, [head])
        with pytest.raises(Refused):
            view_request(desk, request=key)
        names = {line.key: line.stated_name for line in list_requests(desk, wanted=Wanted()).lines}
        assert names[key] != "見本　太郎"


READING = Reading("見本　太郎", "福島県福島市五老内町３−１", "昭和60年4月1日", "男")


class TestIdentity:
    """本人確認 (REG-055, REG-058)."""

    pytestmark = ON_THE_REGISTER

    def compare(
        self,
        desk: Access,
        key: UUID,
        reading: Reading | None,
        *,
        number: str = "",
        documents: tuple[str, ...] = ("individual_number_card",),
    ) -> Confirmed:
        return confirm_identity(
            desk,
            request=key,
            edition=row_of(key).edition,
            documents=documents,
            proofs=(),
            reading=reading,
            number=number,
        )

    @pytest.mark.proves("REG-055")
    def test_a_card_that_agrees_confirms(self, desk: Access) -> None:
        number = "100000000005"
        ref = keep(NumberKind.INDIVIDUAL, number)
        head = make_resident(individual_number_ref=ref)
        key = received(desk, documents=())
        found(desk, key, [head])
        done = self.compare(desk, key, READING, number=number)
        assert done.card_confirmed
        assert (done.number, done.identified) == (Outcome.SAME, True)
        assert row_of(key).identified
        act = view_request(desk, request=key).acts[-1]
        assert act.facts[:2] == (
            "カード: 確認済（氏名 一致、住所 一致、生年月日 一致、性別 一致）",
            "番号確認: 一致",
        )
        for row in RequestAct.objects.values_list("facts", "words"):
            assert number not in str(row)
        for entry in Entry.objects.filter(kind="requests.card_compared"):
            assert number not in entry.body

    @pytest.mark.proves("REG-055")
    def test_a_card_with_an_old_name_shows_what_differs(self, desk: Access, head: Resident) -> None:
        key = received(desk, documents=())
        found(desk, key, [head])
        old = Reading("旧姓　太郎", READING.address, READING.birth, READING.sex)
        done = self.compare(desk, key, old, number="200000000004")
        assert [i.label for i, o in done.outcomes.items() if o is Outcome.DIFFERS] == ["氏名"]
        assert (done.number, done.identified) == (Outcome.DIFFERS, False)
        assert row_of(key).documents == []
        with pytest.raises(Invalid):
            grant(desk, request=key, edition=row_of(key).edition)
        done = self.compare(desk, key, None, documents=("passport",))
        assert done.identified

    def test_documents_that_prove_nothing_today(self, desk: Access, head: Resident) -> None:
        key = received(desk, documents=())
        found(desk, key, [head])
        for code in ("notification_card", "health_insurance", "basic_resident_card"):
            with pytest.raises(Invalid):
                self.compare(desk, key, None, documents=(code,))
        done = self.compare(desk, key, None, documents=("pension_book",))
        assert not done.identified
        done = self.compare(desk, key, None, documents=("pension_book", "employee_card"))
        assert done.identified

    @pytest.mark.proves("REG-058")
    def test_nothing_is_given_before_somebody_is_identified(
        self, desk: Access, head: Resident
    ) -> None:
        key = received(desk, documents=())
        found(desk, key, [head])
        with pytest.raises(Invalid) as caught:
            grant(desk, request=key, edition=row_of(key).edition)
        assert "identity_not_shown" in codes(caught.value)
        assert not Issue.objects.exists()
        self.compare(desk, key, None)
        grant(desk, request=key, edition=row_of(key).edition)
        assert Issue.objects.get().identity_documents == ["individual_number_card"]


class TestDeciding:
    """審査・決定 (REG-056, REG-057)."""

    pytestmark = ON_THE_REGISTER

    @pytest.mark.proves("REG-056")
    def test_a_granted_request_is_made_once(self, desk: Access, head: Resident) -> None:
        key = made(desk, head, copies=2)
        row = row_of(key)
        assert row.state == State.ISSUED.value
        assert row.issue_key is not None
        assert Issue.objects.filter(request_key=row.issue_key).count() == 2
        assert {i.issued_by_name for i in Issue.objects.all()} == {desk.name}
        with pytest.raises(Conflict):
            grant(desk, request=key, edition=row.edition)
        assert Issue.objects.count() == 2

    def test_what_was_made_before_the_step_was_lost_is_not_made_again(
        self, desk: Access, head: Resident
    ) -> None:
        key = made(desk, head)
        Request.objects.filter(key=key).update(state=State.GRANTED.value)
        make(desk, request=key, edition=row_of(key).edition)
        assert Issue.objects.count() == 1
        assert row_of(key).state == State.ISSUED.value

    @pytest.mark.proves("REG-057")
    def test_a_refusal_names_the_row_and_is_kept(self, desk: Access, head: Resident) -> None:
        key = received(desk, requester="third_party", proofs=("evidence",))
        found(desk, key, [head])
        with pytest.raises(Invalid) as caught:
            grant(desk, request=key, edition=row_of(key).edition)
        (problem,) = caught.value.problems
        assert problem.code == "ground_blank"
        assert "資格の表の第17行「第三者」" in problem.why
        assert "住基法12条の3第1項3号" in problem.why
        rows = refusals_of(desk, request=key)
        with pytest.raises(Invalid):
            refuse(desk, request=key, edition=row_of(key).edition, words="")
        refuse(
            desk,
            request=key,
            edition=row_of(key).edition,
            words="理由を書き直さず帰った",
            rows=rows,
        )
        row = row_of(key)
        assert row.state == State.REFUSED.value
        assert "第17行" in row.refusal
        assert row.decided_by == desk.staff_key
        assert not Issue.objects.exists()
        entry = Entry.objects.filter(kind="requests.decided", outcome="done").get()
        assert json.loads(entry.body)["detail"]["rows"] == ["ground_blank"]

    def test_amending_puts_a_decision_back(self, desk: Access, head: Resident) -> None:
        key = received(desk)
        found(desk, key, [head])
        paper = written(copies=3)
        amend(desk, request=key, edition=row_of(key).edition, written=paper)
        assert row_of(key).records == [head.record]
        amend(
            desk,
            request=key,
            edition=row_of(key).edition,
            written=written(copies=3, stated_name="架空　花子"),
        )
        assert row_of(key).records == []

    def test_stale_pages(self, desk: Access, head: Resident) -> None:
        key = received(desk)
        found(desk, key, [head])
        with pytest.raises(Conflict) as caught:
            grant(desk, request=key, edition=1)
        assert caught.value.reason_code == "request.stale"
        assert not Issue.objects.exists()

    def test_protection_stops_it_whoever_asks(self, desk: Access, head: Resident) -> None:
        key = received(desk)
        found(desk, key, [head])
        suppress(head.person, certificate=Restraint.ERROR)
        with pytest.raises(Invalid):
            grant(desk, request=key, edition=row_of(key).edition)
        assert not Issue.objects.exists()
