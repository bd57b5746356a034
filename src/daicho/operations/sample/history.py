"""History (履歴): changes written as the register writes them, in the order in which they were processed.

Every change closes what it overtakes, says it again up to its day under the old 履歴番号, and appends what is new
(`segments.rewrite`, the register's own rule).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from uuid import UUID

from daicho.operations.sample.numbers import key
from daicho.registers.residents.domain.particulars import Kind
from daicho.registers.residents.domain.segments import Holding, Segment, rewrite
from daicho.registers.residents.load import (
    ChangeFacts,
    LoadedNumber,
    LoadedRecord,
    LoadedVersion,
)


@dataclass(frozen=True, slots=True)
class Says:
    """What a change says of one record of one person, whose 宛名番号 goes along."""

    person: UUID
    atena_number: str
    record: UUID
    segments: tuple[Segment, ...]


@dataclass(slots=True)
class History:
    """All that was written of some households; `held` is what is true now, by record."""

    persons: list[tuple[UUID, str]] = field(default_factory=list)
    households: list[tuple[str, datetime]] = field(default_factory=list)
    records: list[LoadedRecord] = field(default_factory=list)
    changes: list[ChangeFacts] = field(default_factory=list)
    closed: list[LoadedVersion] = field(default_factory=list)
    numbers: list[LoadedNumber] = field(default_factory=list)
    held: dict[UUID, dict[UUID, LoadedVersion]] = field(default_factory=dict)
    last_number: dict[UUID, int] = field(default_factory=dict)

    def open_record(self, person: UUID, *, kind: Kind, change: UUID, rng: Random) -> UUID:
        """A new 住民票 for a person."""
        ordinal = sum(r.person == person for r in self.records) + 1
        record = LoadedRecord(key(rng), person, kind, ordinal, change)
        self.records.append(record)
        self.held[record.key] = {}
        return record.key

    def write(self, change: ChangeFacts, says: Sequence[Says], *, rng: Random) -> None:
        """Append a change at its 処理日時."""
        self.changes.append(change)
        for each in says:
            self._rewrite(change, each, rng)

    def versions(self) -> list[LoadedVersion]:
        """Every version ever written."""
        return [*self.closed, *(v for held in self.held.values() for v in held.values())]

    def _rewrite(self, change: ChangeFacts, each: Says, rng: Random) -> None:
        held = self.held[each.record]
        numbers = self.last_number
        rewriting = rewrite(
            [v.held for v in held.values()],
            segments=each.segments,
            change=change.key,
            next_number=numbers.get(each.person, 0) + 1,
        )
        numbers[each.person] = numbers.get(each.person, 0) + len(each.segments)
        for version in rewriting.close:
            was = held.pop(version)
            self.closed.append(LoadedVersion(was.held, was.recorded_from, change.processed_at))
        for new in rewriting.append:
            row = Holding(
                version=key(rng),
                record=each.record,
                person=each.person,
                atena_number=each.atena_number,
                history_number=new.history_number,
                change=new.change,
                status=new.status,
                valid=new.valid,
                particulars=new.particulars,
            )
            held[row.version] = LoadedVersion(row, change.processed_at)
