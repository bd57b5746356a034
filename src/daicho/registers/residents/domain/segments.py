"""Segments (区間): how a record's history is rewritten from a day on, as pure data.

A version is never edited. To say something new from day D on, every version known now that reaches D or later is
closed in the register's time and said again up to D (possibly as an empty stretch, so that no 履歴番号 disappears);
then the new segments are appended in valid order, each with the next 履歴番号 (record.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from daicho.registers.residents.domain.particulars import Particulars, Status


@dataclass(frozen=True, slots=True)
class Stretch:
    """Half-open days; both None with `empty` set means a stretch of no length."""

    start: date | None
    end: date | None
    empty: bool = False

    def reaches(self, day: date) -> bool:
        """Whether any part lies on or after the day."""
        return not self.empty and (self.end is None or self.end > day)

    def covers(self, day: date) -> bool:
        return (
            not self.empty
            and (self.start is None or self.start <= day)
            and (self.end is None or day < self.end)
        )

    def before(self, day: date) -> Stretch:
        """The part before the day."""
        if self.empty or (self.start is not None and self.start >= day):
            return Stretch(None, None, empty=True)
        return Stretch(self.start, day if self.end is None or self.end > day else self.end)


@dataclass(frozen=True, slots=True)
class Holding:
    """One version that the register holds true now."""

    version: UUID
    record: UUID
    person: UUID
    atena_number: str
    history_number: int
    change: UUID
    status: Status
    valid: Stretch
    particulars: Particulars

    @property
    def present_from(self) -> date | None:
        return self.valid.start


@dataclass(frozen=True, slots=True)
class Segment:
    """What shall hold from a day on, until the next segment begins."""

    from_on: date
    status: Status
    particulars: Particulars


@dataclass(frozen=True, slots=True)
class NewVersion:
    """A version to append: the next 履歴番号 of its person, or a restatement under its old one."""

    history_number: int
    change: UUID
    status: Status
    valid: Stretch
    particulars: Particulars
    restates: UUID | None = None


@dataclass(frozen=True, slots=True)
class Rewriting:
    """Versions to close in the register's time, and versions to append."""

    close: tuple[UUID, ...]
    append: tuple[NewVersion, ...]


def rewrite(
    held: Sequence[Holding],
    *,
    segments: Sequence[Segment],
    change: UUID,
    next_number: int,
    since: date | None = None,
) -> Rewriting:
    """Say `segments` from the first one's day on, over what one record holds now.

    `held` are the versions of one record that are open in the register's time; segments are in order
    of their days and not empty. `since`, an earlier day, takes away what was said from it on: a record that
    began on a wrong day begins later. `ValueError` when the days are not so.
    """
    days = [s.from_on for s in segments]
    if not segments or days != sorted(set(days)) or (since is not None and since > days[0]):
        raise ValueError("segments must be in strictly rising order of their days")
    first = since or days[0]
    touched = [h for h in held if h.valid.reaches(first)]
    restated = [
        NewVersion(
            history_number=h.history_number,
            change=h.change,
            status=h.status,
            valid=h.valid.before(first),
            particulars=h.particulars,
            restates=h.version,
        )
        for h in sorted(touched, key=lambda h: h.history_number)
    ]
    ends: list[date | None] = [*days[1:], None]
    fresh = [
        NewVersion(
            history_number=next_number + index,
            change=change,
            status=segment.status,
            valid=Stretch(segment.from_on, end),
            particulars=segment.particulars,
        )
        for index, (segment, end) in enumerate(zip(segments, ends, strict=True))
    ]
    return Rewriting(close=tuple(h.version for h in touched), append=(*restated, *fresh))
