"""Lists of those who are to be written to (通知の対象者): households without a head, 転入通知未着, 在留満了, 失期."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from uuid import UUID

from daicho.business.certificates.audit_types import NOTICES_VIEWED
from daicho.business.certificates.domain.letters import Headless
from daicho.business.certificates.domain.lists import LateLine
from daicho.business.certificates.domain.notices import occasion_key
from daicho.business.certificates.hidden import check_paper_open
from daicho.business.certificates.models import Issue
from daicho.business.movements.public import CaseFacts, late_cases
from daicho.foundation.audit.public import recorded
from daicho.foundation.law_values import value_on
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


def headless_on(day: date, *, only: Collection[str] | None = None) -> tuple[Headless, ...]:
    """Households of two and more without a head; `only` those chosen. Within the caller's act."""
    return tuple(
        Headless(number, members, headless_since(number, day))
        for number, members in headless_households(day).items()
        if len(members) >= FEWEST_TO_ASK and (only is None or number in only)
    )


def waiting_on(day: date, *, only: Collection[UUID] | None = None) -> tuple[Holding, ...]:
    """Removed records of which the 転入通知 is overdue; `only` those chosen. Within the caller's act."""
    days = int(value_on("notices", "arrival_wait", day).facts["days"])
    found = awaiting_arrival(day, removed_for=timedelta(days=days))
    return tuple(h for h in found if only is None or h.record in only)


def ending_on(day: date, *, only: Collection[UUID] | None = None) -> tuple[Holding, ...]:
    """Foreign residents whose 在留期間 ends soon or has ended; `only` those chosen. Within the caller's act."""
    days = int(value_on("notices", "residence_end", day).facts["days"])
    found = residence_ending(day, until=day + timedelta(days=days))
    return tuple(h for h in found if only is None or h.record in only)


def late_in(month: date) -> tuple[LateLine, ...]:
    """Cases notified late in the month of a day. Within the caller's act."""
    since = month.replace(day=1)
    until = (since + timedelta(days=32)).replace(day=1)
    found = late_cases(since=since, until=until)
    rows = Issue.objects.filter(
        occasion__in=[occasion_key("delay_notice", facts.key, "") for facts in found],
        spoiled_at__isnull=True,
    )
    sent = {row.case: row.number for row in rows.order_by("issued_at")}
    return tuple(_late(facts, sent.get(facts.key, "")) for facts in found)


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


def view_headless(access: Access) -> tuple[Headless, ...]:
    """世帯主がいない世帯; one entry."""
    check_may(access, "certificates.notices")
    with recorded(access, NOTICES_VIEWED) as note:
        found = headless_on(business_today())
        note.about(*(m.person for household in found for m in household.members))
        note.say(list="head_change_list", count=len(found))
        return found


def view_waiting(access: Access) -> tuple[Holding, ...]:
    """転入通知が届いていない人; one entry."""
    check_may(access, "certificates.notices")
    with recorded(access, NOTICES_VIEWED) as note:
        found = waiting_on(business_today())
        note.about(*(held.person for held in found))
        note.say(list="arrival_list", count=len(found))
        return found


def view_ending(access: Access) -> tuple[Holding, ...]:
    """在留期間が満了する人; one entry."""
    check_may(access, "certificates.notices")
    with recorded(access, NOTICES_VIEWED) as note:
        check_paper_open(access, "residence_list")
        found = ending_on(business_today())
        note.about(*(held.person for held in found))
        note.say(list="residence_list", count=len(found))
        return found


def view_late(access: Access, *, month: date) -> tuple[LateLine, ...]:
    """期間を過ぎた届出 of a month; one entry."""
    check_may(access, "certificates.notices")
    with recorded(access, NOTICES_VIEWED) as note:
        found = late_in(month)
        note.about(*(person for line in found for person in line.persons))
        note.say(list="late_list", count=len(found))
        return found
