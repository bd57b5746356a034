"""Configuration (回線の設定): who this party is, where it listens, and who its peers are (HOME/lines/lines.json).

    {"party": "072010:municipal_cs", "listen": "127.0.0.1:8812",
     "peers": {"072010:core": "127.0.0.1:8811", …}, "sources": ["10.1.2.0/24"]}

`sources` (may be left out) are addresses, besides the peers' own, from which a connection is expected. `gateway` (may be
left out) is the town's 住基ネットゲートウェイ, over which alone its register and its CS then reach each other (JUK-060):

     "gateway": {"party": "072010:jukinet_gateway", "address": "127.0.0.1:8804"}
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from pathlib import Path
from typing import Any, Final

from daicho.foundation.lines.domain.parties import GATEWAY, Party, between_own
from daicho.kernel.errors import Unavailable

FILE: Final = "lines/lines.json"


@dataclass(frozen=True, slots=True)
class Address:
    """Host and port."""

    host: str
    port: int

    @classmethod
    def parse(cls, text: str) -> Address:
        """`127.0.0.1:8811`, `[::1]:8811`; ValueError for anything else."""
        host, colon, port = text.rpartition(":")
        if not colon or not host or not port.isascii() or not port.isdecimal():
            raise ValueError(f"no address: {text!r}")
        return cls(host.strip("[]"), int(port))

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


@dataclass(frozen=True, slots=True)
class Way:
    """Who answers a connection, and where."""

    party: Party
    address: Address


@dataclass(frozen=True, slots=True)
class LineSettings:
    """The lines of one party."""

    party: Party
    listen: Address
    peers: Mapping[Party, Address]
    sources: tuple[IPv4Network | IPv6Network, ...] = ()
    gateway: Way | None = None

    def way_to(self, peer: Party) -> Way:
        """Who is met on the way to a peer: the peer itself, or the gateway between a town's own register and CS."""
        if self.gateway is not None and between_own(self.party, peer):
            return self.gateway
        return Way(peer, self.peers[peer])

    def may_come(self, peer: Party) -> bool:
        """Whether a party may come to the door at all."""
        return peer in self.peers or (self.gateway is not None and peer == self.gateway.party)

    def expects(self, host: str) -> bool:
        """Whether a connection from this address is one that the party was told of."""
        known = [*self.peers.values(), *([self.gateway.address] if self.gateway else [])]
        if any(host == peer.host for peer in known):
            return True
        try:
            found = ip_address(host)
        except ValueError:
            return False
        return any(found in network for network in self.sources)


def read_lines(home: Path) -> LineSettings | None:
    """The settings of an installation; None when it has no lines; `Unavailable` in words when the file is wrong."""
    path = home / FILE
    if not path.exists():
        return None
    try:
        return _settings(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise Unavailable(
            "回線の設定を読み取れません。",
            why=f"{path} が壊れているか、相手方・番地の書き方が違います（{error}）。",
            remedy="party・listen・peers を確かめて、直してください。",
            code="lines.configuration",
        ) from error


def _settings(told: dict[str, Any]) -> LineSettings:  # Any: what JSON holds
    party = Party.parse(told["party"])
    return LineSettings(
        party=party,
        listen=Address.parse(told["listen"]),
        peers={Party.parse(p): Address.parse(a) for p, a in told["peers"].items()},
        sources=tuple(ip_network(each) for each in told.get("sources", ())),
        gateway=_gateway(told["gateway"], party) if "gateway" in told else None,
    )


def _gateway(told: dict[str, Any], own: Party) -> Way:  # Any: what JSON holds
    party = Party.parse(told["party"])
    if party != Party(own.municipality, GATEWAY):
        raise ValueError(f"no gateway of {own.municipality}: {party}")
    return Way(party, Address.parse(told["address"]))
