"""Deliveries (本人通知, STD-8.1.3): copies that went to others than the person, and who is to be told of them.

In a town that offers it. Who asked is never told; only whether it was an agent or somebody else.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import groupby
from typing import Final
from uuid import UUID

from daicho.business.certificates.audit_types import NOTICES_VIEWED
from daicho.business.certificates.domain.composition import Form
from daicho.business.certificates.domain.rights import Requester
from daicho.business.certificates.models import Issue
from daicho.business.certificates.selectors.desk import letters_sent
from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.public import check_may
from daicho.kernel.access import Access
from daicho.kernel.clock import business_today
from daicho.registers.protection.public import wants_notice
from daicho.registers.residents.domain.segments import Holding
from daicho.registers.residents.public import records_on

COPIES: Final = tuple(form.value for form in Form if not form.proves)
THEMSELVES: Final = frozenset({Requester.SELF.value, Requester.HOUSEHOLD.value})
AGENTS: Final = frozenset(
    {Requester.AGENT.value, Requester.LEGAL_AGENT.value, Requester.MESSENGER.value}
)


class Reach(StrEnum):
    """Of which deliveries is told (STD-8.1.3)."""

    REGISTERED = "registered"
    REGISTERED_OTHERS = "registered_others"
    OTHERS = "others"

    @property
    def label(self) -> str:
        return {
            "registered": "登録した人への交付すべて",
            "registered_others": "登録した人のうち、本人・同一世帯の請求を除く",
            "others": "登録に関係なく、代理人・第三者の請求",
        }[self.value]


@dataclass(frozen=True, slots=True)
class Delivery:
    """One person on one copy that went out: on which day, as what, to what kind of requester."""

    issue: UUID
    person: UUID
    record: UUID
    name: str
    issued_on: date
    form: str
    requester: str
    pages: int
    told: bool

    @property
    def occasion(self) -> str:
        """One letter for each person on each copy."""
        return occasion_of(self.issue, self.person)


def occasion_of(issue: UUID, person: UUID) -> str:
    """What tells the letter about one delivery from all others."""
    return f"delivery_notice:{issue}:{person}"


def deliveries(
    since: date, until: date, reach: Reach, *, only: Collection[str] | None = None
) -> tuple[Delivery, ...]:
    """The deliveries of some days that are to be told of, oldest first; `only` these occasions. Within the caller's act."""
    rows = (
        Issue.objects.filter(
            kind__in=COPIES, issued_on__range=(since, until), spoiled_at__isnull=True
        )
        .only("key", "kind", "issued_on", "requester", "persons", "pages")
        .order_by("issued_at", "number")
    )
    if reach is not Reach.REGISTERED:
        rows = rows.exclude(requester__in=THEMSELVES)
    found = list(_to_tell(rows, reach))
    if only is not None:
        found = [(row, person) for row, person in found if occasion_of(row.key, person) in only]
    names = _newest({person for _, person in found})
    sent = letters_sent(occasion_of(row.key, person) for row, person in found)
    return tuple(
        Delivery(
            issue=row.key,
            person=person,
            record=names[person].record,
            name=names[person].particulars.printed_name,
            issued_on=row.issued_on,
            form=Form(row.kind).label,
            requester=_kind(row.requester),
            pages=row.pages,
            told=occasion_of(row.key, person) in sent,
        )
        for row, person in found
        if person in names
    )


def _to_tell(rows: Iterable[Issue], reach: Reach) -> Iterator[tuple[Issue, UUID]]:
    """Each copy with each person on it who is to be told; one look for each day."""
    for day, group in groupby(rows, key=lambda row: row.issued_on):
        issued = list(group)
        people = {person for row in issued for person in row.persons}
        told = people if reach is Reach.OTHERS else wants_notice(people, day)
        for row in issued:
            yield from ((row, person) for person in row.persons if person in told)


def _newest(persons: Collection[UUID]) -> dict[UUID, Holding]:
    held = records_on(persons, business_today())
    return {h.person: h for h in sorted(held, key=lambda h: h.history_number)}


def _kind(requester: str) -> str:
    if requester in THEMSELVES:
        return "本人・同一世帯"
    return "代理人" if requester in AGENTS else "第三者"


def view_deliveries(
    access: Access, *, since: date, until: date, reach: Reach
) -> tuple[Delivery, ...]:
    """The same for the screen; one entry."""
    check_may(access, "certificates.notices")
    with recorded(access, NOTICES_VIEWED) as note:
        found = deliveries(since, until, reach)
        note.about(*(each.person for each in found))
        note.say(list="delivery_notice", count=len(found))
        return found
