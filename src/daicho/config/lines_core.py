"""Lines of the core (住民記録の回線): who hears what comes, and what became of what was sent. Tables named in the settings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from daicho.foundation.lines.public import Handler, Maker, Settler
from daicho.gateways.dispatch.handlers import dispatch_targets
from daicho.gateways.dispatch.settlers import settle_posting
from daicho.gateways.immigration import makers as immigration
from daicho.gateways.immigration.handlers import immigration_notice
from daicho.gateways.immigration.settlers import municipal_settled
from daicho.gateways.jukinet import makers as jukinet
from daicho.gateways.jukinet.handlers import arrival_notice, departure_certificate, number_assigned
from daicho.gateways.wide_area.handlers import wide_area_request

HANDLERS: Final[Mapping[str, Handler]] = {
    "number.assigned": number_assigned,
    "departure.certificate": departure_certificate,
    "arrival.notice": arrival_notice,
    "dispatch.targets": dispatch_targets,
    "immigration.notice": immigration_notice,
    "wide_area.request": wide_area_request,
}

SETTLERS: Final[Mapping[str, Settler]] = {
    "immigration.municipal": municipal_settled,
    "dispatch.information": settle_posting,
}

MAKERS: Final[Mapping[str, Maker]] = {**jukinet.MAKERS, **immigration.MAKERS}
