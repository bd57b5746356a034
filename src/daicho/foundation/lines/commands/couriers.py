"""Couriers (配達): the connections to one peer, and chains of messages that go over them, many persons at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path
from threading import Event, Lock
from typing import Final

from django.conf import settings

from daicho.foundation.lines.adapters.client import LineClient
from daicho.foundation.lines.commands.exchange import (
    Delivered,
    NoBundle,
    Parcel,
    Undelivered,
    exchange,
    exchange_bundle,
)
from daicho.foundation.lines.domain.parties import Party
from daicho.foundation.lines.errors import line_missing
from daicho.foundation.lines.models import SentMessage
from daicho.foundation.lines.settings import lines

AT_ONCE: Final = 8
# So many messages at most are one bundle; its bytes stay far below what a door reads.
IN_A_BUNDLE: Final = 32
# So many chains are on their way while the answers to those before them are stored.
A_WAVE: Final = 128
BYTES_OF_A_BUNDLE: Final = 1024 * 1024
# After so many answers in a row that were none, the peer as a whole is not ready.
IN_VAIN: Final = 3
_NEVER: Final = 404


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

    @property
    def may_be_bundled(self) -> bool:
        """One message alone, of a kind that may share a transaction: nothing of its person is behind it."""
        return len(self.parcels) == 1 and self.parcels[0][1].kind in settings.LINE_TOGETHER


@dataclass(slots=True)
class Courier:
    """The connections to one peer, kept between rounds; whether it was there last time, and takes bundles."""

    home: Path
    peer: Party
    clients: list[LineClient]
    pool: ThreadPoolExecutor
    ahead: ThreadPoolExecutor
    is_there: bool = False
    takes_bundles: bool = True

    @classmethod
    def to(cls, home: Path, peer: Party) -> Courier:
        found = lines()
        if found is None or peer not in found.peers:
            raise line_missing(peer)
        way = found.way_to(peer)
        clients = [LineClient(home, way.party, way.address) for _ in range(AT_ONCE)]
        return cls(
            home,
            peer,
            clients,
            ThreadPoolExecutor(AT_ONCE, f"line-{peer}"),
            ThreadPoolExecutor(1, f"ahead-{peer}"),
        )

    def close(self) -> None:
        self.ahead.shutdown()
        self.pool.shutdown()
        for client in self.clients:
            client.close()

    def carried(self, chains: Sequence[Chain]) -> Iterator[Sequence[Chain]]:
        """The chains in waves, each when it has been carried; the next one is on its way meanwhile."""
        waves = [chains[at : at + A_WAVE] for at in range(0, len(chains), A_WAVE)]
        under_way = self.ahead.submit(self.carry, waves[0])
        try:
            for wave, following in zip_longest(waves, waves[1:]):
                under_way.result()
                goes_on = following is not None and self.is_there
                if goes_on:
                    under_way = self.ahead.submit(self.carry, following)
                yield wave
                if not goes_on:
                    return
        finally:
            # Whoever stores may fail: nobody else uses these connections before all is back.
            wait([under_way])

    def carry(self, chains: Sequence[Chain]) -> None:
        """Send the chains, several at once; each keeps what became of its messages."""
        round_ = Round()
        if not self.is_there:
            # The first goes alone: when nobody is there, one attempt tells.
            chains[0].send(self.home, self.clients[0], round_)
            chains = chains[1:]
        loads = self._loads(chains)
        hand_out, lock = iter(loads), Lock()

        def work(client: LineClient) -> None:
            while not round_.over.is_set():
                with lock:
                    load = next(hand_out, None)
                if load is None:
                    return
                self._send(load, client, round_)

        if loads and not round_.over.is_set():
            list(self.pool.map(work, self.clients[: len(loads)]))
        self.is_there = not round_.over.is_set()

    def _loads(self, chains: Sequence[Chain]) -> list[list[Chain]]:
        """What goes in one request each: bundles, and the chains that go message by message."""
        if not self.takes_bundles:
            return [[each] for each in chains]
        loads = [[each] for each in chains if not each.may_be_bundled]
        bundle: list[Chain] = []
        size = 0
        for each in filter(lambda chain: chain.may_be_bundled, chains):
            length = len(each.parcels[0][1].raw)
            if bundle and (len(bundle) == IN_A_BUNDLE or size + length > BYTES_OF_A_BUNDLE):
                loads.append(bundle)
                bundle, size = [], 0
            bundle.append(each)
            size += length
        return [*loads, bundle] if bundle else loads

    def _send(self, load: Sequence[Chain], client: LineClient, round_: Round) -> None:
        parcels = [each.parcels[0] for each in load]
        found: list[Delivered | Undelivered] | Undelivered | NoBundle = NoBundle(0)
        if len(load) > 1:
            found = exchange_bundle(self.home, client, [parcel for _, parcel in parcels])
        match found:
            case NoBundle(status):
                self.takes_bundles = self.takes_bundles and status != _NEVER
                for each in load:
                    each.send(self.home, client, round_)
            case Undelivered():
                # Of those that went, one keeps that nobody was there.
                load[0].results.append((parcels[0][0], found))
                round_.heed(found)
            case _:
                for chain, (row, _), one in zip(load, parcels, found, strict=True):
                    chain.results.append((row, one))
                    round_.heed(one)


def parcel_of(row: SentMessage, raw: bytes) -> Parcel:
    return Parcel(row.seq, row.key, row.kind, Party.parse(row.receiver), raw)
