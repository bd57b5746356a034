"""Who acts, a family that lives here with their numbers, the line to the 市町村CS, and what was put on it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from daicho.business.movements.models import Case
from daicho.business.movements.tests.family import DAUGHTER, Staff
from daicho.business.movements.tests.paper import (
    CHILD,
    HEAD,
    WIFE,
    carry_through,
    individual_number,
    move_in_paper,
    pool,
)
from daicho.config import wiring
from daicho.foundation.lines.commands.sealing import bytes_of
from daicho.foundation.lines.models import SentMessage
from daicho.foundation.lines.public import Party, Received
from daicho.foundation.lines.tests.conftest import line_settings
from daicho.foundation.messages.public import Envelope, check_body, from_bytes
from daicho.foundation.outbox.models import Message
from daicho.foundation.outbox.public import deliver
from daicho.foundation.vault.public import reveal
from daicho.gateways.cards.commands.act import act
from daicho.gateways.cards.commands.open_card import open_card
from daicho.gateways.cards.domain.details import Certificate, Details
from daicho.gateways.cards.domain.states import Action, CardKind
from daicho.gateways.cards.handlers import card_notice
from daicho.gateways.cards.models import Card
from daicho.kernel.access import Access
from daicho.kernel.clock import business_today, real_now
from daicho.registers.residents.public import records_on

Sent = Callable[[], list[Envelope]]
NUMBER = "A1B2C3D4E5"
CERTIFICATES = (
    Certificate("signature", "1A2B", date(2031, 4, 1)),
    Certificate("authentication", "3C4D", date(2031, 4, 1)),
)


@pytest.fixture(autouse=True)
def lines(settings: Any) -> None:  # Any: pytest-django's wrapper
    """A register that has a line to its 市町村CS."""
    settings.LINES = line_settings()


@pytest.fixture
def staff(clerk: Access, examiner: Access, approver: Access) -> Staff:
    return clerk, examiner, approver


@pytest.fixture
def family(staff: Staff) -> list[UUID]:
    """父・母・長男・長女 with their numbers, moved in from 千代田区 on 2026-04-01, in 記載順位."""
    pool()
    people = [
        p | {"individual_number": individual_number(500 + n)}
        for n, p in enumerate((HEAD, WIFE, CHILD, DAUGHTER))
    ]
    paper = move_in_paper(
        *people,
        event_date="2026-04-01",
        notified_on="2026-04-02",
        previous_municipality="131016",
        previous_municipality_text="東京都千代田区",
        previous_address="東京都千代田区霞が関1番地",
    )
    return list(Case.objects.get(key=carry_through(*staff, "move_in", paper)).persons)


@pytest.fixture
def sent() -> Sent:
    """Deliver what happened until nothing is left, and every card.event that was queued, in order."""

    def found() -> list[Envelope]:
        while deliver(wiring.LISTENERS):
            pass
        assert not Message.objects.exclude(last_error="").values_list("last_error", flat=True)
        rows = SentMessage.objects.filter(kind="card.event").order_by("seq")
        envelopes = [from_bytes(raw) for raw in map(bytes_of, rows) if raw]
        assert [p for e in envelopes for p in check_body("card.event", e.body)] == []
        return envelopes

    return found


def code_of(person: UUID) -> str:
    """The 住民票コード of somebody."""
    ref = records_on([person], business_today())[0].particulars.resident_record_code_ref
    assert ref is not None
    return reveal(ref)


def notice(person: UUID | str, what: str, *, number: str = NUMBER, **more: Any) -> Received:
    """A card.notice from the 市町村CS, with a notice number of its own."""
    key = uuid4()
    code = person if isinstance(person, str) else code_of(person)
    body = {
        "notice_number": f"N{key.hex[:12]}",
        "code": code,
        "card_number": number,
        "notice": what,
        "occurred_on": f"{business_today():%Y%m%d}",
        **more,
    }
    assert not check_body("card.notice", body)
    return Received(
        id=key,
        kind="card.notice",
        thread=key,
        sender=Party("072010", "municipal_cs"),
        receiver=Party("072010", "core"),
        made_at=real_now(),
        order_number=None,
        answers=None,
        body=body,
    )


def told(**more: Any) -> Details:
    """What a clerk enters: the person came with the best of papers."""
    given: dict[str, Any] = {
        "occurred_on": business_today(),
        "documents": ("driving_licence",),
        "pins_set": True,
        "pin_checked": True,
        "face_room": True,
        "old_card": "none",
    }
    return Details(**given | more)


@dataclass
class Desk:
    """The card desk of one clerk."""

    access: Access

    def card(self, person: UUID, **more: Any) -> Card:
        """A card that somebody has had for long."""
        key = uuid4()
        given = {
            "card_number": NUMBER,
            "valid_until": date(2034, 4, 1),
            "certificates": CERTIFICATES,
        }
        open_card(
            self.access,
            card=key,
            person=person,
            action=Action.REGISTER,
            kind=CardKind.INDIVIDUAL,
            told=told(**given | more),
        )
        return Card.objects.get(key=key)

    def arrived(self, person: UUID, *, number: str = NUMBER) -> Card:
        """A card of which the card system told that it was issued and has arrived."""
        card_notice(notice(person, "issued", number=number, valid_until="20360401"))
        card_notice(notice(person, "arrived", number=number))
        return Card.objects.get(number=number)

    def do(self, card: Card, action: Action, **more: Any) -> Card:
        """One act on the card as it is now."""
        card.refresh_from_db()
        act(self.access, card=card.key, action=action, edition=card.edition, told=told(**more))
        card.refresh_from_db()
        return card


@pytest.fixture
def desk(clerk: Access) -> Desk:
    return Desk(clerk)


def bodies(envelopes: list[Envelope]) -> list[Mapping[str, Any]]:
    """What each said."""
    return [e.body for e in envelopes]


__all__ = ["CERTIFICATES", "NUMBER", "Desk", "Sent", "bodies", "code_of", "notice", "told"]
