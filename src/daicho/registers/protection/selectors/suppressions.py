"""Suppressions (抑止の照会): those of one person and their household, 抑止対象者一覧 (STD-9.2, REG-077), and their forms."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Q

from daicho.foundation.audit.public import Note, recorded
from daicho.foundation.staff.public import check_may, may
from daicho.kernel.access import Access
from daicho.kernel.clock import business_now, business_today
from daicho.kernel.errors import Missing
from daicho.registers.protection import ports
from daicho.registers.protection.audit_types import (
    PERSON_VIEWED,
    SUPPRESSED_LISTED,
    SUPPRESSION_FORM_OPENED,
)
from daicho.registers.protection.commands.end_suppression import people_of, suppression_of
from daicho.registers.protection.domain.disclosure import Disclosure
from daicho.registers.protection.domain.levels import Channel, Process, SuppressionKind
from daicho.registers.protection.domain.measure import SEEN
from daicho.registers.protection.models import MeasureEdition, Suppression, TemporaryLift
from daicho.registers.protection.models.measure import OPEN
from daicho.registers.protection.ports import Quoted
from daicho.registers.protection.selectors.in_force import disclosure
from daicho.registers.protection.selectors.measures import Standing, standings_of

PER_PAGE = 20
PRINTED = 5000


@dataclass(frozen=True, slots=True)
class SuppressionLine:
    """One suppression in words."""

    key: UUID
    kind: str
    household: str
    levels: tuple[tuple[str, str], ...]
    starts_on: date
    ends_on: date | None
    overdue: bool
    reason: str
    set_at: datetime
    set_by: str
    ended_at: datetime | None
    ended_by: str
    end_reason: str


@dataclass(frozen=True, slots=True)
class LiftLine:
    """One temporary lift; `running` until it returns."""

    key: UUID
    process: str
    reason: str
    lifted_at: datetime
    returns_at: datetime
    lifted_by: str
    running: bool


@dataclass(frozen=True, slots=True)
class MeasureOf:
    """A measure that protects the person."""

    measure: UUID
    standing: Standing


@dataclass(frozen=True, slots=True)
class PersonView:
    """All that protects one person, and what this person of the staff may do about it."""

    who: Quoted
    suppressions: tuple[SuppressionLine, ...]
    ended: tuple[SuppressionLine, ...]
    lifts: tuple[LiftLine, ...]
    measures: tuple[MeasureOf, ...]
    may_set: bool
    may_end: bool
    may_lift: bool
    may_manage: bool


@dataclass(frozen=True, slots=True)
class SuppressedLine:
    """One line of 抑止対象者一覧: one person or one household number under one suppression, or one measure."""

    who: tuple[Quoted, ...]
    household: str
    what: str
    levels: tuple[tuple[str, str], ...]
    starts_on: date
    ends_on: date | None
    overdue: bool
    reason: str


@dataclass(frozen=True, slots=True)
class SuppressedPage:
    """A page of 抑止対象者一覧."""

    page: Page[Suppression | MeasureEdition]
    lines: tuple[SuppressedLine, ...]


@dataclass(frozen=True, slots=True)
class FormView:
    """Whom a form is about."""

    people: tuple[Quoted, ...]
    household: str
    suppression: SuppressionLine | None = None
    disclosure: Disclosure | None = None


def view_protection(access: Access, *, person: UUID) -> PersonView:
    """What protects one person: own and household's suppressions, past ones, lifts, measures. One entry."""
    check_may(access, "protection.view")
    with recorded(access, PERSON_VIEWED, subjects=(person,)):
        who = _one(person)
        rows = list(
            Suppression.objects.filter(
                Q(person=person) | Q(household=who.household_number) & ~Q(household="")
            ).order_by("-set_at")
        )
        measures = list(MeasureEdition.objects.filter(OPEN, persons__contains=[person]))
        standings = standings_of([(m, m.content) for m in measures], business_today())
        lifts = TemporaryLift.objects.filter(persons__contains=[person]).order_by("-lifted_at")
        return PersonView(
            who=who,
            suppressions=tuple(_line(r) for r in rows if r.ended_at is None),
            ended=tuple(_line(r) for r in rows if r.ended_at is not None),
            lifts=tuple(_lift(row) for row in lifts[:PER_PAGE]),
            measures=tuple(MeasureOf(m.measure, standings[m.pk]) for m in measures),
            may_set=may(access, "suppression.set"),
            may_end=may(access, "suppression.end"),
            may_lift=may(access, "suppression.lift"),
            may_manage=may(access, "protection.manage"),
        )


def list_suppressed(access: Access, *, page: int, per_page: int = PER_PAGE) -> SuppressedPage:
    """Everybody under a suppression that was not ended, or a measure in effect; one entry.

    One whose last day has passed is in the list until it is ended.
    """
    check_may(access, "protection.view")
    with recorded(access, SUPPRESSED_LISTED) as note:
        today = business_today()
        rows: list[Suppression | MeasureEdition] = []
        rows += Suppression.objects.filter(ended_at__isnull=True).order_by("starts_on", "set_at")
        measures = list(MeasureEdition.objects.filter(OPEN, ended_on__isnull=True).order_by("id"))
        standings = standings_of([(m, m.content) for m in measures], today)
        rows += [m for m in measures if standings[m.pk].state in SEEN]
        found = Paginator(rows, per_page).get_page(page)
        lines = _suppressed(list(found), standings, note, today)
        note.say(page=found.number, found=found.paginator.count)
        return SuppressedPage(found, lines)


