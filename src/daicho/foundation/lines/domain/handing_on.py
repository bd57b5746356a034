"""Handing on (中継の受付記録): what a 住基ネットゲートウェイ writes of each message, and how it is asked for (JUK-060).

A record says who, what kind, how large, when and what came of it; never a body, nor whom it is about.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

PATH: Final = "/gateway/2026.1/records"
PER_PAGE: Final = 50


class Outcome(StrEnum):
    """What the receiver said; `waiting`: nothing yet, as far as the gateway knows."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    HELD = "held"
    REFUSED = "refused"
    ANSWERED = "answered"

    @property
    def label(self) -> str:
        return _LABELS[self][0]

    @property
    def tone(self) -> str:
        return _LABELS[self][1]


_LABELS: Final = {
    Outcome.WAITING: ("応答なし", "warning"),
    Outcome.ACCEPTED: ("受領", "good"),
    Outcome.HELD: ("保留", "key"),
    Outcome.REFUSED: ("拒否", "error"),
    Outcome.ANSWERED: ("回答", "good"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOn:
    """One message that came to the gateway. `size` in bytes; `digest` (SHA-256) is of the bytes as they came and went on.

    `passed_at` is the last time that they were handed on and answered; `words`, why the last attempt came to nothing.
    """

    message: str
    kind: str
    sender: str
    receiver: str
    address: str
    certificate: str
    digest: str
    size: int
    received_at: datetime
    attempted_at: datetime
    attempts: int
    passed_at: datetime | None = None
    answered_at: datetime | None = None
    outcome: Outcome = Outcome.WAITING
    answer_digest: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AtTheDoor:
    """Somebody who got nothing from the gateway; the same within one minute is counted."""

    address: str
    reason: str
    claimed: str
    serial: str
    last_at: datetime
    times: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which records are asked for; empty parts narrow nothing. `since` and before `until` they came; `page` from 1."""

    outcome: str = ""
    kind: str = ""
    sender: str = ""
    since: datetime | None = None
    until: datetime | None = None
    page: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Records:
    """One page of records, the newest first, among `total`; every kind there is; the newest of those turned away."""

    total: int
    page: int
    rows: tuple[HandedOn, ...]
    kinds: tuple[str, ...]
    turned_away: tuple[AtTheDoor, ...]
