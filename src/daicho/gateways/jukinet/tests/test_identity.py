"""本人確認情報: each approved movement that touches it is told once, in order, with the municipality's own items."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import override_settings

from daicho.business.movements.commands.approve import approve
from daicho.business.movements.commands.examine import examine
from daicho.business.movements.commands.submit import submit
from daicho.business.movements.models import Case
from daicho.business.movements.public import designate_number
from daicho.business.movements.selectors.forms import open_form
from daicho.business.movements.tests.family import DAUGHTER, NEXT_DOOR, Staff, moving, now
from daicho.business.movements.tests.paper import (
    HEAD,
    NOTIFIED,
    alerts_of,
    carry_through,
    individual_number,
    move_in_paper,
    pool,
)
from daicho.config.profiles import profile_named
from daicho.foundation.lines.commands.saying import listen_to
from daicho.foundation.lines.public import Accepted, Refused
from daicho.foundation.messages.public import Envelope, canonical
from daicho.foundation.staff.public import system_access
from daicho.gateways.jukinet import handlers
from daicho.gateways.jukinet.commands.tell_everybody import tell_everybody
from daicho.gateways.jukinet.handlers import number_assigned
from daicho.gateways.jukinet.models import AwaitingNumber
from daicho.gateways.jukinet.tests.conftest import Sent
from daicho.gateways.jukinet.tests.line import came
from daicho.kernel.access import Purpose
from daicho.kernel.errors import Unavailable

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


def told(message: Envelope) -> dict[str, str]:
    return canonical(message.body["layout"], message.body["items"])


@pytest.mark.proves("JUK-029", "STD-7.1.1.1/m1")
def test_everybody_who_moves_in_is_told(family: list[UUID], sent: Sent) -> None:
    messages = sent("identity.update")
    assert len(messages) == len(family)
    head = told(messages[0])
    assert head["name"] == HEAD["name"]
    assert head["name_kana_seion"] == "ミホンタロウ"
    assert head["birth_date"] == "319850401"
    assert head["reason"] == "国内転入"
    assert head["event_date"] == "20260401"
    assert head["individual_number"] == individual_number(500)
    assert head["previous_municipality_code"] == "131016"
    assert head["record_status"] == "現存"
    assert [told(m)["update_number"] for m in messages] == ["1"] * len(family)
    assert {(m.receiver.municipality, m.receiver.node) for m in messages} == {
        ("072010", "municipal_cs")
    }


def test_a_move_within_tells_the_address_and_the_next_number(
    family: list[UUID], staff: Staff, sent: Sent
) -> None:
    sent()
    carry_through(*staff, "move_within", moving(family) | NEXT_DOOR)
    messages = sent("identity.update")[len(family) :]
    assert len(messages) == len(family)
    for message in messages:
        items = told(message)
        assert items["reason"] == "転居"
        assert items["address"].endswith("9-9")
        assert items["update_number"] == "2"
        assert message.order is not None
        assert message.order.number == 2


def test_who_moves_and_gets_another_head_by_one_case_is_told_of_as_moved(
    family: list[UUID], staff: Staff, sent: Sent
) -> None:
    relationships = zip(family, ("夫", "世帯主", "子", "子"), strict=True)
    paper = moving(family) | NEXT_DOOR | {f"relationship.{p}": r for p, r in relationships}
    carry_through(*staff, "move_within", paper)
    messages = [told(each) for each in sent("identity.update")[len(family) :]]
    assert [(each["reason"], each["update_number"]) for each in messages] == [("転居", "2")] * 4
    assert {each["address"][-3:] for each in messages} == {"9-9"}


def test_who_only_gets_another_head_is_not_told(
    family: list[UUID], staff: Staff, sent: Sent
) -> None:
    before = len(sent("identity.update"))
    shown = {
        "household": now(family[0]).particulars.household_number,
        "new_head": str(family[1]),
        "event_date": "2026-11-01",
        "notified_on": "2026-11-10",
        **NOTIFIED,
    }
    paper = shown | dict(open_form(staff[0], kind="household_head_change", payload=shown).payload)
    carry_through(*staff, "household_head_change", paper)
    assert now(family[1]).particulars.is_head
    assert len(sent("identity.update")) == before


@pytest.mark.proves("STD-7.1.2.1/m1", "STD-7.1.2.1/m2", "STD-7.1.1.1/m7")
def test_who_has_no_number_waits_for_it(staff: Staff, sent: Sent) -> None:
    pool()
    case = carry_through(*staff, "move_in", move_in_paper(HEAD))
    person = Case.objects.get(key=case).persons[0]
    assert sent("identity.update") == []
    (asked,) = sent("number.request")
    assert asked.body["reason"] == "new"
    assert AwaitingNumber.objects.filter(told_at=None).count() == 1
    designate_number(
        system_access(Purpose.MOVEMENT, job="test"),
        person=person,
        number=individual_number(77),
        notice="N-1",
    )
    (message,) = sent("identity.update")
    items = told(message)
    assert items["reason"] == "国内転入"
    assert items["individual_number"] == individual_number(77)
    assert items["resident_record_code"] == asked.body["code"]
    assert not AwaitingNumber.objects.filter(told_at=None).exists()
    assert len(sent("number.request")) == 1


def test_who_dies_before_the_number_comes_is_told_to_nobody(staff: Staff, sent: Sent) -> None:
    pool()
    person = Case.objects.get(key=carry_through(*staff, "move_in", move_in_paper(HEAD))).persons[0]
    (asked,) = sent("number.request")
    gone = {f"selected.{person}": "on", "event_date": "2026-11-18", "noticed_on": "2026-11-19"}
    carry_through(*staff, "death", gone | NOTIFIED)
    assert sent("identity.update") == []
    assert not AwaitingNumber.objects.filter(told_at=None).exists()
    body = {"code": asked.body["code"], "number": individual_number(77), "reason": "new"}
    reply = number_assigned(came("number.assigned", body, thread=asked.thread))
    assert isinstance(reply, Refused)
    assert [p.code for p in reply.problems] == ["number.removed"]


def test_a_number_for_somebody_on_whom_a_clerk_works_comes_again(staff: Staff, sent: Sent) -> None:
    pool()
    came_in = move_in_paper(HEAD, event_date="2026-04-01", notified_on="2026-04-02")
    (person,) = Case.objects.get(key=carry_through(*staff, "move_in", came_in)).persons
    (asked,) = sent("number.request")
    case, paper = uuid4(), moving([person]) | NEXT_DOOR
    edition = submit(
        staff[0],
        case=case,
        kind="move_within",
        payload=paper,
        edition=0,
        confirmed=alerts_of("move_within", paper),
    )
    body = {"code": asked.body["code"], "number": individual_number(77), "reason": "new"}
    message = came("number.assigned", body, thread=asked.thread)
    with pytest.raises(Unavailable):
        listen_to(message)
    edition = examine(staff[1], case=case, edition=edition)
    with pytest.raises(Unavailable):
        listen_to(message)
    approve(staff[2], case=case, edition=edition)
    assert isinstance(listen_to(message), Accepted)
    assert now(person).particulars.individual_number_ref is not None
    told_of = [told(each) for each in sent("identity.update")]
    assert [each["reason"] for each in told_of] == ["国内転入", "転居"]


def test_who_is_removed_while_the_number_waits_for_that_case_gets_the_same_answer(
    staff: Staff, sent: Sent, monkeypatch: pytest.MonkeyPatch
) -> None:
    pool()
    person = Case.objects.get(key=carry_through(*staff, "move_in", move_in_paper(HEAD))).persons[0]
    (asked,) = sent("number.request")

    def late(*args: Any, **named: Any) -> UUID:
        gone = {f"selected.{person}": "on", "event_date": "2026-11-18", "noticed_on": "2026-11-19"}
        carry_through(*staff, "death", gone | NOTIFIED)
        return designate_number(*args, **named)

    monkeypatch.setattr(handlers, "designate_number", late)
    body = {"code": asked.body["code"], "number": individual_number(77), "reason": "new"}
    reply = number_assigned(came("number.assigned", body, thread=asked.thread))
    assert isinstance(reply, Refused)
    assert [p.code for p in reply.problems] == ["number.removed"]


def test_each_municipality_numbers_its_own_items(staff: Staff, sent: Sent) -> None:
    pool()
    surname = HEAD | {
        "individual_number": individual_number(9),
        "former_surname": "旧見本",
        "former_surname_kana": "キュウミホン",
    }
    with override_settings(PROFILE=profile_named("wako")):
        carry_through(*staff, "move_in", move_in_paper(surname))
        (message,) = sent("identity.update")
    assert message.body["layout"] == "identity-40"
    assert message.body["items"]["39"] == "キュウミホン"
    assert "38" in message.body["items"]


def test_a_removal_ahead_is_planned(family: list[UUID], staff: Staff, sent: Sent) -> None:
    before = len(sent("identity.update"))
    paper = moving(
        family,
        abroad="domestic",
        event_date="2026-12-01",
        destination_municipality="112291",
        destination_municipality_text="埼玉県和光市",
        destination_address="埼玉県和光市広沢1-5",
    )
    carry_through(*staff, "move_out", paper)
    messages = sent("identity.update")[before:]
    assert len(messages) == len(family)
    assert {told(m)["record_status"] for m in messages} == {"転出"}
    assert {told(m)["planned"] for m in messages} == {"1"}
    assert {told(m)["reason"] for m in messages} == {"国内転出"}


def test_a_register_that_was_there_before_tells_everybody_once(
    family: list[UUID], sent: Sent
) -> None:
    system = system_access(Purpose.BATCH, job="test")
    assert list(tell_everybody(system)) == [(len(family), 0)]
    assert list(tell_everybody(system)) == []
    messages = [m for m in sent("identity.update") if told(m)["reason"] == "職権記載"]
    assert len(messages) == len(family)
    assert {told(m)["update_number"] for m in messages} == {"1"}
    assert {told(m)["record_status"] for m in messages} == {"現存"}


def test_who_is_to_leave_is_told_so_at_the_first_registration_too(
    family: list[UUID], staff: Staff, sent: Sent, settings: Any
) -> None:
    """As they would have been on the day of the 届出: first that they are here, then that they are to leave."""
    lines, settings.LINES = settings.LINES, None
    leaving = moving(
        family[3:],
        abroad="domestic",
        event_date="2026-12-01",
        destination_municipality="112291",
        destination_municipality_text="埼玉県和光市",
        destination_address="埼玉県和光市広沢1-5",
    )
    carry_through(*staff, "move_out", leaving)
    assert sent() == []
    settings.LINES = lines
    assert list(tell_everybody(system_access(Purpose.BATCH, job="test"))) == [(len(family), 0)]
    said: dict[str, list[tuple[str, str, str, str]]] = {}
    for fields in map(told, sent("identity.update")):
        words = (fields["reason"], fields["event_date"], fields["planned"], fields["record_status"])
        said.setdefault(fields["name"], []).append(words)
    here = ("職権記載", "20261120", "0", "現存")
    assert said.pop(DAUGHTER["name"]) == [here, ("国内転出", "20261201", "1", "転出")]
    assert list(said.values()) == [[here]] * (len(family) - 1)


def test_a_register_without_lines_has_nobody_to_tell(
    family: list[UUID], sent: Sent, settings: Any
) -> None:
    assert family
    settings.LINES = None
    assert sent() == []
    assert not AwaitingNumber.objects.exists()
