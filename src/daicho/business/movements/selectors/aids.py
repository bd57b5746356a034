"""Aids (入力補助): what a button beside a field does to what was typed; the caller's entry names the people read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from daicho.business.movements.domain.borrowing import Circle, with_borrowed
from daicho.business.movements.domain.destination import address_typed
from daicho.business.movements.domain.kind import Kind
from daicho.business.movements.domain.returning import taken_over
from daicho.business.movements.domain.world import World
from daicho.registers.residents.domain.segments import Holding

BORROW: Final = "borrow"
TAKE_OVER: Final = "take_over"


def circle_of(
    kind: Kind, payload: Mapping[str, str], world: World, members: tuple[Holding, ...]
) -> Circle:
    """Whom the paper concerns: those of the household that people enter, else of the one they come from."""
    target = payload.get("target_household", "").strip()
    there = world.members(target, world.today) if target else members
    here = f"{world.town.prefecture}{there[0].particulars.address}" if there else ""
    return Circle(
        payload=payload,
        members=there,
        here=here or address_typed(payload, world),
        newborn=kind.code == "birth",
    )


def aided(circle: Circle, kind: Kind, world: World, aid: str) -> dict[str, str]:
    """The payload after the button `aid`; unchanged when the button names nothing that is there.

    `borrow:<field>:<source>`, `take_over:<block>:<person>`.
    """
    what, _, rest = aid.partition(":")
    name, _, source = rest.partition(":")
    if what == BORROW:
        return with_borrowed(circle, name, source)
    alike = any(
        a.slot == name and str(a.person) == source and not a.present for a in world.lookalikes
    )
    newest = world.newest(_uuid(source)) if what == TAKE_OVER and alike else None
    if newest is not None:
        return taken_over(circle.payload, name, newest, kind.sheet.persons)
    return dict(circle.payload)


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)
