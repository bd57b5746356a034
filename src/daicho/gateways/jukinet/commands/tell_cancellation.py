"""Tell a cancellation (転出の取消し): the 転出証明書情報 that went out for it may not be used any more.

Of a household of which only some stay after all, the others get a certificate of their own.
"""

from __future__ import annotations

from uuid import UUID

from daicho.business.movements.public import case_facts
from daicho.foundation.audit.public import recorded
from daicho.foundation.lines.public import Outgoing, own_node, queue
from daicho.foundation.messages.public import day_text
from daicho.foundation.staff.public import system_access
from daicho.gateways.jukinet.audit_types import DEPARTURE_CANCELLED
from daicho.gateways.jukinet.commands.tell_departure import queue_departure, those_leaving
from daicho.kernel.access import Purpose
from daicho.kernel.clock import business_today
from daicho.registers.residents.domain.case_acts import Effect
from daicho.registers.residents.public import acts_of

SPECIAL = "special_move_out"


def tell_cancellation(case: UUID, *, of_case: UUID) -> None:
    """Queue the cancellation, where the case that is cancelled was a 特例転出 and this one brings somebody of it back."""
    was = case_facts(of_case)
    if was is None or was.kind != SPECIAL:
        return
    leaving = those_leaving(of_case)
    back = {
        effect.person for act in acts_of(case) for effect in act.effects if not effect.removes
    } & {effect.person for effect in leaving}
    if not back:
        return
    access = system_access(Purpose.MOVEMENT, job="jukinet").on_case(case)
    with recorded(access, DEPARTURE_CANCELLED) as note:
        note.about(*back)
        _queue(case, leaving, reference=was.number)
        still = [effect for effect in leaving if effect.person not in back]
        facts = case_facts(case)
        if still:
            queue_departure(case, still, reference=facts.number if facts else "")
        note.say(messages=1 + bool(still), waiting=0)


def _queue(case: UUID, leaving: list[Effect], *, reference: str) -> None:
    items = leaving[0].after
    queue(
        Outgoing(
            kind="departure.cancelled",
            receiver=own_node("municipal_cs"),
            body={
                "origin": items.municipality_code,
                "destination": items.destination_planned_code[:6],
                "reference": reference,
                "cancelled_on": day_text(business_today()),
            },
            matter=str(case),
        )
    )
