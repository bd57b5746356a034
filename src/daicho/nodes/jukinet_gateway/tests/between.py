"""Between (試験の間柄): a register and a CS of one town as real nodes, and a gateway between them that can be killed."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import threading
from dataclasses import dataclass, field, replace
from multiprocessing.context import ForkProcess
from pathlib import Path

from django.db import connection

from daicho.foundation.lines.adapters.client import LineClient, Response
from daicho.foundation.lines.domain.configuration import Address, Way
from daicho.foundation.lines.domain.door import PATH
from daicho.foundation.lines.domain.handing_on import Records, Wanted
from daicho.foundation.lines.domain.parties import Party
from daicho.foundation.lines.tests.authority import Authority, Leaf, install
from daicho.foundation.lines.tests.nodes import (
    PATIENCE,
    Node,
    free_port,
    is_open,
    make_node,
    until,
)
from daicho.foundation.lines.tests.peers import CORE, CS, headers
from daicho.nodes.jukinet_gateway.ledger import FILE, Ledger
from daicho.nodes.jukinet_gateway.serve import serve
from daicho.operations.postgres import Cluster

GATEWAY = Party("072010", "jukinet_gateway")


@dataclass(slots=True)
class GatewayProcess:
    """The gateway's process over its home."""

    home: Path
    port: int
    process: ForkProcess | None = None

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
        """SIGTERM: it ends by itself, in order."""
        if self.process is not None:
            self.process.terminate()
            self.process.join(PATIENCE)
            assert self.process.exitcode == 0
            self.process = None

    def page(self, wanted: Wanted | None = None) -> Records:
        """What its ledger has, read from the file."""
        ledger = Ledger(self.home / FILE)
        try:
            return ledger.page(wanted or Wanted())
        finally:
            ledger.close()

    def _run(self) -> None:
        stop = threading.Event()
        signal.signal(signal.SIGTERM, lambda *_: stop.set())
        serve(self.home, stop, keep_days=1826, ready=lambda: None)
        os._exit(0)


@dataclass(slots=True)
class Between:
    """Core, CS and gateway of Fukushima; each process is started by the test."""

    authority: Authority
    core: Node
    cs: Node
    gateway: GatewayProcess
    folder: Path
    clients: list[LineClient] = field(default_factory=list)

    def post(
        self,
        raw: bytes,
        signing: Leaf,
        *,
        line: Party = CORE,
        path: str = PATH,
        to: Way | None = None,
    ) -> Response:
        """Post something as a party, with a certificate of the line of its own; to the gateway unless said otherwise."""
        home = self.folder / f"as {line}"
        if not home.exists():
            home.mkdir()
            install(home, self.authority, self.authority.line(line), self.authority.signing(line))
        way = to or Way(GATEWAY, Address("127.0.0.1", self.gateway.port))
        client = LineClient(home, way.party, way.address)
        self.clients.append(client)
        return client.post(raw, headers(raw, signing), path=path)

    def stop(self, cluster: Cluster) -> None:
        for client in self.clients:
            client.close()
        self.gateway.stop()
        connection.close()
        for node in (self.core, self.cs):
            node.stop()
            cluster.drop_database(node.database)


def make_between(cluster: Cluster, template: str, folder: Path) -> Between:
    """All three, none of them started."""
    authority = Authority()
    ports = {party: free_port() for party in (CORE, CS, GATEWAY)}
    way = Way(GATEWAY, Address("127.0.0.1", ports[GATEWAY]))

    def node(party: Party, other: Party) -> Node:
        # Their own addresses are known to each other, and lead nowhere: all goes over the gateway.
        made = make_node(
            cluster,
            template,
            folder / party.node,
            authority,
            party,
            listen=ports[party],
            peers={other: 9},
        )
        made.lines = replace(made.lines, gateway=way)
        return made

    home = folder / "gateway"
    install(home, authority, authority.line(GATEWAY), authority.signing(GATEWAY))
    told = {
        "party": str(GATEWAY),
        "listen": str(way.address),
        "peers": {str(party): f"127.0.0.1:{ports[party]}" for party in (CORE, CS)},
    }
    (home / "lines" / "lines.json").write_text(json.dumps(told), encoding="utf-8")
    gateway = GatewayProcess(home, ports[GATEWAY])
    return Between(authority, node(CORE, CS), node(CS, CORE), gateway, folder)
