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
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

from django.conf import settings
from django.db import connection, transaction

from daicho.config.database import DATABASE
from daicho.foundation.lines.adapters.client import LineClient
from daicho.foundation.lines.adapters.server import LineServer, connection_of
from daicho.foundation.lines.commands.couriers import AT_ONCE, Courier
from daicho.foundation.lines.commands.deliver_lines import deliver_to
from daicho.foundation.lines.commands.run_lines import BATCH, run_lines
from daicho.foundation.lines.domain.configuration import Address, LineSettings
from daicho.foundation.lines.public import Accepted, Outgoing, Party, queue
from daicho.foundation.vault import keys
from daicho.operations.bench.timing import Bar, Contest
from daicho.operations.home import Home
from daicho.operations.pki.authority import ensure_authority
from daicho.operations.pki.equipping import equip
from daicho.operations.pki.places import home_place
from daicho.operations.postgres import Cluster

CORE: Final = Party("072010", "core")
CS: Final = Party("072010", "municipal_cs")
KIND: Final = "number.request"
BODY: Final = {"code": "12345678903", "reason": "new"}
A_ROUND: Final = 400
DRAINED: Final = 10_000
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
        self._folder = Path(tempfile.mkdtemp(prefix="daicho-bench-lines-", dir="/tmp"))
        self.told: dict[str, float | int | str] = {}

    def rates(self, rounds: int) -> Iterator[tuple[float, float]]:
        """(messages, echoes) a second; before them a round that is not counted."""
        with self._standing() as (peer, echo):
            self._drain(A_ROUND, peer)
            for _ in range(rounds):
                yield self._drain(A_ROUND, peer), self._echoes(A_ROUND, echo)

    def drain(self, rows: int) -> None:
        """So many queued messages, drained; for the measurement of memory."""
        with self._standing() as (peer, _):
            self._drain(rows, peer)

    def _drain(self, rows: int, peer: Address) -> float:
        with transaction.atomic():
            for _ in range(rows):
                queue(Outgoing(kind=KIND, receiver=CS, body=BODY, subject=uuid4()))
        settings.LINES = LineSettings(CORE, Address("127.0.0.1", 0), {CS: peer})
        courier, done, began = Courier.to(settings.HOME, CS), 0, time.perf_counter()
        try:
            while done < rows:
                done += deliver_to(courier, limit=BATCH)
            return rows / (time.perf_counter() - began)
        finally:
            courier.close()

    def _echoes(self, rows: int, echo: Address) -> float:
        raw = b"x" * 700
        clients = [LineClient(settings.HOME, CS, echo) for _ in range(AT_ONCE)]

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
