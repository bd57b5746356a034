"""Inquiries (照会への回答, REG-067) and calls (電話照会): who may be told what, and on whose word."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from datetime import date
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import ProgrammingError, transaction
from pypdf import PdfReader

from daicho.business.certificates.models import Issue
from daicho.business.certificates.public import issued_sheet
from daicho.business.requests.commands.answer_call import answer_call
from daicho.business.requests.commands.inquiries import (
    amend_inquiry,
    answer_inquiry,
    open_inquiry,
    step_inquiry,
)
from daicho.business.requests.domain.inquiry import (
    INQUIRY_TABLE,
    ITEMS,
    Asked,
    InquiryAction,
    InquiryState,
    inquiry_actions,
)
from daicho.business.requests.domain.states import State
from daicho.business.requests.domain.telephone import (
    NEUTRAL,
    RULES,
    CheckWords,
    Told,
    Topic,
    state_words,
)
from daicho.business.requests.models import Call, Inquiry, InquiryAct
from daicho.business.requests.selectors.calls import list_calls
from daicho.business.requests.selectors.inquiries import (
    list_inquiries,
    seek_subjects,
    view_inquiry,
)
from daicho.business.requests.tests.paper import found, received, row_of
from daicho.foundation.audit.models import Entry
from daicho.foundation.vault.public import NumberKind, keep
from daicho.kernel.access import Access, Duty, Purpose
from daicho.kernel.errors import Conflict, Invalid, Missing, Refused
from daicho.registers.protection.domain.levels import Restraint
from daicho.registers.protection.tests.scene import suppress
from daicho.registers.residents.tests.factories import Resident, make_resident

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today", "certifier")]
ASKED = Asked(
    agency="架空県警察本部",
    agency_address="架空県架空市一丁目1番1号",
    officer="刑事部　架空　警部",
    their_number="架警捜第12号",
    their_date=date(2026, 11, 18),
    basis="criminal_procedure",
    reason="investigation",
    seen=("letter",),
    stated_name="見本　太郎",
    items=("residing", "name", "address", "household"),
)


@pytest.fixture
def teller(clerk: Access) -> Access:
    return clerk.serving(Purpose.INQUIRY)


@pytest.fixture
def decider(approver: Access) -> Access:
    return approver.serving(Purpose.INQUIRY)


def opened(teller: Access, *people: Resident, **changes: Any) -> UUID:  # Any: fields by name
    key = uuid4()
    asked = replace(ASKED, **changes)
    open_inquiry(teller, inquiry=key, asked=asked)
    if people:
        records = [p.record for p in people]
        amend_inquiry(teller, inquiry=key, edition=1, asked=asked, records=records)
    return key


def step(access: Access, key: UUID, action: InquiryAction, words: str = "") -> None:
    edition = Inquiry.objects.get(key=key).edition
    step_inquiry(access, inquiry=key, edition=edition, action=action, words=words)


def answer(teller: Access, key: UUID, number: str = "市民第34号") -> UUID:
    edition = Inquiry.objects.get(key=key).edition
    return answer_inquiry(teller, inquiry=key, edition=edition, our_number=number)


class TestInquiry:
    """照会と回答."""

    @pytest.mark.proves("REG-067")
    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"basis": ""}, "basis"),
            ({"basis": "none_of_them"}, "basis"),
            ({"reason": ""}, "reason"),
            ({"seen": ()}, "seen"),
            ({"items": ()}, "asked"),
            ({"items": ("individual_number",)}, "asked"),
            ({"items": ("resident_record_code",)}, "asked"),
            ({"their_number": ""}, "their_number"),
            ({"reason": "other"}, "words"),
            ({"their_date": date(2026, 11, 21)}, "their_date"),
        ],
    )
    def test_without_basis_or_reason_there_is_no_answer(
        self, teller: Access, change: dict[str, Any], field: str
    ) -> None:
        with pytest.raises(Invalid) as caught:
            opened(teller, **change)
        assert field in {p.field for p in caught.value.problems}
        assert not Inquiry.objects.exists()

    @pytest.mark.proves("REG-067")
    def test_a_second_person_answers_for_the_office(
        self, teller: Access, decider: Access, head: Resident
    ) -> None:
        key = opened(teller, head)
        with pytest.raises(Conflict):
            answer(teller, key)
        step(teller, key, InquiryAction.SUBMIT)
        with pytest.raises(Refused):
            step(teller, key, InquiryAction.APPROVE)
        step(decider, key, InquiryAction.APPROVE)
        with pytest.raises(Invalid):
            answer(teller, key, " ")
        issue = answer(teller, key)
        row = Inquiry.objects.get(key=key)
        assert (row.decided_by_name, row.our_number) == (decider.name, "市民第34号")
        assert row.answered_on == date(2026, 11, 20)
        done = Entry.objects.get(kind="requests.inquiry_answered", outcome="done")
        detail = json.loads(done.body)["detail"]
        assert (detail["basis"], detail["reason"], detail["approver"]) == (
            "criminal_procedure",
            "investigation",
            decider.name,
        )
        _, pdf = issued_sheet(teller.serving(Purpose.CERTIFICATE), issue=issue)
        text = "".join("".join(p.extract_text().split()) for p in PdfReader(BytesIO(pdf)).pages)
        for words in (
            "照会への回答書",
            "市民第34号",
            "架空県警察本部御中",
            "架警捜第12号",
            "刑事訴訟法197条2項",
            "福島市五老内町3番1号",
            "住民票があります",
        ):
            assert words in text
        with pytest.raises(Conflict):
            answer(teller, key)
        assert Issue.objects.count() == 1

    def test_whoever_prepares_it_decides_nothing(self, approver: Access) -> None:
        both = replace(approver.serving(Purpose.INQUIRY), duties=approver.duties | {Duty.COUNTER})
        key = opened(both)
        step(both, key, InquiryAction.SUBMIT)
        with pytest.raises(Refused) as caught:
            step(both, key, InquiryAction.APPROVE)
        assert caught.value.reason_code == "inquiry.own"
        assert InquiryAction.APPROVE not in view_inquiry(both, inquiry=key).actions

    def test_numbers_are_never_among_what_can_be_asked(
        self, teller: Access, decider: Access
    ) -> None:
        number = "100000000005"
        ref = keep(NumberKind.INDIVIDUAL, number)
        someone = make_resident(individual_number_ref=ref)
        key = opened(teller, someone, items=tuple(ITEMS))
        step(teller, key, InquiryAction.SUBMIT)
        step(decider, key, InquiryAction.APPROVE)
        _, pdf = issued_sheet(teller.serving(Purpose.CERTIFICATE), issue=answer(teller, key))
        text = "".join("".join(p.extract_text().split()) for p in PdfReader(BytesIO(pdf)).pages)
        assert number not in text
        assert str(ref) not in text
        assert not {"individual_number", "resident_record_code"} & set(ITEMS)
        assert not {f.name for f in fields(Asked)} & {"individual_number", "resident_record_code"}

    def test_nobody_of_that_name(self, teller: Access, decider: Access) -> None:
        key = opened(teller, stated_name="架空　不在")
        step(teller, key, InquiryAction.SUBMIT)
        step(decider, key, InquiryAction.APPROVE)
        _, pdf = issued_sheet(teller.serving(Purpose.CERTIFICATE), issue=answer(teller, key))
        text = "".join("".join(p.extract_text().split()) for p in PdfReader(BytesIO(pdf)).pages)
        assert "架空不在" in text
        assert "該当する記録がありません" in text

    def test_the_protected_are_not_answered_of(
        self, teller: Access, decider: Access, head: Resident
    ) -> None:
        key = opened(teller, head)
        step(teller, key, InquiryAction.SUBMIT)
        suppress(head.person, certificate=Restraint.ALERT)
        with pytest.raises(Invalid):
            step(decider, key, InquiryAction.APPROVE)
        with pytest.raises(Invalid):
            step(decider, key, InquiryAction.DECLINE, " ")
        step(decider, key, InquiryAction.DECLINE, "支援措置のため")
        assert Inquiry.objects.get().state == InquiryState.DECLINED.value
        assert not Issue.objects.exists()

    def test_protected_between_decision_and_answer(
        self, teller: Access, decider: Access, head: Resident
    ) -> None:
        key = opened(teller, head)
        step(teller, key, InquiryAction.SUBMIT)
        step(decider, key, InquiryAction.APPROVE)
        suppress(head.person, certificate=Restraint.ERROR)
        with pytest.raises(Invalid):
            answer(teller, key)
        assert not Issue.objects.exists()

    def test_stale_twice_returned_and_the_list(
        self, teller: Access, decider: Access, auditor: Access, head: Resident
    ) -> None:
        key = opened(teller, head)
        with pytest.raises(Conflict):
            open_inquiry(teller, inquiry=key, asked=ASKED)
        with pytest.raises(Conflict):
            step_inquiry(teller, inquiry=key, edition=1, action=InquiryAction.SUBMIT)
        with pytest.raises(Missing):
            view_inquiry(teller, inquiry=uuid4())
        with pytest.raises(Refused):
            view_inquiry(auditor, inquiry=key)
        step(teller, key, InquiryAction.SUBMIT)
        step(decider, key, InquiryAction.RETURN, "根拠を確かめること")
        view = view_inquiry(teller, inquiry=key)
        assert view.state is InquiryState.OPEN
        assert ("根拠を確かめること", decider.name) in {(w, n) for _, _, w, n in view.acts}
        (line,) = list_inquiries(teller).lines
        assert (line.agency, line.stated_name) == ("架空県警察本部", "見本　太郎")
        assert list_inquiries(teller, state="answered").lines == ()
        (subject,) = seek_subjects(teller, name="見本　太郎")
        assert subject.record == head.record
        with pytest.raises(ProgrammingError), transaction.atomic():
            InquiryAct.objects.update(words="別")

    def test_every_open_state_has_a_way_out(self) -> None:
        for state in (InquiryState.OPEN, InquiryState.SUBMITTED, InquiryState.APPROVED):
            assert inquiry_actions(state)
        ends = {after for _, after in INQUIRY_TABLE.values()}
        assert {InquiryState.ANSWERED, InquiryState.DECLINED} <= ends


class TestCalls:
    """電話照会."""

    def call(self, teller: Access, topic: Topic, **said: str) -> Told:
        return answer_call(
            teller,
            call=uuid4(),
            topic=topic.value,
            caller="架空　太郎",
            said=CheckWords(**said),
        )

    def test_of_others_nothing_is_said_and_it_is_kept(self, teller: Access, head: Resident) -> None:
        told = self.call(teller, Topic.OTHERS, name=head.items.name)
        assert (told.words, told.answered) == (NEUTRAL, False)
        told = self.call(teller, Topic.OWN_RECORD)
        assert not told.answered
        lines = list_calls(teller, day=date(2026, 11, 20)).lines
        assert [line.answered for line in lines] == [False, False]
        assert Entry.objects.filter(kind="requests.call_answered").count() == 2

    def test_the_state_of_ones_own_request(self, desk: Access, teller: Access) -> None:
        key = received(desk)
        number = row_of(key).number
        right = {"number": number, "name": "見本太郎", "telephone": "00011112222"}
        told = self.call(teller, Topic.OWN_REQUEST, **right)
        assert (told.answered, told.words) == (True, state_words(State.RECEIVED))
        for wrong in (
            {"number": number},
            {"number": number, "name": "見本太郎"},
            {**right, "address": "架空県"},
            {**right, "name": "見本　次郎"},
            {**right, "number": "請2026-999999"},
        ):
            told = self.call(teller, Topic.OWN_REQUEST, **wrong)
            assert (told.answered, told.words) == (False, NEUTRAL)
        kept = Call.objects.filter(answered=True).get()
        assert kept.fitting == ["name", "telephone"]
        assert not [c for c in Call.objects.all() if "00011112222" in (c.words, c.caller, c.told)]

    def test_what_is_said_names_nobody(self) -> None:
        for state in State:
            words = state_words(state, sent_on="令和8年11月20日")
            assert "見本" not in words
            assert words
        assert {RULES[t].answers for t in (Topic.OTHERS, Topic.OWN_RECORD)} == {False}

    def test_of_the_protected_nothing_even_to_whoever_knows_the_words(
        self, desk: Access, teller: Access, head: Resident
    ) -> None:
        key = received(desk)
        found(desk, key, [head])
        right = {
            "number": row_of(key).number,
            "name": "見本太郎",
            "telephone": "000-1111-2222",
        }
        assert self.call(teller, Topic.OWN_REQUEST, **right).answered
        suppress(head.person, look_up=Restraint.ALERT)
        told = self.call(teller, Topic.OWN_REQUEST, **right)
        assert (told.answered, told.words) == (False, NEUTRAL)

    def test_without_topic_twice_and_who_may_not(
        self, teller: Access, approver: Access, auditor: Access
    ) -> None:
        with pytest.raises(Invalid):
            answer_call(teller, call=uuid4(), topic="?")
        key = uuid4()
        answer_call(teller, call=key, topic=Topic.PROCEDURE.value)
        with pytest.raises(Conflict):
            answer_call(teller, call=key, topic=Topic.PROCEDURE.value)
        with pytest.raises(Refused):
            self.call(approver.serving(Purpose.INQUIRY), Topic.PROCEDURE)
        with pytest.raises(Refused):
            list_calls(auditor, day=date(2026, 11, 20))
        assert Call.objects.count() == 1
