"""History (送付先情報の送信履歴, STD-7.1.1.4): which postings were made, of whom, and what the receivers said; no content."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.public import check_may
from daicho.gateways.dispatch.audit_types import SEARCHED, TARGETS_LISTED
from daicho.gateways.dispatch.domain.states import TARGET_REASONS, State
from daicho.gateways.dispatch.models import Posting, UnmatchedTarget, Wish
from daicho.gateways.dispatch.selectors.one_wish import PostingView, posting_view
from daicho.gateways.dispatch.selectors.wishes import HIDDEN, people_now
from daicho.kernel.access import Access
from daicho.kernel.clock import TOKYO
from daicho.registers.residents.public import person_of_atena_number, shields_of

PER_PAGE: Final = 20


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked for; empty parts do not narrow it."""

    number: str = ""
    atena_number: str = ""
    state: str = ""
    since: date | None = None
    until: date | None = None

    @property
    def words(self) -> str:
        given = (self.number, self.atena_number, self.state, self.since, self.until)
        return "・".join(str(each) for each in given if each)


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One posting and its people; `wishes` are keys of those whose screen may be opened."""

    posting: PostingView
    people: tuple[tuple[str, UUID | None], ...]
    problem: str


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """A page of the history."""

    page: Page[Posting]
    lines: tuple[HistoryLine, ...]


@dataclass(frozen=True, slots=True)
class TargetLine:
    """One line of a list of the card system that was not matched."""

    key: UUID
    list_number: str
    place: int
    reason: str
    dispatch_number: str
    why: str
    came_at: datetime
    name: str


@dataclass(frozen=True, slots=True)
class TargetPage:
    """A page of those."""

    page: Page[UnmatchedTarget]
    lines: tuple[TargetLine, ...]


def search_history(access: Access, *, asked: Asked, page: int) -> HistoryPage:
    """The newest first."""
    check_may(access, "dispatch.view")
    with recorded(access, SEARCHED) as note:
        found = Paginator(_rows(asked), PER_PAGE).get_page(page)
        people = people_now([p for row in found for p in row.persons])
        note.about(*people)
        note.say(words=asked.words, page=found.number, count=found.paginator.count)
        shields = shields_of(access, people)
        wishes = dict(Wish.objects.filter(posting__in=list(found)).values_list("person", "key"))
        lines = []
        for row in found:
            told = []
            for person in row.persons:
                hidden = person in shields and shields[person].hidden
                name = people[person].particulars.printed_name if person in people else ""
                told.append((HIDDEN if hidden else name, None if hidden else wishes.get(person)))
            problem = row.problems[0]["what"] if row.problems else ""
            lines.append(HistoryLine(posting_view(row), tuple(told), problem))
    return HistoryPage(found, tuple(lines))


def _rows(asked: Asked) -> QuerySet[Posting]:
    rows = Posting.objects.order_by("-made_at", "key")
    if asked.number:
        rows = rows.filter(number__iexact=asked.number)
    if asked.atena_number:
        person = person_of_atena_number(asked.atena_number)
        rows = rows.filter(persons__contains=[person]) if person else rows.none()
    if asked.state in set(State):
        rows = rows.filter(state=asked.state)
    if asked.since:
        rows = rows.filter(made_at__gte=datetime.combine(asked.since, time(), TOKYO))
    if asked.until:
        after = asked.until + timedelta(days=1)
        rows = rows.filter(made_at__lt=datetime.combine(after, time(), TOKYO))
    return rows


def list_targets(access: Access, *, page: int) -> TargetPage:
    """Lines of the card system that nobody has settled, the newest first."""
    check_may(access, "dispatch.view")
    with recorded(access, TARGETS_LISTED) as note:
        rows = UnmatchedTarget.objects.filter(settled_at__isnull=True)
        found = Paginator(rows.order_by("-came_at", "place"), PER_PAGE).get_page(page)
        people = people_now([row.person for row in found if row.person])
        shields = shields_of(access, people)
        note.about(*people)
        note.say(page=found.number, count=found.paginator.count)
        lines = []
        for row in found:
            held = people.get(row.person) if row.person else None
            hidden = row.person in shields and shields[row.person].hidden if row.person else False
            name = HIDDEN if hidden else held.particulars.printed_name if held else ""
            lines.append(
                TargetLine(
                    key=row.key,
                    list_number=row.list_number,
                    place=row.place,
                    reason=TARGET_REASONS.get(row.reason, row.reason),
                    dispatch_number=row.dispatch_number,
                    why=row.why,
                    came_at=row.came_at,
                    name=name,
                )
            )
    return TargetPage(found, tuple(lines))
