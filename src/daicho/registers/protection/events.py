"""Events of protection (抑止・支援措置の出来事): for 宛名システム, コンビニ交付 and 住基ネットCS. A temporary lift says nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from daicho.kernel.events import Event


@dataclass(frozen=True, slots=True)
class SuppressionSet(Event):
    """A suppression was set; `levels` by process (movement, certificate, look_up)."""

    kind: ClassVar[str] = "protection.suppression_set"

    suppression: str
    starts_on: str
    levels: dict[str, str]


@dataclass(frozen=True, slots=True)
class SuppressionEnded(Event):
    """A suppression was ended."""

    kind: ClassVar[str] = "protection.suppression_ended"

    suppression: str
    levels: dict[str, str]


@dataclass(frozen=True, slots=True)
class MeasureChanged(Event):
    """A support measure was entered, started, prolonged, corrected or ended; listeners ask anew what holds."""

    kind: ClassVar[str] = "protection.measure_changed"

    measure: str
    act: str
    edition: int
