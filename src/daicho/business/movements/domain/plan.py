"""Plan (異動の計画): what approving a case would write, computed from its payload and the register as it is now.

Pure: the same payload on the same register gives the same plan. A draft shows it, examination reads it, approval
computes it again and writes it.
"""

from __future__ import annotations

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
    into the vault; `draws_code` asks for a 住民票コード from the pool; `since` takes away what the record said
    from that earlier day on.
    """

    slot: str
    person: UUID | None
    record: UUID | None
    segments: tuple[Segment, ...]
    before: Particulars | None = None
    sealed: tuple[str, ...] = ()
    draws_code: bool = False
    since: date | None = None

    @property
    def after(self) -> Particulars:
        return self.segments[-1].particulars


@dataclass(frozen=True, slots=True)
class Act:
    """One 異動 of a case: an 異動事由 (STD-1.2.2) and what it writes; `attention` is its 留意事項 (B類型)."""

    reason: str
    basis: str
    people: tuple[PersonPlan, ...]
    attention: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """The whole of a case.

    `reason` is one of the standard's 37 異動事由 (STD-1.2.2), `basis` 届出・職権・申出・請求・通知; `deadline` is the
    last day for the notification, after closing days are skipped. `further` are the 異動 that follow in the same case, in
    order, each on what the one before it wrote (職権記載 after the 職権消除 of a 帰化).
    """

    kind: str
    reason: str
    basis: str
    event_date: LegalDate
    people: tuple[PersonPlan, ...]
    notified_on: date | None = None
    noticed_on: date | None = None
    petitioned_on: date | None = None
    requested_on: date | None = None
    deadline: date | None = None
    attention: str = ""
    further: tuple[Act, ...] = ()

    @property
    def acts(self) -> tuple[Act, ...]:
        """Every 異動 of the case, in order."""
        return (Act(self.reason, self.basis, self.people, self.attention), *self.further)

    @property
    def everyone(self) -> tuple[PersonPlan, ...]:
        """What every 異動 of the case writes, in order."""
        return tuple(person for act in self.acts for person in act.people)

    @property
    def late(self) -> bool:
        """失期: notified after the last day."""
        return bool(self.deadline and self.notified_on and self.notified_on > self.deadline)
