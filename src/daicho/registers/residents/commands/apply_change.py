"""Apply a change (異動を記録する): append what a case decided, for every person it touches, at one instant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import IntegrityError, connection
from django.db.models import Max
from psycopg import errors as pg
from psycopg.types.range import Range

from daicho.kernel.errors import Conflict, DaichoError
from daicho.kernel.uncertain_dates import LegalDate
from daicho.registers.residents.commands.index_person import index_persons
from daicho.registers.residents.domain.particulars import ITEM_NAMES, Kind
from daicho.registers.residents.domain.segments import (
    Holding,
    NewVersion,
    Segment,
    Stretch,
    rewrite,
)
from daicho.registers.residents.models import Change, Person, ResidentRecord, Version
from daicho.registers.residents.selectors import holdings


@dataclass(frozen=True, slots=True)
class ChangeFacts:
    """What STD-1.2.1 keeps of a change; `case` is the case that made it, which may make several."""

    key: UUID
    case: UUID
    kind: str
    reason: str
    basis: str
    event_date: LegalDate
    processed_at: datetime
    notified_on: date | None = None
    petitioned_on: date | None = None
    noticed_on: date | None = None
    requested_on: date | None = None
    place: str = ""
    terminal: str = ""
    entered_by: UUID | None = None
    examined_by: UUID | None = None
    approved_by: UUID | None = None
    attention: str = ""


@dataclass(frozen=True, slots=True)
class RecordChange:
    """New segments for one record: of a person's present record, or of a new one (`record` is None).

    `since`: what was said from that earlier day on is taken away (segments.rewrite).
    """

    person: UUID
    segments: tuple[Segment, ...]
    record: UUID | None = None
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """What was appended: the digest of each version, restated ones too, by its key; and the instant."""

    moment: datetime
    digests: Mapping[UUID, str]


CONSTRAINTS = {
    "residents_one_head": (
        "世帯主が二人になるため、記録しませんでした。",
        "同じ世帯に、ほかの異動で世帯主が記録されています。",
        "世帯の今の内容を確かめ、異動を作り直してください。",
    ),
    "residents_present_once": (
        "既に住民として記録されている人のため、記録しませんでした。",
        "同じ人が同時に二つの住民票を持つことはできません。",
        "ほかの異動が先に決裁されていないか確かめてください。",
    ),
    "residents_one_truth_per_record": (
        "この住民票の同じ期間に、別の内容が先に記録されました。",
        "ほかの異動が先に決裁されています。",
        "今の内容を確かめ、異動を作り直してください。",
    ),
}


def apply_changes(batch: Sequence[tuple[ChangeFacts, Sequence[RecordChange]]]) -> Written:
    """Append the changes and all their versions at one instant, all or none; nobody is in two of them.

    The caller holds the locks of every person and household. `Conflict` when a named constraint says that the register
    no longer fits.
    """
    try:
        return _apply(batch)
    except IntegrityError as error:
        raise _in_words(error) from error


def _apply(batch: Sequence[tuple[ChangeFacts, Sequence[RecordChange]]]) -> Written:
    moment = _database_instant()
    persons = [c.person for _, changes in batch for c in changes]
    made = Change.objects.bulk_create(_change(facts) for facts, _ in batch)
    held: dict[UUID, list[Holding]] = {}
    for version in holdings.of_persons(persons):
        held.setdefault(version.record, []).append(version)
    numbers = _highest_numbers(persons)
    closing: list[UUID] = []
    rows: list[Version] = []
    for facts, changes in batch:
        for each in changes:
            record = each.record or _open_record(each, facts.case)
            rewriting = rewrite(
                held.get(record, ()),
                segments=each.segments,
                change=facts.key,
                next_number=numbers[each.person] + 1,
                since=each.since,
            )
            numbers[each.person] += len(each.segments)
            closing += rewriting.close
            rows += [
                _row(version, record=record, person=each.person, moment=moment)
                for version in rewriting.append
            ]
    _close(closing, moment)
    Version.objects.bulk_create(rows)
    index_persons(persons)
    return Written(moment=moment, digests=_digests(rows, made))


def _change(facts: ChangeFacts) -> Change:
    return Change(
        **{name: getattr(facts, name) for name in facts.__slots__},
        event_on=facts.event_date.sort_on,
    )


def _digests(rows: Sequence[Version], made: Sequence[Change]) -> dict[UUID, str]:
    changes = {change.key: change for change in made}
    changes |= Change.objects.in_bulk({r.change_id for r in rows} - changes.keys())
    for row in rows:
        row.change = changes[row.change_id]
    return {row.key: row.digest() for row in rows}


def _database_instant() -> datetime:
    # After the locks are held: a transaction's own start may lie before the row that it must close.
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        row = cursor.fetchone()
    assert row is not None
    instant: datetime = row[0]
    return instant


def _highest_numbers(persons: Sequence[UUID]) -> dict[UUID, int]:
    found = (
        Version.objects.filter(person__in=persons)
        .values_list("person")
        .annotate(highest=Max("history_number"))
    )
    return dict.fromkeys(persons, 0) | dict(found)


def _open_record(change: RecordChange, case: UUID) -> UUID:
    kind = Kind(change.segments[0].particulars.kind)
    ordinal = ResidentRecord.objects.filter(person=change.person).count() + 1
    return ResidentRecord.objects.create(
        person_id=change.person, kind=kind.value, ordinal=ordinal, opened_by=case
    ).key


def _row(version: NewVersion, *, record: UUID, person: UUID, moment: datetime) -> Version:
    items = {name: getattr(version.particulars, name) for name in ITEM_NAMES}
    return Version(
        key=uuid4(),
        record_id=record,
        person_id=person,
        history_number=version.history_number,
        change_id=version.change,
        valid=_days(version.valid),
        recorded=Range(moment, None),
        status=version.status.value,
        birth_on=version.particulars.birth_date.sort_on,
        **items,
    )


def _days(stretch: Stretch) -> Range[date]:
    return Range(empty=True) if stretch.empty else Range(stretch.start, stretch.end)


def _close(versions: Sequence[UUID], moment: datetime) -> None:
    if not versions:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE residents_version SET recorded = tstzrange(lower(recorded), %s)"
            " WHERE key = ANY(%s) AND upper_inf(recorded)",
            [moment, list(versions)],
        )
        if cursor.rowcount != len(versions):
            raise _overtaken()


def _in_words(error: IntegrityError) -> DaichoError:
    cause = error.__cause__
    name = cause.diag.constraint_name if isinstance(cause, pg.Error) else None
    if name in CONSTRAINTS:
        what, why, remedy = CONSTRAINTS[name]
        return Conflict(what, why=why, remedy=remedy, code=f"residents.{name}")
    return _overtaken()


def _overtaken() -> Conflict:
    what, why, remedy = CONSTRAINTS["residents_one_truth_per_record"]
    return Conflict(what, why=why, remedy=remedy, code="residents.overtaken")


def new_person(atena_number: str) -> UUID:
    """Enter a person who was never in the register."""
    return Person.objects.create(key=uuid4(), atena_number=atena_number).key
