"""Events of movements (異動の出来事)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from daicho.kernel.events import Event


@dataclass(frozen=True, slots=True)
class MovementApproved(Event):
    """A case was approved and stands on the register; `movement` is its kind, `reason` the 異動事由."""

    kind: ClassVar[str] = "movements.approved"

    case: str
    movement: str
    reason: str
