"""Events of cards (カードの出来事)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from daicho.kernel.events import Event


@dataclass(frozen=True, slots=True)
class CardChanged(Event):
    """A card's state or certificates changed; the 住民票 follows it. `card` is its key, `edition` the change."""

    kind: ClassVar[str] = "cards.changed"

    card: str
    edition: int
