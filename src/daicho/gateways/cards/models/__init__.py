"""Models of cards."""

from daicho.gateways.cards.models.appointment import Appointment, Opening
from daicho.gateways.cards.models.card import Card, CardCertificate, CardEvent
from daicho.gateways.cards.models.check import CardCheck
from daicho.gateways.cards.models.notice import CardNotice

__all__ = [
    "Appointment",
    "Card",
    "CardCertificate",
    "CardCheck",
    "CardEvent",
    "CardNotice",
    "Opening",
]
