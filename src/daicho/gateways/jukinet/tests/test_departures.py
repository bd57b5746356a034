"""転出証明書情報 that is asked for, and that is taken back; parts of a household, heads who leave, people who come home."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest

from daicho.business.movements import ports as movements_ports
from daicho.business.movements.commands.submit import submit
from daicho.business.movements.models import Case
from daicho.business.movements.tests.certificates import at_the_counter
from daicho.business.movements.tests.family import Staff, moving, now
from daicho.business.movements.tests.paper import alerts_of, carry_through
from daicho.business.movements.tests.test_special_move_in import decide
from daicho.foundation.lines.public import Accepted, Settled
from daicho.foundation.messages.public import check_body
from daicho.gateways.jukinet.commands.ask_certificate import ask_certificate, request_settled
from daicho.gateways.jukinet.commands.quote_certificate import quote_certificate
from daicho.gateways.jukinet.domain.asked import Asked
from daicho.gateways.jukinet.handlers import departure_cancelled, departure_certificate
from daicho.gateways.jukinet.models import AskedCertificate, ReceivedCertificate
from daicho.gateways.jukinet.selectors.asked import faults_of_quoted, newest_asked
from daicho.gateways.jukinet.selectors.certificates import list_certificates
from daicho.gateways.jukinet.tests.conftest import Sent
from daicho.gateways.jukinet.tests.line import came
from daicho.gateways.jukinet.tests.test_families_move import AWAY
from daicho.kernel.errors import Conflict, Invalid, Missing, Problem, Refused, Unavailable

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

CODE = "92128315677"
NONE = Problem(
    "departure.none",
    "code",
    "該当なし。この住民票コードの転出証明書情報はありません。",
    "転出届が出ていないか、保存期間を過ぎて消去されました。",
    "転出元の市区町村に転出届が出ているかを確かめてください。",
)


@pytest.fixture(autouse=True)
def connected(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the connector knows against a case is asked."""
    monkeypatch.setattr(movements_ports, "faults_of_case", faults_of_quoted)


@pytest.fixture
def departed(family: list[UUID], staff: Staff, sent: Sent) -> dict[str, Any]:
    """The body that a 特例転出 of the whole family puts on the line."""
    carry_through(*staff, "special_move_out", moving(family, **AWAY))
    (message,) = sent("departure.certificate")
    return dict(message.body)


def settle(thread: UUID, outcome: str, *problems: Problem) -> None:
    found = Settled(
        id=uuid4(),
        kind="departure.request",
        thread=thread,
        matter="",
        receiver=came("x", {}).sender,
        outcome=outcome,
        problems=problems,
    )
    request_settled(found)


# ---- Asked for ----


def test_what_has_not_come_is_asked_for_once_and_settled_when_it_comes(
    departed: dict[str, Any], staff: Staff, sent: Sent
) -> None:
    code = departed["people"][0]["resident_record_code"]
    request = uuid4()
    for _ in range(2):
        ask_certificate(staff[0], request=request, code=code, origin="112291")
    (message,) = sent("departure.request")
    assert not check_body("departure.request", message.body)
    assert message.body == {"code": code, "origin": "112291"}
    with pytest.raises(Conflict):
        ask_certificate(staff[0], request=uuid4(), code=code, origin="112291")
    settle(request, "held")
    assert newest_asked()[0].state is Asked.WAITING
    settle(request, "accepted")
    assert newest_asked()[0].state is Asked.COMING
    body = departed | {"origin": departed["origin"] | {"municipality": "112291"}}
    received = came("departure.certificate", body)
    object.__setattr__(received, "thread", request)
    assert departure_certificate(received) == Accepted()
    (line,) = newest_asked()
    assert (line.state, line.reference) == (Asked.CAME, departed["reference"])
    settle(request, "accepted")
    assert newest_asked()[0].state is Asked.CAME
    with pytest.raises(Conflict) as caught:
        ask_certificate(staff[0], request=uuid4(), code=code, origin="112291")
    assert caught.value.reason_code == "jukinet.here_already"


