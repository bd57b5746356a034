"""Lines (回線): signed, logged, durable messages drained to a peer, beside a bare echo over the same TLS server and client.

What the echo sends is a message too: its bytes with its three headers, there and back, over as many connections at once,
which stand before the clock runs and go on standing, as a sender's do. (Without the headers it was spared half of what
goes over the line and of what both ends parse; with a handshake for each connection in every round it paid for what a
sender pays once.) An echo is one request each; messages go up to 32 in one, which is part of how they are carried. What
differs otherwise is the work: signing, verifying, storing, committing and the two trails.
"""

from __future__ import annotations

import multiprocessing
import shutil
import socket
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

from django.conf import settings
from django.db import connection, transaction

from daicho.foundation.lines import envelopes
from daicho.foundation.lines.adapters.client import LineClient
from daicho.foundation.lines.adapters.credentials import sign
from daicho.foundation.lines.adapters.server import LineServer, connection_of
from daicho.foundation.lines.commands.couriers import AT_ONCE, Courier
from daicho.foundation.lines.commands.deliver_lines import deliver_to
from daicho.foundation.lines.commands.run_lines import BATCH, run_lines
from daicho.foundation.lines.domain.configuration import Address, LineSettings
from daicho.foundation.lines.domain.door import CERTIFICATE, DIGEST, SIGNATURE
from daicho.foundation.lines.public import Accepted, Outgoing, Party, queue
from daicho.foundation.vault import keys
from daicho.kernel.clock import TOKYO, real_now
from daicho.kernel.errors import Unavailable
from daicho.operations.bench.peak import OWN, forget_peak, peak_mb
from daicho.operations.bench.timing import Bar, Contest, Measured, judge_rates
from daicho.operations.bench.town import LOADED
from daicho.operations.home import Home
from daicho.operations.pki.authority import ensure_authority
from daicho.operations.pki.equipping import equip
from daicho.operations.pki.places import daicho_place
from daicho.operations.postgres import Cluster

CORE: Final = Party("072010", "core")
CS: Final = Party("072010", "municipal_cs")
KIND: Final = "number.request"
BODY: Final = {"code": "12345678903", "reason": "new"}
A_ROUND: Final = 400
ECHOES: Final = 1600
DRAINED: Final = 10_000
_PEER: Final = "bench_lines_peer"
# A machine that others use as well takes its time.
_SECONDS: Final = 300.0
HEADERS: Final = (CERTIFICATE, SIGNATURE, DIGEST)
DELIVER: Final = Contest(
    name="lines-deliver",
    ours_is="messages drained to a peer in bundles: each signed both ways, verified, stored with its answer and entered "
    "on the trail at both ends, in databases of their own",
    bare_is="a message's bytes and headers echoed over as many connections of the same mutual TLS by the same server and clients, signed and stored by nobody",
    bar=Bar("speed", 0.3),
)

_FLAT: Final = {
    end: Contest(
        name=f"lines-memory-{end}",
        ours_is=f"peak of resident memory of the {end} while the second half of {DRAINED:,} queued messages is drained",
        bare_is="the same while the first half is",
        bar=Bar("slower", 1.05),
    )
    for end in ("sender", "receiver")
}


class _Echo(LineServer):
    """The same server, which says back what it hears: bytes and headers."""

    def _answer(self, environ: dict[str, Any]) -> tuple[int, bytes, dict[str, str]]:
        raw: bytes = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
        connection_of(environ).heard()
        return (
            200,
            raw,
            {name: environ[f"HTTP_{name.upper().replace('-', '_')}"] for name in HEADERS},
        )


