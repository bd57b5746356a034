"""Criteria (検索条件): which entries an auditor asks for, and how the trail says that they were asked for."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Max, QuerySet

from daicho.foundation.audit import ports
from daicho.foundation.audit.commands.record import Note
from daicho.foundation.audit.domain.logs import CHANGE_FIELD, FACETS
from daicho.foundation.audit.domain.types import registry
from daicho.foundation.audit.models import Entry
from daicho.kernel.clock import TOKYO
from daicho.kernel.errors import Invalid, Problem

_SAID: Final = ("login", "log", "kind", "outcome", "case", "terminal", "reference")


@dataclass(frozen=True, slots=True)
class Criteria:
    """All must hold; days are Tokyo's, both included. `before` is the page: entries with a smaller seq."""

    since: date | None = None
    until: date | None = None
    login: str = ""
    log: str = ""
    kind: str = ""
    outcome: str = ""
    atena: str = ""
    case: str = ""
    terminal: str = ""
    reference: str = ""
    number_shown: bool = False
    before: int | None = None

    def span(self) -> tuple[datetime, datetime]:
        """The instants from which and until which (not included)."""
        since = self.since or date(1970, 1, 2)
        until = self.until or date(9998, 12, 31)
        return _midnight(since), _midnight(until + timedelta(days=1))

    def bounded(self, today: date) -> Criteria:
        """The same with both days given: the last month unless told, for analyses over many entries."""
        until = self.until or today
        return replace(self, since=self.since or until - timedelta(days=30), until=until)


def entries_for(criteria: Criteria) -> tuple[QuerySet[Entry], UUID | None]:
    """The entries, newest first, and the person they are about; `Invalid` for a 宛名番号 that is nobody's."""
    since, until = criteria.span()
    found = Entry.objects.filter(at__gte=since, at__lt=until).order_by("-seq")
    for name in ("login", "kind", "outcome", "terminal"):
        value = getattr(criteria, name)
        if value:
            found = found.filter(**{name: value})
    if criteria.log:
        found = _of_log(found, criteria.log)
    if criteria.reference:
        found = found.filter(body__contains=_told("request", criteria.reference))
    if criteria.number_shown:
        found = found.filter(number_shown=True)
    if criteria.case:
        found = _of_case(found, criteria.case)
    person = person_of(criteria.atena) if criteria.atena else None
    if person:
        found = found.filter(subjects__contains=[person])
    if criteria.before is not None:
        found = found.filter(seq__lt=criteria.before)
    return found, person


def last_seq() -> int:
    """The number of the trail's last entry; 0 for an empty one."""
    return Entry.objects.aggregate(last=Max("seq"))["last"] or 0


def person_of(atena: str) -> UUID:
    """The person of a 宛名番号; `Invalid` beside the field when there is none."""
    person = ports.resolve_subject(atena)
    if person is None:
        raise Invalid(
            [
                Problem(
                    "audit.nobody",
                    "atena",
                    "この宛名番号の人はいません。",
                    remedy="宛名番号を確かめてください。",
                )
            ]
        )
    return person


def describe(note: Note, criteria: Criteria, *, person: UUID | None, found: int) -> None:
    """Put the conditions on the trail: the person as the entry's subject, never as text."""
    if person:
        note.about(person)
    said = {
        "since": criteria.since.isoformat() if criteria.since else "",
        "until": criteria.until.isoformat() if criteria.until else "",
        "number_shown": criteria.number_shown,
        "by_person": person is not None,
        "found": found,
    }
    said |= {name: getattr(criteria, name) for name in _SAID}
    note.say(**{name: value for name, value in said.items() if value not in ("", False)})


def _of_log(found: QuerySet[Entry], code: str) -> QuerySet[Entry]:
    """By the log of the standard; of a movement's entry its `change` tells what it does to the history."""
    facet = FACETS.get(code)
    if facet is None:
        return found.none()
    found = found.filter(kind__in=registry.codes_of(facet))
    return found.filter(body__contains=_told(CHANGE_FIELD, facet.change)) if facet.change else found


def _told(name: str, value: str) -> str:
    """How a body says something: in the canonical text a quote within a value is escaped, so only a key reads so."""
    return f'"{name}":{json.dumps(value, ensure_ascii=False)}'


def _of_case(found: QuerySet[Entry], text: str) -> QuerySet[Entry]:
    """By the case's reference, or by its 受付番号 as the entries of its steps tell it."""
    try:
        return found.filter(case_ref=UUID(text))
    except ValueError:
        told = _told("number", text)
        known = Entry.objects.filter(case_ref__isnull=False, body__contains=told)
        return found.filter(case_ref__in=known.values("case_ref"))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=TOKYO).astimezone(UTC)
