"""State of all rights (権限の現況): what everybody, every office, duty and level has on a day; for forms and the file."""

from __future__ import annotations

from datetime import date

from daicho.foundation.staff.domain.aspects import (
    ENDED,
    GRANTABLE,
    IN_USE,
    TABLE,
    Aspect,
    Subject,
)
from daicho.foundation.staff.domain.wishes import Name
from daicho.foundation.staff.models import Staff
from daicho.foundation.staff.policy import check_may
from daicho.foundation.staff.selectors.rights import particulars_and_grants, settings_on
from daicho.kernel.access import Access

FullState = dict[Name, dict[Aspect, tuple[str, ...]]]


def state_on(access: Access, *, day: date) -> FullState:
    """Every account, office, duty and level with all its aspects as of a day, planned ones included."""
    check_may(access, "staff.requests")
    settings = settings_on(day)
    found: FullState = {}
    for person in particulars_and_grants(list(Staff.objects.order_by("login")), day=day).values():
        found[(Subject.STAFF, person.login)] = {
            Aspect.NAME: (person.name,),
            Aspect.OFFICE: (person.office,),
            Aspect.USE: (IN_USE if person.in_period else ENDED,),
            Aspect.DUTIES: tuple(d.value for d in GRANTABLE if d in person.direct),
            Aspect.LEVELS: person.own.get(Aspect.LEVELS, ()),
            Aspect.HIDDEN: tuple(sorted(person.hidden)),
            Aspect.WITHHELD: person.own.get(Aspect.WITHHELD, ()),
        }
    offices = {values[Aspect.OFFICE][0] for values in found.values()}
    offices |= {subject for kind, subject, _ in settings if kind is Subject.OFFICE}
    levels = {subject for kind, subject, _ in settings if kind is Subject.LEVEL}
    names: list[Name] = [(Subject.OFFICE, office) for office in sorted(offices)]
    names += [(Subject.DUTY, duty.value) for duty in GRANTABLE]
    names += [(Subject.LEVEL, level) for level in sorted(levels)]
    for kind, subject in names:
        found[(kind, subject)] = {
            aspect: settings.get((kind, subject, aspect), ())
            for aspect, rule in TABLE.items()
            if kind in rule.subjects
        }
    return found