class LineRun:
    """A peer as a process with a home and a database of its own, and this process as the sender."""

    def __init__(self, home: Home) -> None:
        self._cluster = Cluster(home)
        self._echo = Address("127.0.0.1", 0)
        self.told: dict[str, float | int | str] = {}
        self._folder = Path(tempfile.mkdtemp(prefix="daicho-bench-lines-", dir="/tmp"))

    def rates(self, rounds: int) -> Iterator[tuple[float, float]]:
        """(messages, echoes) a second; before them a round that is not counted, in which every connection is made."""
        with self._echoing() as echoes:
            self.drain(A_ROUND)
            echoes(A_ROUND)
            for _ in range(rounds):
                yield self.drain(A_ROUND), echoes(ECHOES)

    def drain(self, rows: int) -> float:
        """Queue so many messages, and drain them; how many a second, the queueing apart."""
        _queue(rows)
        began = time.perf_counter()
        self._deliver(0, rows)
        return rows / (time.perf_counter() - began)

    def flat(self) -> Iterator[Measured]:
        """Ten thousand queued updates drained: neither end holds more while the second half goes than while the first did."""
        _queue(DRAINED)
        done, began, ends = 0, time.perf_counter(), (OWN, self._peer.pid or OWN)
        peaks: list[tuple[float, ...]] = []
        for until in (DRAINED // 2, DRAINED):
            for each in ends:
                forget_peak(each)
            done = self._deliver(done, until)
            peaks.append(tuple(peak_mb(each) for each in ends))
        took = time.perf_counter() - began
        self.told[f"lines: seconds to drain {DRAINED:,} queued updates"] = took
        for end, first, second in zip(("sender", "receiver"), *peaks, strict=True):
            self.told[f"lines: growth of the {end}'s peak over the second half, MB"] = (
                second - first
            )
            yield judge_rates(_FLAT[end], [(second, first)], unit="MB")

    def _deliver(self, done: int, until: int) -> int:
        while done < until:
            sent = deliver_to(self._courier, limit=BATCH)
            if not sent:
                if not self._peer.is_alive():
                    raise Unavailable("測定用の相手方が、途中で終わりました。")
                time.sleep(0.05)
            done += sent
        return done

    @contextmanager
    def _echoing(self) -> Iterator[Callable[[int], float]]:
        """Posts so many echoes over standing connections; says how many a second."""
        raw, headers = _sample()
        clients = [LineClient(settings.HOME, CS, self._echo) for _ in range(AT_ONCE)]

        def post(client: LineClient, rows: int) -> None:
            for _ in range(rows):
                if client.post(raw, headers).body != raw:
                    raise Unavailable("測定用の相手方が、送ったものと違うものを返しました。")

        def echoes(rows: int) -> float:
            began = time.perf_counter()
            list(pool.map(post, clients, [rows // AT_ONCE] * AT_ONCE))
            return rows // AT_ONCE * AT_ONCE / (time.perf_counter() - began)

        with ThreadPoolExecutor(AT_ONCE) as pool:
            yield echoes
        for client in clients:
            client.close()

    @contextmanager
    def standing(self) -> Iterator[None]:
        """The peer's door and the echo's, each a process; the peer's database is a copy of the town's."""
        authority = ensure_authority(self._folder / "ca")
        before = settings.LINES
        peer_home = self._folder / "cs"
        peer_home.mkdir()
        keys.create(peer_home)
        equip(authority, CORE, daicho_place(settings.HOME))
        equip(authority, CS, daicho_place(peer_home))
        self._cluster.drop_database(_PEER)
        self._cluster.create_database(_PEER, template=LOADED)
        peer, self._echo = (Address("127.0.0.1", _free_port()) for _ in range(2))
        told = LineSettings(CS, peer, {CORE: Address("127.0.0.1", 9)})
        connection.close()
        processes = [
            _fork(lambda: _serve(peer_home, told)),
            _fork(lambda: _serve_echo(peer_home, replace(told, listen=self._echo))),
        ]
        try:
            self._peer = processes[0]
            for address, process in zip((peer, self._echo), processes, strict=True):
                _wait(address, process)
            settings.LINES = LineSettings(CORE, Address("127.0.0.1", 0), {CS: peer})
            self._courier = Courier.to(settings.HOME, CS)
            yield
            self._courier.close()
        finally:
            for process in processes:
                process.kill()
                process.join()
            settings.LINES = before
            self._cluster.drop_database(_PEER)
            shutil.rmtree(self._folder, ignore_errors=True)


def _queue(rows: int) -> None:
    with transaction.atomic():
        for _ in range(rows):
            queue(Outgoing(kind=KIND, receiver=CS, body=BODY, subject=uuid4()))


def _fork(work: Callable[[], None]) -> BaseProcess:
    process = multiprocessing.get_context("fork").Process(target=work, daemon=True)
    process.start()
    return process


def _serve(home: Path, lines: LineSettings) -> None:
    connection.settings_dict["NAME"] = _PEER
    settings.HOME, settings.LINES = home, lines
    settings.LINE_HANDLERS = {KIND: lambda _received: Accepted()}
    run_lines(home, threading.Event(), ready=lambda: None)


def _serve_echo(home: Path, lines: LineSettings) -> None:
    settings.HOME, settings.LINES = home, lines
    _Echo(home, lines, takers={}, note=lambda _found, _address: None).start()


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _sample() -> tuple[bytes, dict[str, str]]:
    """A message as it goes over the line, with its headers."""
    key = uuid4()
    raw = envelopes.make(
        KIND,
        key=key,
        thread=key,
        sender=CORE,
        receiver=CS,
        made_at=real_now().astimezone(TOKYO),
        order=(uuid4().hex, 1),
        body=BODY,
    )
    return raw, sign(settings.HOME, raw)[0].headers()


def _wait(address: Address, process: BaseProcess) -> None:
    deadline = time.monotonic() + _SECONDS
    while process.is_alive():
        with socket.socket() as found:
            if found.connect_ex((address.host, address.port)) == 0:
                return
        if time.monotonic() > deadline:
            break
        time.sleep(0.05)
    raise Unavailable("測定用の相手方が始まりませんでした。")
