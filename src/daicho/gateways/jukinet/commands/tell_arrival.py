"""Tell an arrival (転入通知, 住基法9条1項・3項): whoever moved in from another municipality, to that municipality (JUK-011)."""

from __future__ import annotations

from uuid import UUID

from daicho.business.movements.public import case_facts
from daicho.foundation.audit.public import recorded
from daicho.foundation.lines.public import Outgoing, own_node, queue
from daicho.foundation.staff.public import system_access
from daicho.foundation.vault.public import reveal_many
from daicho.gateways.jukinet.audit_types import ARRIVAL_TOLD
from daicho.gateways.jukinet.domain.arrival import arrival_body
from daicho.kernel.access import Purpose
from daicho.kernel.clock import business_today
from daicho.registers.residents.domain.case_acts import CaseAct
from daicho.registers.residents.domain.particulars import Particulars
from daicho.registers.residents.public import acts_of

FROM_WITHIN = "entry_domestic_move_in"


def tell_arrival(case: UUID) -> None:
    """Queue one notice for each former municipality; nothing for those who come from abroad, or from nowhere known."""
    arrivals = [act for act in acts_of(case) if act.reason == FROM_WITHIN]
    if not arrivals:
        return
    access = system_access(Purpose.MOVEMENT, job="jukinet").on_case(case)
    with recorded(access, ARRIVAL_TOLD) as note:
        messages = 0
        for act in arrivals:
            note.about(*(effect.person for effect in act.effects if effect.before is None))
            messages += _queue_all(case, act)
        note.say(messages=messages, waiting=0)


def _queue_all(case: UUID, act: CaseAct) -> int:
    by_origin: dict[str, list[Particulars]] = {}
    for effect in act.effects:
        if effect.before is None and effect.after.previous_address_code:
            by_origin.setdefault(effect.after.previous_address_code[:6], []).append(effect.after)
    facts = case_facts(case)
    for origin, people in by_origin.items():
        refs = [p.resident_record_code_ref for p in people if p.resident_record_code_ref]
        plain = reveal_many(refs)
        coded = [
            (p, plain[p.resident_record_code_ref]) for p in people if p.resident_record_code_ref
        ]
        if not coded:
            continue
        body = arrival_body(
            coded,
            origin=origin,
            reference=facts.number if facts else "",
            arrived_on=act.event_on,
            notified_on=act.notified_on or business_today(),
        )
        queue(Outgoing(kind="arrival.notice", receiver=own_node("municipal_cs"), body=body, matter=str(case)))
    return len(by_origin)
