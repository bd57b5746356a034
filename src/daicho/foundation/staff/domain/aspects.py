"""Aspects (権限の項目): what can be set of a person, an office, a duty or a level, from a day on (STD-10.3).

One table, read alike by the forms, the file, the checks and the evaluation. A value holds from its day until a later
one takes its place: what is prepared for a day needs nothing to run on it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from daicho.foundation.staff.operation import Operation
from daicho.foundation.staff.operations import OPERATIONS
from daicho.foundation.staff.policy import HideableItem
from daicho.kernel.access import Duty

SEPARATOR: Final = "／"
IN_USE: Final = "in_use"
ENDED: Final = "ended"
GRANTABLE: Final = tuple(duty for duty in Duty if duty is not Duty.SYSTEM)
# Who governs rights and who reads the trail is charged by name, one by one: never through a level or an office.
BY_NAME_ALONE: Final = frozenset({Duty.ADMINISTER, Duty.RESTRICT, Duty.AUDIT})


class Subject(StrEnum):
    """Subject (対象): of whom something is set."""

    STAFF = "staff"
    OFFICE = "office"
    DUTY = "duty"
    LEVEL = "level"

    @property
    def label(self) -> str:
        return _SUBJECTS[self]


_SUBJECTS: Final = {
    Subject.STAFF: "職員",
    Subject.OFFICE: "所属",
    Subject.DUTY: "職務",
    Subject.LEVEL: "権限レベル",
}


class Aspect(StrEnum):
    """Aspect (項目): what is set."""

    NAME = "name"
    OFFICE = "office"
    USE = "use"
    DUTIES = "duties"
    LEVELS = "levels"
    HIDDEN = "hidden"
    WITHHELD = "withheld"

    @property
    def label(self) -> str:
        return TABLE[self].label


@dataclass(frozen=True, slots=True)
class Rule:
    """Of whom an aspect can be set, with which operation of the policy, and whether it holds one text or a choice."""

    label: str
    subjects: tuple[Subject, ...]
    operation: str
    one_text: bool = False


_MANAGE, _RESTRICT = "staff.manage", "staff.restrict"
_NARROWED = (Subject.STAFF, Subject.OFFICE, Subject.DUTY)

TABLE: Final[Mapping[Aspect, Rule]] = {
    Aspect.NAME: Rule("氏名", (Subject.STAFF,), _MANAGE, one_text=True),
    Aspect.OFFICE: Rule("所属", (Subject.STAFF,), _MANAGE, one_text=True),
    Aspect.USE: Rule("利用", (Subject.STAFF,), _MANAGE),
    Aspect.DUTIES: Rule("職務", (Subject.STAFF, Subject.LEVEL), _MANAGE),
    Aspect.LEVELS: Rule("権限レベル", (Subject.STAFF, Subject.OFFICE), _MANAGE),
    Aspect.HIDDEN: Rule("表示しない項目", _NARROWED, _RESTRICT),
    Aspect.WITHHELD: Rule("行わない処理", _NARROWED, _RESTRICT),
}


def can_be_withheld(operation: Operation) -> bool:
    """Whether an allotment may keep an operation from people.

    What everybody has, and what governs rights itself, cannot be: a town must be able to undo what it has set.
    """
    return bool(operation.duties) and operation.code not in _GOVERNING


_GOVERNING: Final = frozenset({"staff.manage", "staff.restrict", "staff.requests", "staff.file"})


def words_of(aspect: Aspect, *, levels: tuple[str, ...] = ()) -> dict[str, str]:
    """The values that an aspect can hold, with their words; `levels` are those that there are."""
    match aspect:
        case Aspect.USE:
            return {IN_USE: "利用", ENDED: "終了"}
        case Aspect.DUTIES:
            return {duty.value: duty.label for duty in GRANTABLE}
        case Aspect.HIDDEN:
            return {item.value: item.label for item in HideableItem}
        case Aspect.WITHHELD:
            return {o.code: o.title for o in OPERATIONS.values() if can_be_withheld(o)}
        case Aspect.LEVELS:
            return {level: level for level in levels}
        case _:
            return {}


def shown(aspect: Aspect, values: tuple[str, ...]) -> str:
    """The values in words, for the screen and the file."""
    words = words_of(aspect, levels=values)
    return SEPARATOR.join(words.get(value, value) for value in values)


def choices_of(subject: Subject, aspect: Aspect, *, levels: tuple[str, ...]) -> dict[str, str]:
    """What a form offers for an aspect of a subject."""
    words = words_of(aspect, levels=levels)
    if (subject, aspect) == (Subject.LEVEL, Aspect.DUTIES):
        return {value: label for value, label in words.items() if Duty(value) not in BY_NAME_ALONE}
    return words
