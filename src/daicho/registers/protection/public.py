"""What other parts ask of protection. Every channel asks `may_disclose` before it answers; an error stops the channel."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from uuid import UUID

from daicho.foundation.staff.public import may
from daicho.kernel.access import Access, Purpose
from daicho.registers.protection.domain.disclosure import Answer, Disclosure, Ground
from daicho.registers.protection.domain.levels import Channel, Process, Restraint
from daicho.registers.protection.ports import Quoted
from daicho.registers.protection.selectors.banners import Banner, banners_of
from daicho.registers.protection.selectors.in_force import disclosure, protected_persons
from daicho.registers.protection.selectors.notices import wants_notice


def may_disclose(
    access: Access,
    *,
    persons: Iterable[UUID],
    households: Collection[str] = (),
    channel: Channel,
    on: date | None = None,
) -> Disclosure:
    """Whether a channel may tell of these people: the one question, asked within the caller's own entry.

    The reason of a suppression is there for whoever may see measures. `Unavailable` when the register cannot be asked
    who lives in a suppressed household.
    """
    return disclosure(
        persons=persons,
        households=households,
        channel=channel,
        on=on,
        reasons=may_view(access),
    )


def may_view(access: Access) -> bool:
    """Whether measures may be looked into, whatever the purpose now chosen (支援対象者照会)."""
    return may(access.serving(Purpose.PROTECTION), "protection.view")


def marks_of(persons: Iterable[UUID]) -> dict[UUID, tuple[str, ...]]:
    """The badges of those who have any (支援・抑止), for lists; a temporary lift takes none away."""
    found = disclosure(persons=persons, channel=Channel.LOOK_UP)
    return {a.person: a.marks for a in found.answers if a.person and a.marks}


__all__ = [
    "Answer",
    "Banner",
    "Channel",
    "Disclosure",
    "Ground",
    "Process",
    "Quoted",
    "Restraint",
    "banners_of",
    "disclosure",
    "marks_of",
    "may_disclose",
    "may_view",
    "protected_persons",
    "wants_notice",
]
