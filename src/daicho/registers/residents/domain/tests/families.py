"""Invented families for the tests: letters for names, as in household-rules 4.3."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import NAMESPACE_OID, UUID, uuid5

from daicho.registers.residents.domain.kinship import Fact, Kin, Tie
from daicho.registers.residents.domain.recompute import Proposal
from daicho.registers.residents.domain.relationships import (
    Relationship,
    Sex,
    parse_relationship,
)

# Years of birth that fit all worked cases in which a letter has the same part; cases override them.
YEARS = {
    "A": 1940, "B": 1942, "C": 1965, "D": 1968, "E": 1970, "F": 1990, "G": 1991, "H": 2015,
    "I": 2018,
}  # fmt: skip


def key(name: str) -> UUID:
    return uuid5(NAMESPACE_OID, name[0])


def label(text: str) -> Relationship:
    return parse_relationship(text, field="relationship")


def kin(
    name: str,
    relationship: str,
    *,
    order: int = 1,
    year: int | None = None,
    certain: bool = True,
    foreign: bool = False,
) -> Kin:
    """「A男」: the letter is the person, 男 or 女 the sex, neither leaves it blank."""
    sexes: dict[str, Sex] = {"男": "male", "女": "female"}
    return Kin(
        key=key(name),
        sex=sexes.get(name[1:]),
        birth_on=date(year or YEARS[name[0]], 4, 1),
        relationship=label(relationship) if relationship else None,
        order=order,
        birth_certain=certain,
        foreign=foreign,
    )


def family(text: str, *, years: Mapping[str, int] | None = None, foreign: str = "") -> list[Kin]:
    """Read 「A男 世帯主、B女 妻」 as members in that order."""
    members = []
    for order, entry in enumerate(text.split("、"), start=1):
        name, _, relationship = entry.partition(" ")
        year = (years or {}).get(name[0])
        is_foreign = name[0] in foreign
        members.append(kin(name, relationship, order=order, year=year, foreign=is_foreign))
    return members


def years(text: str) -> dict[str, int]:
    """Read 「C=1960 D=1958」."""
    return {entry[0]: int(entry[2:]) for entry in text.split()}


def parent(one: str, *others: str) -> list[Fact]:
    return [Fact(Tie.PARENT, key(one), key(other)) for other in others]


def not_parent(one: str, *others: str) -> list[Fact]:
    return [Fact(Tie.NOT_PARENT, key(one), key(other)) for other in others]


def partner(one: str, other: str) -> list[Fact]:
    return [Fact(Tie.PARTNER, key(one), key(other))]


def told(proposals: Mapping[UUID, Proposal], members: Iterable[Kin], text: str) -> str:
    """The proposals, written like the table that was read, in its order of names."""
    names = [entry.partition(" ")[0] for entry in text.split("、")]
    assert {member.key for member in members} == {key(name) for name in names}
    return "、".join(f"{name} {proposals[key(name)].after or ''}" for name in names)
