"""One party at home here (the core of a town), and its peers with certificates of one authority."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.conf import settings as django_settings

from daicho.foundation.lines.adapters import credentials
from daicho.foundation.lines.commands import known
from daicho.foundation.lines.commands.receive import receive
from daicho.foundation.lines.domain.configuration import Address, LineSettings
from daicho.foundation.lines.domain.parties import Party
from daicho.foundation.lines.envelopes import Envelope, from_bytes
from daicho.foundation.lines.tests.authority import Authority, Leaf, install
from daicho.foundation.lines.tests.peers import (
    CORE,
    CS,
    KIND,
    NATION,
    PREFECTURE,
    Ears,
    headers,
)


@dataclass(slots=True)
class Network:
    """The authority, our own certificates, and those of the peers."""

    authority: Authority
    line: Leaf
    signing: Leaf
    peers: dict[Party, Leaf]

    def signing_of(self, party: Party) -> Leaf:
        if party not in self.peers:
            self.peers[party] = self.authority.signing(party, ed=True)
        return self.peers[party]

    def publish(self) -> None:
        """Write our files again: another list of revocations, say."""
        install(django_settings.HOME, self.authority, self.line, self.signing)

    def receive(
        self, raw: bytes, sender: Party, *, peer: Party | None = None, signing: Leaf | None = None
    ) -> Envelope:
        """What we answer to a message that a peer brings; the answer's own headers fit it."""
        proof = headers(raw, signing or self.signing_of(sender))
        answer, _ = receive(raw, proof, peer or sender, "127.0.0.1")
        return from_bytes(answer)


def line_settings(party: Party = CORE, **ports: int) -> LineSettings:
    peers = (CORE, CS, PREFECTURE, NATION)
    return LineSettings(
        party=party,
        listen=Address("127.0.0.1", ports.get("listen", 0)),
        peers={p: Address("127.0.0.1", ports.get(p.node, 9)) for p in peers if p != party},
    )


@pytest.fixture(autouse=True)
def own_settings() -> Iterator[None]:
    """A node that a test enters is left again: whoever comes next finds the settings of all tests."""
    names = ("HOME", "LINES", "LINE_HANDLERS", "LINE_SETTLERS", "LINE_MAKERS")
    before = {name: getattr(django_settings, name) for name in names}
    yield
    for name, value in before.items():
        setattr(django_settings, name, value)


@pytest.fixture(scope="session")
def authority() -> Authority:
    return Authority()


@pytest.fixture
def network(settings: Any) -> Iterator[Network]:  # Any: pytest-django's wrapper
    """Our files in the home of the tests; the settings say that we are the core."""
    authority = Authority()
    found = Network(authority, authority.line(CORE), authority.signing(CORE), {})
    found.publish()
    settings.LINES, settings.LINE_MAKERS = line_settings(), {}
    known._stored.clear()
    yield found
    credentials._trust.cache_clear()


@pytest.fixture
def ears(settings: Any) -> Ears:
    """Whoever hears what comes in, and what became of what went out."""
    own = Ears()
    settings.LINE_HANDLERS = {KIND: own.handle}
    settings.LINE_SETTLERS = {KIND: own.settle}
    return own
