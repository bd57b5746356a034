"""Lines (回線): signed, logged, durable messages drained to a peer, beside a bare echo over the same TLS server and client."""

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

from daicho.foundation.lines.adapters.client import LineClient
from daicho.foundation.lines.adapters.server import LineServer, connection_of
from daicho.foundation.lines.commands.couriers import AT_ONCE, Courier
from daicho.foundation.lines.commands.deliver_lines import deliver_to
from daicho.foundation.lines.commands.run_lines import BATCH, run_lines
from daicho.foundation.lines.domain.configuration import Address, LineSettings
from daicho.foundation.lines.public import Accepted, Outgoing, Party, queue
from daicho.foundation.vault import keys
from daicho.kernel.errors import Unavailable
from daicho.operations.bench.memory import Batch
from daicho.operations.bench.timing import Bar, Contest
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
DRAINED: Final = 10_000
_PEER: Final = "bench_lines_peer"
_SECONDS: Final = 60.0
DELIVER: Final = Contest(
    name="lines-deliver",
    ours_is="messages drained to a peer: each signed both ways, verified, stored with its answer and entered on the "
    "trail at both ends, in databases of their own",
    bare_is="as many bytes echoed over the same mutual TLS by the same server and clients, stored and signed by nobody",
    bar=Bar("speed", 0.3),
)


class _Echo(LineServer):
    """The same server, which says back what it hears."""

    def _answer(self, environ: dict[str, Any]) -> tuple[int, bytes, dict[str, str]]:
        raw: bytes = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
        connection_of(environ).heard()
        return 200, raw, {}


class LineRun:
    """A peer as a process with a home and a database of its own, and this process as the sender."""

    def __init__(self, home: Home) -> None:
        self._cluster = Cluster(home)
        self._echo = Address("127.0.0.1", 0)
        self._folder = Path(tempfile.mkdtemp(prefix="daicho-bench-lines-", dir="/tmp"))

    def rates(self, rounds: int) -> Iterator[tuple[float, float]]:
        """(messages, echoes) a second; before them a round that is not counted."""
        self.drain(A_ROUND)
        for _ in range(rounds):
            yield self.drain(A_ROUND), self._echoes(A_ROUND)

    def drain(self, rows: int) -> float:
        """Queue so many messages, and drain them; how many a second, the queueing apart."""
        with transaction.atomic():
            for _ in range(rows):
                queue(Outgoing(kind=KIND, receiver=CS, body=BODY, subject=uuid4()))
        courier, done, began = Courier.to(settings.HOME, CS), 0, time.perf_counter()
        try:
            while done < rows:
                done += deliver_to(courier, limit=BATCH)
            return rows / (time.perf_counter() - began)
        finally:
            courier.close()

    def _echoes(self, rows: int) -> float:
        raw = b"x" * 700
        clients = [LineClient(settings.HOME, CS, self._echo) for _ in range(AT_ONCE)]

        def post(client: LineClient) -> None:
            for _ in range(rows // AT_ONCE):
                client.post(raw, {})

        with ThreadPoolExecutor(AT_ONCE) as pool:
            began = time.perf_counter()
            list(pool.map(post, clients))
            took = time.perf_counter() - began
        for client in clients:
            client.close()
        return rows // AT_ONCE * AT_ONCE / took

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
            for address in (peer, self._echo):
                _wait(address)
            settings.LINES = LineSettings(CORE, Address("127.0.0.1", 0), {CS: peer})
            yield
        finally:
            for process in processes:
                process.kill()
                process.join()
            settings.LINES = before
            self._cluster.drop_database(_PEER)
            shutil.rmtree(self._folder, ignore_errors=True)


def batch_of(run: LineRun) -> Batch:
    """Ten thousand queued updates drained: the sender's memory does not grow with their number."""
    return Batch("lines", "queued messages drained to a peer", DRAINED, run.drain)


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
    _Echo(home, lines).start()


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _wait(address: Address) -> None:
    deadline = time.monotonic() + _SECONDS
    while True:
        with socket.socket() as found:
            if found.connect_ex((address.host, address.port)) == 0:
                return
        if time.monotonic() > deadline:
            raise Unavailable("測定用の相手方が始まりませんでした。")
        time.sleep(0.05)
