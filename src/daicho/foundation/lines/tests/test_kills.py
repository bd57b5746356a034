"""Kills and cut lines: whatever dies whenever, every message works once, in order, and its sender hears of it."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction

from daicho.foundation.audit.models import Entry
from daicho.foundation.lines.domain.parties import Party
from daicho.foundation.lines.models import ReceivedMessage, SentMessage
from daicho.foundation.lines.public import Outgoing, queue
from daicho.foundation.lines.tests.authority import Authority
from daicho.foundation.lines.tests.nodes import Node, Proxy, free_port, make_node, until
from daicho.foundation.lines.tests.peers import CORE, CS, KIND, body
from daicho.foundation.outbox.models import Message
from daicho.operations.postgres import Cluster

PEOPLE, EACH = 6, 5


class Pair:
    """The core and its CS, with a line between them that can be cut."""

    def __init__(self, cluster: Cluster, template: str, folder: Path, seed: int) -> None:
        self.random, authority = Random(seed), Authority()
        ports: dict[Party, int] = {CORE: free_port(), CS: free_port()}
        self.proxy = Proxy(ports[CS], Random(seed))
        self.core = make_node(
            cluster,
            template,
            folder / "core",
            authority,
            CORE,
            listen=ports[CORE],
            peers={CS: self.proxy.port},
        )
        self.cs = make_node(
            cluster,
            template,
            folder / "cs",
            authority,
            CS,
            listen=ports[CS],
            peers={CORE: ports[CORE]},
        )

    @property
    def nodes(self) -> tuple[Node, Node]:
        return self.core, self.cs

    def start(self) -> None:
        self.proxy.start()
        for node in self.nodes:
            node.start()

    def stop(self) -> None:
        self.proxy.stop()
        for node in self.nodes:
            node.stop()

    def queue_all(self, people: int = PEOPLE, each: int = EACH) -> dict[UUID, list[UUID]]:
        """Messages of several people, in turn; by person, in order."""
        self.core.enter()
        keys: dict[UUID, list[UUID]] = defaultdict(list)
        persons = [uuid4() for _ in range(people)]
        for _ in range(each):
            for person in persons:
                with transaction.atomic():
                    outgoing = Outgoing(kind=KIND, receiver=CS, body=body(), subject=person)
                    keys[person].append(queue(outgoing))
        return keys

    def everything_settled(self) -> bool:
        self.core.enter()
        return not SentMessage.objects.filter(state__in=["waiting", "held"]).exists()

    def compare(self, keys: dict[UUID, list[UUID]]) -> None:
        """Both stores say the same, every effect is there once, and each person's in order."""
        self.core.enter()
        sent = dict(SentMessage.objects.filter(kind=KIND).values_list("key", "state"))
        assert set(sent.values()) == {"accepted"}
        self.cs.enter()
        came = dict(ReceivedMessage.objects.filter(kind=KIND).values_list("key", "state"))
        assert came == sent
        heard = [
            UUID(m["id"]) for m in Message.objects.order_by("id").values_list("payload", flat=True)
        ]
        assert len(heard) == len(set(heard)) == len(sent)
        for mine in keys.values():
            assert [k for k in heard if k in set(mine)] == mine
        first = Entry.objects.filter(kind="lines.received").exclude(body__contains='"again"')
        assert first.count() == len(sent)


@pytest.fixture
def pair(
    cluster: Cluster,
    template: str,
    tmp_path: Path,
    fresh_database: str,
    settings: Any,
    request: pytest.FixtureRequest,
) -> Iterator[Pair]:
    assert fresh_database
    assert settings
    found = Pair(cluster, template, tmp_path, getattr(request, "param", 1))
    found.start()
    yield found
    found.stop()
    connection.close()
    for node in found.nodes:
        cluster.drop_database(node.database)


def test_all_arrive_in_order(pair: Pair) -> None:
    keys = pair.queue_all()
    until(pair.everything_settled)
    pair.compare(keys)


def test_the_line_is_cut_again_and_again(pair: Pair) -> None:
    pair.proxy.chance = 0.08
    keys = pair.queue_all()
    until(pair.everything_settled)
    assert pair.proxy.cuts > 0
    pair.compare(keys)


def _kill_while_it_runs(pair: Pair, kills: int) -> None:
    pair.proxy.chance = 0.03
    keys = pair.queue_all()
    for _ in range(kills):
        victim = pair.random.choice(pair.nodes)
        time.sleep(pair.random.uniform(0.0, 0.4))
        victim.kill()
        victim.start()
    pair.proxy.chance = 0.0
    until(pair.everything_settled)
    pair.compare(keys)


@pytest.mark.parametrize("pair", [11, 12], indirect=True)
def test_killed_at_random_moments(pair: Pair) -> None:
    _kill_while_it_runs(pair, 4)


@pytest.mark.long
@pytest.mark.parametrize("pair", range(100, 140), indirect=True)
def test_killed_at_random_moments_for_long(pair: Pair) -> None:
    _kill_while_it_runs(pair, 25)
