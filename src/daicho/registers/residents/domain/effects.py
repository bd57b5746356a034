"""Effects (異動の結果): what one case did to the register: every record before it, after it, and now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from daicho.kernel.uncertain_dates import LegalDate
from daicho.registers.residents.domain.labels import reason_label
from daicho.registers.residents.domain.particulars import Particulars, Status
from daicho.registers.residents.domain.segments import Holding
from daicho.registers.residents.domain.timelines import covering

HOUSEHOLD_ITEMS = ("household_number", "head_name", "relationship_to_head", "member_order")


@dataclass(frozen=True, slots=True)
class Done:
    """One 異動 of a case, as the register keeps it."""

    key: UUID
    kind: str
    reason: str
    basis: str
    event_date: LegalDate
    processed_at: datetime

    @property
    def label(self) -> str:
        """The 異動事由 in words; a 転入通知の受理 has none."""
        return reason_label(self.reason) or "転入通知の受理"


@dataclass(frozen=True, slots=True)
class RecordEffect:
    """One 住民票: its versions just before the case, just after it, and now; each in the order of their days."""

    person: UUID
    record: UUID
    atena_number: str
    before: tuple[Holding, ...]
    after: tuple[Holding, ...]
    now: tuple[Holding, ...]

    @property
    def opened(self) -> bool:
        """The case opened this record: there was nothing before."""
        return not self.before

    @property
    def untouched_since(self) -> bool:
        """Nothing was said of the record since."""
        return [h.version for h in self.after] == [h.version for h in self.now]

    @property
    def first_day(self) -> date | None:
        """The first day on which the record says something else than before; None where no day differs."""
        return next((d for d in _days((*self.before, *self.after)) if self._differs(d)), None)

    def _differs(self, day: date) -> bool:
        return _said(covering(self.before, day)) != _said(covering(self.after, day))

    @property
    def direct(self) -> bool:
        """The case concerns this person, not only their place in a household that others left or entered."""
        day = self.first_day
        if day is None:
            return False
        was, became = covering(self.before, day), covering(self.after, day)
        if was is None or became is None or was.status is not became.status:
            return True
        items = {n for n in Particulars.__slots__ if n not in HOUSEHOLD_ITEMS[1:]}
        return any(getattr(was.particulars, n) != getattr(became.particulars, n) for n in items)


@dataclass(frozen=True, slots=True)
class CaseEffect:
    """Everything that one case did: its 異動 in order, and each record that it wrote."""

    case: UUID
    done: tuple[Done, ...]
    records: tuple[RecordEffect, ...]

    @property
    def direct(self) -> tuple[RecordEffect, ...]:
        """The records that the case was about; of a 世帯主変更 all of them."""
        return tuple(r for r in self.records if r.direct) or self.records


def _days(holdings: Iterable[Holding]) -> list[date]:
    found: set[date] = set()
    for held in holdings:
        found |= {day for day in (held.valid.start, held.valid.end) if day is not None}
    return sorted(found)


def _said(held: Holding | None) -> tuple[Status, Particulars] | None:
    return (held.status, held.particulars) if held else None
