"""Families that come and go: 転出証明書情報 out and in, 転入通知 out and in, nothing typed twice."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from daicho.business.movements.models import Case
from daicho.business.movements.tests.family import Staff, moving, now
from daicho.business.movements.tests.paper import HEAD, carry_through, move_in_paper, pool
from daicho.foundation.lines.public import Accepted, Refused
from daicho.foundation.messages.public import check_body
from daicho.foundation.staff.public import system_access
from daicho.gateways.jukinet.commands.erase_certificates import erase_certificates
from daicho.gateways.jukinet.commands.quote_certificate import quote_certificate
from daicho.gateways.jukinet.domain.certificates import Standing
from daicho.gateways.jukinet.handlers import (
    arrival_notice,
    departure_certificate,
    number_assigned,
)
from daicho.gateways.jukinet.models import ReceivedCertificate
from daicho.gateways.jukinet.selectors.certificates import list_certificates
from daicho.gateways.jukinet.tests.conftest import Sent
from daicho.gateways.jukinet.tests.line import came
from daicho.kernel import clock
from daicho.kernel.access import Access, Purpose
from daicho.kernel.clock import TOKYO
from daicho.kernel.errors import Missing

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
AWAY = {
    "event_date": "2026-11-10",
    "notified_on": "2026-11-05",
    "destination_municipality": "112291",
    "destination_municipality_text": "埼玉県和光市",
    "destination_address": "埼玉県和光市広沢1-5",
}


@pytest.fixture
def system() -> Access:
    return system_access(Purpose.MOVEMENT, job="test")


@pytest.fixture
def departed(family: list[UUID], staff: Staff, sent: Sent) -> dict[str, Any]:
    """The body that a 特例転出 of the whole family puts on the line."""
    carry_through(*staff, "special_move_out", moving(family, **AWAY))
    (message,) = sent("departure.certificate")
    return dict(message.body)


def test_a_special_move_out_is_told_once_with_everybody(
    departed: dict[str, Any], sent: Sent
) -> None:
    assert len(sent("departure.certificate")) == 1
    assert not check_body("departure.certificate", departed)
    assert departed["destination"]["municipality"] == "112291"
    assert [p["relationship"] for p in departed["people"]] == ["世帯主", "妻", "子", "子"]
    assert all(len(p["individual_number"]) == 12 for p in departed["people"])


def test_an_ordinary_move_out_tells_no_certificate(
    family: list[UUID], staff: Staff, sent: Sent
) -> None:
    carry_through(*staff, "move_out", moving(family, abroad="domestic", **AWAY))
    assert sent("departure.certificate") == []


@pytest.mark.proves("JUK-006", "JUK-029")
def test_a_received_certificate_is_quoted_and_nothing_typed(
    departed: dict[str, Any], staff: Staff
) -> None:
    assert departure_certificate(came("departure.certificate", departed)) == Accepted()
    (line,) = list_certificates(staff[0], state="", page=1).lines
    assert line.people == 4
    assert line.standing is Standing.WAITING
    case = quote_certificate(staff[0], certificate=line.key)
    assert quote_certificate(staff[0], certificate=line.key) == case
    payload = Case.objects.get(key=case).payload
    assert payload["persons.0.name"] == departed["people"][0]["name"]
    assert payload["persons.3.birth_date"].startswith("平成30年7月4日")
    assert payload["certificate_reference"] == departed["reference"]
    assert payload["previous_municipality"] == "072010"
    assert "individual_number" not in {k.rpartition(".")[2] for k, v in payload.items() if v == ""}
    (line,) = list_certificates(staff[0], state="quoted", page=1).lines
    assert line.case == case


def test_what_no_form_could_take_is_refused(departed: dict[str, Any]) -> None:
    wrong = departed | {"origin": departed["origin"] | {"municipality": "999999"}}
    reply = departure_certificate(came("departure.certificate", wrong))
    assert isinstance(reply, Refused)
    assert not ReceivedCertificate.objects.exists()


def test_who_never_comes_is_forgotten_after_the_days_of_the_profile(
    departed: dict[str, Any], staff: Staff, system: Access
) -> None:
    departure_certificate(came("departure.certificate", departed))
    received = ReceivedCertificate.objects.get()
    day = received.received_at.astimezone(TOKYO).date()
    with clock.set_to(day + timedelta(days=30)):
        assert erase_certificates(system) == 0
    with clock.set_to(day + timedelta(days=31)):
        assert erase_certificates(system) == 1
        assert erase_certificates(system) == 0
    (line,) = list_certificates(staff[0], state="erased", page=1).lines
    assert line.names == ""
    with pytest.raises(Missing) as caught:
        quote_certificate(staff[0], certificate=line.key)
    assert caught.value.reason_code == "certificate.erased"


@pytest.mark.proves("STD-7.1.1.1/m14")
def test_the_former_municipality_is_told_of_an_arrival(family: list[UUID], sent: Sent) -> None:
    (notice,) = sent("arrival.notice")
    assert notice.body["origin"] == "131016"
    assert notice.body["arrived_on"] == "20260401"
    assert len(notice.body["people"]) == len(family)


def test_who_comes_from_abroad_is_told_to_nobody(staff: Staff, sent: Sent) -> None:
    pool()
    paper = move_in_paper(HEAD, origin="overseas", previous_address="架空国")
    carry_through(*staff, "move_in", paper)
    assert sent("arrival.notice") == []


@pytest.mark.proves("JUK-012")
def test_an_arrival_elsewhere_is_confirmed_and_an_unknown_one_waits(
    departed: dict[str, Any], family: list[UUID]
) -> None:
    body = {
        "origin": "072010",
        "arrived_on": "20261112",
        "notified_on": "20261113",
        "address": "埼玉県和光市広沢1-5",
        "municipality": "112291",
        "people": [
            {"code": p["resident_record_code"], "name": p["name"], "birth_on": p["birth_date"]}
            for p in departed["people"]
        ],
    }
    assert arrival_notice(came("arrival.notice", body)) == Accepted()
    for person in family:
        items = now(person).particulars
        assert items.destination_confirmed == "埼玉県和光市広沢1-5"
    stranger = body | {
        "people": [{"code": "99999999999", "name": "架空　知子", "birth_on": "000000000"}]
    }
    before = Case.objects.filter(kind="arrival_notice", state="draft").count()
    assert arrival_notice(came("arrival.notice", stranger)) == Accepted()
    assert Case.objects.filter(kind="arrival_notice", state="draft").count() == before + 1


def test_a_number_for_a_code_that_nobody_has_is_refused() -> None:
    reply = number_assigned(
        came("number.assigned", {"code": "00000000000", "number": "0" * 12, "reason": "new"})
    )
    assert isinstance(reply, Refused)
    assert reply.problems[0].code == "number.unknown_code"
