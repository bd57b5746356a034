"""The CS of Fukushima, its peers' certificates, its staff, and a nation that answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings as django_settings
from django.test import Client

from daicho.foundation.lines.adapters import credentials
from daicho.foundation.lines.commands import known
from daicho.foundation.lines.domain.configuration import Address, LineSettings
from daicho.foundation.lines.public import Answer, Outgoing
from daicho.foundation.lines.tests.authority import Authority, install
from daicho.foundation.staff.tests.conftest import Person, enrolled, register, signed_in, system
from daicho.kernel.access import Access, Duty
from daicho.kernel.errors import Unavailable
from daicho.nodes.municipal_cs.commands import provide, relay
from daicho.nodes.municipal_cs.selectors import beyond
from daicho.nodes.municipal_cs.tests.scene import CARDS, CORE, CS, NATION, PREFECTURE, Scene

__all__ = ["enrolled", "register", "signed_in", "system"]


@pytest.fixture(scope="session")
def authority() -> Authority:
    return Authority()


@pytest.fixture
def scene(authority: Authority, settings: Any) -> Iterator[Scene]:  # Any: pytest-django's wrapper
    """The CS with its lines; what is queued waits."""
    install(django_settings.HOME, authority, authority.line(CS), authority.signing(CS))
    settings.LINES = LineSettings(
        party=CS,
        listen=Address("127.0.0.1", 0),
        peers={p: Address("127.0.0.1", 9) for p in (CORE, PREFECTURE, NATION, CARDS)},
    )
    known._stored.clear()
    yield Scene(authority)
    credentials._trust.cache_clear()


@dataclass(slots=True)
class Nation:
    """What the nation knows: items by 住民票コード; away when told so."""

    people: dict[str, dict[str, str]] = field(default_factory=dict)
    asked: list[Outgoing] = field(default_factory=list)
    away: bool = False

    def ask(self, _access: Access, outgoing: Outgoing) -> Answer:
        self.asked.append(outgoing)
        if self.away:
            raise Unavailable("全国サーバにつながりません。", code="lines.peer_away")
        body = dict(outgoing.body)  # type: ignore[arg-type]  # a question has no place in an order
        found = [items for items in self.people.values() if _meets(items, body)]
        told = {"layout": "identity-38", "found": [{"items": i} for i in found], "more": False}
        return Answer(kind=f"{outgoing.kind}.answer", body=told, id=uuid4(), thread=uuid4())


_NUMBERS = {"code": "1", "name": "2", "birth_on": "6", "address": "11", "number": "13"}


def _meets(items: Mapping[str, str], body: Mapping[str, Any]) -> bool:
    return all(items.get(n) == body[name] for name, n in _NUMBERS.items() if name in body)


@pytest.fixture
def nation(monkeypatch: pytest.MonkeyPatch) -> Nation:
    """A nation that answers at once, in place of the line to it."""
    own = Nation()
    for module in (beyond, provide, relay):
        monkeypatch.setattr(module, "ask", own.ask)
    return own


@pytest.fixture
def browse(
    register: Callable[..., Person],
    enrolled: Callable[..., Client],
    signed_in: Callable[..., Client],
) -> Callable[..., Client]:
    """A signed-in browser at an enrolled 統合端末."""
    terminals = iter(range(1, 99))

    def make(login: str, *duties: Duty) -> Client:
        return enrolled(signed_in(register(login, *duties)), f"統合{next(terminals)}")

    return make


@pytest.fixture
def desk(browse: Callable[..., Client]) -> Client:
    """住基事務の担当."""
    return browse("tougou1", Duty.COUNTER)
