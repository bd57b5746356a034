"""Form of a rights request (申請の入力): which aspects a person may ask for, what there is to choose, what was entered."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import QueryDict

from daicho.foundation.staff.domain.aspects import (
    IN_USE,
    TABLE,
    Aspect,
    Subject,
    choices_of,
)
from daicho.foundation.staff.domain.wishes import Wish
from daicho.foundation.staff.logins import canonical_login
from daicho.foundation.staff.operations import OPERATIONS
from daicho.foundation.staff.policy import may
from daicho.foundation.staff.selectors.rights_state import FullState
from daicho.kernel.access import Access
from daicho.kernel.errors import Missing


@dataclass(frozen=True, slots=True)
class Choice:
    """One box to tick."""

    value: str
    label: str
    ticked: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """One aspect on the form: a text, or boxes under headings."""

    aspect: Aspect
    text: str
    groups: tuple[tuple[str, tuple[Choice, ...]], ...]

    @property
    def ticked(self) -> int:
        return sum(choice.ticked for _, choices in self.groups for choice in choices)


def subject_kind_of(text: str) -> Subject:
    """The kind of subject that an address names."""
    found = next((kind for kind in Subject if kind.value == text), None)
    if found is None:
        raise Missing("この画面はありません。", remedy="権限の申請と予約から開き直してください。")
    return found


def aspects_for(access: Access, kind: Subject) -> tuple[Aspect, ...]:
    """The aspects of a kind of subject that the actor may ask for."""
    return tuple(
        aspect
        for aspect, rule in TABLE.items()
        if kind in rule.subjects and may(access, rule.operation)
    )


def wishes_of(access: Access, kind: Subject, post: QueryDict) -> tuple[Wish, ...]:
    """What a posted form wishes; every aspect stands on the form as a whole."""
    subject = post.get("subject", "").strip()
    name = canonical_login(subject) if kind is Subject.STAFF else subject
    return tuple(
        Wish(
            kind,
            name,
            aspect,
            (post.get(aspect.value, "").strip(),)
            if TABLE[aspect].one_text
            else tuple(dict.fromkeys(post.getlist(aspect.value))),
        )
        for aspect in aspects_for(access, kind)
    )


def fields_of(
    access: Access, kind: Subject, subject: str, *, state: FullState, entered: QueryDict | None
) -> tuple[Entry, ...]:
    """The fields with what was entered, or with what holds on the day; a new account begins in use."""
    levels = tuple(s for (of, s), v in state.items() if of is Subject.LEVEL and any(v.values()))
    held = state.get((kind, subject), {Aspect.USE: (IN_USE,)})
    found = []
    for aspect in aspects_for(access, kind):
        values = held.get(aspect, ())
        if entered is not None:
            values = tuple(entered.getlist(aspect.value))
        offered = choices_of(kind, aspect, levels=levels)
        found.append(
            Entry(
                aspect=aspect,
                text=values[0] if TABLE[aspect].one_text and values else "",
                groups=_groups(aspect, offered, values),
            )
        )
    return tuple(found)


def _groups(
    aspect: Aspect, offered: dict[str, str], values: tuple[str, ...]
) -> tuple[tuple[str, tuple[Choice, ...]], ...]:
    groups: dict[str, list[Choice]] = {}
    heading = ""
    for value, label in offered.items():
        heading = _heading(value) or heading if aspect is Aspect.WITHHELD else ""
        groups.setdefault(heading, []).append(Choice(value, label, value in values))
    return tuple((heading, tuple(choices)) for heading, choices in groups.items())


def _heading(code: str) -> str:
    """The heading of the menu for the operation or its kin; empty where neither has one: it stands with what is before it."""
    own = OPERATIONS[code].group
    prefix = code.partition(".")[0]
    near = (o.group for o in OPERATIONS.values() if o.code.partition(".")[0] == prefix and o.group)
    return own or next(near, "")
