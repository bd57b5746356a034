"""Take a notice (長官通知を取り込む): find whom it is about, and open the draft for a person to examine.

Within the caller's act. A notice never changes the register: its draft goes through examination and approval.
"""

from __future__ import annotations

from uuid import UUID, uuid4

from daicho.business.movements.commands.save_draft import _new, fill
from daicho.business.movements.commands.steps import take_step
from daicho.business.movements.domain.notice_match import Told, draft_of, match
from daicho.business.movements.domain.states import Action, State
from daicho.business.movements.models import Case, ImmigrationNotice
from daicho.kernel.access import Access
from daicho.kernel.characters import search_fold_name
from daicho.kernel.clock import business_now, business_today
from daicho.kernel.uncertain_dates import SEIREKI_BIRTH, read_legal_date
from daicho.registers.residents.domain.segments import Holding
from daicho.registers.residents.writes import find_lookalikes, holdings

KIND = "immigration_notice"


def told_by(row: ImmigrationNotice) -> Told:
    """A stored notice as the domain reads it."""
    return Told(
        number=row.number,
        noticed_on=row.noticed_on,
        effect=row.effect,
        event_on=row.event_on,
        ground=row.ground,
        card_number=row.card_number,
        name=row.name,
        birth=row.birth,
        sex=row.sex,
        items=row.items,
    )


def find_person(told: Told) -> Holding | None:
    """The one whom a notice is about, as the register has them today."""
    today = business_today()
    birth = read_legal_date(told.birth, field="birth", rule=SEIREKI_BIRTH, today=today)
    alike = find_lookalikes(
        name_key=search_fold_name(told.name),
        sex=told.sex,
        birth_on=birth.sort_on,
        numbers={},
        card_number=told.card_number,
    )
    return match(told, holdings.on_day([a.person for a in alike], today))


def has_open_notice(person: UUID) -> bool:
    """Whether an earlier notice about somebody is not recorded yet: the next would be drafted on what it replaces."""
    cases = ImmigrationNotice.objects.filter(person=person, case__isnull=False).values("case")
    ended = [State.APPROVED.value, State.DISCARDED.value]
    return Case.objects.filter(key__in=cases).exclude(state__in=ended).exists()


def open_notice_draft(
    access: Access, row: ImmigrationNotice, held: Holding, *, matched_by: str
) -> Case:
    """Make the draft of a notice and settle the notice with it."""
    case = _new(access, case=uuid4(), kind=KIND)
    fill(case, draft_of(told_by(row), held))
    case.summary = held.particulars.printed_name
    take_step(access, case, Action.SAVE, remark=f"長官通知 {row.number}")
    row.person, row.case, row.matched_by = held.person, case.key, matched_by
    row.settled_at, row.settled_by = business_now(), access.staff_key
    row.save(update_fields=["person", "case", "matched_by", "settled_at", "settled_by"])
    return case