def open_suppression_form(
    access: Access,
    *,
    operation: str,
    persons: Collection[UUID] = (),
    household: str = "",
    suppression: UUID | None = None,
) -> FormView:
    """Whom a suppression is to be set on, ended of, or lifted for, with what protects them; one entry.

    `operation` is the right that the form needs; `Missing` when it would be about nobody.
    """
    check_may(access, operation)
    with recorded(access, SUPPRESSION_FORM_OPENED) as note:
        return _form(note, persons, household, suppression)


def form_again(
    *, persons: Collection[UUID] = (), household: str = "", suppression: UUID | None = None
) -> FormView:
    """The form once more after an act that was itself entered (a refusal): no second entry."""
    return _form(Note(), persons, household, suppression)


def _form(
    note: Note, persons: Collection[UUID], household: str, suppression: UUID | None
) -> FormView:
    row = suppression_of(suppression) if suppression else None
    people: Collection[UUID] = people_of(row) if row else persons
    if household:
        found = ports.people_of_households([household], business_today())
        people = found.get(household, ())
    who = _quoted(people)
    note.about(*who)
    if not who:
        raise Missing(
            "この画面は、住民票の画面から開いてください。",
            why="だれについての抑止かが分かりません。",
            remedy="住民を検索して、住民票の「抑止・支援措置」から始めてください。",
            code="protection.nobody",
        )
    return FormView(
        people=tuple(who.values()),
        household=row.household if row else household,
        suppression=_line(row) if row else None,
        disclosure=disclosure(persons=who, channel=Channel.CERTIFICATE, reasons=True),
    )


def _one(person: UUID) -> Quoted:
    found = _quoted([person]).get(person)
    if found is None:
        raise Missing("この人の住民票はありません。", remedy="住民を検索して選び直してください。")
    return found


def _quoted(persons: Iterable[UUID]) -> Mapping[UUID, Quoted]:
    people = list(persons)
    return ports.quote(people) if people else {}


def _levels(row: Suppression) -> tuple[tuple[str, str], ...]:
    return tuple((process.label, level.label) for process, level in row.levels.items())


def _line(row: Suppression) -> SuppressionLine:
    return SuppressionLine(
        key=row.key,
        kind=SuppressionKind(row.kind).label,
        household=row.household,
        levels=_levels(row),
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        overdue=_overdue(row, business_today()),
        reason=row.reason,
        set_at=row.set_at,
        set_by=row.set_by_name,
        ended_at=row.ended_at,
        ended_by=row.ended_by_name,
        end_reason=row.end_reason,
    )


def _overdue(row: Suppression, today: date) -> bool:
    return row.ended_at is None and row.ends_on is not None and row.ends_on < today


def _lift(row: TemporaryLift) -> LiftLine:
    return LiftLine(
        key=row.key,
        process=Process(row.process).label,
        reason=row.reason,
        lifted_at=row.lifted_at,
        returns_at=row.returned_at or row.returns_at,
        lifted_by=row.lifted_by_name,
        running=row.returned_at is None and row.returns_at > business_now(),
    )


def _suppressed(
    rows: list[Suppression | MeasureEdition],
    standings: Mapping[int, Standing],
    note: Note,
    today: date,
) -> tuple[SuppressedLine, ...]:
    numbers = {r.household for r in rows if isinstance(r, Suppression) and r.household}
    inside = ports.people_of_households(numbers, today) if numbers else {}
    people: dict[int, list[UUID]] = {}
    for index, row in enumerate(rows):
        if isinstance(row, MeasureEdition):
            people[index] = list(row.persons)
        else:
            people[index] = [row.person] if row.person else list(inside.get(row.household, ()))
    everybody = {p for own in people.values() for p in own}
    note.about(*sorted(everybody, key=str))
    who = _quoted(everybody)
    return tuple(
        _suppressed_line(row, tuple(who[p] for p in people[i] if p in who), standings, today)
        for i, row in enumerate(rows)
    )


def _suppressed_line(
    row: Suppression | MeasureEdition,
    who: tuple[Quoted, ...],
    standings: Mapping[int, Standing],
    today: date,
) -> SuppressedLine:
    if isinstance(row, MeasureEdition):
        standing = standings[row.pk]
        return SuppressedLine(
            who=who,
            household="",
            what=standing.words,
            levels=(),
            starts_on=standing.since,
            ends_on=standing.until,
            overdue=False,
            reason="",
        )
    return SuppressedLine(
        who=who,
        household=row.household,
        what=SuppressionKind(row.kind).label,
        levels=_levels(row),
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        overdue=_overdue(row, today),
        reason=row.reason,
    )
