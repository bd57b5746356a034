"""The ports filled as the wiring fills them, and a signed-in browser for every screen."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from daicho.foundation.staff.tests.conftest import Person, enrolled, register, signed_in, system
from daicho.kernel.access import Access, Duty
from daicho.registers.protection import ports
from daicho.registers.residents.public import (
    moved_out_on,
    people_of_households,
    person_of_atena_number,
    quote,
)

__all__ = ["enrolled", "register", "signed_in", "system"]
Browse = Callable[..., Client]


@pytest.fixture(autouse=True)
def filled(monkeypatch: pytest.MonkeyPatch) -> None:
    sent: dict[str, bytes] = {}

    def send(_access: Access, letter: ports.Letter) -> str:
        sent[letter.occasion] = f"{letter.kind} {letter.facts}".encode()
        return f"{len(sent)}"

    monkeypatch.setattr(ports, "send_letter", send)
    monkeypatch.setattr(ports, "letters_sent", lambda occasions: frozenset(occasions) & set(sent))
    monkeypatch.setattr(ports, "sent_letter", sent.get)
    monkeypatch.setattr(ports, "quote", quote)
    monkeypatch.setattr(ports, "people_of_households", people_of_households)
    monkeypatch.setattr(ports, "moved_out_on", moved_out_on)
    monkeypatch.setattr(ports, "person_of_atena_number", person_of_atena_number)


@pytest.fixture
def browse(
    register: Callable[..., Person],
    signed_in: Callable[..., Client],
    enrolled: Callable[..., Client],
) -> Browse:
    """A browser of somebody with these duties, on an enrolled terminal."""

    def make(*duties: Duty) -> Client:
        login = "係" + "".join(duties)
        return enrolled(signed_in(register(login, *duties)), name=f"本庁{login}")

    return make
