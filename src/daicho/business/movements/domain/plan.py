"""Plan (異動の計画): what approving a case would write, computed from its payload and the register as it is now.

Pure: the same payload on the same register gives the same plan. A draft shows it, examination reads it, approval
computes it again and writes it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from daicho.kernel.uncertain_dates import LegalDate
from daicho.registers.residents.domain.particulars import Particulars
from daicho.registers.residents.domain.segments import Segment

NEW_HOUSEHOLD = "（新規）"


@dataclass(frozen=True, slots=True)
class PersonPlan:
    """What one person's record will say.

    `slot` is where the person stands in the payload; `person` is None for somebody never registered
    here, `record` is None when a new 住民票 is opened. `sealed` names the numbers of the payload that go
    into the vault; `draws_code` asks for a 住民票コード from the pool.
    """

    slot: str
    person: UUID | None
    record: UUID | None
    segments: tuple[Segment, ...]
    before: Particulars | None = None
    sealed: tuple[str, ...] = ()
    draws_code: bool = False

    @property
    def after(self) -> Particulars:
        return self.segments[-1].particulars


@dataclass(frozen=True, slots=True)
class Plan:
    """The whole of a case.

    `reason` is one of the standard's 37 異動事由 (STD-1.2.2), `basis` 届出・職権・通知; `deadline` is the last day
    for the notification, after closing days are skipped.
    """

    kind: str
    reason: str
    basis: str
    event_date: LegalDate
    people: tuple[PersonPlan, ...]
    notified_on: date | None = None
    noticed_on: date | None = None
    deadline: date | None = None
    attention: str = ""
    removed_from: Mapping[str, int] | None = None

    @property
    def late(self) -> bool:
        """失期: notified after the last day."""
        return bool(self.deadline and self.notified_on and self.notified_on > self.deadline)
