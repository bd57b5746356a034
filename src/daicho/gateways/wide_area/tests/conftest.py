"""A family of ours with its numbers, a desk that issues, and a 市町村CS that answers what a test has put there."""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy
from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from daicho.business.certificates.commands.set_certifier import set_certifier
from daicho.foundation.lines.public import Answer, Outgoing, Received
from daicho.foundation.messages.public import check_body
from daicho.foundation.messages.tests.definitions import MESSAGES
from daicho.foundation.staff.public import system_access
from daicho.gateways.jukinet.tests import line
from daicho.gateways.jukinet.tests.conftest import family, lines, staff
from daicho.gateways.wide_area.commands import issue_copy
from daicho.kernel.access import Access, Purpose
from daicho.registers.protection.tests.conftest import filled

__all__ = ["family", "filled", "lines", "staff"]

Body = dict[str, Any]  # Any: a body is JSON
Ask = Callable[[Access, Outgoing], Answer]


def came(body: Body) -> Received:
    """A request that our 市町村CS hands on."""
    assert not check_body("wide_area.request", body)
    return line.came("wide_area.request", body)


class Residence:
    """住所地: keeps what it was asked, and answers as it was told."""

    def __init__(self) -> None:
        path = MESSAGES / "examples" / "wide_area.request.answer" / "person.json"
        self.body: Body = json.loads(path.read_text("utf-8"))["body"]
        self.asked: list[Outgoing] = []
        self.error: Exception | None = None

    def answer(self, _access: Access, outgoing: Outgoing) -> Answer:
        body = outgoing.body_at(None)
        assert not check_body(outgoing.kind, body)
        assert not check_body(f"{outgoing.kind}.answer", self.body)
        self.asked.append(outgoing)
        if self.error is not None:
            raise self.error
        key = uuid4()
        return Answer(kind=f"{outgoing.kind}.answer", body=deepcopy(self.body), id=key, thread=key)


@pytest.fixture
def residence(monkeypatch: pytest.MonkeyPatch) -> Residence:
    found = Residence()
    found.body["municipality"] = "112291"
    found.body["address"] = "埼玉県和光市広沢1-5"
    monkeypatch.setattr(issue_copy, "ask", found.answer)
    return found


@pytest.fixture
def certifier() -> None:
    set_certifier(
        system_access(Purpose.ADMINISTRATION, job="test"),
        valid_from=date(2020, 4, 1),
        title="見本市長",
        name="台帳　守",
    )


@pytest.fixture
def desk(clerk: Access) -> Access:
    return clerk.serving(Purpose.CERTIFICATE)
