"""Card items (カードの発行状況・シリアル番号): notices say them as they come, so a 異動 of an earlier day neither stops nor undoes them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from daicho.business.movements.domain.plan import PersonPlan, Plan
from daicho.business.movements.domain.world import World
from daicho.registers.residents.domain.particulars import Particulars, Status
from daicho.registers.residents.domain.timelines import timeline

CARD_ITEMS: Final = ("card_status", "sign_cert_serial", "auth_cert_serial")


def card_items(items: Particulars) -> dict[str, Any]:
    """The items of the card alone. Any: what `replace` takes."""
    return {name: getattr(items, name) for name in CARD_ITEMS}


def keep_card_items(plan: Plan | None, world: World) -> Plan | None:
    """The plan, with what was noticed of cards from later days on; a plan that is about cards stays as it is."""
    if plan is None:
        return None
    return replace(
        plan,
        people=tuple(_kept(p, world) for p in plan.people),
        further=tuple(
            replace(act, people=tuple(_kept(p, world) for p in act.people)) for act in plan.further
        ),
    )


def _kept(plan: PersonPlan, world: World) -> PersonPlan:
    if plan.person is None or plan.record is None or plan.before is None:
        return plan
    line = timeline(world.of_person(plan.person), plan.record)
    last = plan.segments[-1]
    newest = line[-1] if line else None
    if newest is None or newest.status is not Status.PRESENT or newest.valid.start is None:
        return plan
    said = card_items(newest.particulars)
    own = card_items(last.particulars)
    if newest.valid.start <= last.from_on or own != card_items(plan.before) or own == said:
        return plan
    return replace(
        plan,
        segments=(
            *plan.segments[:-1],
            replace(last, particulars=replace(last.particulars, **said)),
        ),
    )
