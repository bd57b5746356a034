"""What is sent, what comes in, and what is said to it (電文・応答): the plain values of the public face."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from daicho.foundation.lines.domain.parties import Party
from daicho.kernel.errors import DaichoError, Invalid, Problem

Body = Mapping[str, Any]  # Any: a body is JSON; `foundation.messages` knows each kind's shape


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """A message to be sent. `subject` is whom it is about: their messages keep their order; `matter` is an opaque
    reference by which screens find it (a case's key). `thread` is left out for the first message of a matter. A body that
    tells its own place among a person's messages (更新順番号) is made when the place is known.
    """

    kind: str
    receiver: Party
    body: Body | Callable[[int], Body]
    thread: UUID | None = None
    subject: UUID | None = None
    answers: UUID | None = None
    matter: str = ""

    def body_at(self, place: int | None) -> Body:
        """The body of the message that stands at this place (from 1) among its person's."""
        if not callable(self.body):
            return self.body
        if place is None:
            raise ValueError("a body that tells its place is about somebody")
        return self.body(place)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a peer said to a question."""

    kind: str
    body: Body
    id: UUID
    thread: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """A message that came in, as its handler sees it."""

    id: UUID
    kind: str
    thread: UUID
    sender: Party
    receiver: Party
    made_at: datetime
    order_number: int | None
    answers: UUID | None
    body: Body


@dataclass(frozen=True, slots=True)
class Accepted:
    """Taken over; `remarks` are what whoever reads the answer should know, nothing to be done."""

    remarks: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Refused:
    """Not taken over; why stands in `problems`, without personal data."""

    problems: tuple[Problem, ...]

    @classmethod
    def because(cls, error: DaichoError) -> Refused:
        """The refusal that an error of the domain speaks of."""
        if isinstance(error, Invalid):
            return cls(error.problems)
        return cls((Problem(error.reason_code, "", error.what, error.why, error.remedy),))


@dataclass(frozen=True, slots=True)
class Held:
    """A person must look first; `settle_held` says later what became of it."""

    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Answering:
    """The answer of a question."""

    body: Body


Reply = Accepted | Refused | Held | Answering
Handler = Callable[[Received], Reply]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """What became of a message that was sent: `accepted`, `refused`, `held` (for now) or `stopped` by a person."""

    id: UUID
    kind: str
    thread: UUID
    matter: str
    receiver: Party
    outcome: str
    problems: tuple[Problem, ...]


Settler = Callable[[Settled], None]
Unheard = Callable[[Received, tuple[Problem, ...]], None]
"""Told of a message that was refused before its handler had a word; its body may be anything that JSON holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lost:
    """A message that was refused or stopped, for whoever makes it anew from what is true today.

    `body` is what it said, None where that was not to be kept.
    """

    id: UUID
    kind: str
    thread: UUID
    matter: str
    subject: UUID | None
    body: Body | None


Maker = Callable[[Lost], UUID]
"""Queues the message that takes the place of a lost one, and returns its id. `Conflict` when nothing is left to tell."""
