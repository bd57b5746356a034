"""Delivering: in order per person, again until it is answered, never by two ways; and what a person may do with it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from daicho.foundation.audit.models import Entry
from daicho.foundation.lines.adapters.client import Away, LineClient, Response
from daicho.foundation.lines.commands import deliver_lines as deliver_module
from daicho.foundation.lines.commands.ask import give_up_unanswered
from daicho.foundation.lines.domain import states
from daicho.foundation.lines.domain.parties import Party
from daicho.foundation.lines.domain.states import NEVER_AGAIN_BY_HAND
from daicho.foundation.lines.envelopes import Envelope, party
from daicho.foundation.lines.models import Line, SendingAttempt, SentMessage
from daicho.foundation.lines.public import (
    Outgoing,
    Refusal,
    ask,
    deliver_lines,
    resend,
    stop,
    switch_line,
)
from daicho.foundation.lines.tests.conftest import Network
from daicho.foundation.lines.tests.peers import (
    CODE,
    CORE,
    CS,
    KIND,
    Ears,
    body,
    headers,
)
from daicho.foundation.lines.tests.stand_in import (
    OTHER_SAYS,
    Peer,
    due_now,
    peer,
    queued,
    state_of,
    status,
)
from daicho.kernel.access import Access, Duty
from daicho.kernel.clock import real_now
from daicho.kernel.errors import Conflict, Missing, Refused, Unavailable

__all__ = ["peer"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(clerk: Access) -> Access:
    return Access(**{**_fields(clerk), "duties": frozenset({Duty.ADMINISTER, Duty.COUNTER})})


def _fields(access: Access) -> dict[str, Any]:
    return {name: getattr(access, name) for name in access.__slots__}


def test_a_message_is_queued_in_the_transaction_of_its_change(
    network: Network, settings: Any
) -> None:
    assert network
    settings.LINES = None
    key = queued(uuid4())
    row = SentMessage.objects.get(key=key)
    assert (row.state, row.line, row.order_number) == ("waiting", str(CS), 1)
    assert deliver_lines() == 0


def test_outside_a_transaction_nothing_is_queued(
    network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert network
    outside = SimpleNamespace(in_atomic_block=False)
    monkeypatch.setattr("daicho.foundation.lines.commands.queue.connection", outside)
    with pytest.raises(RuntimeError):
        queued()


def test_in_order_per_person_and_settled(peer: Peer, ears: Ears) -> None:
    one, other = uuid4(), uuid4()
    keys = [queued(one, matter="A"), queued(other), queued(one), queued()]
    assert deliver_lines() == 4
    orders = {e.id: e.order for e in peer.came}
    numbers = [order.number if order else None for order in (orders[k] for k in keys)]
    assert numbers == [1, 1, 2, None]
    same, another = orders[keys[0]], orders[keys[1]]
    assert same is not None
    assert another is not None
    assert same.key != another.key
    assert one.hex != same.key
    assert {s.outcome for s in ears.settled} == {"accepted"}
    assert [s.matter for s in ears.settled if s.id == keys[0]] == ["A"]
    row = SentMessage.objects.get(key=keys[0])
    assert (row.state, row.attempts, row.answer_kind) == ("accepted", 1, "receipt")
    assert row.signature
    assert row.answer_signature
    assert Entry.objects.filter(kind="lines.sent").count() == 4
    assert deliver_lines() == 0


def test_a_refusal_is_told_with_its_problems(peer: Peer, ears: Ears) -> None:
    key = queued()
    peer.says = lambda _e: ("receipt", {"outcome": "refused", "problems": [OTHER_SAYS]})
    deliver_lines()
    assert state_of(key) == "refused"
    assert [p.what for p in ears.settled[0].problems] == [OTHER_SAYS["what"]]


def test_who_is_away_is_tried_again_with_the_same_bytes(peer: Peer) -> None:
    def away(_envelope: Envelope) -> Response:
        raise Away("相手方が接続を受け付けていません。")

    keys = [queued(uuid4()) for _ in range(5)]
    peer.says = away
    assert deliver_lines() == 0
    # One attempt tells that nobody is there.
    assert len(peer.came) == 1
    line = Line.objects.get(peer=str(CS))
    assert (line.failures, line.away_since is not None) == (1, True)
    assert deliver_lines() == 0
    assert len(peer.came) == 1
    for failures in (2, 3):
        due_now()
        deliver_lines()
        assert Line.objects.get(peer=str(CS)).failures == failures
    attempt = SendingAttempt.objects.first()
    assert attempt is not None
    assert attempt.words == "相手方が接続を受け付けていません。"
    peer.says = Peer(peer.network).says
    due_now()
    assert deliver_lines() == 5
    assert peer.raws[0] == peer.raws[[e.id for e in peer.came].index(peer.came[0].id, 1)]
    assert {state_of(k) for k in keys} == {"accepted"}
    assert Line.objects.get(peer=str(CS)).away_since is None


def test_one_that_is_not_taken_holds_back_its_person_alone(peer: Peer) -> None:
    stuck, free = uuid4(), uuid4()
    first, second, other = queued(stuck), queued(stuck), queued(free)
    accepted = Peer(peer.network).says
    peer.says = lambda e: status(503) if e.id == first else accepted(e)
    assert deliver_lines() == 1
    assert [state_of(k) for k in (first, second, other)] == ["waiting", "waiting", "accepted"]
    deliver_lines()
    row = SentMessage.objects.get(key=first)
    assert (row.attempts, row.next_attempt_at > real_now()) == (1, True)
    peer.says = accepted
    due_now()
    assert deliver_lines() == 2
    assert peer.numbers[-2:] == [1, 2]


@pytest.mark.parametrize("wrong", ["signature", "another", "thread"])
def test_an_answer_that_is_not_the_peers_is_none(peer: Peer, wrong: str) -> None:
    key = queued()
    good = peer.post

    def spoilt(_client: LineClient, raw: bytes, given: dict[str, str]) -> Response:
        answer = good(_client, raw, given)
        if wrong == "signature":
            return Response(200, answer.headers, answer.body.replace(b"accepted", b"refused"))
        if wrong == "another":
            by = peer.network.authority.signing(Party("112291", "municipal_cs"))
            return Response(200, headers(answer.body, by), answer.body)
        return Response(200, answer.headers, answer.body[:-1])

    LineClient.post = spoilt  # type: ignore[assignment,method-assign]  # the fixture puts it back
    assert deliver_lines() == 0
    assert state_of(key) == "waiting"
    assert SendingAttempt.objects.get().outcome.startswith("answer_")


def test_an_outcome_that_comes_before_its_receipt_stays(
    peer: Peer, ears: Ears, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, own = queued(), deliver_module._store

    def overtaken(results: Sequence[Any]) -> int:
        SentMessage.objects.filter(key=key).update(state="accepted")
        return own(results)

    monkeypatch.setattr(deliver_module, "_store", overtaken)
    peer.says = lambda _e: ("receipt", {"outcome": "held", "problems": []})
    deliver_lines()
    assert state_of(key) == "accepted"
    assert not ears.settled


@pytest.mark.proves("STD-7.1.1.1/m11")
@pytest.mark.usefixtures("peer")
def test_a_manual_line_waits_for_a_person(manager: Access) -> None:
    person = uuid4()
    first, second = queued(person), queued(person)
    switch_line(manager, CS, True)
    assert deliver_lines() == 0
    with pytest.raises(Conflict):
        resend(manager, second)
    resend(manager, first)
    assert deliver_lines() == 1
    resend(manager, second)
    assert deliver_lines() == 1
    third = queued(person)
    switch_line(manager, CS, False)
    assert deliver_lines() == 1
    assert [state_of(k) for k in (first, second, third)] == ["accepted"] * 3
    with pytest.raises(Missing):
        switch_line(manager, Party("112291", "core"), True)


@pytest.mark.usefixtures("peer")
def test_only_those_in_charge_may_act(clerk: Access, auditor: Access) -> None:
    key = queued()
    with pytest.raises(Refused):
        switch_line(clerk, CS, True)
    for act in (resend, stop):
        with pytest.raises(Refused):
            act(auditor, key)
    assert not Line.objects.filter(manual=True).exists()
    assert state_of(key) == "waiting"


def test_a_departure_certificate_is_never_sent_again_by_hand(
    peer: Peer, manager: Access, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(states, "NEVER_AGAIN_BY_HAND", frozenset({KIND}))
    key = queued()
    switch_line(manager, CS, True)
    resend(manager, key)
    peer.says = lambda _e: status(503)
    deliver_lines()
    with pytest.raises(Conflict) as found:
        resend(manager, key)
    assert found.value.reason_code == "lines.not_again_by_hand"
    peer.says = Peer(peer.network).says
    due_now()
    assert deliver_lines() == 1
    assert frozenset({"departure.certificate"}) == NEVER_AGAIN_BY_HAND


def test_a_stopped_message_leaves_no_gap(peer: Peer, manager: Access, ears: Ears) -> None:
    person = uuid4()
    first, second = queued(person), queued(person)
    stop(manager, first)
    assert [s.outcome for s in ears.settled] == ["stopped"]
    assert deliver_lines() == 2
    assert [(e.kind, n) for e, n in zip(peer.came, peer.numbers, strict=True)] == [
        ("line.status", 1),
        (KIND, 2),
    ]
    assert (state_of(first), state_of(second)) == ("stopped", "accepted")
    with pytest.raises(Conflict):
        stop(manager, second)


def test_a_question_is_answered_at_once(peer: Peer, clerk: Access) -> None:
    told = {"code": CODE, "state": "none"}
    peer.says = lambda _e: ("serial.query.answer", told)
    question = Outgoing(kind="serial.query", receiver=CS, body={"code": CODE})
    answer = ask(clerk, question)
    assert (answer.kind, dict(answer.body)) == ("serial.query.answer", told)
    assert SentMessage.objects.get().state == "accepted"
    assert Entry.objects.get(kind="lines.sent").login == clerk.login
    with pytest.raises(RuntimeError):
        ask(clerk, Outgoing(kind=KIND, receiver=CS, body=body(), subject=uuid4()))


def test_a_question_that_is_refused_or_gets_no_answer(peer: Peer, clerk: Access) -> None:
    question = Outgoing(kind="serial.query", receiver=CS, body={"code": CODE})
    peer.says = lambda _e: ("receipt", {"outcome": "refused", "problems": [OTHER_SAYS]})
    with pytest.raises(Refusal) as refused:
        ask(clerk, question)
    assert refused.value.problems[0].what == OTHER_SAYS["what"]
    peer.says = lambda _e: status(503)
    with pytest.raises(Unavailable):
        ask(clerk, question)
    assert list(SentMessage.objects.order_by("seq").values_list("state", flat=True)) == [
        "refused",
        "stopped",
    ]
    # It is never sent later: nobody waits for what it would bring.
    due_now()
    assert deliver_lines() == 0


def test_a_question_whose_asker_died_is_given_up(peer: Peer, clerk: Access) -> None:
    def die(_envelope: Envelope) -> Response:
        raise KeyboardInterrupt

    peer.says = die
    with pytest.raises(KeyboardInterrupt):
        ask(clerk, Outgoing(kind="serial.query", receiver=CS, body={"code": CODE}))
    assert deliver_lines() == 0
    assert give_up_unanswered() == 0
    with pytest.MonkeyPatch.context() as later:
        moment = real_now() + timedelta(minutes=6)
        later.setattr("daicho.foundation.lines.commands.ask.real_now", lambda: moment)
        assert give_up_unanswered() == 1
    assert SentMessage.objects.get().state == "stopped"


@pytest.mark.usefixtures("peer")
def test_a_volatile_body_lost_in_a_crash_is_told(ears: Ears, settings: Any) -> None:
    settings.LINE_VOLATILE = frozenset({KIND})
    kept, lost = queued(), queued(uuid4())
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM lines_volatilebody WHERE message = %s", [lost])
    assert deliver_lines() == 1
    assert (state_of(kept), state_of(lost)) == ("accepted", "stopped")
    (told,) = [s for s in ears.settled if s.id == lost]
    assert told.problems[0].code == "line.body_lost"
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM lines_volatilebody")
        assert cursor.fetchone() == (0,)


def test_bytes_name_us_and_the_order_never_the_person(peer: Peer) -> None:
    person = uuid4()
    queued(person)
    deliver_lines()
    (envelope,) = peer.came
    assert party(envelope.sender) == CORE
    assert person.hex.encode() not in peer.raws[0]
    assert str(person).encode() not in peer.raws[0]
