"""Scenes (場面): measures and suppressions of invented people, kept through the app's own commands."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from daicho.kernel.access import Access, Duty, Purpose
from daicho.registers.protection.commands.apply_for_support import apply_for_support
from daicho.registers.protection.commands.lift import lift
from daicho.registers.protection.commands.set_suppression import Wish, set_suppression
from daicho.registers.protection.domain.levels import Process, Restraint, SuppressionKind
from daicho.registers.protection.domain.measure import (
    Business,
    Cause,
    Facts,
    Joint,
    Perpetrator,
    Role,
    Standing,
    Target,
    Wanted,
)
from daicho.registers.protection.domain.spans import Span, last_day_of_year_from

SUPPORTER = Access(
    staff_key=UUID(int=7),
    login="支援1",
    name="試験 支援1",
    duties=frozenset({Duty.PROTECT, Duty.PROTECT_VIEW}),
    purpose=Purpose.PROTECTION,
    terminal="本庁1",
    office="市民課",
)
APPLIED = date(2026, 10, 1)


def facts(applicant: UUID, *joint: UUID, **changes: Any) -> Facts:  # Any: fields by name
    """An application of somebody with their children, provisional from the day on which it came."""
    plain = Facts(
        role=Role.FIRST,
        standing=Standing.CURRENT,
        causes=(Cause.SPOUSE,),
        applicant=applicant,
        telephone="000-0000-0000",
        joint=tuple(Joint(person, "子") for person in joint),
        perpetrators=(Perpetrator(name="架空　加害", address="東京都架空区"),),
        wanted=(
            Wanted(Business.INSPECTION, Target.ADDRESS, "福島市五老内町3番1号"),
            Wanted(Business.COPY, Target.ADDRESS, "福島市五老内町3番1号"),
            Wanted(Business.COPY, Target.FORMER_ADDRESS, "東京都架空区見本町1番地"),
        ),
        applied_on=APPLIED,
        provisional_on=APPLIED,
    )
    return replace(plain, **changes)


def running(applicant: UUID, *joint: UUID, since: date = APPLIED, **changes: Any) -> Facts:
    """A measure that began on a day, for a year."""
    span = Span(since, last_day_of_year_from(since))
    settled = {"applied_on": since, "provisional_on": None, "periods": (span,), **changes}
    return facts(applicant, *joint, **settled)


def support(applicant: UUID, *joint: UUID, **changes: Any) -> UUID:
    """A measure kept on the register. Returns its key."""
    content = running(applicant, *joint, **changes)
    measure = uuid4()
    apply_for_support(SUPPORTER, measure=measure, facts=content)
    return measure


def suppress(
    person: UUID | None = None,
    *,
    household: str = "",
    since: date = APPLIED,
    until: date | None = None,
    levels: Mapping[Process, Restraint] | None = None,
    **by_name: Restraint,
) -> UUID:
    """A suppression with these levels by process, `none` for the others. Returns its key."""
    wish = Wish(
        kind=SuppressionKind.OTHER,
        person=person,
        household=household,
        levels={p: (levels or {}).get(p, by_name.get(p.value, Restraint.NONE)) for p in Process},
        starts_on=since,
        ends_on=until,
        reason="本人の申出による",
    )
    return set_suppression(SUPPORTER, key=uuid4(), wish=wish)


def lifted(*persons: UUID, process: Process = Process.CERTIFICATE) -> UUID:
    """A temporary lift. Returns its key."""
    key = uuid4()
    lift(SUPPORTER, key=key, persons=persons, process=process, reason="本人の請求と確かめた")
    return key


def text(response: object) -> str:
    """What a page says."""
    return response.content.decode()  # type: ignore[attr-defined,no-any-return]  # a test client's


def hidden_values(page: str) -> dict[str, str]:
    """The hidden inputs of the page's form: its key, its edition."""
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
