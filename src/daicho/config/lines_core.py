"""Lines of the core (住民記録の回線): who hears what comes, and what became of what was sent. Tables named in the settings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from daicho.foundation.lines.public import Handler, Maker, Settler
from daicho.gateways.cards import makers as cards
from daicho.gateways.cards.handlers import card_notice
from daicho.gateways.cards.settlers import card_event_settled
from daicho.gateways.dispatch import makers as dispatch
from daicho.gateways.dispatch.handlers import dispatch_targets
from daicho.gateways.dispatch.settlers import settle_posting
from daicho.gateways.family_register import handlers as family_register
from daicho.gateways.family_register import makers as family_makers
from daicho.gateways.family_register import settlers as family_settlers
from daicho.gateways.identity import makers as identity
from daicho.gateways.identity.settlers import settle_number_request, settle_symbol
from daicho.gateways.immigration import makers as immigration
from daicho.gateways.immigration.handlers import immigration_notice
from daicho.gateways.immigration.settlers import municipal_settled
from daicho.gateways.jukinet import makers as jukinet
from daicho.gateways.jukinet.commands.ask_certificate import request_settled
from daicho.gateways.jukinet.handlers import (
    arrival_notice,
    departure_cancelled,
    departure_certificate,
    number_assigned,
)
from daicho.gateways.wide_area.handlers import wide_area_request

HANDLERS: Final[Mapping[str, Handler]] = {
    "number.assigned": number_assigned,
    "departure.certificate": departure_certificate,
    "departure.cancelled": departure_cancelled,
    "arrival.notice": arrival_notice,
    "dispatch.targets": dispatch_targets,
    "immigration.notice": immigration_notice,
    "wide_area.request": wide_area_request,
    "card.notice": card_notice,
    **family_register.HANDLERS,
}

SETTLERS: Final[Mapping[str, Settler]] = {
    "departure.request": request_settled,
    "immigration.municipal": municipal_settled,
    "dispatch.information": settle_posting,
    "card.event": card_event_settled,
    "number.request": settle_number_request,
    "symbol.request": settle_symbol,
    **family_settlers.SETTLERS,
}

MAKERS: Final[Mapping[str, Maker]] = {
    **jukinet.MAKERS,
    **immigration.MAKERS,
    **cards.MAKERS,
    **dispatch.MAKERS,
    **identity.MAKERS,
    **family_makers.MAKERS,
}
