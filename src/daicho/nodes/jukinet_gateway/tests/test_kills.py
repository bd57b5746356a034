"""Kills: the gateway, the register's lines or the CS's die whenever; every message works once, in order, and is recorded."""

from __future__ import annotations

import time
from collections import defaultdict
from random import Random
from uuid import UUID, uuid4

import pytest
from django.db import transaction

from daicho.foundation.lines.models import ReceivedMessage, SentMessage
from daicho.foundation.lines.public import Outgoing, queue
from daicho.foundation.lines.tests.nodes import until
from daicho.foundation.lines.tests.peers import CORE, CS, KIND, body
from daicho.foundation.outbox.models import Message
from daicho.nodes.jukinet_gateway.ledger import FILE, Ledger
from daicho.nodes.jukinet_gateway.tests.between import GATEWAY, Between

PEOPLE, EACH = 6, 5


def queue_all(between: Between) -> dict[UUID, list[UUID]]:
    """Messages of several people from the register, and as many back; by person, in order."""
    keys: dict[UUID, list[UUID]] = defaultdict(list)
    for node, receiver in ((between.core, CS), (between.cs, CORE)):
        node.enter()
        persons = [uuid4() for _ in range(PEOPLE)]
        for _ in range(EACH):
            for person in persons:
                with transaction.atomic():
                    outgoing = Outgoing(kind=KIND, receiver=receiver, body=body(), subject=person)
                    keys[person].append(queue(outgoing))
    return keys


def settled(between: Between) -> bool:
    for node in (between.core, between.cs):
        node.enter()
        if SentMessage.objects.filter(state__in=["waiting", "held"]).exists():
            return False
    return True


def compare(between: Between, keys: dict[UUID, list[UUID]]) -> None:
    """Each message worked once, in order, over the gateway, and its record bears the digest of both ends."""
    ledger = Ledger(between.gateway.home / FILE)
    with_digest = {
        row["message"]: (row["digest"], row["outcome"])
        for row in ledger._do("SELECT message, digest, outcome FROM handed_on")
    }
    ledger.close()
    for sender, receiver in ((between.core, between.cs), (between.cs, between.core)):
        sender.enter()
        sent = dict(SentMessage.objects.values_list("key", "digest"))
        assert set(SentMessage.objects.values_list("state", flat=True)) == {"accepted"}
        receiver.enter()
        assert dict(ReceivedMessage.objects.values_list("key", "digest")) == sent
        assert set(ReceivedMessage.objects.values_list("peer", flat=True)) == {str(GATEWAY)}
        for key, digest in sent.items():
            assert with_digest.pop(str(key))[0] == digest
        heard = [
            UUID(m["id"]) for m in Message.objects.order_by("id").values_list("payload", flat=True)
        ]
        mine = [k for k in heard if k in sent]
        assert len(mine) == len(set(mine)) == PEOPLE * EACH
        for chain in keys.values():
            ordered = [k for k in mine if k in set(chain)]
            assert ordered in ([], chain)
    assert not with_digest


def kill_while_it_runs(between: Between, *, seed: int, kills: int) -> None:
    random = Random(seed)
    keys = queue_all(between)
    everyone = (between.core, between.cs, between.gateway)
    for each in everyone:
        each.start()
    for _ in range(kills):
        # Mostly the gateway; the two ends are killed apart from it elsewhere too.
        victim = random.choice((between.gateway, between.gateway, *everyone))
        time.sleep(random.uniform(0.0, 0.3))
        victim.kill()
        victim.start()
    until(lambda: settled(between))
    compare(between, keys)


@pytest.mark.proves("JUK-060")
@pytest.mark.parametrize("seed", [21, 22])
def test_killed_at_random_moments(between: Between, seed: int) -> None:
    kill_while_it_runs(between, seed=seed, kills=5)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(200, 220))
def test_killed_at_random_moments_for_long(between: Between, seed: int) -> None:
    kill_while_it_runs(between, seed=seed, kills=25)
