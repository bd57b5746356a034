"""Nodes in tests (試験の節): parties as processes with a home, a database and a door of their own, and a proxy that cuts."""

from __future__ import annotations

import multiprocessing
import os
import signal
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count
from multiprocessing.context import ForkProcess
from pathlib import Path
from random import Random

from django.conf import settings
from django.db import connection
from psycopg.conninfo import conninfo_to_dict

from daicho.foundation.lines.commands import deliver_lines, known, run_lines
from daicho.foundation.lines.domain.configuration import Address, LineSettings
from daicho.foundation.lines.domain.parties import Party
from daicho.foundation.lines.domain.replies import Accepted, Received, Reply
from daicho.foundation.lines.tests.authority import Authority, install
from daicho.foundation.lines.tests.peers import KIND
from daicho.foundation.outbox.models import Message
from daicho.foundation.vault import keys
from daicho.operations.postgres import Cluster

PATIENCE = 180.0
# Below the ports that connections are given by themselves: none of those takes one that was found free.
_PORTS = range(12000, 20000)
_next_port = count(os.getpid() * 797)


def free_port() -> int:
    """A port that nobody uses; each call has another, and which one a process tries first is its own."""
    for turn in _next_port:
        port = _PORTS[turn % len(_PORTS)]
        with socket.socket() as found, suppress(OSError):
            found.bind(("127.0.0.1", port))
            return port
    raise AssertionError("the ports never end")


def until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < deadline, "it never came about"
        time.sleep(0.05)


def take(received: Received) -> Reply:
    """A handler whose effect is a row."""
    Message.objects.create(
        kind="test.heard",
        subjects=[],
        payload={"id": str(received.id), "number": received.order_number},
    )
    return Accepted()


@dataclass(slots=True)
class Node:
    """A party that can be started, killed and looked into."""

    cluster: Cluster
    database: str
    home: Path
    lines: LineSettings
    process: ForkProcess | None = None

    @property
    def port(self) -> int:
        return self.lines.listen.port

    def start(self) -> None:
        connection.close()
        made = multiprocessing.get_context("fork").Process(target=self._run)
        made.start()
        self.process = made
        until(lambda: is_open(self.port))

    def kill(self) -> None:
        """SIGKILL: no farewell."""
        assert self.process is not None
        assert self.process.pid is not None
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.join(PATIENCE)
        self.process = None

    def stop(self) -> None:
        if self.process is not None:
            self.process.terminate()
            self.process.join(PATIENCE)
            if self.process.is_alive():
                self.process.kill()
            self.process = None

    def enter(self) -> None:
        """Let this process read and write as the node: its database, its home, its lines."""
        connection.close()
        info = conninfo_to_dict(self.cluster.dsn("app", database=self.database))
        connection.settings_dict.update(
            HOST=info["host"],
            PORT=info["port"],
            NAME=info["dbname"],
            USER=info["user"],
            PASSWORD=info["password"],
        )
        settings.HOME, settings.LINES = self.home, self.lines
        settings.LINE_HANDLERS, settings.LINE_SETTLERS = {KIND: take}, {}
        settings.LINE_MAKERS = {}
        known._stored.clear()

    def _run(self) -> None:
        self.enter()
        stop = threading.Event()
        signal.signal(signal.SIGTERM, lambda *_: stop.set())
        run_lines.SWEEP_SECONDS = 1.0  # type: ignore[misc]  # a test waits less
        run_lines.IDLE_SECONDS = 0.05  # type: ignore[misc]
        deliver_lines.LINE_PAUSE = deliver_lines.LINE_PAUSE / 60  # type: ignore[misc]
        run_lines.run_lines(self.home, stop, ready=lambda: None)
        os._exit(0)


def make_node(
    cluster: Cluster,
    template: str,
    home: Path,
    authority: Authority,
    party: Party,
    *,
    listen: int,
    peers: dict[Party, int],
) -> Node:
    """A node with a fresh database and its own certificates; its process is not started."""
    database = f"lines_{party.node}_{os.getpid()}_{listen}"
    cluster.create_database(database, template=template)
    home.mkdir(parents=True, exist_ok=True)
    install(home, authority, authority.line(party), authority.signing(party))
    keys.create(home)
    told = LineSettings(
        party=party,
        listen=Address("127.0.0.1", listen),
        peers={peer: Address("127.0.0.1", port) for peer, port in peers.items()},
    )
    return Node(cluster, database, home, told)


def is_open(port: int) -> bool:
    with socket.socket() as found:
        return found.connect_ex(("127.0.0.1", port)) == 0


@dataclass(slots=True)
class Proxy:
    """A line that can be cut: forwards bytes to `target` until `cut` says to drop a connection."""

    target: int
    random: Random
    port: int = field(default_factory=free_port)
    cuts: int = 0
    chance: float = 0.0
    _stop: threading.Event = field(default_factory=threading.Event)

    def start(self) -> None:
        listener = socket.create_server(("127.0.0.1", self.port))
        listener.settimeout(0.2)
        threading.Thread(target=self._accept, args=(listener,), daemon=True).start()

    def stop(self) -> None:
        self._stop.set()

    def _accept(self, listener: socket.socket) -> None:
        with listener:
            while not self._stop.is_set():
                try:
                    came, _ = listener.accept()
                except TimeoutError:
                    continue
                threading.Thread(target=self._join, args=(came,), daemon=True).start()

    def _join(self, came: socket.socket) -> None:
        try:
            on = socket.create_connection(("127.0.0.1", self.target), timeout=5)
        except OSError:
            came.close()
            return
        for source, sink in ((came, on), (on, came)):
            threading.Thread(target=self._pump, args=(source, sink), daemon=True).start()

    def _pump(self, source: socket.socket, sink: socket.socket) -> None:
        try:
            while data := source.recv(65536):
                if self.random.random() < self.chance:
                    self.cuts += 1
                    break
                sink.sendall(data)
        except OSError:
            pass
        finally:
            for each in (source, sink):
                try:
                    each.shutdown(socket.SHUT_RDWR)
                except OSError:
                    each.close()
