"""Bundles: each message in one gets its own answer; one that cannot share a transaction keeps nobody else back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import OperationalError

from daicho.foundation.audit.models import Entry
from daicho.foundation.lines.adapters.client import Away, Response
from daicho.foundation.lines.commands import deliver_lines as deliver_module
from daicho.foundation.lines.commands.couriers import IN_A_BUNDLE, Courier
from daicho.foundation.lines.commands.deliver_lines import deliver_to
from daicho.foundation.lines.commands.receive import receive
from daicho.foundation.lines.commands.receive_bundle import receive_bundle
from daicho.foundation.lines.domain.bundle import (
    MOST_IN_A_BUNDLE,
    PATH_OF_BUNDLES,
    AnswerPiece,
    pack,
    unpack,
    unpack_answers,
)
from daicho.foundation.lines.domain.door import TurnedAway, signed_of
from daicho.foundation.lines.domain.replies import Accepted, Received, Reply
from daicho.foundation.lines.envelopes import from_bytes
from daicho.foundation.lines.models import (
    ArrivalOrder,
    DoorAttempt,
    Line,
    ReceivedMessage,
    SendingAttempt,
    SentMessage,
)
from daicho.foundation.lines.public import deliver_lines
from daicho.foundation.lines.tests.conftest import Network
from daicho.foundation.lines.tests.peers import CORE, CS, KIND, OTHER_CS, Ears, headers, message
from daicho.foundation.lines.tests.stand_in import Peer, due_now, peer, queued, state_of
from daicho.kernel.errors import Invalid, Problem, Unavailable

__all__ = ["peer"]
pytestmark = pytest.mark.django_db
APART = "line.status"


def bundle(network: Network, *raws: bytes) -> bytes:
    signing = network.signing_of(CS)
    return pack([signed_of(raw, headers(raw, signing)) for raw in raws])


def told(network: Network, *raws: bytes) -> list[AnswerPiece]:
    """What the core answers to a bundle of the CS."""
    answers, _ = receive_bundle(bundle(network, *raws), {}, CS, "127.0.0.1")
    return list(unpack_answers(answers, expected=len(raws)))


def outcome(piece: AnswerPiece) -> str:
    return str(from_bytes(piece.raw).body["outcome"])


def test_each_gets_the_answer_it_would_have_got_alone_and_the_same_again(
    network: Network, ears: Ears
) -> None:
    key = uuid4().hex
    raws = [message(CS, CORE, order=(key, n)) for n in (1, 3, 2, 3)]
    first = told(network, *raws)
    assert [outcome(each) for each in first] == ["accepted", "held", "accepted", "refused"]
    # The third was due when the second had come: it is taken as soon as all are stored.
    assert [each.order_number for each in ears.heard] == [1, 2, 3]
    counter = ArrivalOrder.objects.get()
    assert (counter.next, counter.early) == (4, 0)
    assert Entry.objects.filter(kind="lines.received").count() == 4
    again = told(network, *raws[:2])
    assert [each.raw for each in again] == [each.raw for each in first[:2]]
    alone, _ = receive(raws[2], headers(raws[2], network.signing_of(CS)), CS, "127.0.0.1")
    assert alone == first[2].raw
    assert len(ears.heard) == 3


def test_they_share_one_transaction_unless_a_kind_may_not(
    network: Network, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    groups: list[int] = []
    own = receive_bundle.__globals__["take_together"]

    def counted(arrivals: Sequence[Any]) -> Any:
        groups.append(len(arrivals))
        return own(arrivals)

    monkeypatch.setitem(receive_bundle.__globals__, "take_together", counted)
    settings.LINE_HANDLERS = {KIND: lambda _received: Accepted()}
    assert {each.status for each in told(network, *(message(CS, CORE) for _ in range(3)))} == {200}
    assert groups == [3]
    mixed = told(network, message(CS, CORE), message(CS, CORE, kind=APART, content={}))
    assert [from_bytes(each.raw).kind for each in mixed] == ["receipt", f"{APART}.answer"]
    assert groups == [3]


def test_one_that_fails_keeps_nobody_else_back(network: Network, settings: Any) -> None:
    raws = [message(CS, CORE) for _ in range(4)]
    wrong, not_now = (from_bytes(raw).id for raw in raws[1:3])
    heard: list[UUID] = []

    def hears(received: Received) -> Reply:
        heard.append(received.id)
        if received.id == wrong:
            raise Invalid([Problem("number.known", "", "既にあります。")])
        if received.id == not_now:
            raise Unavailable("今は処理できません。")
        return Accepted()

    settings.LINE_HANDLERS = {KIND: hears}
    found = told(network, *raws)
    assert [each.status for each in found] == [200, 200, 503, 200]
    assert [outcome(each) for each in found if each.status == 200] == [
        "accepted",
        "refused",
        "accepted",
    ]
    # Together up to the one that failed, then each apart.
    assert len(heard) == 2 + 4
    assert ReceivedMessage.objects.count() == 3
    assert not ReceivedMessage.objects.filter(key=not_now).exists()


def test_who_is_turned_away_in_a_bundle_leaves_a_row_and_the_others_are_heard(
    network: Network, ears: Ears
) -> None:
    good, strange = message(CS, CORE), message(OTHER_CS, CORE)
    signing = network.signing_of(OTHER_CS)
    pieces = [
        signed_of(good, headers(good, network.signing_of(CS))),
        signed_of(strange, headers(strange, signing)),
    ]
    answers, _ = receive_bundle(pack(pieces), {}, CS, "127.0.0.1")
    found = unpack_answers(answers, expected=2)
    assert [each.status for each in found] == [200, 403]
    assert found[1].message == ""
    assert len(ears.heard) == 1
    assert DoorAttempt.objects.get().reason == "sender_is_another"


@pytest.mark.parametrize("raw", [b"", b"{}", b"[]", b'[{"message": 1, "headers": {}}]'])
def test_what_is_no_bundle_gets_nothing(network: Network, raw: bytes) -> None:
    assert network
    with pytest.raises(TurnedAway):
        receive_bundle(raw, {}, CS, "127.0.0.1")
    assert DoorAttempt.objects.get().reason == "envelope_unreadable"


def test_a_bundle_has_its_limit(network: Network) -> None:
    raws = [message(CS, CORE)] * (MOST_IN_A_BUNDLE + 1)
    with pytest.raises(ValueError, match="at most 64"):
        unpack(bundle(network, *raws))


def test_many_people_go_in_bundles_and_who_has_more_than_one_message_alone(peer: Peer) -> None:
    many = [queued(uuid4()) for _ in range(IN_A_BUNDLE + 3)]
    one = uuid4()
    own = [queued(one), queued(one)]
    assert deliver_lines(limit=100) == len(many) + 2
    # The first alone, whether anybody is there; one bundle that is full, what is left, and the person's two.
    assert sorted(peer.sizes) == [1, 1, 1, 2, IN_A_BUNDLE]
    assert [e.order.number for e in peer.came if e.id in own and e.order] == [1, 2]
    rows = SentMessage.objects.filter(key__in=many)
    assert {(row.state, row.attempts, bool(row.answer_signature)) for row in rows} == {
        ("accepted", 1, True)
    }
    assert Entry.objects.filter(kind="lines.sent").count() == len(many) + 2


def test_a_kind_that_may_not_share_a_transaction_goes_alone(peer: Peer, settings: Any) -> None:
    settings.LINE_TOGETHER = frozenset()
    for _ in range(4):
        queued(uuid4())
    assert deliver_lines() == 4
    assert peer.sizes == [1, 1, 1, 1]


@pytest.mark.parametrize("status", [404, 413, 503])
def test_a_peer_that_takes_no_bundle_gets_each_message_by_itself(peer: Peer, status: int) -> None:
    peer.instead = lambda path: Response(status, {}, b"") if path == PATH_OF_BUNDLES else None
    for _ in range(4):
        queued(uuid4())
    assert deliver_lines() == 4
    assert peer.sizes == [1, 1, 1, 1]
    assert not SendingAttempt.objects.exists()


def test_whoever_never_takes_one_is_not_asked_again(peer: Peer, settings: Any) -> None:
    asked: list[str] = []

    def never(path: str) -> Response | None:
        asked.append(path)
        return Response(404, {}, b"") if path == PATH_OF_BUNDLES else None

    peer.instead = never
    courier = Courier.to(settings.HOME, CS)
    for _ in range(2):
        for _ in range(3):
            queued(uuid4())
        assert deliver_to(courier, limit=10) == 3
    courier.close()
    assert asked.count(PATH_OF_BUNDLES) == 1


def test_one_message_of_a_bundle_is_not_taken_and_comes_again(peer: Peer) -> None:
    keys = [queued(uuid4()) for _ in range(5)]
    own = peer.says
    peer.says = lambda e: Response(503, {}, b"") if e.id == keys[3] else own(e)
    assert deliver_lines() == 4
    assert [state_of(key) for key in keys] == [*["accepted"] * 3, "waiting", "accepted"]
    assert SendingAttempt.objects.get().outcome == "status_503"
    peer.says = own
    due_now()
    assert deliver_lines() == 1
    assert state_of(keys[3]) == "accepted"


def test_an_answer_to_another_message_of_the_bundle_is_none(peer: Peer) -> None:
    keys = [queued(uuid4()) for _ in range(4)]
    peer.turned = True
    # What went alone is settled; the answers of the bundle came in another order: none of them is its message's.
    assert deliver_lines() == 2
    assert [state_of(key) for key in keys] == ["accepted", "waiting", "accepted", "waiting"]
    assert {each.outcome for each in SendingAttempt.objects.all()} == {"answer_wrong"}


def test_who_is_away_when_a_bundle_comes_is_noted_once(peer: Peer, settings: Any) -> None:
    courier = Courier.to(settings.HOME, CS)
    queued(uuid4())
    assert deliver_to(courier, limit=10) == 1

    def away(_path: str) -> Response:
        raise Away("途中で切れました。")

    peer.instead = away
    keys = [queued(uuid4()) for _ in range(6)]
    assert deliver_to(courier, limit=10) == 0
    assert SendingAttempt.objects.count() == 1
    assert Line.objects.get(peer=str(CS)).failures == 1
    peer.instead = lambda _path: None
    due_now()
    assert deliver_to(courier, limit=10) == 6
    # Once away, one message alone asks whether somebody is there again.
    assert peer.sizes[-2:] == [1, 5]
    assert {state_of(key) for key in keys} == {"accepted"}
    courier.close()


def test_a_large_message_does_not_swell_a_bundle(
    peer: Peer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("daicho.foundation.lines.commands.couriers.BYTES_OF_A_BUNDLE", 1100)
    for _ in range(6):
        queued(uuid4())
    assert deliver_lines() == 6
    assert max(peer.sizes) < 4
    assert sum(peer.sizes) == 6


def test_what_was_answered_is_kept_when_the_peer_goes_while_the_next_is_on_its_way(
    peer: Peer, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("daicho.foundation.lines.commands.couriers.A_WAVE", 4)
    courier = Courier.to(settings.HOME, CS)
    queued(uuid4())
    assert deliver_to(courier, limit=20) == 1
    keys = [queued(uuid4()) for _ in range(12)]
    came: list[str] = []

    def goes_at_the_second(path: str) -> Response | None:
        came.append(path)
        if len(came) > 1:
            raise Away("途中で切れました。")
        return None

    peer.instead = goes_at_the_second
    assert deliver_to(courier, limit=20) == 4
    assert [state_of(key) for key in keys] == ["accepted"] * 4 + ["waiting"] * 8
    # The third was not tried.
    assert len(came) == 2
    peer.instead = lambda _path: None
    due_now()
    assert deliver_to(courier, limit=20) == 8
    courier.close()


def test_answers_that_could_not_be_stored_come_again_and_nobody_is_in_the_way(
    peer: Peer, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("daicho.foundation.lines.commands.couriers.A_WAVE", 4)
    courier = Courier.to(settings.HOME, CS)
    keys = [queued(uuid4()) for _ in range(10)]
    own = deliver_module._store

    def away(_results: object) -> int:
        raise OperationalError("the database is away")

    monkeypatch.setattr(deliver_module, "_store", away)
    with pytest.raises(OperationalError):
        deliver_to(courier, limit=20)
    before = len(peer.came)
    monkeypatch.setattr(deliver_module, "_store", own)
    assert deliver_to(courier, limit=20) == 10
    assert {state_of(key) for key in keys} == {"accepted"}
    assert len(peer.came) == before + 10
    courier.close()
