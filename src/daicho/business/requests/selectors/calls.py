"""Calls (電話照会の記録): every call of a day, answered or not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.core.paginator import Page, Paginator

from daicho.business.requests.audit_types import CALLS_LISTED
from daicho.business.requests.domain.telephone import Topic
from daicho.business.requests.models import Call
from daicho.business.requests.selectors.day import HIDDEN, hidden_among
from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.public import check_may
from daicho.kernel.access import Access

PER_PAGE: Final = 20


@dataclass(frozen=True, slots=True)
class CallLine:
    """One call."""

    at: datetime
    topic: str
    caller: str
    number: str
    answered: bool
    told: str
    why: str
    words: str
    by: str


@dataclass(frozen=True, slots=True)
class CallPage:
    """A page of the log."""

    page: Page[Call]
    lines: tuple[CallLine, ...]


def list_calls(access: Access, *, day: date, page: int = 1) -> CallPage:
    """The calls of a day, newest first; one entry."""
    check_may(access, "requests.telephone")
    with recorded(access, CALLS_LISTED) as note:
        rows = Call.objects.filter(at__date=day).select_related("request").order_by("-at")
        found = Paginator(rows, PER_PAGE).get_page(page)
        persons = [p for row in found for p in row.persons]
        note.about(*persons)
        note.say(day=day.isoformat(), page=found.number, count=found.paginator.count)
        hidden = hidden_among(access, persons)
        lines = tuple(_line(row, hidden=not hidden.isdisjoint(row.persons)) for row in found)
        return CallPage(found, lines)


def _line(row: Call, *, hidden: bool) -> CallLine:
    return CallLine(
        at=row.at,
        topic=Topic(row.topic).label,
        caller=HIDDEN if hidden else row.caller,
        number=row.request.number if row.request else "",
        answered=row.answered,
        told=row.told,
        why=row.why,
        words="" if hidden else row.words,
        by=row.actor_name,
    )
