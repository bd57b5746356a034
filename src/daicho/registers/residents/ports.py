"""Ports of the register (差込口): what a higher storey fills in (`config/wiring.py`)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from uuid import UUID


def _none_pending(_persons: Iterable[UUID]) -> Mapping[UUID, str]:
    return {}


pending_cases: Callable[[Iterable[UUID]], Mapping[UUID, str]] = _none_pending
"""The 受付番号 of the open case of each person (異動処理中); what the draft says is never asked for."""
