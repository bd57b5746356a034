"""Rights in force (効いている権限): what every request asks, by the day; no job has to have run (STD-10.3)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime, time
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from daicho.foundation.staff.domain.aspects import IN_USE, Aspect, Subject
from daicho.foundation.staff.domain.rights import Particulars, Rights, Settings, rights_of
from daicho.foundation.staff.models import DutyGrant, RightsLine, Staff
from daicho.kernel.access import Duty


def rights_on(staff: Staff, *, day: date) -> Rights:
    """One person's rights on a day."""
    return rights_of_all([staff], day=day)[staff.key]


def rights_of_all(people: Collection[Staff], *, day: date) -> dict[UUID, Rights]:
    """The rights of many people on a day, in three questions to the database."""
    found = particulars_and_grants(people, day=day)
    settings = settings_on(day, offices={person.office for person in found.values()})
    return {key: rights_of(person, settings) for key, person in found.items()}


def particulars_and_grants(people: Collection[Staff], *, day: date) -> dict[UUID, Particulars]:
    """What is set of many people themselves on a day, with the duties granted to them by name."""
    direct: dict[UUID, set[Duty]] = {staff.key: set() for staff in people}
    for key, duty in grants_on(day).filter(staff_id__in=direct).values_list("staff_id", "duty"):
        direct[key].add(Duty(duty))
    own = _own_lines({staff.login for staff in people}, day=day)
    return {s.key: particulars_of(s, own.get(s.login, ()), direct[s.key], day) for s in people}


def grants_on(day: date) -> QuerySet[DutyGrant]:
    """The grants by name whose period holds the day."""
    begun = DutyGrant.objects.filter(valid_from__lte=day)
    return begun.filter(Q(valid_until__isnull=True) | Q(valid_until__gt=day))


def settings_on(day: date, *, offices: Iterable[str] | None = None) -> Settings:
    """What is in force of offices (all of them by default), duties and levels on a day."""
    shared = Q(subject_kind__in=[Subject.DUTY.value, Subject.LEVEL.value])
    of_offices = Q(subject_kind=Subject.OFFICE.value)
    if offices is not None:
        of_offices &= Q(subject__in=list(offices))
    return {
        (Subject(line.subject_kind), line.subject, Aspect(line.aspect)): tuple(line.values)
        for line in newest_lines(day).filter(shared | of_offices)
    }


def newest_lines(day: date) -> QuerySet[RightsLine]:
    """Of every subject and aspect the one line that counts on a day."""
    return (
        RightsLine.objects.filter(decided_at__isnull=False, valid_from__lte=day)
        .order_by("subject_kind", "subject", "aspect", "-valid_from", "-decided_at", "-request_id")
        .distinct("subject_kind", "subject", "aspect")
    )


def levels_on(day: date) -> tuple[str, ...]:
    """The names of the levels that hold a duty on a day."""
    rows = newest_lines(day).filter(subject_kind=Subject.LEVEL.value)
    return tuple(line.subject for line in rows if line.values)


def serves_on(staff: Staff, *, day: date) -> bool:
    """Whether the account may be used on a day: its own period, or what was set of it since."""
    lines = _own_lines({staff.login}, day=day).get(staff.login, ())
    return particulars_of(staff, lines, (), day).serves


def ended_on(staff: Staff, *, day: date) -> date | None:
    """From which day the account cannot be used, as far as is known on a day."""
    for line in _own_lines({staff.login}, day=day).get(staff.login, ()):
        if line.aspect == Aspect.USE.value and _is_newer(line, staff.particulars_at):
            return None if line.values == [IN_USE] else line.valid_from
    return staff.valid_until


def particulars_of(
    staff: Staff, lines: Iterable[RightsLine], direct: Iterable[Duty], day: date
) -> Particulars:
    """What is set of a person themselves: the account's own row, and what came into force after it was last written."""
    own = {
        Aspect(line.aspect): tuple(line.values)
        for line in lines
        if line.aspect not in _COLUMNS or _is_newer(line, staff.particulars_at)
    }
    name, office = own.get(Aspect.NAME, (staff.name,)), own.get(Aspect.OFFICE, (staff.office,))
    in_period = own[Aspect.USE] == (IN_USE,) if Aspect.USE in own else staff.in_period(day)
    return Particulars(
        login=staff.login,
        name=name[0],
        office=office[0],
        serves=staff.is_active and in_period,
        in_period=in_period,
        hidden=frozenset(own.get(Aspect.HIDDEN, staff.hidden_items)),
        direct=frozenset(direct),
        own=own,
    )


_COLUMNS = frozenset({Aspect.NAME, Aspect.OFFICE, Aspect.USE, Aspect.HIDDEN})


def _is_newer(line: RightsLine, written_at: datetime | None) -> bool:
    if written_at is None:
        return True
    begins = timezone.make_aware(datetime.combine(line.valid_from, time.min))
    assert line.decided_at is not None
    return max(begins, line.decided_at) > written_at


def _own_lines(logins: Collection[str], *, day: date) -> dict[str, list[RightsLine]]:
    found: dict[str, list[RightsLine]] = {}
    for line in newest_lines(day).filter(
        subject_kind=Subject.STAFF.value, subject__in=list(logins)
    ):
        found.setdefault(line.subject, []).append(line)
    return found
