"""Facts (事実): what `wiring_facts` tells of the running system, as plain values."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Url:
    """One address: `operation` is a code of the policy or `sign_in`; `open_because` why none is needed."""

    path: str
    name: str
    view: str
    operation: str
    open_because: str


@dataclass(frozen=True, slots=True)
class EventFact:
    """One event class and the names of its listeners; `wired` is False when the wiring forgot it."""

    kind: str
    place: str
    wired: bool
    listeners: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CaseKind:
    """One movement."""

    code: str
    title: str
    article: str


@dataclass(frozen=True, slots=True)
class Step:
    """One row of the state table."""

    action: str
    label: str
    before: tuple[str, ...]
    after: str
    operation: str
    second_person: bool


@dataclass(frozen=True, slots=True)
class Table:
    """One database table with its columns; `ours` when one of Daicho's apps made it."""

    name: str
    app: str
    columns: tuple[str, ...]
    ours: bool
