"""The day's requests (受付一覧): who asked for what, where each stands; and the 発送簿 of a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet

from daicho.business.certificates.public import Form, Requester
from daicho.business.requests.audit_types import DISPATCHES_LISTED, REQUESTS_LISTED
from daicho.business.requests.commands.post import method_label
from daicho.business.requests.domain.states import OPEN, Channel, State
from daicho.business.requests.domain.written import MOVE_OUT
from daicho.business.requests.models import Dispatch, Request
from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.public import check_may
from daicho.kernel.access import Access
from daicho.kernel.clock import business_today
from daicho.registers.residents.public import shields_of

PER_PAGE: Final = 20
HIDDEN: Final = "（照会の抑止）"
UNDER_WAY: Final = "open"
"""The filter of what is not ended, whatever the day."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to list; whatever is blank does not narrow. `state` is a state, or `UNDER_WAY`."""

    day: date | None = None
    channel: str = ""
    state: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class RequestLine:
    """One line of the list."""

    key: UUID
    number: str
    channel: str
    state: State
    requester: str
    requester_name: str
    stated_name: str
    title: str
    copies: int
    called_number: str
    received_at: datetime
    received_by: str
    due_on: date | None
    overdue: bool


@dataclass(frozen=True, slots=True)
class RequestPage:
    """A page of the list, its lines, and how many of the day stand in each state."""

    page: Page[Request]
    lines: tuple[RequestLine, ...]
    counts: tuple[tuple[State, int], ...]


def list_requests(access: Access, *, wanted: Wanted, page: int = 1) -> RequestPage:
    """The requests that fit, newest first; one entry for the page."""
    check_may(access, "requests.list")
    with recorded(access, REQUESTS_LISTED) as note:
        rows = _fitting(wanted)
        found = Paginator(rows.order_by("-received_at", "-number"), PER_PAGE).get_page(page)
        persons = [p for row in found for p in row.persons]
        note.about(*persons)
        note.say(
            day=wanted.day.isoformat() if wanted.day else "",
            state=wanted.state,
            page=found.number,
            count=found.paginator.count,
        )
        hidden = hidden_among(access, persons)
        lines = tuple(_line(row, hidden=not hidden.isdisjoint(row.persons)) for row in found)
        return RequestPage(found, lines, _counts(wanted))


def hidden_among(access: Access, persons: Sequence[UUID]) -> set[UUID]:
    """Those of these whom this actor may not look up."""
    return {p for p, shield in shields_of(access, persons).items() if shield.hidden}


def is_overdue(row: Request) -> bool:
    """Whether the time that was given for a 補正 is over."""
    late = row.due_on is not None and row.due_on < business_today()
    return late and State(row.state).is_open


def title_of(form: str) -> str:
    """What is asked for, in words."""
    return "転出届（郵送）" if form == MOVE_OUT else Form(form).label


def _fitting(wanted: Wanted) -> QuerySet[Request]:
    fits = Q()
    if wanted.day:
        fits &= Q(received_on=wanted.day)
    if wanted.channel in set(Channel):
        fits &= Q(channel=wanted.channel)
    if wanted.state == UNDER_WAY:
        fits &= Q(state__in=[s.value for s in OPEN])
    elif wanted.state in set(State):
        fits &= Q(state=wanted.state)
    if words := wanted.words.strip():
        fits &= (
            Q(number__contains=words)
            | Q(called_number=words)
            | Q(requester_name__contains=words)
            | Q(stated_name__contains=words)
        )
    return Request.objects.filter(fits)


def _counts(wanted: Wanted) -> tuple[tuple[State, int], ...]:
    rows = _fitting(Wanted(day=wanted.day, channel=wanted.channel))
    found: dict[str, int] = {}
    for state in rows.values_list("state", flat=True):
        found[state] = found.get(state, 0) + 1
    return tuple((state, found[state.value]) for state in State if state.value in found)


def _line(row: Request, *, hidden: bool) -> RequestLine:
    return RequestLine(
        key=row.key,
        number=row.number,
        channel=Channel(row.channel).label,
        state=State(row.state),
        requester=Requester(row.requester).label,
        requester_name=HIDDEN if hidden else row.requester_name,
        stated_name=HIDDEN if hidden else row.stated_name,
        title=title_of(row.form),
        copies=row.copies,
        called_number=row.called_number,
        received_at=row.received_at,
        received_by=row.received_by_name,
        due_on=row.due_on,
        overdue=is_overdue(row),
    )


@dataclass(frozen=True, slots=True)
class DispatchLine:
    """One line of the 発送簿."""

    request: UUID
    number: str
    sent_on: date
    method: str
    tracking: str
    to_name: str
    to_address: str
    sheets: int
    change_yen: int
    notes_returned: int
    by: str
    came_back_on: date | None
    came_back_why: str


@dataclass(frozen=True, slots=True)
class DispatchPage:
    """The envelopes of a day, or of the days from one to another."""

    page: Page[Dispatch]
    lines: tuple[DispatchLine, ...]


def list_dispatches(
    access: Access, *, since: date, until: date, page: int = 1, whole: bool = False
) -> DispatchPage:
    """The 発送簿 of these days (both included), in the order of sending; `whole` for paper. One entry."""
    check_may(access, "requests.list")
    with recorded(access, DISPATCHES_LISTED) as note:
        rows = (
            Dispatch.objects.filter(sent_on__gte=since, sent_on__lte=until)
            .select_related("request")
            .order_by("sent_on", "id")
        )
        size = max(rows.count(), 1) if whole else PER_PAGE
        found = Paginator(rows, size).get_page(page)
        persons = [p for row in found for p in row.request.persons]
        note.about(*persons)
        note.say(day=since.isoformat(), page=found.number, count=found.paginator.count)
        hidden = hidden_among(access, persons)
        return DispatchPage(
            found,
            tuple(
                _dispatch(row, hidden=not hidden.isdisjoint(row.request.persons)) for row in found
            ),
        )


def _dispatch(row: Dispatch, *, hidden: bool) -> DispatchLine:
    return DispatchLine(
        request=row.request.key,
        number=row.request.number,
        sent_on=row.sent_on,
        method=method_label(row.method),
        tracking=row.tracking,
        to_name=HIDDEN if hidden else row.to_name,
        to_address="" if hidden else row.to_address,
        sheets=row.sheets,
        change_yen=row.change_yen,
        notes_returned=row.notes_returned,
        by=row.sent_by_name,
        came_back_on=row.came_back_on,
        came_back_why=row.came_back_why,
    )
