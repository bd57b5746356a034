"""Rights (権限): what follows on a day from what was set of a person, their office, their duties and levels."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from daicho.foundation.staff.domain.aspects import Aspect, Subject
from daicho.foundation.staff.operations import OPERATIONS
from daicho.foundation.staff.policy import HideableItem
from daicho.kernel.access import Duty

Settings = Mapping[tuple[Subject, str, Aspect], tuple[str, ...]]
"""What is in force on a day, by subject and aspect."""


@dataclass(frozen=True, slots=True)
class Rights:
    """One person on one day: where they serve, what they may do and what is kept from them.

    `direct` are the duties given by name, `own_hidden` the items hidden from the person by name.
    """

    name: str
    office: str
    serves: bool
    duties: frozenset[Duty]
    direct: frozenset[Duty] = frozenset()
    levels: tuple[str, ...] = ()
    office_levels: tuple[str, ...] = ()
    hidden: frozenset[HideableItem] = frozenset()
    own_hidden: frozenset[str] = frozenset()
    withheld: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Particulars:
    """What is set of the person themselves on the day, before office, duties and levels are asked."""

    login: str
    name: str
    office: str
    serves: bool
    in_period: bool
    hidden: frozenset[str]
    direct: frozenset[Duty]
    own: Mapping[Aspect, tuple[str, ...]] = field(default_factory=dict)


def rights_of(person: Particulars, settings: Settings) -> Rights:
    """Put together what the person, the office, the duties and the levels bring.

    Duties add up. What is hidden by any of them is hidden. An operation is kept from the person by the person's or the
    office's 事務分掌, or where every duty by which they could do it has it withheld.
    """

    def of(subject: Subject, key: str, aspect: Aspect) -> tuple[str, ...]:
        return settings.get((subject, key, aspect), ())

    levels = person.own.get(Aspect.LEVELS, ())
    office_levels = of(Subject.OFFICE, person.office, Aspect.LEVELS)
    duties = person.direct | {
        Duty(duty)
        for level in (*levels, *office_levels)
        for duty in of(Subject.LEVEL, level, Aspect.DUTIES)
    }
    hidden = {
        *person.hidden,
        *of(Subject.OFFICE, person.office, Aspect.HIDDEN),
        *(item for duty in duties for item in of(Subject.DUTY, duty.value, Aspect.HIDDEN)),
    }
    kept = {
        *person.own.get(Aspect.WITHHELD, ()),
        *of(Subject.OFFICE, person.office, Aspect.WITHHELD),
        *_withheld_by_duties(
            duties, {d: of(Subject.DUTY, d.value, Aspect.WITHHELD) for d in duties}
        ),
    }
    return Rights(
        name=person.name,
        office=person.office,
        serves=person.serves,
        duties=frozenset(duties),
        direct=person.direct,
        levels=levels,
        office_levels=office_levels,
        hidden=frozenset(HideableItem(item) for item in hidden),
        own_hidden=person.hidden,
        withheld=frozenset(kept),
    )


def _withheld_by_duties(
    duties: Iterable[Duty], withheld: Mapping[Duty, tuple[str, ...]]
) -> frozenset[str]:
    held = frozenset(duties)
    asked = {code for codes in withheld.values() for code in codes if code in OPERATIONS}
    return frozenset(
        code
        for code in asked
        if all(code in withheld[duty] for duty in held & OPERATIONS[code].duties)
    )