@pytest.mark.proves("JUK-009")
def test_nobody_at_the_origin_is_said_plainly(staff: Staff) -> None:
    request = uuid4()
    ask_certificate(staff[0], request=request, code=CODE, origin="112291")
    settle(request, "refused", NONE)
    (line,) = newest_asked()
    assert line.state is Asked.NONE
    assert line.trouble == f"{NONE.what}{NONE.remedy}"
    ask_certificate(staff[0], request=uuid4(), code=CODE, origin="112291")
    assert AskedCertificate.objects.count() == 2


@pytest.mark.parametrize(
    ("code", "origin", "field"),
    [("12345678901", "112291", "code"), (CODE, "999999", "origin"), (CODE, "072010", "origin")],
)
def test_wrong_digits_and_our_own_town_are_not_asked(
    staff: Staff, code: str, origin: str, field: str
) -> None:
    with pytest.raises(Invalid) as caught:
        ask_certificate(staff[0], request=uuid4(), code=code, origin=origin)
    assert [p.field for p in caught.value.problems] == [field]
    assert not AskedCertificate.objects.exists()


def test_only_the_counter_asks_and_only_where_there_is_a_line(staff: Staff, settings: Any) -> None:
    with pytest.raises(Refused):
        ask_certificate(staff[2], request=uuid4(), code=CODE, origin="112291")
    settings.LINES = None
    with pytest.raises(Unavailable):
        ask_certificate(staff[0], request=uuid4(), code=CODE, origin="112291")


# ---- Taken back ----


def cancel(staff: Staff, case: UUID, people: list[UUID]) -> UUID:
    paper = {
        "of_case": str(case),
        **{f"selected.{person}": "on" for person in people},
        "event_date": "2026-11-20",
        "basis": "職権",
        "ground": "転出しないことになった",
    }
    return carry_through(*staff, "reversal", paper)


def test_a_cancelled_move_out_takes_its_certificate_back(
    family: list[UUID], staff: Staff, sent: Sent
) -> None:
    case = carry_through(*staff, "special_move_out", moving(family, **AWAY))
    (certificate,) = sent("departure.certificate")
    cancel(staff, case, family)
    (message,) = sent("departure.cancelled")
    assert not check_body("departure.cancelled", message.body)
    assert message.body == {
        "origin": "072010",
        "destination": "112291",
        "reference": certificate.body["reference"],
        "cancelled_on": "20261120",
    }
    assert len(sent("departure.certificate")) == 1
    again = [m.body["items"]["21"] for m in sent("identity.update")[-4:]]
    assert again == ["異動の取消し（増）"] * 4


def test_nobody_is_told_of_the_cancellation_of_anything_else(
    family: list[UUID], staff: Staff, sent: Sent
) -> None:
    case = carry_through(*staff, "move_out", moving(family, abroad="domestic", **AWAY))
    cancel(staff, case, family)
    assert sent("departure.cancelled") == []


def test_what_was_taken_back_is_emptied_and_quoted_by_nobody(
    departed: dict[str, Any], staff: Staff
) -> None:
    assert departure_certificate(came("departure.certificate", departed)) == Accepted()
    row = ReceivedCertificate.objects.get()
    case = quote_certificate(staff[0], certificate=row.key)
    cancelled = {
        "origin": "072010",
        "destination": "112291",
        "reference": departed["reference"],
        "cancelled_on": "20261120",
    }
    for _ in range(2):
        assert departure_cancelled(came("departure.cancelled", cancelled)) == Accepted()
    row.refresh_from_db()
    assert (row.sealed, row.code_hashes) == (None, [])
    assert list_certificates(staff[0], state="quoted", page=1).lines == ()
    (line,) = list_certificates(staff[0], state="cancelled", page=1).lines
    assert (line.case, line.names) == (case, "")
    with pytest.raises(Missing) as caught:
        quote_certificate(staff[0], certificate=row.key)
    assert caught.value.reason_code == "certificate.cancelled"
    paper = Case.objects.get(key=case)
    with pytest.raises(Invalid) as wrong:
        submit(
            staff[0],
            case=case,
            kind="special_move_in",
            payload=paper.payload,
            edition=paper.edition,
            confirmed=alerts_of("special_move_in", paper.payload),
        )
    assert "certificate.cancelled" in {p.code for p in wrong.value.problems}


