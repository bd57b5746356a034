"""Household changes (世帯変更等, STD-4.1.4.1, 住基法25条): what 世帯分離, 世帯合併 and 世帯変更 share.

None of them moves an address: the lot must be the same, 方書 may differ and stays as it is. What the law wants notified may
be done ex officio, and then has no 届出日 (STD-4.2.0.2).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from daicho.business.movements.domain import basis, sheet
from daicho.business.movements.domain.basis import Basis, basis_section, read_basis
from daicho.business.movements.domain.households import (
    check_no_later_history,
    chosen,
    household_of,
    tell,
)
from daicho.business.movements.domain.plan import Plan
from daicho.business.movements.domain.proposing import REASON
from daicho.business.movements.domain.reading import Reader
from daicho.business.movements.domain.standings import acts_after
from daicho.business.movements.domain.world import World
from daicho.kernel.periods import fourteen_days
from daicho.kernel.uncertain_dates import EXACT_PAST, LegalDate
from daicho.registers.residents.domain.households import Household, Outcome
from daicho.registers.residents.domain.segments import Holding

ALLOWED = (basis.NOTIFICATION, basis.EX_OFFICIO, basis.PETITION)
TARGET = sheet.FieldSpec(
    "target_household",
    "入る世帯の世帯番号",
    sheet.Input.HOUSEHOLD,
    hint="同じ地番の世帯。方書は違っていても構いません",
)


def change_sheet(
    title: str,
    *fields: sheet.FieldSpec,
    selects: sheet.Selects = sheet.Selects.MEMBERS,
    remaining: bool = False,
) -> sheet.Sheet:
    """The form of one of the changes: the day, its own fields, the ground, who notified; no address."""
    event = sheet.FieldSpec(
        "event_date",
        "変更した日（異動日）",
        sheet.Input.DATE,
        hint=sheet.DATE_HINT,
        required=True,
    )
    return sheet.Sheet(
        sections=(
            sheet.Section(title, (event, *fields, REASON)),
            basis_section(ALLOWED),
            sheet.NOTIFIER,
        ),
        selects=selects,
        relationships=True,
        remaining=remaining,
    )


@dataclass(frozen=True, slots=True)
class Change:
    """What every change begins with: when, on what ground, who, out of which household."""

    event: LegalDate
    basis: Basis
    movers: Sequence[Holding]
    source: Household

    @property
    def day(self) -> date:
        return self.event.sort_on


def read_change(reader: Reader, world: World) -> Change | None:
    """Read it; None where too little could be read (the problems are noted)."""
    event = reader.legal_date("event_date", "変更した日", EXACT_PAST)
    ground = read_basis(reader, ALLOWED)
    day = event.sort_on if event else world.today
    movers = chosen(reader, world, day)
    if event is None or not movers:
        return None
    check_no_later_history(reader, world, movers, day)
    return Change(
        event, ground, movers, household_of(world, movers[0].particulars.household_number, day)
    )


def read_target(reader: Reader, world: World, day: date) -> Household | None:
    """The household that people enter, as it stands on the day."""
    number = reader.required(TARGET.name, TARGET.label)
    if not number:
        return None
    if not world.members(number, day):
        reader.note(
            TARGET.name,
            "household_missing",
            "この世帯番号の世帯は、変更の日にはありません。",
            "番号の誤りか、世帯員が全員いなくなった世帯です。",
            "世帯番号と変更した日を確かめてください。",
        )
        return None
    return household_of(world, number, day)


def change_plan(
    reader: Reader, world: World, change: Change, outcome: Outcome, *, kind: str
) -> Plan | None:
    """The plan of a change whose outcome is known; the 異動事由 is the kind's own."""
    tell(reader, outcome.alerts, slots={})
    if reader.has_errors:
        return None
    people, further = acts_after(world, change.source, outcome, change.day)
    notified = change.basis.basis == basis.NOTIFICATION
    return Plan(
        kind=kind,
        reason=kind,
        basis=change.basis.basis,
        event_date=change.event,
        people=people,
        further=further,
        deadline=fourteen_days(change.day, calendar=world.calendar) if notified else None,
        **change.basis.dates,
    )
