"""Reading (入力の読取り): posted forms as typed values; everything wrong is gathered before it is said."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import TypeVar
from uuid import UUID

from daicho.kernel.characters import TextKind, check_text
from daicho.kernel.errors import Invalid, Problem
from daicho.kernel.wareki import parse_date
from daicho.registers.protection import ports
from daicho.registers.protection.commands.set_suppression import Wish
from daicho.registers.protection.domain.levels import Process, Restraint, SuppressionKind
from daicho.registers.protection.domain.measure import (
    TARGETS_OF,
    Cause,
    Facts,
    Joint,
    Perpetrator,
    Role,
    Standing,
    Wanted,
)
from daicho.registers.protection.domain.spans import Span

Chosen = TypeVar("Chosen", bound=StrEnum)
LINE, NOTE = 100, 1000
MOST_ROWS = 40
_ROW = re.compile(r"(?:joint|perpetrators)\.(\d{1,2})\.[a-z_]+")


@dataclass(slots=True)
class Typed:
    """What was typed, and what is wrong with it."""

    values: Mapping[str, str]
    problems: list[Problem] = field(default_factory=list)

    def raw(self, name: str) -> str:
        return (self.values.get(name) or "").strip()

    def text(self, name: str, *, limit: int = LINE, kind: TextKind = TextKind.LINE) -> str:
        try:
            return check_text(self.raw(name), field=name, limit=limit, kind=kind)
        except Invalid as error:
            self.problems += error.problems
            return ""

    def day(self, name: str) -> date | None:
        if not self.raw(name):
            return None
        try:
            return parse_date(self.raw(name), field=name)
        except Invalid as error:
            self.problems += error.problems
            return None

    def choice(self, kind: type[Chosen], name: str, otherwise: Chosen) -> Chosen:
        return next((one for one in kind if one.value == self.raw(name)), otherwise)

    def rows(self, group: str) -> list[int]:
        """The numbers of the rows in which something was typed."""
        found = {
            int(match[1])
            for name, value in self.values.items()
            if value.strip() and name.startswith(f"{group}.") and (match := _ROW.fullmatch(name))
        }
        return sorted(n for n in found if n < MOST_ROWS)

    def check(self) -> None:
        """Raise `Invalid` with everything that could not be read."""
        if self.problems:
            raise Invalid(self.problems)


def read_facts(typed: Typed, *, applicant: UUID, base: Facts | None) -> Facts:
    """The facts of a measure as typed; of a correction, what the form does not show comes from `base`."""
    applied_on = typed.day("applied_on")
    if applied_on is None and not typed.raw("applied_on"):
        typed.problems.append(
            Problem(
                "protection.blank",
                "applied_on",
                "申出の日がありません。",
                remedy="申出書の日を入力してください。",
            )
        )
    facts = {
        "role": typed.choice(Role, "role", Role.FIRST),
        "standing": typed.choice(Standing, "standing", Standing.CURRENT),
        "causes": tuple(c for c in Cause if typed.raw(f"cause.{c.value}")),
        "cause_note": typed.text("cause_note", limit=NOTE, kind=TextKind.NOTE),
        "telephone": typed.text("telephone"),
        "mobile": typed.text("mobile"),
        "mail": typed.text("mail"),
        "contact": typed.text("contact"),
        "joint": _joint(typed),
        "perpetrators": _perpetrators(typed),
        "wanted": _wanted(typed),
        "provisional_on": typed.day("provisional_on"),
        "first_municipality": typed.text("first_municipality"),
        "received_on": typed.day("received_on"),
        "contacted_on": typed.day("contacted_on"),
        "periods": _periods(typed, base.periods if base else ()),
        "remarks": typed.text("remarks", limit=NOTE, kind=TextKind.NOTE),
    }
    typed.check()
    assert applied_on is not None
    if base is None:
        return Facts(applicant=applicant, applied_on=applied_on, **facts)  # type: ignore[arg-type]  # fields by name
    return replace(base, applied_on=applied_on, **facts)  # type: ignore[arg-type]  # fields by name


def _joint(typed: Typed) -> tuple[Joint, ...]:
    found = []
    for row in typed.rows("joint"):
        name = f"joint.{row}.atena_number"
        number = typed.raw(name)
        person = ports.person_of_atena_number(number) if number else None
        if person is None:
            typed.problems.append(
                Problem(
                    "protection.atena_number",
                    name,
                    "この宛名番号の人はいません。",
                    remedy="住民を検索して、宛名番号を確かめてください。",
                )
            )
            continue
        found.append(Joint(person, typed.text(f"joint.{row}.relation")))
    return tuple(found)


def _perpetrators(typed: Typed) -> tuple[Perpetrator, ...]:
    return tuple(
        Perpetrator(
            **{
                name: typed.text(f"perpetrators.{row}.{name}", limit=limit)
                for name, limit in (
                    ("name", LINE),
                    ("atena_number", 20),
                    ("birth", 40),
                    ("sex", 10),
                    ("address", 200),
                    ("note", 300),
                )
            }
        )
        for row in typed.rows("perpetrators")
    )


def _wanted(typed: Typed) -> tuple[Wanted, ...]:
    return tuple(
        Wanted(
            business,
            target,
            typed.text(f"place.{business.value}.{target.value}", limit=200),
        )
        for business, targets in TARGETS_OF.items()
        for target in targets
        if typed.raw(f"want.{business.value}.{target.value}")
    )


def _periods(typed: Typed, periods: tuple[Span, ...]) -> tuple[Span, ...]:
    """The periods with the first and the last day as typed; those between follow each other as they were."""
    if not periods:
        return ()
    starts_on = typed.day("starts_on") or periods[0].starts_on
    first = replace(periods[0], starts_on=starts_on)
    kept = (first, *periods[1:])
    ends_on = typed.day("ends_on") or periods[-1].ends_on
    return (*kept[:-1], replace(kept[-1], ends_on=ends_on))


def read_wish(typed: Typed, *, person: UUID | None) -> Wish:
    """A suppression as typed; a household number where the whole household was chosen."""
    household = typed.raw("household") if typed.raw("unit") == "household" else ""
    wish = Wish(
        kind=typed.choice(SuppressionKind, "kind", SuppressionKind.OTHER),
        person=None if household else person,
        household=household,
        levels={
            process: typed.choice(Restraint, f"level.{process.value}", Restraint.NONE)
            for process in Process
        },
        starts_on=typed.day("starts_on"),
        ends_on=typed.day("ends_on"),
        reason=typed.raw("reason"),
    )
    typed.check()
    return wish
