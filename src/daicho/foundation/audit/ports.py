"""Ports of the trail (差込口): what a higher storey fills in (`config/wiring.py`)."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID


def _nobody(_text: str) -> UUID | None:
    return None


resolve_subject: Callable[[str], UUID | None] = _nobody
"""The person of a 宛名番号, or None; filled by the register."""
