"""Events of movements (異動の出来事)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from daicho.kernel.events import Event


@dataclass(frozen=True, slots=True)
class MovementApproved(Event):
    """A case was approved and stands on the register; `movement` is its kind, `reason` the 異動事由.

    `corrects` is the case that it corrects or cancels, so that whoever was told of that one puts it right, once.
    """

    kind: ClassVar[str] = "movements.approved"

    case: str
    movement: str
    reason: str
    corrects: str = ""


@dataclass(frozen=True, slots=True)
class ImmigrationMessageMade(Event):
    """A message to the Immigration Services Agency waits to be sent, not before `due_on`; `message` is its key."""

    kind: ClassVar[str] = "movements.immigration_message_made"

    message: str
    message_class: str
    due_on: str
