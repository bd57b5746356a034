"""Who acts, families with 本籍 here and elsewhere, what the gateway has put on its line, and what comes."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from typing import Any
from uuid import UUID

import pytest

from daicho.business.movements.models import Case
from daicho.business.movements.tests.family import Staff
from daicho.business.movements.tests.paper import (
    carry_through,
    individual_number,
    move_in_paper,
    pool,
)
from daicho.foundation.lines.public import Received
from daicho.foundation.messages.public import check_body
from daicho.foundation.staff.public import system_access
from daicho.gateways.family_register import handlers
from daicho.gateways.family_register.commands.settle_notice import enter_notice
from daicho.gateways.family_register.models import AnnexLine, Notice
from daicho.gateways.jukinet.tests import line
from daicho.gateways.jukinet.tests.conftest import PEOPLE, Sent, lines, sent, staff
from daicho.kernel.access import Access, Purpose

__all__ = ["Sent", "lines", "sent", "staff"]

HERE = "福島県福島市五老内町3番地1"
ELSEWHERE = "埼玉県和光市広沢1番地5"
NOWHERE = "府中市宮町1番地"
MovedIn = Callable[..., list[UUID]]
Came = Callable[..., Received]
REGISTER = {"municipality": "072010", "domicile": HERE, "head": "例示　次郎"}
SOMEBODY = {
    "name": "例示　次郎",
    "name_kana": "レイジ　ジロウ",
    "birth_on": "319700102",
    "sex": "男",
    "code": "92128315677",
}
IN_WAKO = {"municipality": "112291", "address": "埼玉県和光市広沢1番5号", "since": "20261101"}


def annex_notice(**fields: Any) -> dict[str, Any]:
    return {
        "notice_number": "AN-2026-900001",
        "family_register": REGISTER,
        "people": [SOMEBODY],
        "address": IN_WAKO,
        "reason": "国内転入",
        "event_on": "20261101",
        "notified_on": "20261102",
    } | fields


@pytest.fixture
def system() -> Access:
    return system_access(Purpose.MOVEMENT, job="test")


@pytest.fixture
def moved_in(staff: Staff) -> MovedIn:
    """父・母・長男・長女, or those named, moved in from 千代田区 on 2026-04-01 with a 本籍, in 記載順位."""

    pool()
    numbers = count(500)

    def move(domicile: str, *people: dict[str, str], **fields: str) -> list[UUID]:
        own = people or PEOPLE
        papers = [
            person
            | ({"domicile": domicile} if person["kind"] == "japanese" else {})
            | {"individual_number": individual_number(next(numbers))}
            for person in own
        ]
        paper = move_in_paper(
            *papers,
            **{
                "event_date": "2026-04-01",
                "notified_on": "2026-04-02",
                "previous_municipality": "131016",
                "previous_municipality_text": "東京都千代田区",
                "previous_address": "東京都千代田区霞が関1番地",
            }
            | fields,
        )
        return list(Case.objects.get(key=carry_through(*staff, "move_in", paper)).persons)

    return move


@pytest.fixture
def came() -> Came:
    """A message from the 市町村CS; it is as its definition says."""

    def message(kind: str, body: dict[str, Any], thread: UUID | None = None) -> Received:
        assert not check_body(kind, body)
        return line.came(kind, body, thread=thread)

    return message


@pytest.fixture(autouse=True)
def settled(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What is said of messages that were held; the messages themselves are only handed to the handlers here."""
    said: list[Any] = []
    monkeypatch.setattr(
        "daicho.gateways.family_register.commands.settle_notice.settle_held",
        lambda key, reply: said.append((key, reply)),
    )
    return said


@pytest.fixture
def annexed(came: Came, staff: Staff) -> AnnexLine:
    """Somebody of our 本籍 who lives in 和光市: the first notice waited, and a clerk entered it."""
    handlers.annex_notice(came("annex.notice", annex_notice()))
    enter_notice(staff[0], notice=Notice.objects.get().key)
    return AnnexLine.objects.get()
