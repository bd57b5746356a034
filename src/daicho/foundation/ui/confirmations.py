"""Confirmations (確認): what a clerk ticked in the list of alerts (STD-11.1).

An alert is named by its code and its field together, because one form may raise the same alert for
two people, and a tick for one is not a tick for the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Protocol

from daicho.kernel.errors import Problem

FIELD_NAME: Final = "confirm"
REASON_PREFIX: Final = "confirm_reason."


class Posted(Protocol):
    """The part of Django's QueryDict that is read."""

    def getlist(self, key: str, /) -> list[str]: ...

    def get(self, key: str, default: str, /) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Confirmation:
    """One alert that a person has read and confirmed, with the reason given (may be empty)."""

    code: str
    field: str
    reason: str = ""

    @property
    def key(self) -> str:
        return f"{self.code}:{self.field}"


def key_of(problem: Problem) -> str:
    """The value of the alert's checkbox: `code:field`."""
    return f"{problem.code}:{problem.field}"


def read_confirmations(posted: Posted) -> tuple[Confirmation, ...]:
    """The confirmations in a posted form, in the order of the page."""
    found = []
    for key in posted.getlist(FIELD_NAME):
        code, _, field = key.partition(":")
        reason = (posted.get(f"{REASON_PREFIX}{key}", "") or "").strip()
        found.append(Confirmation(code=code, field=field, reason=reason))
    return tuple(found)


def unconfirmed(
    problems: Iterable[Problem], *, confirmed: Iterable[Confirmation]
) -> tuple[Problem, ...]:
    """The alerts that nobody has confirmed yet; errors are not alerts and are left out."""
    ticked: Mapping[str, Confirmation] = {one.key: one for one in confirmed}
    return tuple(p for p in problems if not p.is_error and key_of(p) not in ticked)
