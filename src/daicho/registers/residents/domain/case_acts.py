"""Acts of a case (案件の異動): each 異動 that a case made, with every record before and after, for what is told of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from daicho.kernel.uncertain_dates import LegalDate
from daicho.registers.residents.domain.labels import item_label, item_text
from daicho.registers.residents.domain.particulars import ITEM_NAMES, Particulars, Status

FOLLOWING = frozenset(n for n in ITEM_NAMES if n.endswith("_code") or n == "kind")
"""What follows from items that are shown beside it."""


@dataclass(frozen=True, slots=True)
class Effect:
    """One record before and after a change; `before` is None where the change opened the record.

    `code_is_new`: no earlier version of the person carries this 住民票コード.
    """

    person: UUID
    record: UUID
    atena_number: str
    status: Status
    from_on: date | None
    before: Particulars | None
    after: Particulars
    code_is_new: bool = False

    @property
    def removes(self) -> bool:
        return self.status is Status.REMOVED

    @property
    def stays(self) -> bool:
        """Present before and after, in the same household."""
        return (
            self.status is Status.PRESENT
            and self.before is not None
            and self.before.household_number == self.after.household_number
        )

    @property
    def leaves_headship(self) -> bool:
        """A head who is removed, or goes to another household."""
        return self.before is not None and self.before.is_head and not self.stays

    @property
    def becomes_head(self) -> bool:
        """A member who becomes head of the household where they are."""
        return self.stays and self.after.is_head and not (self.before and self.before.is_head)

    def changes(self) -> tuple[tuple[str, str, str], ...]:
        """(label, before, after) of every item that differs; a number only says that it is there."""
        return tuple(
            (
                item_label(name),
                item_text(name, getattr(self.before, name)) if self.before else "",
                item_text(name, getattr(self.after, name)),
            )
            for name in ITEM_NAMES
            if name not in FOLLOWING
            and (getattr(self.before, name) if self.before else None) != getattr(self.after, name)
            and (self.before is not None or item_text(name, getattr(self.after, name)))
        )


@dataclass(frozen=True, slots=True)
class CaseAct:
    """One change of a case: an 異動事由 on a day, and its effects in 記載順位 of before."""

    change: UUID
    kind: str
    reason: str
    basis: str
    event_date: LegalDate
    event_on: date
    notified_on: date | None
    noticed_on: date | None
    processed_at: datetime
    effects: tuple[Effect, ...]
