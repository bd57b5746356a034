"""Steps of specs/features/jukinet.feature (CSコネクタ, JUK-001, 006, 008 to 012, 025)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from pytest_bdd import given, parsers, scenarios, then, when

from daicho.business.movements.commands.submit import submit
from daicho.business.movements.models import Case
from daicho.business.movements.tests.family import NEXT_DOOR, moving, now
from daicho.business.movements.tests.paper import (
    HEAD,
    alerts_of,
    carry_through,
    individual_number,
    move_in_paper,
)
from daicho.foundation.lines.domain.states import State
from daicho.foundation.lines.models import SentMessage
from daicho.foundation.lines.public import Accepted, Settled
from daicho.foundation.lines.selectors.messages import states_of
from daicho.foundation.messages.public import Envelope, canonical
from daicho.foundation.outbox.models import Message
from daicho.foundation.staff.public import system_access
from daicho.gateways.jukinet.commands.ask_certificate import ask_certificate, request_settled
from daicho.gateways.jukinet.commands.erase_certificates import erase_certificates
from daicho.gateways.jukinet.commands.quote_certificate import quote_certificate
from daicho.gateways.jukinet.handlers import (
    arrival_notice,
    departure_cancelled,
    departure_certificate,
    number_assigned,
)
from daicho.gateways.jukinet.models import ReceivedCertificate
from daicho.gateways.jukinet.selectors.asked import newest_asked
from daicho.gateways.jukinet.tests.conftest import Sent, family, lines, sent, staff
from daicho.gateways.jukinet.tests.line import came
from daicho.gateways.jukinet.tests.test_families_move import AWAY
from daicho.kernel import clock
from daicho.kernel.access import Purpose
from daicho.kernel.clock import TOKYO
from daicho.kernel.errors import DaichoError, Missing, Problem
from tests.features.conftest import Story

__all__ = ["family", "lines", "sent", "staff"]
scenarios(str(Path(__file__).parents[2] / "specs/features/jukinet.feature"))
WAKO, CODE = "112291", "92128315677"
ARRIVED = {
    "origin": "072010",
    "arrived_on": "20261112",
    "notified_on": "20261113",
    "address": "埼玉県和光市広沢1-5",
    "municipality": WAKO,
}


@dataclass
class Town:
    """What the scenario has seen: the people, the certificate, the request."""

    people: list[UUID] = field(default_factory=list)
    body: dict[str, Any] = field(default_factory=dict)
    case: UUID | None = None
    request: UUID = field(default_factory=uuid4)
    erased: int = 0


@pytest.fixture
def town() -> Town:
    return Town()


def told(message: Envelope) -> dict[str, str]:
    return canonical(message.body["layout"], message.body["items"])


@given("市町村CSへの回線がある")
def _(lines: None) -> None:  # noqa: ARG001  # the fixture sets it
    return None


@given("番号のある四人の世帯が、東京都千代田区から転入している")
def _(town: Town, family: list[UUID], sent: Sent) -> None:
    town.people = family
    assert len(sent("identity.update")) == len(family)


@when("世帯の転居を決裁する")
def _(town: Town, story: Story) -> None:
    carry_through(*story.staff, "move_within", moving(town.people) | NEXT_DOOR)


@when("同じ出来事がもう一度届けられる")
def _(sent: Sent) -> None:
    before = len(sent())
    newest = Message.objects.filter(kind="movements.approved").order_by("-id")[0]
    assert newest.payload["movement"] == "move_within"
    Message.objects.filter(pk=newest.pk).update(delivered_at=None)
    assert len(sent()) == before


@then(parsers.parse("「{reason}」の本人確認情報が{count:d}通、更新順番号{number:d}で送られる"))
def _(sent: Sent, reason: str, count: int, number: int) -> None:
    found = [told(m) for m in sent("identity.update") if told(m)["reason"] == reason]
    assert [items["update_number"] for items in found] == [str(number)] * count
    assert len({items["resident_record_code"] for items in found}) == count


@when("個人番号のない人の転入を決裁する")
def _(town: Town, story: Story) -> None:
    paper = move_in_paper(HEAD | {"name": "番号　待子", "sex": "female"})
    town.case = carry_through(*story.staff, "move_in", paper)


@then("その人の本人確認情報は送られず、番号が求められている")
def _(town: Town, sent: Sent) -> None:
    assert len(sent("identity.update")) == len(town.people)
    (asked,) = sent("number.request")
    town.body = dict(asked.body)


@when("個人番号とすべき番号が届く")
def _(town: Town) -> None:
    body = {"code": town.body["code"], "number": individual_number(900), "reason": "new"}
    assert number_assigned(came("number.assigned", body)) == Accepted()


@then("その人の本人確認情報が、届いた番号を付けて1通送られる")
def _(town: Town, sent: Sent) -> None:
    (message,) = sent("identity.update")[len(town.people) :]
    assert told(message)["individual_number"] == individual_number(900)
    assert told(message)["reason"] == "国内転入"


@given("四人が和光市へ特例転出している")
def _(town: Town, story: Story, sent: Sent) -> None:
    carry_through(*story.staff, "special_move_out", moving(town.people, **AWAY))
    town.body = dict(sent("departure.certificate")[0].body)


@given("四人の転出証明書情報が和光市から届いている")
def _(town: Town, story: Story, sent: Sent) -> None:
    carry_through(*story.staff, "special_move_out", moving(town.people, **AWAY))
    body = dict(sent("departure.certificate")[0].body)
    town.body = body | {"origin": body["origin"] | {"municipality": WAKO}}
    assert departure_certificate(came("departure.certificate", town.body)) == Accepted()


@given("特例転入に引用する")
@when("特例転入に引用する")
def _(town: Town, story: Story) -> None:
    key = ReceivedCertificate.objects.get().key
    town.case = quote_certificate(story.clerk, certificate=key)


@then("四人の氏名と番号が入った下書きが一つある")
def _(town: Town) -> None:
    (case,) = Case.objects.filter(kind="special_move_in")
    assert (case.key, case.state) == (town.case, "draft")
    names = [case.payload[f"persons.{at}.name"] for at in range(4)]
    assert names == [person["name"] for person in town.body["people"]]
    numbers = [f"persons.{at}.individual_number.sealed" for at in range(4)]
    assert all(case.payload[path] for path in numbers)


@when(parsers.parse("{days:d}日たって日次の処理が動く"))
def _(town: Town, days: int) -> None:
    received = ReceivedCertificate.objects.get().received_at.astimezone(TOKYO).date()
    with clock.set_to(received + timedelta(days=days)):
        town.erased = erase_certificates(system_access(Purpose.BATCH, job="test"))


@then(parsers.parse("転出証明書情報は{count:d}件消える"))
def _(town: Town, count: int) -> None:
    assert town.erased == count


@then("消えたものは引用できない")
def _(story: Story) -> None:
    row = ReceivedCertificate.objects.get()
    assert row.sealed is None
    with pytest.raises(Missing):
        quote_certificate(story.clerk, certificate=row.key)


@when("和光市に転出証明書情報を求める")
def _(town: Town, story: Story) -> None:
    ask_certificate(story.clerk, request=town.request, code=CODE, origin=WAKO)


@when(parsers.parse("転出地が「{what}」と答える"))
def _(town: Town, sent: Sent, what: str) -> None:
    (message,) = sent("departure.request")
    request_settled(
        Settled(
            id=message.id,
            kind=message.kind,
            thread=message.thread,
            matter="",
            receiver=came("x", {}).sender,
            outcome="refused",
            problems=(Problem("departure.none", "code", what, "", ""),),
        )
    )
    assert message.thread == town.request


@then(parsers.parse("求めの答えは「{label}」である"))
def _(label: str) -> None:
    assert newest_asked()[0].state.label == label


@when("和光市が転出証明書情報を取り消す")
def _(town: Town) -> None:
    body = {
        "origin": WAKO,
        "destination": "072010",
        "reference": town.body["reference"],
        "cancelled_on": "20261120",
    }
    assert departure_cancelled(came("departure.cancelled", body)) == Accepted()


@when("その下書きを仮登録しようとする")
def _(town: Town, story: Story) -> None:
    assert town.case is not None
    case = Case.objects.get(key=town.case)
    try:
        submit(
            story.clerk,
            case=case.key,
            kind=case.kind,
            payload=case.payload,
            edition=case.edition,
            confirmed=alerts_of(case.kind, case.payload),
        )
    except DaichoError as error:
        story.refusal = error


@when("国外からの転入を決裁する")
def _(story: Story) -> None:
    paper = move_in_paper(
        HEAD | {"name": "海外　帰子", "sex": "female"}, origin="overseas", previous_address="架空国"
    )
    carry_through(*story.staff, "move_in", paper)


@then("千代田区あての転入通知が、四人を載せて1件ある")
def _(town: Town, sent: Sent) -> None:
    (notice,) = sent("arrival.notice")
    assert notice.body["origin"] == "131016"
    assert len(notice.body["people"]) == len(town.people)


@then("本人確認情報と転出証明書情報のどちらにも、四人の個人番号がある")
def _(town: Town, sent: Sent) -> None:
    numbers = {individual_number(500 + n) for n in range(4)}
    assert {told(m)["individual_number"] for m in sent("identity.update")} == numbers
    assert {p["individual_number"] for p in town.body["people"]} == numbers


@when("市町村CSが転入通知を受け取る")
def _(sent: Sent) -> None:
    (notice,) = sent("arrival.notice")
    SentMessage.objects.filter(key=notice.id).update(state=State.ACCEPTED.value)


@then("転入の案件に、受領された転入通知が1件見える")
def _(town: Town, sent: Sent) -> None:
    sent()
    (case,) = Case.objects.filter(kind="move_in", persons__overlap=town.people)
    found = [line for line in states_of(str(case.key)) if line.kind == "arrival.notice"]
    assert [line.state for line in found] == [State.ACCEPTED]


@when("和光市から四人の転入通知が届く")
def _(town: Town) -> None:
    people = [
        {"code": p["resident_record_code"], "name": p["name"], "birth_on": p["birth_date"]}
        for p in town.body["people"]
    ]
    assert arrival_notice(came("arrival.notice", ARRIVED | {"people": people})) == Accepted()


@then(parsers.parse("四人の転出先は「{address}」に確定している"))
def _(town: Town, address: str) -> None:
    assert {now(p).particulars.destination_confirmed for p in town.people} == {address}


@when("和光市から、だれのものでもない転入通知が届く")
def _() -> None:
    stranger = {"code": "99999999999", "name": "架空　知子", "birth_on": "000000000"}
    assert arrival_notice(came("arrival.notice", ARRIVED | {"people": [stranger]})) == Accepted()


@then("転入通知が1件、職員の確認を待っている")
def _() -> None:
    assert Case.objects.filter(kind="arrival_notice", state="draft").count() == 1
