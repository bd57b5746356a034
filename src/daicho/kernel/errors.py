"""Errors (誤り): one tree, each with a stable code and a message that a clerk can act on.

    DaichoError
    ├── Invalid      what was entered cannot be accepted: a list of `Problem`s, each beside its field
    ├── Refused      the actor may not do this; nothing happened, and the refusal is on the trail
    ├── Missing      what was asked for does not exist (or not any more)
    ├── Conflict     somebody else was faster: the page is stale, the case was overtaken
    └── Unavailable  a part of the machinery is not ready (a key, a font, the pool of codes)

A message has three parts, always in this order: what happened, why, what to do.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar


class Level(StrEnum):
    """Level (区分): an error blocks; an alert asks for a confirmation that is kept (STD-11.1)."""

    ERROR = "error"
    ALERT = "alert"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with one field.

    `field` is the dotted path of the input (`persons.0.name`), empty for the whole form; `code` is
    stable and is what a confirmation of an alert refers to.
    """

    code: str
    field: str
    what: str
    why: str = ""
    remedy: str = ""
    level: Level = Level.ERROR

    @property
    def message(self) -> str:
        return "".join(part for part in (self.what, self.why, self.remedy) if part)

    @property
    def is_error(self) -> bool:
        return self.level is Level.ERROR


class DaichoError(Exception):
    """The root. `what`, `why` and `remedy` are Japanese sentences without personal data."""

    code: ClassVar[str] = "error"
    status: ClassVar[int] = 400

    def __init__(self, what: str, *, why: str = "", remedy: str = "", code: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.why = why
        self.remedy = remedy
        self.reason_code = code or self.code

    @property
    def message(self) -> str:
        return "".join(part for part in (self.what, self.why, self.remedy) if part)


class Invalid(DaichoError):
    """What was entered cannot be accepted; `problems` says which field and why."""

    code = "invalid"
    status = 422

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        first = self.problems[0]
        super().__init__(first.what, why=first.why, remedy=first.remedy, code=first.code)


class Refused(DaichoError):
    """The actor may not do this."""

    code = "refused"
    status = 403


class Missing(DaichoError):
    """What was asked for does not exist."""

    code = "missing"
    status = 404


class Conflict(DaichoError):
    """Somebody else was faster; nothing was changed."""

    code = "conflict"
    status = 409


class Unavailable(DaichoError):
    """A part of the machinery is not ready; nothing was changed."""

    code = "unavailable"
    status = 503
