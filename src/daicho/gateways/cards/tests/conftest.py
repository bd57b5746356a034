"""Who acts, a family that lives here with their numbers, the line to the 市町村CS, and what was put on it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID, uuid4

import pytest

from daicho.foundation.lines.public import Received
from daicho.foundation.messages.public import Envelope, check_body
from daicho.foundation.vault.public import reveal
from daicho.gateways.cards.commands.act import act
from daicho.gateways.cards.commands.open_card import open_card
from daicho.gateways.cards.domain.details import Certificate, Details
from daicho.gateways.cards.domain.states import Action, CardKind
from daicho.gateways.cards.handlers import card_notice
from daicho.gateways.cards.models import Card
from daicho.gateways.jukinet.tests.conftest import family, lines, staff
from daicho.gateways.jukinet.tests.line import came, put_on
from daicho.kernel.access import Access
from daicho.kernel.clock import business_today
from daicho.registers.residents.public import records_on

__all__ = ["family", "lines", "staff"]

Sent = Callable[[], list[Envelope]]
NUMBER = "A1B2C3D4E5"
CERTIFICATES = (
    Certificate("signature", "1A2B", date(2031, 4, 1)),
    Certificate("authentication", "3C4D", date(2031, 4, 1)),
)


@pytest.fixture
def sent() -> Sent:
    """Every card.event that was queued, in order."""
    return partial(put_on, "card.event")


def code_of(person: UUID) -> str:
    """The 住民票コード of somebody."""
    ref = records_on([person], business_today())[0].particulars.resident_record_code_ref
    assert ref is not None
    return reveal(ref)


def notice(person: UUID | str, what: str, *, number: str = NUMBER, **more: Any) -> Received:
    """A card.notice from the 市町村CS, with a notice number of its own."""
    body = {
        "notice_number": f"N{uuid4().hex[:12]}",
        "code": person if isinstance(person, str) else code_of(person),
        "card_number": number,
        "notice": what,
        "occurred_on": f"{business_today():%Y%m%d}",
        **more,
    }
    assert not check_body("card.notice", body)
    return came("card.notice", body)


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
