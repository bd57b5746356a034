"""Lists of those who are to be written to (通知の対象者): households without a head, 転入通知未着, 在留満了, 失期."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from typing import Final, Generic, TypeVar
from uuid import UUID

from django.core.paginator import Page

from daicho.business.certificates.audit_types import NOTICES_VIEWED
from daicho.business.certificates.domain.letters import Headless
from daicho.business.certificates.domain.lists import LateLine
from daicho.business.certificates.domain.notices import occasion_key
from daicho.business.certificates.hidden import check_paper_open
from daicho.business.certificates.models import Issue
from daicho.business.movements.public import CaseFacts, late_cases
from daicho.foundation.audit.public import Note, recorded
from daicho.foundation.law_values import value_on
from daicho.foundation.paging import page_of
from daicho.foundation.staff.public import check_may
from daicho.kernel.access import Access
from daicho.kernel.clock import business_today
from daicho.registers.residents.domain.segments import Holding
from daicho.registers.residents.public import (
    awaiting_arrival,
    headless_households,
    headless_since,
    records_on,
    residence_ending,
)

# Whoever is left alone is made head ex officio (household-rules N-02): nobody is asked.
FEWEST_TO_ASK = 2
PIECE: Final = 500
PER_PAGE: Final = 50
Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Listed(Generic[Row]):
    """A page of those who may be written to: as many as can be written to at once from a screen."""

    rows: tuple[Row, ...]
    page: Page[int]


def headless_on(
    day: date,
    *,
    only: Collection[str] | None = None,
    persons: Collection[UUID] | None = None,
    by_post: bool = False,
) -> Iterator[Headless]:
    """Households of two and more without a head, one at a time; `only` those chosen, or `persons` who are their members.

    Within the caller's act, as all that follow.
    """
    found = (
        (number, members)
        for number, members in headless_households(day, persons=persons, by_post=by_post)
        if len(members) >= FEWEST_TO_ASK and (only is None or number in only)
    )
    while piece := list(islice(found, PIECE)):
        since = headless_since([number for number, _ in piece], day)
        for number, members in piece:
            yield Headless(number, members, since.get(number))


def waiting_on(
    day: date,
    *,
    only: Collection[UUID] | None = None,
    persons: Collection[UUID] | None = None,
    by_destination: bool = False,
) -> Iterator[Holding]:
    """Removed records of which the 転入通知 is overdue, one at a time; `only` the records chosen, or of `persons`."""
    days = int(value_on("notices", "arrival_wait", day).facts["days"])
    found = awaiting_arrival(
        day, removed_for=timedelta(days=days), persons=persons, by_destination=by_destination
    )
    return (h for h in found if only is None or h.record in only)


def ending_on(
    day: date,
    *,
    only: Collection[UUID] | None = None,
    persons: Collection[UUID] | None = None,
    by_post: bool = False,
) -> Iterator[Holding]:
    """Foreign residents whose 在留期間 ends soon or has ended, one at a time; `only` the records chosen, or of `persons`."""
    days = int(value_on("notices", "residence_end", day).facts["days"])
    until = day + timedelta(days=days)
    found = residence_ending(day, until=until, persons=persons, by_post=by_post)
    return (h for h in found if only is None or h.record in only)


def late_in(month: date) -> Iterator[LateLine]:
    """Cases notified late in the month of a day, one at a time."""
    since = month.replace(day=1)
    until = (since + timedelta(days=32)).replace(day=1)
    found = late_cases(since=since, until=until)
    while piece := list(islice(found, PIECE)):
        rows = Issue.objects.filter(
            occasion__in=[occasion_key("delay_notice", facts.key, "") for facts in piece],
            spoiled_at__isnull=True,
        )
        sent = {row.case: row.number for row in rows.order_by("issued_at")}
        yield from (_late(facts, sent.get(facts.key, "")) for facts in piece)


def _late(facts: CaseFacts, issued: str) -> LateLine:
    people = {
        held.person: held.particulars.printed_name
        for held in records_on(facts.persons, business_today())
    }
    return LateLine(
        case=facts.key,
        number=facts.number,
        title=facts.title,
        names="、".join(people.values()),
        notified_on=facts.notified_on,
        deadline=facts.deadline,
        persons=facts.persons,
        issued=issued,
    )


def view_headless(access: Access, *, page: int = 1) -> Listed[Headless]:
    """世帯主がいない世帯; one entry."""
    check_may(access, "certificates.notices")
    with recorded(access, NOTICES_VIEWED) as note:
        found = _listed(note, headless_on(business_today()), page, list_code="head_change_list")
        note.about(*(m.person for household in found.rows for m in household.members))
        return found


def view_waiting(access: Access, *, page: int = 1) -> Listed[Holding]:
    """転入通知が届いていない人; one entry."""
    check_may(access, "certificates.notices")
    with recorded(access, NOTICES_VIEWED) as note:
        found = _listed(note, waiting_on(business_today()), page, list_code="arrival_list")
        note.about(*(held.person for held in found.rows))
        return found


def view_ending(access: Access, *, page: int = 1) -> Listed[Holding]:
    """在留期間が満了する人; one entry."""
    check_may(access, "certificates.notices")
    with recorded(access, NOTICES_VIEWED) as note:
        check_paper_open(access, "residence_list")
        found = _listed(note, ending_on(business_today()), page, list_code="residence_list")
        note.about(*(held.person for held in found.rows))
        return found


def view_late(access: Access, *, month: date, page: int = 1) -> Listed[LateLine]:
    """期間を過ぎた届出 of a month; one entry."""
    check_may(access, "certificates.notices")
    with recorded(access, NOTICES_VIEWED) as note:
        found = _listed(note, late_in(month), page, list_code="late_list")
        note.about(*(person for line in found.rows for person in line.persons))
        return found


def _listed(note: Note, rows: Iterable[Row], page: int, *, list_code: str) -> Listed[Row]:
    shown, found = page_of(rows, number=page, size=PER_PAGE)
    note.say(list=list_code, count=found.paginator.count)
    return Listed(shown, found)