def test_a_cancellation_that_overtakes_its_certificate_counts_too(
    departed: dict[str, Any], staff: Staff
) -> None:
    cancelled = {
        "origin": "072010",
        "destination": "112291",
        "reference": departed["reference"],
        "cancelled_on": "20261120",
    }
    departure_cancelled(came("departure.cancelled", cancelled))
    assert departure_certificate(came("departure.certificate", departed)) == Accepted()
    assert list_certificates(staff[0], state="waiting", page=1).lines == ()
    assert not ReceivedCertificate.objects.filter(sealed__isnull=False).exists()


# ---- Who goes, and who stays ----


def test_of_those_who_stay_after_all_the_others_get_a_certificate_of_their_own(
    family: list[UUID], staff: Staff, sent: Sent
) -> None:
    out = moving(family[2:], **AWAY)
    case = carry_through(*staff, "special_move_out", out)
    sent()
    cancel(staff, case, family[2:3])
    (first, second) = sent("departure.certificate")
    (taken_back,) = sent("departure.cancelled")
    assert taken_back.body["reference"] == first.body["reference"] != second.body["reference"]
    assert [p["name"] for p in first.body["people"]] == ["見本　一郎", "見本　二葉"]
    assert [p["name"] for p in second.body["people"]] == ["見本　二葉"]


def test_a_part_of_a_household_goes_with_the_relations_that_it_had(
    family: list[UUID], staff: Staff, sent: Sent
) -> None:
    sent()
    carry_through(*staff, "special_move_out", moving(family[1:3], **AWAY))
    (message,) = sent("departure.certificate")
    assert [p["relationship"] for p in message.body["people"]] == ["妻", "子"]
    assert message.body["origin"]["head"] == "見本　太郎"
    told = sent("identity.update")[len(family) :]
    assert [m.body["items"]["35"] for m in told] == ["転出", "転出"], "who stays is not told of"


def test_the_wife_of_a_head_who_left_leaves_as_head_herself(
    family: list[UUID], staff: Staff, sent: Sent
) -> None:
    carry_through(*staff, "special_move_out", moving(family[:1], **AWAY))
    (first,) = sent("departure.certificate")
    assert [p["relationship"] for p in first.body["people"]] == ["世帯主"]
    change = {
        "household": now(family[1]).particulars.household_number,
        "new_head": str(family[1]),
        "event_date": "2026-11-15",
        "basis": "職権",
        f"relationship.{family[2]}": "子",
        f"relationship.{family[3]}": "子",
    }
    carry_through(*staff, "household_head_ex_officio", change)
    later = AWAY | {"event_date": "2026-11-18", "notified_on": "2026-11-18"}
    carry_through(*staff, "special_move_out", moving(family[1:], **later))
    second = sent("departure.certificate")[1]
    assert [p["relationship"] for p in second.body["people"]] == ["世帯主", "子", "子"]
    assert second.body["origin"]["head"] == "見本　花子"
    assert second.body["reference"] != first.body["reference"]


@pytest.mark.proves("JUK-006", "JUK-011")
def test_who_comes_home_is_quoted_with_the_same_codes_and_the_other_town_is_told_once(
    departed: dict[str, Any], family: list[UUID], staff: Staff, sent: Sent
) -> None:
    told = len(sent("arrival.notice"))
    body = departed | {
        "origin": {
            "municipality": "112291",
            "address": "埼玉県和光市広沢1-5",
            "head": "見本　太郎",
        },
        "destination": {"municipality": "072010", "address": "福島県福島市五老内町3-1"},
        "reference": "W-2026-1",
        "move_out_on": "20261118",
    }
    assert departure_certificate(came("departure.certificate", body)) == Accepted()
    case = quote_certificate(staff[0], certificate=ReceivedCertificate.objects.get().key)
    paper = Case.objects.get(key=case).payload | at_the_counter()
    paper |= {f"persons.{at}.returning": str(person) for at, person in enumerate(family)}
    decide(staff, case, paper | {"event_date": "2026-11-19"})
    notices = sent("arrival.notice")[told:]
    assert [n.body["origin"] for n in notices] == ["112291"]
    codes = {p["resident_record_code"] for p in departed["people"]}
    assert {p["code"] for p in notices[0].body["people"]} == codes
    updates = sent("identity.update")[-4:]
    assert {m.body["items"]["1"] for m in updates} == codes
    assert {m.body["items"]["21"] for m in updates} == {"国内転入"}
    assert {m.body["items"]["35"] for m in updates} == {"現存"}
