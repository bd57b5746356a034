"""Cases (異動の一覧と案件): the list that desks work from, and one case with all that an examiner compares."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.core.paginator import Page, Paginator

from daicho.business.movements.audit_types import CASE_VIEWED, CASES_LISTED
from daicho.business.movements.commands.steps import describe
from daicho.business.movements.domain.kinds import KINDS, Kind
from daicho.business.movements.domain.plan import PersonPlan, Plan
from daicho.business.movements.domain.planning import base_of, preview_case
from daicho.business.movements.domain.states import TABLE, Action, State, actions_from
from daicho.business.movements.models import Case, CaseStep
from daicho.business.movements.selectors.world import load_world
from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.public import check_may, may
from daicho.kernel.access import Access
from daicho.kernel.clock import business_today
from daicho.kernel.errors import Missing, Problem
from daicho.kernel.uncertain_dates import LegalDate
from daicho.registers.residents.domain.labels import item_label, item_text, reason_label
from daicho.registers.residents.domain.particulars import ITEM_NAMES, Particulars

PER_PAGE = 20
CODES = frozenset(n for n in ITEM_NAMES if n.endswith("_code") or n == "kind")
"""What follows from items that are shown beside it."""


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One line of the list."""

    key: UUID
    number: str
    title: str
    state: State
    summary: str
    event_on: date | None
    notified_on: date | None
    entered_by: str
    changed_at: datetime
    late: bool


@dataclass(frozen=True, slots=True)
class PersonView:
    """What the case would write, or wrote, of one person: items before and after."""

    name: str
    is_new: bool
    rows: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class StepView:
    """One step that was taken."""

    at: datetime
    label: str
    actor: str
    remark: str


@dataclass(frozen=True, slots=True)
class CaseView:
    """One case as its screen shows it."""

    key: UUID
    number: str
    kind: Kind
    state: State
    edition: int
    plan: Plan | None
    reason: str
    people: tuple[PersonView, ...]
    problems: tuple[Problem, ...]
    confirmations: tuple[str, ...]
    steps: tuple[StepView, ...]
    actions: tuple[Action, ...]
    overtaken: bool
    own_entry: bool
    entered_by: str


@dataclass(frozen=True, slots=True)
class CasePage:
    """A page of the list, and its lines."""

    page: Page[Case]
    lines: tuple[CaseLine, ...]


def list_cases(access: Access, *, state: str, page: int) -> CasePage:
    """The cases in a state (all open ones when none is named), newest first; one entry for the page."""
    check_may(access, "movements.list")
    with recorded(access, CASES_LISTED) as note:
        rows = Case.objects.order_by("-changed_at")
        if state in set(State):
            rows = rows.filter(state=state)
        else:
            rows = rows.exclude(state__in=[State.APPROVED.value, State.DISCARDED.value])
        found = Paginator(rows, PER_PAGE).get_page(page)
        note.say(state=state or "open", page=found.number, count=found.paginator.count)
        note.about(*(p for row in found for p in row.persons))
        return CasePage(found, tuple(_line(row) for row in found))


def _line(row: Case) -> CaseLine:
    return CaseLine(
        key=row.key,
        number=row.number,
        title=KINDS[row.kind].title,
        state=State(row.state),
        summary=row.summary,
        event_on=row.event_on,
        notified_on=row.notified_on,
        entered_by=row.entered_by_name,
        changed_at=row.changed_at,
        late=bool(row.deadline and row.notified_on and row.notified_on > row.deadline),
    )


def view_case(access: Access, *, case: UUID) -> CaseView:
    """One case, planned on the register as it is now while it is open; one entry."""
    check_may(access, "movements.list")
    with recorded(access.on_case(case), CASE_VIEWED) as note:
        row = Case.objects.filter(key=case).first()
        if row is None:
            raise Missing(
                "この異動はありません。",
                remedy="異動の一覧から選び直してください。",
                code="case.missing",
            )
        describe(note, row)
        return _view(access, row)


def _view(access: Access, row: Case) -> CaseView:
    state = State(row.state)
    plan: Plan | None = None
    problems: tuple[Problem, ...] = ()
    overtaken = False
    if state not in (State.APPROVED, State.DISCARDED):
        world = load_world(row.payload, today=business_today(), case=row.key)
        plan, problems = preview_case(KINDS[row.kind], row.payload, world)
        overtaken = state.is_open and base_of(world) != row.based_on
    own = row.entered_by == access.staff_key
    return CaseView(
        key=row.key,
        number=row.number,
        kind=KINDS[row.kind],
        state=state,
        edition=row.edition,
        plan=plan,
        reason=reason_label(plan.reason) if plan else "",
        people=tuple(person_view(p) for p in plan.people) if plan else (),
        problems=problems,
        confirmations=tuple(c["message"] for c in row.confirmations),
        steps=tuple(
            StepView(s.at, Action(s.action).label, s.actor_name, s.remark)
            for s in CaseStep.objects.filter(case=row).order_by("at", "id")
        ),
        actions=tuple(
            a
            for a in actions_from(state)
            if may(access, TABLE[a].operation) and not (own and TABLE[a].other_than_enterer)
        ),
        overtaken=overtaken,
        own_entry=own,
        entered_by=row.entered_by_name,
    )


def person_view(plan: PersonPlan) -> PersonView:
    """One person of a plan, in words."""
    return PersonView(
        name=plan.after.printed_name or "（氏名空欄）",
        is_new=plan.person is None,
        rows=differences(plan.before, plan.after, sealed=plan.sealed),
    )


def differences(
    before: Particulars | None, after: Particulars, *, sealed: tuple[str, ...] = ()
) -> tuple[tuple[str, str, str], ...]:
    """(label, before, after) of every item that changes; of a new person every item that is not blank."""
    rows = []
    for name in ITEM_NAMES:
        if name in CODES or (before is None and getattr(after, name) is False):
            continue
        old = item_text(name, getattr(before, name)) if before else ""
        new = item_text(name, getattr(after, name))
        if old != new:
            rows.append((item_label(name), old, new))
    rows += [(item_label(f"{name}_ref"), "", "入力あり（伏せています）") for name in sealed]
    return tuple(rows)


def event_words(event: LegalDate | None) -> str:
    """A legal date for the screen."""
    return event.display() if event else ""
