"""Couriers (配達): the connections to one peer, and chains of messages that go over them, many persons at once."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Lock
from typing import Final

from daicho.foundation.lines.adapters.client import LineClient
from daicho.foundation.lines.commands.exchange import Delivered, Parcel, Undelivered, exchange
from daicho.foundation.lines.domain.parties import Party
from daicho.foundation.lines.errors import line_missing
from daicho.foundation.lines.models import SentMessage
from daicho.foundation.lines.settings import lines

AT_ONCE: Final = 8
# After so many answers in a row that were none, the peer as a whole is not ready.
IN_VAIN: Final = 3


@dataclass(slots=True)
class Round:
    """What all chains of one round know together: whether to go on."""

    over: Event = field(default_factory=Event)
    in_vain: int = 0

    def heed(self, found: Delivered | Undelivered) -> None:
        if isinstance(found, Delivered):
            self.in_vain = 0
            return
        self.in_vain += 1
        if found.away or self.in_vain >= IN_VAIN:
            self.over.set()


@dataclass(slots=True)
class Chain:
    """Messages that go one after the other: those of one person, or one that has no order."""

    parcels: list[tuple[SentMessage, Parcel]] = field(default_factory=list)
    results: list[tuple[SentMessage, Delivered | Undelivered]] = field(default_factory=list)

    def send(self, home: Path, client: LineClient, round_: Round) -> None:
        for row, parcel in self.parcels:
            if round_.over.is_set():
                return
            found = exchange(home, client, parcel)
            self.results.append((row, found))
            round_.heed(found)
            if isinstance(found, Undelivered):
                return


@dataclass(slots=True)
class Courier:
    """The connections to one peer, kept between rounds."""

    home: Path
    peer: Party
    clients: list[LineClient]
    pool: ThreadPoolExecutor

    @classmethod
    def to(cls, home: Path, peer: Party) -> Courier:
        found = lines()
        if found is None or peer not in found.peers:
            raise line_missing(peer)
        way = found.way_to(peer)
        clients = [LineClient(home, way.party, way.address) for _ in range(AT_ONCE)]
        return cls(home, peer, clients, ThreadPoolExecutor(AT_ONCE, f"line-{peer}"))

    def close(self) -> None:
        self.pool.shutdown()
        for client in self.clients:
            client.close()

    def carry(self, chains: Sequence[Chain]) -> None:
        """Send the chains, several at once; each keeps what became of its messages."""
        round_ = Round()
        # The first goes alone: when nobody is there, one attempt tells.
        chains[0].send(self.home, self.clients[0], round_)
        hand_out, lock = iter(chains[1:]), Lock()

        def work(client: LineClient) -> None:
            while not round_.over.is_set():
                with lock:
                    chain = next(hand_out, None)
                if chain is None:
                    return
                chain.send(self.home, client, round_)

        if len(chains) > 1 and not round_.over.is_set():
            list(self.pool.map(work, self.clients[: len(chains) - 1]))


def parcel_of(row: SentMessage, raw: bytes) -> Parcel:
    return Parcel(row.seq, row.key, row.kind, Party.parse(row.receiver), raw)
