"""Joining: messages that come at once share a transaction; one that cannot keeps nobody else back, and none is done twice."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID, uuid4

import pytest

from daicho.foundation.audit.models import Entry
from daicho.foundation.lines.commands.admit import Arrival, admit
from daicho.foundation.lines.commands.joining import Apart, Joining
from daicho.foundation.lines.commands.receive import _together
from daicho.foundation.lines.envelopes import from_bytes
from daicho.foundation.lines.models import ArrivalOrder, ReceivedMessage
from daicho.foundation.lines.tests.conftest import Network
from daicho.foundation.lines.tests.peers import CORE, CS, KIND, Ears, body, headers, message
from daicho.kernel.errors import Invalid, Problem


class Work:
    """What is done, alone or together; the first waits until told, so that others gather behind it."""

    def __init__(self, wrong: object = None) -> None:
        self.go, self.began = threading.Event(), threading.Event()
        self.groups: list[list[int]] = []
        self.singles: list[int] = []
        self.wrong = wrong

    def together(self, many: Sequence[int]) -> Sequence[str]:
        self.groups.append(list(many))
        if self.wrong in many:
            raise Apart
        return [f"done {each}" for each in many]

    def alone(self, one: int) -> str:
        self.singles.append(one)
        if one == 0:
            self.began.set()
        if one == self.wrong:
            raise ValueError(str(one))
        return f"done {one}"


def gathered(joining: Joining[int, str], count: int, keys: Sequence[UUID]) -> list[object]:
    """Several that come while one is being done."""
    with ThreadPoolExecutor(count) as pool:
        with joining._working:
            sent = [pool.submit(joining.take, keys[n], n) for n in range(count)]
            while len(joining._waiting) < count:
                threading.Event().wait(0.01)
        return [each.exception(10) or each.result(10) for each in sent]


def test_those_who_wait_go_together() -> None:
    work = Work()
    joining = Joining(work.together, work.alone)
    assert joining.take(uuid4(), 0) == "done 0"
    assert (work.singles, work.groups) == ([0], [])
    found = gathered(joining, 5, [uuid4() for _ in range(5)])
    assert found == [f"done {n}" for n in range(5)]
    assert [sorted(group) for group in work.groups] == [[0, 1, 2, 3, 4]]
    assert work.singles == [0]


def test_one_that_cannot_keeps_nobody_back_and_its_error_is_its_own() -> None:
    work = Work(wrong=2)
    found = gathered(Joining(work.together, work.alone), 4, [uuid4() for _ in range(4)])
    assert [str(each) for each in found] == ["done 0", "done 1", "2", "done 3"]
    assert isinstance(found[2], ValueError)
    assert sorted(work.singles) == [0, 1, 2, 3]


def test_the_same_message_is_never_twice_in_one_transaction() -> None:
    work, key = Work(), uuid4()
    gathered(Joining(work.together, work.alone), 3, [key, uuid4(), key])
    assert all(not {0, 2} <= set(group) for group in work.groups)


def arrivals(network: Network, *raws: bytes) -> list[Arrival]:
    signing = network.signing_of(CS)
    return [admit(raw, headers(raw, signing), CS, "127.0.0.1") for raw in raws]


@pytest.mark.django_db
def test_messages_of_one_person_in_one_transaction_keep_their_order(
    network: Network, ears: Ears
) -> None:
    key = uuid4().hex
    raws = [message(CS, CORE, order=(key, n)) for n in (1, 3, 2, 3)]
    taken = _together(arrivals(network, *raws))
    outcomes = [from_bytes(each.answer.raw).body["outcome"] for each in taken]
    assert outcomes == ["accepted", "held", "accepted", "refused"]
    assert [each.order_number for each in ears.heard] == [1, 2]
    assert taken[2].others_wait
    counter = ArrivalOrder.objects.get()
    assert (counter.next, counter.early) == (3, 1)
    assert Entry.objects.filter(kind="lines.received").count() == 4
    again = _together(arrivals(network, *raws[:2]))
    assert [each.answer.raw for each in again] == [each.answer.raw for each in taken[:2]]
    assert len(ears.heard) == 2


@pytest.mark.django_db
def test_an_error_of_the_domain_undoes_all_of_them(network: Network, settings: Any) -> None:
    heard: list[str] = []

    def refuses(received: Any) -> Any:
        heard.append(str(received.id))
        raise Invalid([Problem("number.known", "", "既にあります。")])

    settings.LINE_HANDLERS = {KIND: refuses}
    with pytest.raises(Apart):
        _together(arrivals(network, message(CS, CORE), message(CS, CORE, content=body())))
    assert len(heard) == 1
    assert not ReceivedMessage.objects.exists()
    assert not Entry.objects.filter(kind="lines.received").exists()
