"""Handlers (届いた電文): what another municipality asks for, through our 市町村CS."""

from __future__ import annotations

from daicho.foundation.lines.public import Received, Reply
from daicho.foundation.staff.public import system_access
from daicho.gateways.wide_area.commands.answer_request import answer_request
from daicho.kernel.access import Purpose


def wide_area_request(received: Received) -> Reply:
    """広域交付住民票情報の要求 (JUK-030): answered at once from the register as it is today."""
    return answer_request(system_access(Purpose.CERTIFICATE, job="wide_area"), received)
