"""Timelines (時系列): what one record says over the days, and how a change on any day runs on to the later ones.

A change of an item from day D on does not stop at the next version: every later version that still says what was
replaced says the new value as well, until one says something of its own. So a correction at any depth leaves standing
what came after (practice.md §2; record.md, two times).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from daicho.registers.residents.domain.particulars import Particulars
from daicho.registers.residents.domain.segments import Holding, Segment

Edits = Mapping[str, object]
"""New values of items by name."""


def timeline(held: Iterable[Holding], record: UUID) -> tuple[Holding, ...]:
    """The versions of one record that hold for any day, in the order of their days."""
    own = [h for h in held if h.record == record and not h.valid.empty]
    return tuple(sorted(own, key=lambda h: h.valid.start or date.min))


def covering(line: Iterable[Holding], day: date) -> Holding | None:
    """The version that holds on a day."""
    return next((h for h in line if h.valid.covers(day)), None)


def differences(before: Particulars, after: Particulars, names: Iterable[str]) -> dict[str, object]:
    """The items among `names` that differ, with their later value."""
    return {
        name: getattr(after, name)
        for name in names
        if getattr(before, name) != getattr(after, name)
    }


def segments_from(line: Iterable[Holding], day: date) -> tuple[Segment, ...]:
    """What a record says from a day on. ValueError when it says nothing on the day."""
    versions = tuple(line)
    first = covering(versions, day)
    if first is None:
        raise ValueError("the record says nothing on that day")
    later = (
        Segment(h.valid.start, h.status, h.particulars)
        for h in versions
        if h.valid.start is not None and h.valid.start > day
    )
    return (Segment(day, first.status, first.particulars), *later)


def run_on(
    segments: Sequence[Segment], edits: Edits, *, within: Collection[str] = ()
) -> tuple[Segment, ...]:
    """The same segments saying `edits` from the first on, and later what was not said anew meanwhile.

    `within` names items that must stay as they were at first for the change to run on (世帯主の氏名 runs on within
    one 世帯番号).
    """
    old = segments[0].particulars
    running = dict(edits)
    out = []
    for segment in segments:
        items = segment.particulars
        if any(getattr(items, name) != getattr(old, name) for name in within):
            running = {}
        running = {
            name: value
            for name, value in running.items()
            if getattr(items, name) == getattr(old, name)
        }
        out.append(replace(segment, particulars=replace(items, **running)))  # type: ignore[arg-type]  # items by name
    return tuple(out)


def edited_from(
    line: Iterable[Holding], day: date, edits: Edits, *, within: Collection[str] = ()
) -> tuple[Segment, ...]:
    """The segments that say `edits` from a day on, and what comes after as it was but for what ran on (`run_on`)."""
    return run_on(segments_from(line, day), edits, within=within)


@dataclass(frozen=True, slots=True)
class Shifted:
    """A version that begins on another day; `since` is where the record had begun before, when it begins later now."""

    segments: tuple[Segment, ...]
    since: date | None = None


def shifted(line: Iterable[Holding], day: date, to: date, edits: Edits) -> Shifted:
    """The version that begins on `day` begins on `to`, with `edits`; its neighbours give way or reach further.

    ValueError when no version begins on the day, or another one begins between the two days: the order of what happened
    would be another.
    """
    versions = tuple(line)
    starts = [h.valid.start for h in versions]
    between = [
        s for s in starts if s is not None and min(day, to) <= s <= max(day, to) and s != day
    ]
    if day not in starts or between:
        raise ValueError("another version begins between the two days")
    edited = edited_from(versions, day, edits)
    moved = (replace(edited[0], from_on=to), *edited[1:])
    if to <= day:
        return Shifted(moved)
    earlier = covering(versions, day - timedelta(days=1))
    if earlier is None:
        return Shifted(moved, since=day)
    return Shifted((Segment(day, earlier.status, earlier.particulars), *moved))
