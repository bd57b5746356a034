"""A family of ours with its numbers, the register's events delivered, and a 市町村CS that answers what a test has put there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID, uuid4

import pytest

from daicho.config import wiring
from daicho.foundation.lines.public import Answer, Outgoing
from daicho.foundation.messages.public import check_body, numbered
from daicho.gateways.identity.commands import ask_identity, ask_serial, verify_number
from daicho.gateways.identity.commands.ask_change import ask_change
from daicho.gateways.identity.commands.decide_change import decide_change
from daicho.gateways.identity.domain.change import Asking
from daicho.gateways.jukinet import ports as jukinet_ports
from daicho.gateways.jukinet.tests.conftest import family, lines, sent, staff
from daicho.kernel.access import Access
from daicho.registers.protection.tests.conftest import filled

__all__ = ["family", "filled", "lines", "sent", "staff"]

Body = dict[str, Any]  # Any: a body is JSON
LAYOUT = "identity-38"
CODE, NUMBER = "92128315677", "123456789018"
PERSON = {
    "resident_record_code": CODE,
    "name": "架空　太郎",
    "name_kana": "カクウ　タロウ",
    "birth_date": "319800715",
    "sex": "男",
    "municipality_code": "112291",
    "address": "埼玉県和光市広沢1-5",
    "individual_number": NUMBER,
    "record_status": "現存",
}


class Cs:
    """市町村CS: keeps what it was asked, and answers from `people` and `serial`."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, Body]] = []
        self.people: list[Mapping[str, str]] = [PERSON]
        self.more = False
        self.serial: Body = {"state": "valid", "serial": "0A1B2C", "valid_until": "20300715"}
        self.error: Exception | None = None

    def answer(self, _access: Access, outgoing: Outgoing) -> Answer:
        body = dict(outgoing.body_at(None))
        assert not check_body(outgoing.kind, body)
        self.asked.append((outgoing.kind, body))
        if self.error is not None:
            raise self.error
        told = self._told(outgoing.kind, body)
        kind = f"{outgoing.kind}.answer"
        assert not check_body(kind, told)
        key = uuid4()
        return Answer(kind=kind, body=told, id=key, thread=key)

    def _told(self, kind: str, body: Body) -> Body:
        if kind == "serial.query":
            return {"code": body["code"], **self.serial}
        found = [{"items": numbered(LAYOUT, one)} for one in self.people]
        return {"layout": LAYOUT, "found": found, "more": self.more}


@pytest.fixture
def cs(monkeypatch: pytest.MonkeyPatch) -> Cs:
    found = Cs()
    for module in (ask_identity, ask_serial, verify_number):
        monkeypatch.setattr(module, "ask", found.answer)
    return found


@pytest.fixture(autouse=True)
def connected(monkeypatch: pytest.MonkeyPatch) -> None:
    """The connector asks this gateway for changes, as the wiring has it."""
    monkeypatch.setattr(jukinet_ports, "change_asked", wiring._change_asked)


Sent = Callable[..., Any]


def changed(asker: Access, decider: Access, atena_number: str, asking: Asking) -> UUID:
    """A change that one person has asked for and another has decided on."""
    key = ask_change(asker, key=uuid4(), atena_number=atena_number, asking=asking)
    decide_change(decider, change=key, approved=True)
    return key
