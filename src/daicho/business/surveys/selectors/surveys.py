"""Surveys (実態調査の一覧・照会): the list, one survey with its history, and whom a new one may be about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.core.paginator import Page, Paginator

from daicho.business.surveys.audit_types import FORM_OPENED, SURVEY_VIEWED, SURVEYS_LISTED
from daicho.business.surveys.commands.steps import describe
from daicho.business.surveys.domain.acts import METHODS, Finding, Origin
from daicho.business.surveys.domain.states import OPEN, SURVEY, Action, State, actions_from
from daicho.business.surveys.models import Survey, SurveyAct
from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.public import check_may, may
from daicho.kernel.access import Access
from daicho.kernel.clock import business_today
from daicho.registers.residents.domain.particulars import Status
from daicho.registers.residents.domain.segments import Holding
from daicho.registers.residents.public import (
    check_shown,
    household_on,
    person_of_atena_number,
    records_on,
    shields_of,
)

PER_PAGE: Final = 20
HIDDEN: Final = "（照会の抑止）"


@dataclass(frozen=True, slots=True)
class SurveyLine:
    """One line of the list."""

    key: UUID
    number: str
    state: State
    origin: str
    names: str
    address: str
    opened_on: date
    due_on: date | None
    overdue: bool
    opened_by: str


@dataclass(frozen=True, slots=True)
class SurveyPage:
    """A page of the list and its lines."""

    page: Page[Survey]
    lines: tuple[SurveyLine, ...]


@dataclass(frozen=True, slots=True)
class PersonLine:
    """Somebody whom a survey is or may be about, as the register says today."""

    person: UUID
    record: UUID
    atena_number: str
    name: str
    birth: str
    relationship: str
    address: str
    removed: str


@dataclass(frozen=True, slots=True)
class ActView:
    """One act as it was kept."""

    at: datetime
    label: str
    done_on: date
    until: date | None
    method: str
    finding: str
    who: str
    words: str
    actor: str
    terminal: str


@dataclass(frozen=True, slots=True)
class SurveyView:
    """One survey as its screen shows it."""

    key: UUID
    number: str
    state: State
    edition: int
    origin: str
    origin_note: str
    address: str
    opened_on: date
    due_on: date | None
    opened_by: str
    concluded_on: date | None
    ceased_on: date | None
    removal_case: UUID | None
    people: tuple[PersonLine, ...]
    acts: tuple[ActView, ...]
    actions: tuple[Action, ...]
    may_begin_removal: bool


def list_surveys(access: Access, *, state: str = "", page: int = 1) -> SurveyPage:
    """The surveys in a state (those under way when none is named), newest first; one entry for the page."""
    check_may(access, "surveys.view")
    with recorded(access, SURVEYS_LISTED) as note:
        rows = Survey.objects.order_by("-changed_at", "-number")
        wanted = [state] if state in set(State) else [s.value for s in OPEN]
        found = Paginator(rows.filter(state__in=wanted), PER_PAGE).get_page(page)
        people = _people([p for row in found for p in row.persons])
        note.about(*people)
        note.say(state=state or "open", page=found.number, count=found.paginator.count)
        shields = shields_of(access, people)
        hidden = {p for p, shield in shields.items() if shield.hidden}
        return SurveyPage(
            found,
            tuple(_line(row, people, hidden=not hidden.isdisjoint(row.persons)) for row in found),
        )


def view_survey(access: Access, *, survey: UUID) -> SurveyView:
    """One survey with everything that was done; one entry."""
    check_may(access, "surveys.view")
    with recorded(access, SURVEY_VIEWED) as note:
        row = Survey.objects.filter(key=survey).first()
        if row is None:
            raise SURVEY.missing()
        describe(note, row)
        check_shown(access, row.persons)
        people = _people(row.persons)
        acts = SurveyAct.objects.filter(survey=row).order_by("at", "id")
        return SurveyView(
            key=row.key,
            number=row.number,
            state=State(row.state),
            edition=row.edition,
            origin=Origin(row.origin).label,
            origin_note=row.origin_note,
            address=row.address,
            opened_on=row.opened_on,
            due_on=row.due_on,
            opened_by=row.opened_by_name,
            concluded_on=row.concluded_on,
            ceased_on=row.ceased_on,
            removal_case=row.removal_case,
            people=tuple(_person(people[p]) for p in row.persons if p in people),
            acts=tuple(_act(each) for each in acts),
            actions=actions_from(State(row.state)) if may(access, "surveys.manage") else (),
            may_begin_removal=row.removal_case is not None and may(access, "movements.draft"),
        )


def open_form(
    access: Access, *, atena_number: str = "", person: UUID | None = None
) -> tuple[PersonLine, ...]:
    """The household of a 宛名番号 or a person, to choose from; empty when neither is there. One entry."""
    check_may(access, "surveys.manage")
    with recorded(access, FORM_OPENED) as note:
        today = business_today()
        key = person or (person_of_atena_number(atena_number) if atena_number else None)
        own = [h for h in records_on([key], today) if h.status is Status.PRESENT] if key else []
        members = household_on(own[0].particulars.household_number, today) if own else ()
        note.about(*(m.person for m in members))
        check_shown(access, [m.person for m in members])
        note.say(found=len(members))
        return tuple(_person(m) for m in members)


def _people(persons: Sequence[UUID]) -> dict[UUID, Holding]:
    """What holds of these persons today, the newest record of each."""
    found = records_on(persons, business_today())
    return {h.person: h for h in sorted(found, key=lambda h: h.history_number)}


def _line(row: Survey, people: dict[UUID, Holding], *, hidden: bool) -> SurveyLine:
    names = [people[p].particulars.printed_name for p in row.persons if p in people]
    state = State(row.state)
    return SurveyLine(
        key=row.key,
        number=row.number,
        state=state,
        origin=Origin(row.origin).label,
        names=HIDDEN if hidden else "、".join(names),
        address="" if hidden else row.address,
        opened_on=row.opened_on,
        due_on=row.due_on,
        overdue=state.is_open and row.due_on is not None and row.due_on < business_today(),
        opened_by=row.opened_by_name,
    )


def _person(held: Holding) -> PersonLine:
    items = held.particulars
    return PersonLine(
        person=held.person,
        record=held.record,
        atena_number=held.atena_number,
        name=items.printed_name,
        birth=items.birth_date.display(),
        relationship=items.relationship_to_head,
        address=f"{items.address}{items.katagaki}",
        removed="" if held.status is Status.PRESENT else items.removal.label,
    )


def _act(row: SurveyAct) -> ActView:
    action = Action(row.action)
    return ActView(
        at=row.at,
        label=action.label,
        done_on=row.done_on,
        until=row.until,
        method=dict(METHODS.get(action, ())).get(row.method, ""),
        finding=Finding(row.finding).label if row.finding else "",
        who=row.who,
        words=row.words,
        actor=row.actor_name,
        terminal=row.terminal,
    )
