"""Lines of the core (住民記録の回線): who hears what comes, and what became of what was sent. Tables named in the settings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from daicho.foundation.lines.public import Handler, Settler
from daicho.gateways.jukinet.handlers import arrival_notice, departure_certificate, number_assigned

HANDLERS: Final[Mapping[str, Handler]] = {
    "number.assigned": number_assigned,
    "departure.certificate": departure_certificate,
    "arrival.notice": arrival_notice,
}

SETTLERS: Final[Mapping[str, Settler]] = {}
