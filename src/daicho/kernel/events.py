"""Events (出来事): facts in the past tense that one part tells the others through the outbox."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Event:
    """A fact that has happened; subclasses add fields that JSON can carry, never names or numbers."""

    kind: ClassVar[str]

    subjects: tuple[UUID, ...]
