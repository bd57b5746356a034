"""Applications (閲覧の一覧・照会): the list, one with its acts, its lists, its visits and what differs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.core.paginator import Page, Paginator

from daicho.business.inspection.audit_types import APPLICATION_VIEWED, APPLICATIONS_LISTED
from daicho.business.inspection.commands.steps import describe, missing
from daicho.business.inspection.domain.application import Application as Paper
from daicho.business.inspection.domain.grounds import Refusal
from daicho.business.inspection.domain.pages import pages_text
from daicho.business.inspection.domain.states import OPEN, TABLE, Action, State, actions_from
from daicho.business.inspection.models import Application, ApplicationAct, Listing, Visit
from daicho.business.inspection.selectors.comparison import compared
from daicho.business.inspection.selectors.listings import ListingView, view_of
from daicho.business.inspection.selectors.wording import condition_words, paper_from
from daicho.foundation.audit.public import recorded
from daicho.foundation.law_values import table
from daicho.foundation.staff.public import check_may, may
from daicho.kernel.access import Access

PER_PAGE: Final = 20


@dataclass(frozen=True, slots=True)
class ApplicationLine:
    """One line of the list."""

    key: UUID
    number: str
    state: State
    applicant: str
    ground: str
    outline: str
    received_on: date
    wished_on: date | None
    received_by: str


@dataclass(frozen=True, slots=True)
class ApplicationPage:
    """A page of the list and its lines."""

    page: Page[Application]
    lines: tuple[ApplicationLine, ...]


@dataclass(frozen=True, slots=True)
class ActLine:
    """One act as it was kept."""

    at: datetime
    label: str
    words: str
    actor: str
    terminal: str


@dataclass(frozen=True, slots=True)
class VisitLine:
    """One visit; `struck` says why it counts no more."""

    key: UUID
    listing: str
    inspector: str
    documents: str
    inspected_on: date
    hours: str
    pages: str
    persons: int
    copied: int
    attendant: str
    struck: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationView:
    """One application with everything that was done."""

    key: UUID
    number: str
    state: State
    edition: int
    paper: Paper
    condition: str
    received_on: date
    received_by: str
    approved_on: date | None
    refusal: Refusal | None
    fee_yen: int
    copied: int
    acts: tuple[ActLine, ...]
    visits: tuple[VisitLine, ...]
    differences: tuple[str, ...]
    lists: tuple[ListingView, ...]
    actions: tuple[Action, ...]


def list_applications(access: Access, *, state: str = "", page: int = 1) -> ApplicationPage:
    """Those of a state, or those under way; the newest act first. One entry."""
    check_may(access, "inspection.view")
    with recorded(access, APPLICATIONS_LISTED) as note:
        wanted = [state] if state in set(State) else [s.value for s in OPEN]
        rows = Application.objects.filter(state__in=wanted).order_by("-changed_at", "number")
        found = Paginator(rows, PER_PAGE).get_page(page)
        note.say(state=state, page=found.number, count=found.paginator.count)
        return ApplicationPage(found, tuple(_line(row) for row in found))


def view_application(access: Access, *, application: UUID) -> ApplicationView:
    """One application; one entry. No resident is named on its page."""
    check_may(access, "inspection.view")
    with recorded(access, APPLICATION_VIEWED) as note:
        row = Application.objects.filter(key=application).first()
        if row is None:
            raise missing()
        describe(note, row)
        visits = Visit.objects.filter(application=row).select_related("listing")
        found = compared(row)
        note.say(differences=len(found.differences))
        paper = paper_from(row.paper)
        lists = Listing.objects.filter(application=row).order_by("asked_at")
        acts = ApplicationAct.objects.filter(application=row).order_by("at", "id")
        return ApplicationView(
            key=row.key,
            number=row.number,
            state=State(row.state),
            edition=row.edition,
            paper=paper,
            condition=condition_words(paper.condition, row.received_on),
            received_on=row.received_on,
            received_by=row.received_by_name,
            approved_on=row.approved_on,
            refusal=Refusal(row.refusal) if row.refusal else None,
            fee_yen=row.fee_yen,
            copied=sum(one.copied for one in found.visits),
            acts=tuple(_act(act) for act in acts),
            visits=tuple(_visit(one) for one in visits.order_by("recorded_at", "key")),
            differences=found.differences,
            lists=tuple(view_of(access, one) for one in lists),
            actions=_open_to(access, row),
        )


def _open_to(access: Access, row: Application) -> tuple[Action, ...]:
    """What this actor may do now: their right, and no act of a second person by whoever received it."""
    own = row.received_by == access.staff_key
    return tuple(
        action
        for action in actions_from(State(row.state))
        if may(access, TABLE[action].operation) and not (own and TABLE[action].other)
    )


def _line(row: Application) -> ApplicationLine:
    paper = paper_from(row.paper)
    return ApplicationLine(
        key=row.key,
        number=row.number,
        state=State(row.state),
        applicant=row.applicant,
        ground=paper.row.article,
        outline=paper.outline or paper.law,
        received_on=row.received_on,
        wished_on=paper.wished_on,
        received_by=row.received_by_name,
    )


def _act(act: ApplicationAct) -> ActLine:
    return ActLine(act.at, Action(act.action).label, act.words, act.actor_name, act.terminal)


def _visit(one: Visit) -> VisitLine:
    titles = {row.code: row.title for row in table("identity_documents")} | {
        "staff_card": "職員の身分証明書"
    }
    return VisitLine(
        key=one.key,
        listing=one.listing.number,
        inspector=one.inspector,
        documents="、".join(titles.get(code, code) for code in one.identity_documents),
        inspected_on=one.inspected_on,
        hours="〜".join(part for part in (one.begun, one.ended) if part),
        pages=pages_text(one.pages),
        persons=len(one.persons),
        copied=one.copied,
        attendant=one.attendant,
        struck=one.struck_words,
    )
