"""Shielding (抑止の確認): what a look-up may show of whom, asked of protection within the look-up's own entry (STD-3.1)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from daicho.kernel.access import Access
from daicho.kernel.errors import Refused
from daicho.registers.protection.public import (
    Banner,
    Channel,
    Restraint,
    banners_of,
    may_disclose,
    may_view,
)


@dataclass(frozen=True, slots=True)
class Shield:
    """Badges and banners of one person; `hidden`: this actor sees that there is somebody, and no more."""

    marks: tuple[str, ...] = ()
    banners: tuple[Banner, ...] = ()
    hidden: bool = False


OPEN = Shield()


def shields_of(access: Access, persons: Iterable[UUID]) -> Mapping[UUID, Shield]:
    """How each is shielded from this actor; whoever may see measures sees everybody."""
    answers = may_disclose(access, persons=persons, channel=Channel.LOOK_UP).answers
    detailed = may_view(access)
    return {
        a.person: Shield(
            marks=a.marks,
            banners=banners_of(a, detailed=detailed),
            hidden=a.level is Restraint.ERROR and not detailed,
        )
        if a.grounds
        else OPEN
        for a in answers
        if a.person
    }


def open_shield(access: Access, person: UUID) -> Shield:
    """The shield of somebody whose page is to be shown; `Refused` when looking them up is suppressed."""
    shields = shields_of(access, [person])
    _check(shields)
    return shields[person]


def check_shown(access: Access, persons: Iterable[UUID]) -> None:
    """Raise `Refused` when looking up any of these is suppressed for this actor."""
    _check(shields_of(access, persons))


def _check(shields: Mapping[UUID, Shield]) -> None:
    if any(shield.hidden for shield in shields.values()):
        raise Refused(
            "この人の照会はできません。",
            why="照会が抑止されています。",
            remedy="支援措置・抑止の担当に確かめてください。庁外からの問合せには「お答えできる情報はありません」と答えます。",
            code="protection.look_up",
        )
