"""番号: 真正性確認 by the nation alone, a changed number by one way, a changed code told, 符号 and serial."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from daicho.business.movements.models import Case
from daicho.business.movements.public import designate_number
from daicho.business.movements.tests.amending import amendment, block, change_of
from daicho.business.movements.tests.family import Staff, moving, now
from daicho.business.movements.tests.paper import (
    HEAD,
    NOTIFIED,
    carry_through,
    individual_number,
    move_in_paper,
    pool,
)
from daicho.config.lines_core import SETTLERS
from daicho.foundation.lines.models import SentMessage
from daicho.foundation.lines.public import Accepted, Party, Received, Refused, Settled
from daicho.foundation.messages.public import canonical
from daicho.foundation.staff.public import system_access
from daicho.foundation.vault.public import reveal
from daicho.gateways.identity.commands.ask_change import ask_change
from daicho.gateways.identity.commands.ask_serial import ask_serial
from daicho.gateways.identity.commands.ask_symbol import ask_symbol
from daicho.gateways.identity.commands.decide_change import decide_change
from daicho.gateways.identity.commands.verify_number import (
    Authenticity,
    verify_resident,
    verify_typed,
)
from daicho.gateways.identity.domain.change import Asking, Reason
from daicho.gateways.identity.domain.comparison import CardState
from daicho.gateways.identity.models import NumberChange
from daicho.gateways.identity.public import verified_of_case, verified_of_person
from daicho.gateways.identity.selectors.changes import (
    changes_waiting,
    next_undecided,
    view_change,
)
from daicho.gateways.identity.selectors.symbols import Sending, list_symbols
from daicho.gateways.identity.tests.conftest import CODE, NUMBER, PERSON, Cs, Sent, changed
from daicho.gateways.jukinet.handlers import number_assigned
from daicho.gateways.jukinet.tests.line import came
from daicho.kernel.access import Access, Purpose
from daicho.kernel.errors import Conflict, Invalid, Problem
from daicho.kernel.errors import Refused as NotAllowed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

REQUEST = Asking(
    Reason.REQUEST,
    "番号の漏えい",
    requested_on=date(2026, 11, 18),
    relation="self",
    document="individual_number_card",
)
EX_OFFICIO = Asking(Reason.EX_OFFICIO, "不正に用いられるおそれ（警察からの通知）")


def assigned(body: dict[str, Any], thread: UUID) -> Received:
    return came("number.assigned", body, thread=thread)


def settle(message: SentMessage, outcome: str, *problems: Problem) -> None:
    SETTLERS[message.kind](
        Settled(
            id=message.key,
            kind=message.kind,
            thread=message.thread,
            matter=message.matter,
            receiver=Party("072010", "municipal_cs"),
            outcome=outcome,
            problems=problems,
        )
    )


@pytest.mark.proves("JUK-026")
def test_only_the_nations_word_makes_a_number_authentic(
    clerk: Access, staff: Staff, cs: Cs, family: list[UUID]
) -> None:
    case = Case.objects.order_by("-number")[0]
    wrong = verify_typed(clerk, code=CODE, number=individual_number(8), case_number=case.number)
    assert wrong is Authenticity.DIFFERENT
    told = verified_of_case(case.key)
    assert told is not None
    assert (told.label, told.confirmed) == ("不一致", False)
    cs.people = []
    assert (
        verify_typed(clerk, code=CODE, number=NUMBER, case_number=case.number)
        is Authenticity.NOBODY
    )
    told = verified_of_case(case.key)
    assert told is not None
    assert not told.confirmed
    cs.people = [PERSON]
    assert verify_typed(clerk, code=CODE, number=NUMBER, case_number=case.number)
    told = verified_of_case(case.key)
    assert told is not None
    assert told.confirmed
    assert all(body["nation"] is True for _, body in cs.asked)
    assert family
    assert staff


def test_a_residents_number_is_verified_without_typing_it(
    clerk: Access, cs: Cs, family: list[UUID]
) -> None:
    held = now(family[0])
    items = held.particulars
    assert items.resident_record_code_ref is not None
    code = reveal(items.resident_record_code_ref)
    cs.people = [
        PERSON | {"resident_record_code": code, "individual_number": individual_number(500)}
    ]
    assert verify_resident(clerk, atena_number=held.atena_number) is Authenticity.SAME
    told = verified_of_person(family[0])
    assert told is not None
    assert told.confirmed
    cs.people = [PERSON | {"resident_record_code": code}]
    assert verify_resident(clerk, atena_number=held.atena_number) is Authenticity.DIFFERENT
    told = verified_of_person(family[0])
    assert told is not None
    assert not told.confirmed


def test_a_case_that_is_none_is_said_before_anything_is_asked(clerk: Access, cs: Cs) -> None:
    with pytest.raises(Invalid) as caught:
        verify_typed(clerk, code=CODE, number=NUMBER, case_number="R8-999999")
    assert caught.value.problems[0].field == "case_number"
    assert cs.asked == []


@pytest.mark.proves("STD-7.1.2.1/m3", "STD-4.4/m2")
@pytest.mark.parametrize(
    ("asking", "reason", "words"),
    [
        (REQUEST, "number_change_request", "個人番号の変更請求"),
        (EX_OFFICIO, "number_ex_officio_correction", "個人番号の職権修正"),
    ],
)
def test_a_number_is_asked_for_and_recorded_with_its_reason(
    clerk: Access,
    approver: Access,
    family: list[UUID],
    sent: Sent,
    asking: Asking,
    reason: str,
    words: str,
) -> None:
    key = changed(clerk, approver, now(family[0]).atena_number, asking)
    (message,) = sent("number.request")
    assert message.body["reason"] == asking.reason.value
    assert message.body["former_number"] == individual_number(500)
    assert view_change(approver, change=key).state == "waiting"
    body = {
        "code": message.body["code"],
        "number": individual_number(900),
        "reason": asking.reason.value,
    }
    before = len(sent("identity.update"))
    assert number_assigned(assigned(body, message.thread)) == Accepted()
    assert number_assigned(assigned(body, message.thread)) == Accepted()
    told = sent("identity.update")[before:]
    (update,) = told
    items = canonical(update.body["layout"], update.body["items"])
    assert items["individual_number"] == individual_number(900)
    assert items["reason"] == words
    view = view_change(approver, change=key)
    assert view.state == "recorded"
    assert view.case is not None
    assert change_of(view.case).reason == reason
    ref = now(family[0]).particulars.individual_number_ref
    assert ref is not None
    assert reveal(ref) == individual_number(900)


def test_a_number_that_nobody_asked_for_is_refused(
    clerk: Access, approver: Access, family: list[UUID], sent: Sent
) -> None:
    key = changed(clerk, approver, now(family[0]).atena_number, REQUEST)
    (message,) = sent("number.request")
    body = {
        "code": message.body["code"],
        "number": individual_number(900),
        "reason": "request",
    }
    other = now(family[1]).particulars.resident_record_code_ref
    assert other is not None
    for odd, thread, code in (
        ({}, uuid4(), "number.not_asked"),
        ({"reason": "ex_officio"}, message.thread, "number.not_asked"),
        ({"code": reveal(other)}, message.thread, "number.other_code"),
    ):
        reply = number_assigned(assigned(body | odd, thread))
        assert isinstance(reply, Refused)
        assert reply.problems[0].code == code
    assert view_change(approver, change=key).state == "waiting"


def test_one_change_waits_at_a_time_and_a_refused_one_waits_no_more(
    clerk: Access, approver: Access, family: list[UUID], sent: Sent
) -> None:
    atena = now(family[0]).atena_number
    key = changed(clerk, approver, atena, REQUEST)
    for again in (key, uuid4()):
        with pytest.raises(Conflict):
            ask_change(clerk, key=again, atena_number=atena, asking=REQUEST)
    with pytest.raises(Conflict):
        decide_change(approver, change=key, approved=True)
    assert len(sent("number.request")) == 1
    problem = Problem("number.former_mismatch", "", "変更前の個人番号が合いません。")
    settle(SentMessage.objects.get(kind="number.request"), "refused", problem)
    view = view_change(approver, change=key)
    assert (view.state, view.problems) == ("refused", ("変更前の個人番号が合いません。",))
    ask_change(clerk, key=uuid4(), atena_number=atena, asking=REQUEST)


def test_nobody_decides_on_what_they_asked_for(
    approver: Access, examiner: Access, family: list[UUID], sent: Sent
) -> None:
    """Until another person has decided, nothing leaves the house, and no number is taken."""
    held = now(family[0])
    key = ask_change(approver, key=uuid4(), atena_number=held.atena_number, asking=EX_OFFICIO)
    assert view_change(approver, change=key).state == "asked"
    assert not view_change(approver, change=key).may_decide
    assert changes_waiting(approver) == ()
    for approved in (True, False):
        with pytest.raises(NotAllowed) as caught:
            decide_change(approver, change=key, approved=approved, words="不要")
        assert caught.value.reason_code == "identity.change.own"
    assert sent("number.request") == []
    code = held.particulars.resident_record_code_ref
    assert code is not None
    body = {"code": reveal(code), "number": individual_number(900), "reason": "ex_officio"}
    reply = number_assigned(assigned(body, NumberChange.objects.get(key=key).thread))
    assert isinstance(reply, Refused)
    assert reply.problems[0].code == "number.not_asked"

    assert [w.count for w in changes_waiting(examiner)] == [1]
    assert next_undecided(examiner) == key
    decide_change(examiner, change=key, approved=True)
    assert len(sent("number.request")) == 1
    view = view_change(approver, change=key)
    assert (view.state, view.asked_by, view.decided_by) == (
        "waiting",
        approver.name,
        examiner.name,
    )
    assert changes_waiting(examiner) == ()


def test_a_request_is_turned_down_with_a_reason(
    clerk: Access, approver: Access, family: list[UUID], sent: Sent
) -> None:
    atena = now(family[0]).atena_number
    key = ask_change(clerk, key=uuid4(), atena_number=atena, asking=REQUEST)
    with pytest.raises(NotAllowed):
        decide_change(clerk, change=key, approved=True)
    with pytest.raises(Invalid):
        decide_change(approver, change=key, approved=False, words=" ")
    decide_change(approver, change=key, approved=False, words="漏えいのおそれがない")
    view = view_change(clerk, change=key)
    assert (view.state, view.decision_words) == ("declined", "漏えいのおそれがない")
    assert sent("number.request") == []
    with pytest.raises(Conflict):
        decide_change(approver, change=key, approved=True)
    ask_change(clerk, key=uuid4(), atena_number=atena, asking=REQUEST)


def test_whoever_left_meanwhile_gets_no_other_number(
    clerk: Access, approver: Access, staff: Staff, family: list[UUID], sent: Sent
) -> None:
    atena = now(family[0]).atena_number
    key = ask_change(clerk, key=uuid4(), atena_number=atena, asking=REQUEST)
    away = {"abroad": "overseas", "destination_address": "架空国", "event_date": "2026-11-20"}
    carry_through(*staff, "move_out", moving(family, notified_on="2026-11-20", **away))
    with pytest.raises(Conflict) as caught:
        decide_change(approver, change=key, approved=True)
    assert caught.value.reason_code == "identity.change_removed"
    assert sent("number.request") == []


def test_what_a_request_wants_is_asked_for(approver: Access, family: list[UUID]) -> None:
    atena = now(family[0]).atena_number
    bare = Asking(Reason.REQUEST, " ")
    with pytest.raises(Invalid) as caught:
        ask_change(approver, key=uuid4(), atena_number=atena, asking=bare)
    fields = {problem.field for problem in caught.value.problems}
    assert fields == {"ground", "requested_on", "relation", "document"}
    with pytest.raises(Invalid):
        ask_change(approver, key=uuid4(), atena_number="9999999999", asking=EX_OFFICIO)
    assert not SentMessage.objects.filter(kind="number.request").exists()


@pytest.mark.proves("JUK-049")
def test_a_changed_code_is_told_with_the_old_one_and_the_day(
    staff: Staff, family: list[UUID], sent: Sent
) -> None:
    before = len(sent("identity.update"))
    former = now(family[0]).particulars.resident_record_code_ref
    assert former is not None
    paper = amendment(
        block("code_change", family[0]),
        operation="change",
        basis="請求",
        requested_on="2026-11-18",
        ground="番号の漏えい",
        **NOTIFIED,
    )
    carry_through(*staff, "code_change", paper)
    (update,) = sent("identity.update")[before:]
    items = canonical(update.body["layout"], update.body["items"])
    assert items["former_resident_record_code"] == reveal(former)
    assert items["resident_record_code"] != reveal(former)
    assert items["code_used_from"] == "20261120"
    assert items["reason"] == "住民票コードの変更請求"
    (symbol,) = sent("symbol.request")
    assert symbol.body == {"code": items["resident_record_code"], "reason": "code_changed"}


@pytest.mark.proves("STD-7.1.2.2/m1", "STD-7.1.2.2/m2")
def test_a_designated_number_asks_for_a_symbol_whose_fate_is_seen(staff: Staff, sent: Sent) -> None:
    pool()
    case = carry_through(*staff, "move_in", move_in_paper(HEAD))
    person = Case.objects.get(key=case).persons[0]
    assert sent("symbol.request") == []
    designate_number(
        system_access(Purpose.MOVEMENT, job="test"),
        person=person,
        number=individual_number(77),
        notice="N-1",
    )
    (symbol,) = sent("symbol.request")
    assert symbol.body["reason"] == "new"
    (line,) = list_symbols(staff[0], state="", page=1).lines
    assert line.sending is Sending.WAITING
    row = SentMessage.objects.get(kind="symbol.request")
    settle(row, "held", Problem("passage.on_its_way", "", "取り次ぎました。"))
    (line,) = list_symbols(staff[0], state="waiting", page=1).lines
    settle(row, "refused", Problem("number.not_responsible", "", "別の市町村の住民です。"))
    (line,) = list_symbols(staff[0], state="failed", page=1).lines
    assert line.why == "別の市町村の住民です。"
    ask_symbol(staff[0], atena_number=now(person).atena_number)
    with pytest.raises(Conflict):
        ask_symbol(staff[0], atena_number=now(person).atena_number)
    settle(SentMessage.objects.filter(kind="symbol.request").order_by("-seq")[0], "accepted")
    (line,) = list_symbols(staff[0], state="sent", page=1).lines
    assert (line.case, line.sending.label) == (None, "送信済み")


@pytest.mark.proves("STD-7.1.2.4/m1")
def test_a_serial_is_asked_for_shown_and_recorded(
    clerk: Access, cs: Cs, family: list[UUID]
) -> None:
    held = now(family[0])
    code = held.particulars.resident_record_code_ref
    assert code is not None
    found = ask_serial(clerk, atena_number=held.atena_number)
    assert cs.asked == [("serial.query", {"code": reveal(code)})]
    assert (found.serial, found.label, found.recorded) == ("0A1B2C", "有効", False)
    assert found.valid_until == date(2030, 7, 15)
    assert now(family[0]).particulars.auth_cert_serial == ""
    assert ask_serial(clerk, atena_number=held.atena_number, record=True).recorded
    assert now(family[0]).particulars.auth_cert_serial == "0A1B2C"
    with pytest.raises(Invalid):
        ask_serial(clerk, atena_number=held.atena_number, record=True)


@pytest.mark.parametrize(("state", "label"), [("revoked", "失効"), ("none", "電子証明書なし")])
def test_what_is_not_in_force_is_not_recorded(
    clerk: Access, cs: Cs, family: list[UUID], state: str, label: str
) -> None:
    cs.serial = {"state": state}
    atena = now(family[0]).atena_number
    found = ask_serial(clerk, atena_number=atena)
    assert (found.state, found.label) == (CardState(state), label)
    with pytest.raises(Invalid):
        ask_serial(clerk, atena_number=atena, record=True)
    assert now(family[0]).particulars.auth_cert_serial == ""
