"""Receiving: whatever comes at the door works once, or not at all, and says why."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

import pytest
from django.test import override_settings

from daicho.foundation.audit.models import Entry
from daicho.foundation.lines.audit_types import MESSAGE_RECEIVED
from daicho.foundation.lines.commands.early import handle_all_early
from daicho.foundation.lines.commands.sealing import bytes_of
from daicho.foundation.lines.domain.door import Reason, TurnedAway
from daicho.foundation.lines.envelopes import from_bytes
from daicho.foundation.lines.models import (
    DoorAttempt,
    ReceivedMessage,
    SentMessage,
    VolatileBody,
)
from daicho.foundation.lines.public import (
    Accepted,
    Answering,
    Held,
    Outgoing,
    Received,
    Refused,
    Reply,
    queue,
    settle_held,
)
from daicho.foundation.lines.tests.conftest import Network
from daicho.foundation.lines.tests.peers import (
    CODE,
    CORE,
    CS,
    KIND,
    PREFECTURE,
    Ears,
    body,
    message,
)
from daicho.kernel.errors import Conflict, Invalid, Problem, Unavailable

PROBLEM = {"code": "number.known", "item": "", "what": "既にあります。", "why": "", "remedy": ""}
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ears")]


def id_of(raw: bytes) -> str:
    return str(from_bytes(raw).id)


def test_a_message_works_once_and_is_answered_with_the_same_bytes(
    network: Network, ears: Ears
) -> None:
    raw = message(CS, CORE)
    first = network.receive(raw, CS)
    second = network.receive(raw, CS)
    assert first == second
    assert (first.kind, first.body["outcome"]) == ("receipt", "accepted")
    assert len(ears.heard) == 1
    row = ReceivedMessage.objects.get()
    assert (row.state, row.answer_key) == ("accepted", first.id)
    entries = Entry.objects.filter(kind="lines.received").order_by("seq")
    assert [e.outcome for e in entries] == ["done", "done"]


def test_the_same_id_with_other_bytes_is_turned_away(network: Network, ears: Ears) -> None:
    key = uuid4()
    network.receive(message(CS, CORE, key=key), CS)
    with pytest.raises(TurnedAway) as found:
        network.receive(message(CS, CORE, key=key), CS)
    assert (found.value.status, found.value.reason) == (409, Reason.OTHER_BYTES)
    assert len(ears.heard) == 1
    attempt = DoorAttempt.objects.get()
    assert (attempt.reason, attempt.claimed, attempt.address) == (
        "other_bytes",
        str(CS),
        "127.0.0.1",
    )


def test_an_answer_whose_signature_counts_no_more_is_signed_anew(
    network: Network, ears: Ears
) -> None:
    raw = message(CS, CORE)
    first = network.receive(raw, CS)
    network.authority.revoke(network.signing)
    network.signing = network.authority.signing(CORE)
    network.publish()
    assert network.receive(raw, CS) == first
    assert len(ears.heard) == 1


@pytest.mark.parametrize("refusing", ["reply", "invalid", "conflict"])
def test_an_error_of_the_domain_is_a_refusal_in_its_words(
    network: Network, ears: Ears, refusing: str
) -> None:
    problem = Problem("number.known", "code", "既にあります。", "理由。", "対処。")
    if refusing == "reply":
        ears.reply = Refused((problem,))
    elif refusing == "invalid":
        ears.error = Invalid([problem])
    else:
        ears.error = Conflict("既にあります。", why="理由。", remedy="対処。", code="number.known")
    answer = network.receive(message(CS, CORE), CS)
    assert answer.body["outcome"] == "refused"
    (told,) = answer.body["problems"]
    assert (told["code"], told["what"]) == ("number.known", "既にあります。")
    assert ReceivedMessage.objects.get().problems == [told]


def test_when_the_machinery_is_not_ready_nothing_is_stored(network: Network, ears: Ears) -> None:
    ears.error = Unavailable("鍵がありません。")
    raw = message(CS, CORE)
    with pytest.raises(Unavailable):
        network.receive(raw, CS)
    assert not ReceivedMessage.objects.exists()
    ears.error = None
    assert network.receive(raw, CS).body["outcome"] == "accepted"


def test_a_wrong_body_and_a_kind_that_nobody_hears_are_refused(
    network: Network, ears: Ears
) -> None:
    wrong = network.receive(message(CS, CORE, content={"code": "1"}), CS)
    assert wrong.body["outcome"] == "refused"
    strange = network.receive(message(CS, CORE, kind="serial.query", content={"code": CODE}), CS)
    assert [p["code"] for p in strange.body["problems"]] == ["kind.not_here"]
    assert not ears.heard


def test_a_question_gets_its_answer(network: Network, settings: Any) -> None:
    told = {"code": CODE, "state": "none"}
    settings.LINE_HANDLERS = {"serial.query": lambda _r: Answering(told)}
    answer = network.receive(message(CS, CORE, kind="serial.query", content={"code": CODE}), CS)
    assert (answer.kind, dict(answer.body)) == ("serial.query.answer", told)
    status = network.receive(message(CS, CORE, kind="line.status", content={}), CS)
    assert (status.kind, dict(status.body)) == ("line.status.answer", {"state": "running"})


def test_a_gap_is_held_and_settled_in_order(network: Network, ears: Ears) -> None:
    order = uuid4().hex
    raws = [message(CS, CORE, order=(order, n)) for n in (1, 2, 3, 4)]
    outcomes = [network.receive(raws[n], CS).body for n in (2, 1)]
    assert [o["outcome"] for o in outcomes] == ["held", "held"]
    assert [o["problems"][0]["code"] for o in outcomes] == ["order.gap", "order.gap"]
    assert not ears.heard
    assert network.receive(raws[0], CS).body["outcome"] == "accepted"
    assert [r.order_number for r in ears.heard] == [1, 2, 3]
    assert network.receive(raws[2], CS).body["outcome"] == "held"
    told = SentMessage.objects.order_by("seq")
    assert [(m.kind, m.receiver) for m in told] == [("outcome", str(CS))] * 2
    assert [str(m.answers) for m in told] == [id_of(raws[1]), id_of(raws[2])]
    assert network.receive(raws[3], CS).body["outcome"] == "accepted"
    assert ReceivedMessage.objects.filter(state="accepted", early=False).count() == 4


def test_a_number_is_used_once_even_by_a_refused_message(network: Network, ears: Ears) -> None:
    order = uuid4().hex
    ears.error = Conflict("できません。", code="test.no")
    assert network.receive(message(CS, CORE, order=(order, 1)), CS).body["outcome"] == "refused"
    ears.error = None
    again = network.receive(message(CS, CORE, order=(order, 1)), CS)
    assert [p["code"] for p in again.body["problems"]] == ["order.used"]
    assert network.receive(message(CS, CORE, order=(order, 2)), CS).body["outcome"] == "accepted"
    early = [message(CS, CORE, order=(order, 5)) for _ in range(2)]
    assert [network.receive(raw, CS).body["outcome"] for raw in early] == ["held", "refused"]


def test_what_cannot_be_handled_yet_stays_held(network: Network, ears: Ears) -> None:
    order = uuid4().hex
    network.receive(message(CS, CORE, order=(order, 2)), CS)

    def only_the_first(received: Received) -> Reply:
        if received.order_number == 2:
            raise Unavailable("まだです。")
        return Accepted()

    with override_settings(LINE_HANDLERS={KIND: only_the_first}):
        assert network.receive(message(CS, CORE, order=(order, 1)), CS).body["outcome"] == (
            "accepted"
        )
    assert ReceivedMessage.objects.get(order_number=2).early
    assert handle_all_early() == 1
    assert [r.order_number for r in ears.heard] == [2]
    assert handle_all_early() == 0


def test_a_person_settles_what_was_held_for_them(network: Network, ears: Ears) -> None:
    ears.reply = Held((Problem("person.look", "", "職員が確かめます。"),))
    raw = message(CS, CORE)
    assert network.receive(raw, CS).body["outcome"] == "held"
    key = ReceivedMessage.objects.get().key
    settle_held(key, Refused((Problem("person.no", "", "別人です。"),)))
    sent = SentMessage.objects.get()
    assert (sent.kind, sent.answers, sent.receiver) == ("outcome", key, str(CS))
    with pytest.raises(Conflict):
        settle_held(key, Accepted())


def test_an_outcome_settles_our_message(network: Network, ears: Ears) -> None:
    key = queue(Outgoing(kind=KIND, receiver=CS, body=body(), matter="M-1"))
    SentMessage.objects.filter(key=key).update(state="held")
    told = {"outcome": "refused", "problems": [PROBLEM]}
    raw = message(CS, CORE, kind="outcome", content=told, answers=key)
    assert network.receive(raw, CS).body["outcome"] == "accepted"
    assert network.receive(raw, CS).body["outcome"] == "accepted"
    (settled,) = ears.settled
    assert (settled.id, settled.outcome, settled.matter) == (key, "refused", "M-1")
    assert settled.problems[0].what == PROBLEM["what"]
    assert SentMessage.objects.get().state == "refused"
    # Nobody settles another's message.
    stranger = message(PREFECTURE, CORE, kind="outcome", content=told, answers=key)
    answer = network.receive(stranger, PREFECTURE)
    assert [p["code"] for p in answer.body["problems"]] == ["outcome.unknown"]


def test_bodies_are_sealed_and_a_volatile_one_is_kept_nowhere(
    network: Network, ears: Ears, settings: Any
) -> None:
    network.receive(message(CS, CORE), CS)
    row = ReceivedMessage.objects.get()
    assert CODE.encode() not in bytes(row.sealed)
    assert from_bytes(bytes_of(row) or b"").body == body()
    settings.LINE_VOLATILE = frozenset({KIND})
    order = uuid4().hex
    network.receive(message(CS, CORE, order=(order, 2)), CS)
    assert VolatileBody.objects.count() == 1
    network.receive(message(CS, CORE, order=(order, 1)), CS)
    assert not VolatileBody.objects.exists()
    assert {bytes(m.sealed) for m in ReceivedMessage.objects.exclude(order_key="")} == {b""}
    assert len(ears.heard) == 3


def test_no_entry_carries_a_body(network: Network, ears: Ears) -> None:
    network.receive(message(CS, CORE), CS)
    assert ears.heard[0].body["code"] == CODE
    for entry in Entry.objects.all():
        detail = json.loads(entry.body)["detail"]
        assert set(detail) <= {f.name for f in MESSAGE_RECEIVED.fields}
        assert CODE not in detail.values()
        assert entry.subjects == []
