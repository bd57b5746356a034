"""Desk (中継の一式): what every request at the gateway needs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from daicho.foundation.lines.domain.configuration import LineSettings
from daicho.nodes.jukinet_gateway.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Desk:
    """The gateway's home, its two lines, and its ledger."""

    home: Path
    lines: LineSettings
    ledger: Ledger
