"""Ports of cards (差込口): what another gateway knows, filled in by `config/wiring.py`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from uuid import UUID


def _not_known(_case: UUID) -> date | None:
    return None


planned_departure: Callable[[UUID], date | None] = _not_known
"""The 転出予定日 that the 転出証明書情報 of a 特例転入 says; None for a case that quotes none."""
