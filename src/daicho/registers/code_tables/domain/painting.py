"""Painting (期間への書込み): what becomes of the rows of one code when it says something else from a day on.

Rows are never changed: those that are touched are closed, and what stays of them is written again beside what is new.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from daicho.kernel.periods import Period


@dataclass(frozen=True, slots=True)
class Held:
    """A row in force: its key, its days and what it says."""

    key: UUID
    period: Period
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Painted:
    """The rows to close, and those to append."""

    closed: tuple[UUID, ...]
    appended: tuple[tuple[Period, Mapping[str, str]], ...]


def paint(rows: Iterable[Held], period: Period, values: Mapping[str, str] | None) -> Painted:
    """Say `values` for the days of `period`, or nothing for `None`; other days stay as they are."""
    closed: list[UUID] = []
    appended: list[tuple[Period, Mapping[str, str]]] = []
    for row in sorted(rows, key=_first):
        if not row.period.overlaps(period):
            continue
        closed.append(row.key)
        appended.extend((rest, row.values) for rest in _without(row.period, period))
    if values is not None:
        appended.append((period, values))
    return Painted(tuple(closed), tuple(sorted(appended, key=_begins)))


def _first(row: Held) -> date:
    return row.period.from_


def _begins(piece: tuple[Period, Mapping[str, str]]) -> date:
    return piece[0].from_


def _without(whole: Period, part: Period) -> Iterable[Period]:
    if whole.from_ < part.from_:
        yield Period(whole.from_, part.from_)
    if part.until is not None and (whole.until is None or part.until < whole.until):
        yield Period(part.until, whole.until)
